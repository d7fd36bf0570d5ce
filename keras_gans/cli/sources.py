"""What a command works on, and where its answer may go."""

import contextlib
import pathlib

import numpy as np

from keras_gans import files, lookup, presets, runs
from keras_gans.cli.parser import RunError, UserError


def is_run(source):
    """Whether a source is the folder of a run; a preset's holds metadata.json."""
    folder = pathlib.Path(source)
    return folder.is_dir() and not (folder / "metadata.json").exists()


def gan_of(options):
    """The GAN of a run, at its best epoch, or of a preset."""
    source = options.source
    if is_run(source):
        return runs.load(source, best=not options.last)
    if options.last:
        raise UserError(f"--last is a choice among a run's epochs; {source} is none")
    check_source(source)
    return presets.load(source, discriminator=False)


def config_of(source):
    if is_run(source):
        return runs.RunFolder(source).config
    check_source(source)
    return presets.read(source)


def check_source(source):
    """An unknown source may be a misspelt run as well as a misspelt preset."""
    if source in presets.names() or source.startswith("hf://"):
        return
    if not pathlib.Path(source).is_dir():
        runs = [str(path) for path in pathlib.Path("runs").glob("*") if path.is_dir()]
        near = [str(path.parent) for path in pathlib.Path().glob("*/metadata.json")]
        names = [*runs, *near, *presets.names()]
        raise UserError(lookup.unknown("run folder or preset", source, names))


def out_of(options):
    """Where values go: into a run's folder, but never into a preset's."""
    folder = pathlib.Path(options.source) if is_run(options.source) else pathlib.Path()
    return pathlib.Path(options.out or folder / "metrics.json")


def labels_of(options, gan):
    """3 -> 3; 0,1,2 -> 0, 1, 2, 0, ... for each image; all or nothing -> None."""
    text = options.labels
    if text == "all" and not gan.num_classes:
        raise UserError(
            f"--labels all is for a conditional GAN; {options.source} is none"
        )
    if text in (None, "all"):
        return None
    try:
        numbers = [int(word) for word in text.split(",")]
    except ValueError:
        raise UserError(f"--labels takes all or 3 or 0,1,2, got {text}") from None
    return numbers[0] if len(numbers) == 1 else np.resize(numbers, options.count)


def check_out(out, force):
    """Refuses to write where something lies, or where nothing can be written."""
    if out.suffix not in (".png", ".npz", ""):
        raise UserError(f"--out must be FILE.png, FILE.npz or a folder, got {out}")
    if out.exists() and not force and not (out.is_dir() and not any(out.iterdir())):
        raise UserError(f"{out} exists. Pass --force to overwrite it")
    files.check_writable(out.parent if out.suffix else out)


@contextlib.contextmanager
def run_errors():
    """What goes wrong with files from here on is no wrong input, but a failure."""
    try:
        yield
    except OSError as error:
        raise RunError(str(error)) from error
