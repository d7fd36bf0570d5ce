"""`keras-gans generate`: images of a run or a preset."""

import pathlib

import keras_gans as kg
from keras_gans import cli
from keras_gans.cli import sources
from keras_gans.cli.sharing import save_set
from keras_gans.cli.words import tell
from keras_gans.utils import files


def generate(options):
    """Images of a run or a preset as a sheet, single files, an array or a set."""
    if options.format == "tfds":
        return save_set(options)
    out = pathlib.Path(options.out or "samples.png")
    sources.check_out(out, options.force)
    sources.check(options)
    cli.wake()
    gan = sources.gan_of(options)
    labels = sources.labels_of(options, gan)
    images = gan.generate(options.count, seed=options.seed, labels=labels)
    with sources.run_errors():
        save(images, gan, labels, out)
    tell(f"{len(images)} images in {out}")
    return 0


def save(images, gan, labels, out):
    """Images as what the name of the file asks for."""
    kind = out.suffix.lower()
    if kind == ".png":
        kg.plots.save_grid(images, out, gan.num_classes if labels is None else None)
    elif kind == ".npz":
        save_arrays(images, gan.labels_for(len(images), labels), out)
    else:
        save_each(kg.plots.to_uint8(images), out)


def save_arrays(images, labels, out):
    import numpy as np

    arrays = {"images": kg.plots.to_uint8(images)}
    if labels is not None:
        arrays["labels"] = labels
    files.write(out, lambda file: np.savez_compressed(file, **arrays))


def save_each(images, folder):
    """A file for each image, numbered from 0."""
    from keras_gans.plots.files import write_png
    from keras_gans.plots.sheet import as_picture

    digits = len(str(len(images) - 1))
    for i, image in enumerate(images):
        write_png(as_picture(image), folder / f"{i:0{digits}}.png")
