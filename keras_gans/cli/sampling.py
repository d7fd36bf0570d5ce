"""`keras-gans generate`: images of a run or a preset."""

import itertools
import pathlib

import keras_gans as kg
from keras_gans import cli
from keras_gans.cli import solids, sources, told
from keras_gans.cli.parser import UserError
from keras_gans.cli.sharing import LEAST_BYTES, made, save_set
from keras_gans.cli.words import tell
from keras_gans.utils import files
from keras_gans.utils.arrays import is_image
from keras_gans.utils.counts import counted


def generate(options):
    """Images of a run or a preset as a sheet, single files, an array or a set."""
    if options.format == "tfds":
        return save_set(options)
    out = pathlib.Path(options.out or "samples.png")
    sources.check_out(out, options.force)
    sources.check(options)
    if sources.is_run(options.source):  # a preset takes longer to be read
        check_ending(out, shape_in(sources.known_of(options.source)))
    if options.inputs:
        told.check_early(options.inputs, sources.known_of(options.source))
    cli.wake()
    gan = sources.gan_of(options)
    check_kind(gan, out)
    if not out.suffix and not solids.is_solid(gan.image_shape):
        return fill(out, gan, options)
    shown = sources.exhibit_of(options, gan)
    solids.check(len(shown.samples), out)
    with sources.run_errors():
        save(shown, gan, options, out)
    count = len(shown.samples)
    if options.json:
        return made(out, count, gan.image_shape, options.seed)
    what = "solid" if solids.is_solid(gan.image_shape) else "image"
    tell(f"{counted(count, what)} in {out}")
    return 0


def fill(out, gan, options):
    """Writes a folder of images, of which only some are in memory at once."""
    parts = sources.parts_of(options, gan)
    with sources.run_errors():
        files.check_room(out, LEAST_BYTES * options.count)
        save_each(parts, options.count, out)
    if options.json:
        return made(out, options.count, gan.image_shape, options.seed)
    tell(f"{counted(options.count, 'image')} in {out}")
    return 0


def shape_in(config):
    """The shape of a sample as a config says it, or None."""
    network = config.get("networks", {}).get("generator", {})
    shape = network.get("config", {}).get("image_shape")
    return None if shape is None else tuple(shape)


def check_ending(out, shape):
    """Refuses files of solids for what is none, if that is known."""
    if shape is None or solids.is_solid(shape):
        return
    if out.suffix.lower() in solids.ENDINGS:
        raise UserError(
            f"--out {out.name} is for voxels; this GAN makes {shape}. Pass "
            "--out FILE.png or FILE.npz"
        )


def check_kind(gan, out):
    """Refuses files of what is no image, or no solid."""
    check_ending(out, gan.image_shape)
    if solids.is_solid(gan.image_shape):
        return
    if not out.suffix and not is_image(gan.image_shape):
        raise UserError(
            f"A folder holds images; this GAN makes {gan.image_shape}. Pass --out "
            "FILE.npz, or FILE.png to look at some"
        )


def save(shown, gan, options, out):
    """Samples as what the name of the file asks for."""
    kind = out.suffix.lower()
    if kind == ".npz":
        save_arrays(shown, out)
    elif solids.is_solid(gan.image_shape):
        solids.save(shown, out)
    elif is_image(gan.image_shape) and set(gan.conditions) <= {"labels"}:
        columns = None if options.labels not in (None, "all") else gan.num_classes
        kg.plots.save_grid(shown.samples, out, columns)
    else:
        seen = shown.given, shown.truth, shown.captions
        kg.plots.save_told(shown.samples, out, *seen)


def save_arrays(shown, out):
    """Samples and all that they were told; images as bytes."""
    import numpy as np

    images = shown.samples
    arrays = {"images": kg.plots.to_uint8(images) if images.ndim == 4 else images}
    files.write(out, lambda file: np.savez_compressed(file, **arrays, **shown.told))


def save_each(parts, count, folder):
    """A file for each of `count` images of some exhibits, numbered from 0."""
    from keras_gans.plots.files import write_png
    from keras_gans.plots.sheet import as_picture

    digits, number = len(str(count - 1)), itertools.count()
    with files.filled(folder) as draft:
        for shown in parts:
            for image in kg.plots.to_uint8(shown.samples):
                path = draft / f"{next(number):0{digits}}.png"
                write_png(as_picture(image), path)
