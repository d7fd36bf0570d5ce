"""`keras-gans generate`: images of a run or a preset."""

import pathlib

import keras_gans as kg
from keras_gans import cli
from keras_gans.cli import sources, told
from keras_gans.cli.parser import UserError
from keras_gans.cli.sharing import save_set
from keras_gans.cli.words import tell
from keras_gans.utils import files
from keras_gans.utils.arrays import is_image


def generate(options):
    """Images of a run or a preset as a sheet, single files, an array or a set."""
    if options.format == "tfds":
        return save_set(options)
    out = pathlib.Path(options.out or "samples.png")
    sources.check_out(out, options.force)
    sources.check(options)
    if options.inputs:
        told.check_early(options.inputs, sources.config_of(options.source))
    cli.wake()
    gan = sources.gan_of(options)
    check_kind(gan, out)
    shown = sources.exhibit_of(options, gan)
    with sources.run_errors():
        save(shown, gan, options, out)
    tell(f"{len(shown.samples)} images in {out}")
    return 0


def check_kind(gan, out):
    """Refuses single files of what is no image."""
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
    elif kind != ".png":
        save_each(kg.plots.to_uint8(shown.samples), out)
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


def save_each(images, folder):
    """A file for each image, numbered from 0."""
    from keras_gans.plots.files import write_png
    from keras_gans.plots.sheet import as_picture

    digits = len(str(len(images) - 1))
    with files.filled(folder) as draft:
        for i, image in enumerate(images):
            write_png(as_picture(image), draft / f"{i:0{digits}}.png")
