"""A part of the images that is kept from the GAN."""

import numpy as np

from keras_gans.data.images import Images


def hold_out(images: Images, count: int, seed: int = 0) -> tuple[Images, Images]:
    """Keeps random images apart: to choose the best epoch by, not to train on.

    Args:
        images: `Images`, as `load_arrays` returns them.
        count: int, how many to hold out, from 0 to all.
        seed: int; the same seed keeps the same images.

    Returns:
        `(rest, held)`, two `Images`, each in the order of the source.
    """
    order = held_rows(len(images.images), seed)
    rest = _rows(images, order[count:]) if count else images
    return rest, _rows(images, order[:count])


def held_rows(count, seed):
    """Numbers of images in a random order: the first ones are held out."""
    return np.random.default_rng(seed).permutation(count)


def _rows(images, rows):
    rows = np.sort(rows)
    labels = None if images.labels is None else images.labels[rows]
    given = images.given and {k: told[rows] for k, told in images.given.items()}
    return images._replace(images=images.images[rows], labels=labels, given=given)
