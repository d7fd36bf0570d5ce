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
    gan_of,
    is_run,
    labels_of,
    parts_of,
    run_errors,
)
from keras_gans.cli.words import tell, tell_json
from keras_gans.utils import files
from keras_gans.utils.counts import counted

SUFFIXES = {".tflite": "litert", ".onnx": "onnx"}
LEAST_BYTES = 67  # of a PNG, whatever it shows
DEFAULTS = {"litert": "generator.tflite", "onnx": "generator.onnx"}


def export(options):
    """The generator of a run or a preset as a file for other programs."""
    if options.format in PACKED:
        return PACKED[options.format](options)
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
    if options.json:
        return wrote(format, out)
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
    check_packed(options, out)
    cli.wake()
    with run_errors():
        runs.save_preset(options.source, out, best=not options.last)
    if options.json:
        return wrote("preset", out)
    of = presets.read_metadata(out)["training"]
    best = f", the best of {counted(of['epochs'], 'epoch')}" if of["best_epoch"] else ""
    tell(f"preset of step {of['steps']:,}{best}, in {out}; its card: {out}/README.md")
    tell(f"Use it:   kg.GAN.from_preset({str(out)!r})")
    tell(f"Share it: {words.command('upload', out, f'hf://you/{repository(out)}')}")
    return 0


def check_packed(options, out):
    """Refuses what a folder of presets or pages cannot be, before anything is read."""
    if options.dtype != "float32":
        raise UserError(
            f"--dtype is for the other formats; a {options.format} makes float32"
        )
    if out.exists() and not options.force:
        raise UserError(f"{out} exists. Pass --force to overwrite it")
    check(options)


def export_space(options):
    """A preset, or the best epoch of a run, as a Space of Hugging Face."""
    out = pathlib.Path(options.out or "space")
    check_packed(options, out)
    cli.wake()
    with run_errors():
        from keras_gans.demo import hugging_face

        hugging_face.write_space(options.source, out, best=not options.last)
    if options.json:
        return wrote("space", out)
    tell(f"Space in {out}, {size_of(out) / 2**20:.1f} MB")
    tell(f"Try it:   pip install -r {out}/requirements.txt && python {out}/app.py")
    tell(f"Share it: {words.command('upload', out, f'hf://you/{repository(out)}')}")
    return 0


def wrote(format, out):
    """What was written, as JSON."""
    facts = {"format": format, "path": str(out), "bytes": size_of(out)}
    tell_json(facts, indent=None)
    return 0


def made(out, count, shape, seed):
    """What was made, as JSON."""
    facts = {"path": str(out), "count": count, "shape": shape, "seed": seed}
    tell_json(facts, indent=None)
    return 0


PACKED = {"preset": export_preset, "space": export_space}


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
    files.check_makeable(folder)
    cli.wake()
    config = config_of(options.source)
    name = set_name(config.get("name") or pathlib.Path(options.source).name)
    version = folder / name / kg.data.tfds_writer.VERSION
    if version.exists() and not options.force:
        raise UserError(f"{version} exists. Pass --force to overwrite it")
    gan = gan_of(options)
    parts = parts_of(options, gan)
    images = Bytes(parts, (options.count, *gan.image_shape))
    from keras_gans.engine import sampling  # which imports Keras

    labels = sampling.labels_for(gan, options.count, labels_of(options, gan))
    with run_errors():
        files.check_room(folder, LEAST_BYTES * options.count)
    with run_errors(), silence():
        kg.data.save_tfds(
            images,
            folder,
            name,
            labels,
            class_names(options.source, gan.num_classes),
            description=f"{counted(options.count, 'image')} made by the GAN "
            f"{config.get('name')} from the seed {options.seed}; none of it is real.",
            overwrite=options.force,
        )
    if options.json:
        return made(version, options.count, gan.image_shape, options.seed)
    tell(f"{counted(options.count, 'image')} in {version}")
    tell(f'Read them: tfds.load("{name}", data_dir={str(folder)!r}, split="train")')
    return 0


class Bytes:
    """Images of exhibits that are made as they are read, once and in their order.

    Args:
        parts: iterable of `engine.exhibit.Exhibit`.
        shape: tuple (count, height, width, channels).
    """

    def __init__(self, parts, shape):
        import numpy as np

        self.parts, self.shape, self.dtype = parts, shape, np.dtype("uint8")

    def __len__(self):
        return self.shape[0]

    def __iter__(self):
        for shown in self.parts:
            yield from kg.plots.to_uint8(shown.samples)


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
    """A preset or a Space to the Hugging Face Hub, or what would be sent there."""
    if not (pathlib.Path(options.source) / "app.py").is_file():  # of a Space
        check_source(options.source)
        presets.read_metadata(options.source)
    cli.wake()
    from keras_gans.demo import hugging_face

    is_space = hugging_face.is_space(options.source)
    send = hugging_face.upload_space if is_space else presets.upload
    sent = send(options.source, options.target, options.dry_run, options.private)
    if options.json:
        tell_json({**sent._asdict(), "dry_run": options.dry_run})
        return 0
    width = max(map(len, sent.files))
    for name, size in sent.files.items():
        tell(f"{name:{width}}  {size:>12,} bytes")
    size = counted(sum(sent.files.values()), "byte")
    total = f"{counted(len(sent.files), 'file')}, {size}"
    if options.dry_run:
        tell(f"Would send {total} to {sent.address}; each is what metadata.json says.")
        return 0
    tell(f"Sent {total}: {sent.commit}")
    use = f'Use it: kg.GAN.from_preset("{options.target}")'
    tell(f"Play with it: {sent.address}" if is_space else use)
    return 0
