"""The commands that carry a GAN, or its images, to where others use them."""

import contextlib
import io
import pathlib
import re

import keras_gans as kg
from keras_gans import cli, presets, runs
from keras_gans.cli import quiet_import, words
from keras_gans.cli.parser import UserError
from keras_gans.cli.sources import (
    check,
    check_source,
    classes_of,
    config_of,
    exhibit_of,
    gan_of,
    is_run,
    run_errors,
)
from keras_gans.cli.words import tell
from keras_gans.utils import files

SUFFIXES = {".tflite": "litert", ".onnx": "onnx"}
DEFAULTS = {"litert": "generator.tflite", "onnx": "generator.onnx"}


def export(options):
    """The generator of a run or a preset as a file for other programs."""
    if options.format == "preset":
        return export_preset(options)
    suffix = pathlib.Path(options.out or "").suffix.lower()
    format = options.format or SUFFIXES.get(suffix, "tf_saved_model")
    out = pathlib.Path(options.out or DEFAULTS.get(format, "generator"))
    if out.exists() and not options.force:
        raise UserError(f"{out} exists. Pass --force to overwrite it")
    check(options)
    cli.wake()
    gan = gan_of(options)
    with run_errors(), silence():
        gan.export(out, format, verbose=False, dtype=options.dtype)
    tell(f"{format} in {out}, {size_of(out) / 2**20:.1f} MB")
    for line in interface(gan, options.dtype):
        tell(f"  {line}")
    return 0


def export_preset(options):
    """A run as a folder that `from_preset` and `upload` take, with a card."""
    out = pathlib.Path(options.out or "preset")
    if not is_run(options.source):
        check_source(options.source)
        raise UserError(f"--format preset takes a run; {options.source} is a preset")
    if options.dtype != "float32":
        raise UserError("--dtype is for the other formats; a preset makes float32")
    if out.exists() and not options.force:
        raise UserError(f"{out} exists. Pass --force to overwrite it")
    check(options)
    cli.wake()
    with run_errors():
        runs.save_preset(options.source, out, best=not options.last)
    of = presets.read_metadata(out)["training"]
    best = f", the best of {of['epochs']} epochs" if of["best_epoch"] else ""
    tell(f"preset of step {of['steps']:,}{best}, in {out}; its card: {out}/README.md")
    tell(f"Use it:   kg.GAN.from_preset({str(out)!r})")
    tell(f"Share it: {words.command('upload', out, f'hf://you/{repository(out)}')}")
    return 0


def repository(folder):
    """A name that the Hub allows."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", folder.resolve().name).strip("-.") or "gan"


def interface(gan, dtype):
    """What an exported generator takes and returns, a line each."""
    lines = [*drawn(gan), *asked(gan)]
    for head, line in zip(["takes    ", *[" " * 9] * len(lines)], lines):
        yield head + line
    values = "in [-1, 1]" if dtype == "float32" else "from 0 to 255"
    yield f"returns  images: {dtype} {('n', *gan.image_shape)}, {values}"


def drawn(gan):
    """Inputs that are drawn, a line each."""
    for name, prior in gan.priors.items():
        prior = getattr(prior, "function", prior)  # somebody's own
        kind = getattr(prior, "__name__", type(prior).__name__)
        shape = ("n", *gan.input_shapes[name])
        yield f"{name}: float32 {shape}, drawn from {kind}"


def asked(gan):
    """Inputs that are told, a line each."""
    for name, told in gan.conditions.items():
        shape = ("n", *told.shape)
        known = f", from 0 to {told.values - 1}" if told.values else ""
        known = ", in [-1, 1]" if told.written == "picture" else known
        if name in gan.roles.generator:
            yield f"{name}: {told.dtype} {shape}{known}"


def size_of(path):
    files = [path] if path.is_file() else path.rglob("*")
    return sum(file.stat().st_size for file in files if file.is_file())


@contextlib.contextmanager
def silence():
    """What other packages print of their work goes nowhere; errors are raised."""
    nowhere = io.StringIO()
    with quiet_import(), contextlib.redirect_stdout(nowhere):
        with contextlib.redirect_stderr(nowhere):
            yield


def save_set(options):
    """Images of a run or a preset as a data set that TFDS reads."""
    folder = pathlib.Path(options.out or "samples")
    if folder.suffix.lower() in (".png", ".npz"):
        raise UserError(f"--format tfds takes a folder as --out, got {folder}")
    check(options)
    files.check_writable(folder)
    cli.wake()
    config = config_of(options.source)
    name = set_name(config.get("name") or pathlib.Path(options.source).name)
    version = folder / name / kg.data.tfds_writer.VERSION
    if version.exists() and not options.force:
        raise UserError(f"{version} exists. Pass --force to overwrite it")
    gan = gan_of(options)
    shown = exhibit_of(options, gan)
    images, labels = shown.samples, shown.told.get("labels")
    with run_errors(), silence():
        kg.data.save_tfds(
            kg.plots.to_uint8(images),
            folder,
            name,
            labels,
            class_names(options.source, gan.num_classes),
            description=f"{options.count} images made by the GAN {config.get('name')} "
            f"from the seed {options.seed}; none of them is real.",
            overwrite=options.force,
        )
    tell(f"{len(images)} images in {version}")
    tell(f'Read them: tfds.load("{name}", data_dir={str(folder)!r}, split="train")')
    return 0


def set_name(source):
    """A name that TFDS allows and does not know already."""
    name = re.sub(r"[^a-z0-9]+", "_", source.lower()).strip("_")
    return f"{name if name[:1].isalpha() else f'gan_{name}'}_samples"


def class_names(source, num_classes):
    """What a run or a preset calls its classes; the labels themselves otherwise."""
    if num_classes is None:
        return None
    names = classes_of(source)
    return names if len(names) == num_classes else list(map(str, range(num_classes)))


def upload(options):
    """A preset to the Hugging Face Hub, or what would be sent there."""
    check_source(options.source)
    presets.read_metadata(options.source)
    cli.wake()
    sent = presets.upload(
        options.source, options.target, options.dry_run, options.private
    )
    width = max(map(len, sent.files))
    for name, size in sent.files.items():
        tell(f"{name:{width}}  {size:>12,} bytes")
    total = f"{len(sent.files)} files, {sum(sent.files.values()):,} bytes"
    if options.dry_run:
        tell(f"Would send {total} to {sent.address}; each is what metadata.json says.")
        return 0
    tell(f"Sent {total}: {sent.commit}")
    tell(f'Use it: kg.GAN.from_preset("{options.target}")')
    return 0
