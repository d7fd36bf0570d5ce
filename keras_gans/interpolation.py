"""Walks between latents: does the generator draw what lies between two images?"""

import numpy as np

from keras_gans import priors, rules
from keras_gans.counts import check_count


def walk(gan, rows=8, steps=10, seed=None, labels=None):
    """Images on the way from one sample to another.

    A generator that has learnt the data turns one image into the other by way of
    images that could be real; one that has memorised jumps. Latents go the way that
    the prior knows (its method `between`): a great circle if they are normal, and a
    straight line if they are uniform or from a function of your own.

    Args:
        gan: a `GAN`.
        rows: int of at least 1, how many walks.
        steps: int of at least 2, images of a walk, both ends included.
        seed: int. Walk r goes from image r of `gan.generate(2 * rows, seed=seed)` to
            image `rows + r`. None: other walks at each call.
        labels: for a conditional GAN: one int, or `rows` ints; a walk keeps its label.
            None cycles over the classes.

    Returns:
        float32 array (rows, steps, height, width, channels) in [-1, 1].

    Raises:
        ValueError: rows, steps, labels or a seed that make no sense.

    Example:
        walks = gan.interpolate(rows=8, steps=10, seed=0)
        kg.plots.save_walk(walks, "walk.png")

    Reference:
    - [White, 2016](https://arxiv.org/abs/1609.04468)
    """
    rows, steps = check_count("rows", rows), check_count("steps", steps, 2)
    rules.check_count(rows * steps, gan.image_shape)
    labels = gan.labels_for(rows, labels)
    seed = rules.check_seed(seed)
    ends = priors.draw(gan.prior, 2 * rows, gan.latent_shape, seed)
    pair = ends[:rows], ends[rows : 2 * rows]
    between = getattr(gan.prior, "between", priors.straight)
    path = [between(*pair, along) for along in np.linspace(0, 1, steps)]
    z = np.stack(path, axis=1).reshape(-1, *gan.latent_shape).astype("float32")
    inputs = z if labels is None else [z, np.repeat(labels, steps)]
    images = gan.predict(inputs, batch_size=priors.CHUNK, verbose=0)
    return images.reshape(rows, steps, *gan.image_shape)
