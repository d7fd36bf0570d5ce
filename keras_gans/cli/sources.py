"""What a command works on, and where its answer may go; nothing of it is heavy."""

import contextlib
import itertools
import pathlib

from keras_gans import cli, presets, runs
from keras_gans.cli.parser import RunError, UserError
from keras_gans.presets import builtin
from keras_gans.utils import files, identifiers


def is_run(source):
    """Whether a source is the folder of a run; a preset's holds metadata.json."""
    folder = pathlib.Path(source)
    return folder.is_dir() and not (folder / "metadata.json").exists()


def check(options):
    """Refuses what can be refused before anything heavy is imported."""
    if is_run(options.source):
        return runs.RunFolder(options.source).check_model()
    if options.last:
        raise UserError(
            f"--last is a choice among a run's epochs; {options.source} is none"
        )
    check_source(options.source)
    folder = preset_folder(options.source)
    if folder and not (folder / "metadata.json").exists():
        raise UserError(
            f"{options.source} has no trained weights. Train it: keras-gans train "
            f"{options.source}"
        )


def gan_of(options):
    """The GAN of a run, at its best epoch, or of a preset."""
    if is_run(options.source):
        return runs.load(options.source, best=not options.last)
    return presets.load(options.source, discriminator=False)


def config_of(source):
    if is_run(source):
        return runs.RunFolder(source).config
    check_source(source)
    if source in presets.names():
        return builtin.read(source)
    cli.wake()  # whoever wrote it, its classes are looked up
    return presets.read(source)


def known_of(source):
    """As `config_of`, or empty for a run that lost it: its model says what it is."""
    lost = is_run(source) and not (pathlib.Path(source) / "config.json").exists()
    return {} if lost else config_of(source)


def classes_of(source):
    """What the classes of a run or a preset are called; empty if nobody said so."""
    facts = runs.RunFolder(source).config if is_run(source) else {}
    if not facts and preset_folder(source):
        facts = presets.read_metadata(source)
    return facts.get("classes") or []


def preset_folder(source):
    """Where a preset lies, without a network; None if it is on the Hub."""
    return None if source.startswith("hf://") else presets.folder_of(source)


def check_source(source, kind="run folder or preset"):
    """An unknown source may be a misspelt run as well as a misspelt preset."""
    if source in presets.names() or source.startswith("hf://"):
        return
    if not pathlib.Path(source).is_dir():
        found = [str(path) for path in pathlib.Path("runs").glob("*") if path.is_dir()]
        near = [str(path.parent) for path in pathlib.Path().glob("*/metadata.json")]
        names = [*found, *near, *presets.names()]
        raise UserError(identifiers.unknown(kind, source, names))


def check_data(source):
    """Refuses a path where nothing lies."""
    if source is None:
        return
    path = pathlib.Path(source).expanduser()
    meant = source.startswith((".", "/", "~")) or path.suffix.lower() == ".npz"
    if meant and not path.exists():
        kind = "file" if path.suffix else "folder"
        raise UserError(
            f"There is no {kind} {path}: it is not a file, nor a folder of images. "
            "Check --data"
        )


def labels_in(text, classes):
    """The labels that `--labels` asks for, as ints; None for all or nothing.

    Args:
        text: "3", "0,1,2", "shirt", "shirt,bag", "all" or None.
        classes: list of the names of the classes; may be empty.
    """
    if text in (None, "all"):
        return None
    known = {name.strip().lower(): label for label, name in enumerate(classes)}
    if text.strip().lower() in known:
        return [known[text.strip().lower()]]
    words = [word.strip() for word in text.split(",")]
    unknown = [w for w in words if not is_whole(w) and w.lower() not in known]
    if unknown and classes:
        raise UserError(
            f"--labels: {identifiers.unknown('class', unknown[0], classes)}"
        )
    if unknown:
        raise UserError(f"--labels takes all or 3 or 0,1,2, got {text}")
    return [int(w) if is_whole(w) else known[w.lower()] for w in words]


def is_whole(word):
    return word.removeprefix("-").isdecimal()


def exhibit_of(options, gan):
    """What the options ask a GAN to make: an `engine.exhibit.Exhibit`."""
    return asked_of(options, gan, "made")


def parts_of(options, gan):
    """The same in several, each made when it is asked for: an iterator."""
    return asked_of(options, gan, "parts")


def asked_of(options, gan, how):
    """What a function of `engine.exhibit` makes of the options."""
    from keras_gans.cli import told
    from keras_gans.engine import exhibit, sampling

    inputs = told.inputs_of(gan, options.inputs)
    if options.count is None:
        alone = inputs and not gan.priors and all(len(x) == 1 for x in inputs.values())
        # Where nothing is drawn, all samples of one value are the same.
        options.count = 1 if alone else sampling.count_of(None, inputs)
    labels = labels_of(options, gan)
    given = inputs if labels is None else {"labels": labels, **inputs}
    missing = [n for n in gan.conditions if n not in given and n not in gan.seen[1]]
    try:
        shortened = dict(truncation=options.truncation)
        make = getattr(exhibit, how)
        return make(gan, options.count, options.seed, given, **shortened)
    except ValueError as error:
        if not missing:
            raise
        wanted = " ".join(f"--{name} {told.example(gan, name)}" for name in missing)
        raise UserError(f"{error} For example: {wanted}") from error


def labels_of(options, gan):
    """3 -> 3; 0,1,2 -> 0, 1, 2, 0, ... for each image; all or nothing -> None."""
    if options.labels == "all" and not gan.num_classes:
        raise UserError(
            f"--labels all is for a conditional GAN; {options.source} is none"
        )
    labels = labels_in(options.labels, classes_of(options.source))
    if labels is None or len(labels) == 1:
        return labels and labels[0]
    return list(itertools.islice(itertools.cycle(labels), options.count))


def check_out(out, force):
    """Refuses to write where something lies, or where nothing can be written."""
    if out.suffix.lower() not in (".png", ".npz", ".obj", ".gif", ""):
        raise UserError(
            "--out must be FILE.png, FILE.npz or a folder; of voxels also FILE.obj or "
            f"FILE.gif; got {out}"
        )
    if out.exists() and not force and not (out.is_dir() and not any(out.iterdir())):
        raise UserError(f"{out} exists. Pass --force to overwrite it")
    files.check_makeable(out.parent if out.suffix else out)


@contextlib.contextmanager
def run_errors():
    """What goes wrong with files from here on is no wrong input, but a failure."""
    try:
        yield
    except BrokenPipeError:  # of whoever read what is printed
        raise
    except OSError as error:
        raise RunError(str(error)) from error
