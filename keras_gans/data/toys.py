"""Data whose every mode is known, so that what a GAN leaves out can be counted."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from keras_gans.data.checks import check_labels
from keras_gans.data.images import Images, empty
from keras_gans.utils.counts import check_count


class GaussianMixture(NamedTuple):
    """Points of a mixture of equal, round Gaussians.

    Attributes:
        points: float32 array, shape `(count, 2)`, in random order.
        means: float32 array, shape `(modes, 2)`.
        std: float, the standard deviation of every mode, along each axis.
    """

    points: np.ndarray
    means: np.ndarray
    std: float


def gaussian_ring(
    count: int = 100_000,
    modes: int = 8,
    radius: float = 1.0,
    std: float = 0.01,
    seed: int = 0,
) -> GaussianMixture:
    """Points of small Gaussians on a circle: a generator that collapses misses some.

    Points are no pixels: `fit` takes them as they are, wherever they lie, from a
    generator of the same units, `MLPGenerator((2,), output_activation="linear")`.
    Score samples with `kg.metrics.mode_coverage(points, means, std)`.

    Args:
        count: int, how many points. Each falls into a mode at random.
        modes: int, at least 2. The first mean lies at `(radius, 0)`.
        radius: float above 0.
        std: float above 0. The defaults are PacGAN's.
        seed: int; the same seed gives the same points, and a smaller count the first
            of them.

    Returns:
        `GaussianMixture(points, means, std)`.

    Raises:
        ValueError: a number out of range.

    Example:

    ```python
    ring = kg.data.gaussian_ring()
    gan.fit(ring.points, batch_size=100, epochs=20)
    kg.metrics.mode_coverage(gan.generate(2500), ring.means, ring.std)
    ```

    Reference:
    - [Srivastava et al., 2017](https://arxiv.org/abs/1705.07761), section 4.1
    - [Lin et al., 2018](https://arxiv.org/abs/1712.04086), section 4.1
    """
    _check(count, modes=modes, radius=radius, std=std)
    angles = 2 * np.pi * np.arange(modes) / modes  # without 2 pi: it is 0 again
    means = radius * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    return _mixture(means, count, std, seed)


def gaussian_grid(
    count: int = 100_000,
    side: int = 5,
    spacing: float = 2.0,
    std: float = 0.05,
    seed: int = 0,
) -> GaussianMixture:
    """Points of small Gaussians on a square grid; see `gaussian_ring`.

    Args:
        count: int, how many points.
        side: int, at least 2: there are `side * side` modes, centred at the origin.
        spacing: float above 0, between neighbours. By default the means are all pairs
            of -4, -2, 0, 2 and 4, with the standard deviation of PacGAN.
        std: float above 0.
        seed: int.

    Returns:
        `GaussianMixture(points, means, std)`.

    Raises:
        ValueError: a number out of range.

    Reference:
    - [Srivastava et al., 2017](https://arxiv.org/abs/1705.07761), section 4.1
    - [Lin et al., 2018](https://arxiv.org/abs/1712.04086), section 4.1
    """
    _check(count, side=side, spacing=spacing, std=std)
    ticks = spacing * (np.arange(side) - (side - 1) / 2)
    means = np.stack(np.meshgrid(ticks, ticks), axis=-1).reshape(-1, 2)
    return _mixture(means, count, std, seed)


def stacked_mnist(
    images: ArrayLike, labels: ArrayLike, count: int = 128_000, seed: int = 0
) -> Images:
    """Three random digits as red, green and blue: images of 1,000 known modes.

    Args:
        images: uint8 array, shape `(n, height, width, 1)`, of ten classes.
        labels: ints from 0 to 9, shape `(n,)`.
        count: int, how many triples; 128,000 of 28 x 28 pixels take 0.3 GB.
        seed: int; the same seed draws the same triples.

    Returns:
        `Images` of shape `(count, height, width, 3)`; their labels, from 0 to 999, are
        the three digits, red first: 507 is a red 5, a green 0 and a blue 7.

    Raises:
        ValueError: images that are not grey uint8, labels that do not fit them, a
            `count` below 1, or more than 8 GB.

    Example:

    ```python
    digits = kg.data.load_arrays("mnist")
    stacked = kg.data.stacked_mnist(digits.images, digits.labels)
    gan.fit(stacked.images, batch_size=64)
    ```

    Reference:
    - [Metz et al., 2017](https://arxiv.org/abs/1611.02163), section 3.3.1
    - [Srivastava et al., 2017](https://arxiv.org/abs/1705.07761), section 4.1
    """
    images, labels = np.asarray(images), np.asarray(labels)
    _check_digits(images, labels)
    _check(count)
    rows = np.random.default_rng(seed).integers(0, len(images), (count, 3))
    stacked = empty((count, *images.shape[1:3], 3))
    for channel in range(3):
        stacked[..., channel] = images[rows[:, channel], ..., 0]
    triples = labels[rows] @ np.array([100, 10, 1])
    return Images(stacked, triples.astype("int32"), name="stacked_mnist")


def _mixture(means, count, std, seed):
    # One stream each, so that a smaller count gives the first points.
    places, noise = (np.random.default_rng((seed, stream)) for stream in range(2))
    modes = places.integers(len(means), size=count)
    points = means[modes] + std * noise.standard_normal((count, 2))
    return GaussianMixture(points.astype("float32"), means.astype("float32"), std)


def _check(count, **numbers):
    """Counts are ints, of modes at least 2; the rest are finite and above 0."""
    counts = {"count": (count, 1)}
    counts |= {k: (numbers.pop(k), 2) for k in ("modes", "side") if k in numbers}
    for name, (value, least) in counts.items():
        check_count(name, value, least)
    for name, value in numbers.items():
        if not 0 < value < np.inf:
            raise ValueError(
                f"`{name}` must be a finite number above 0. Received: {name}={value!r}."
            )


def _check_digits(images, labels):
    if images.dtype != np.uint8 or images.ndim != 4 or images.shape[-1] != 1:
        raise ValueError(
            "Digits must be grey uint8 images of shape (n, height, width, 1). "
            f"Received: {images.dtype} {images.shape}. Load them with "
            "`kg.data.load_arrays`."
        )
    check_labels(labels, len(images), 10)
