"""What each command does: asks the library, prints the answer."""

import pathlib

import numpy as np
import tensorflow as tf

from keras_gans import data, files, metrics, plots
from keras_gans.cli.parser import UserError
from keras_gans.cli.sharing import export, save_set, upload  # noqa: F401 - commands
from keras_gans.cli.shelf import list, show  # noqa: A004, F401 - commands
from keras_gans.cli.sources import (
    check_out,
    config_of,
    gan_of,
    is_run,
    labels_of,
    out_of,
    run_errors,
)
from keras_gans.cli.training import train  # noqa: F401 - a command
from keras_gans.plots.sheet import as_picture


def wake_devices():
    """Lets TensorFlow look for devices now, while nobody hears it complain."""
    tf.config.list_logical_devices()


def generate(options):
    """Images of a run or a preset as a sheet, single files, an array or a set."""
    if options.format == "tfds":
        return save_set(options)
    out = pathlib.Path(options.out or "samples.png")
    check_out(out, options.force)
    gan = gan_of(options)
    labels = labels_of(options, gan)
    images = gan.generate(options.count, seed=options.seed, labels=labels)
    with run_errors():
        save(images, gan, labels, out)
    print(f"{len(images)} images in {out}")
    return 0


def evaluate(options):
    """Values of a GAN's images beside those of real ones; writes them as JSON."""
    config, out = config_of(options.source), out_of(options)
    source, size = options.data or config.get("data"), config.get("image_size")
    if source is None:
        raise UserError(f"{options.source} names no data. Pass --data")
    network = options.network or metrics.network_for(source)
    if network is None:
        raise UserError(
            f"No feature network knows {source}. Pass --network, one of "
            f"{', '.join(metrics.feature_networks())}: lite0 is for colours"
        )
    test, known = (data.load_arrays(source, s, size) for s in ("test", "train"))
    gan = gan_of(options)
    n = options.n or min(10_000, len(test.images))
    result = metrics.evaluate(
        gan, test, n=n, seed=options.seed, network=network, others=known
    )
    with run_errors():
        files.write_json(out, result)
    print(metrics.as_text(result))
    of = f" of step {result['protocol']['step']:,}" * is_run(options.source)
    print(f"\n{n:,} images{of} against", end=" ")
    print(f"{len(test.images):,} test images of {test.name}; all of it in {out}")
    return 0


def save(images, gan, labels, out):
    columns = gan.num_classes if labels is None else None
    if out.suffix == ".png":
        plots.save_grid(images, out, columns)
    elif out.suffix == ".npz":
        known = gan.labels_for(len(images), labels)
        extra = {} if known is None else {"labels": known}
        np.savez_compressed(out, images=plots.to_uint8(images), **extra)
    else:
        digits = len(str(len(images) - 1))
        for i, image in enumerate(plots.to_uint8(images)):
            as_picture(image).save(out / f"{i:0{digits}}.png")
