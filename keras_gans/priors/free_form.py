"""Holes in pictures, as a hand would rub them out."""

import math
from typing import Any

import keras
import numpy as np
from keras import ops

from keras_gans.engine import seeds
from keras_gans.engine.seeds import Seed
from keras_gans.priors.base import Prior
from keras_gans.utils.types import Tensor

STROKES, TURNS = 4, 4  # of a brush, and the bends of each
REACH = 0.15, 0.4  # of a stroke's straight parts, in sides of the picture
HALVINGS = 20
UNSURE, EDGES = 0.1, 0.2  # a value that is neither 0 nor 1; the most of them
WIDTH = 0.5, 1.5  # of a brush, relative to the others of its picture


@keras.saving.register_keras_serializable("keras_gans")
class FreeForm(Prior):
    """Masks of brush strokes: 1 where a pixel is missing, 0 where it is known.

    The strokes of a picture are as wide as it takes to hide a share of its pixels that
    is drawn uniformly from [low, high].

    Args:
        low: float above 0, the smallest share that is hidden.
        high: float from `low` to below 1, the largest.

    Differs from the paper, whose strokes have widths of their own and hide what they
    hide: here the share is what is chosen.

    Reference:
    - [Yu et al., 2019](https://arxiv.org/abs/1806.03589), section 3.3, algorithm 1
    """

    written = "mask"

    def __init__(self, low: float = 0.1, high: float = 0.5):
        if not 0 < low <= high < 1:
            raise ValueError(
                "`low` and `high` must be shares of a picture, 0 < low <= high < 1. "
                f"Received: low={low}, high={high}"
            )
        self.low, self.high = low, high

    def __call__(self, shape: tuple, seed: Seed) -> Tensor:
        batch, height, width, _ = shape
        far = farness(batch, height / width, grid_of(height, width), seed)
        shares = seeds.uniform((batch, 1), seed, self.low, self.high)
        holes = ops.cast(far < limit_of(far, shares), "float32")
        return ops.reshape(holes, (batch, height, width, 1))

    def encode(self, values: Any, shape: tuple) -> np.ndarray:
        """Masks as booleans, uint8 (0 or 255) or floats: 1.0 where above a half."""
        values = np.asarray(values)
        values = values / 255 if values.dtype == np.uint8 else values
        if values.shape[-len(shape) :] != tuple(shape) and shape[-1] == 1:
            values = values[..., None]  # a mask without its channel axis
        values = super().encode(values, shape)
        check_mask(values)
        return (values > 0.5).astype("float32")

    def picture(self, values: Any) -> Any:
        """Holes in white."""
        return 2 * values - 1

    def get_config(self) -> dict:
        return {"low": self.low, "high": self.high}


def check_mask(values):
    """Refuses what is no mask, such as a photo; soft edges are welcome."""
    between = np.abs(values - np.rint(np.clip(values, 0, 1))) > UNSURE
    if between.mean() > EDGES:
        raise ValueError(
            "A mask is 1 (white) where a pixel is missing and 0 (black) where it is "
            f"known. Received: {between.mean():.0%} of the values are neither. Pass "
            "the mask of the picture, not the picture."
        )


def limit_of(far, shares):
    """For each row the number below which a share of it lies, by halving: (batch, 1).

    Sorting the rows takes several times as long.
    """
    low, high = ops.zeros_like(shares), ops.max(far, axis=1, keepdims=True)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        below = ops.mean(ops.cast(far < middle, "float32"), axis=1, keepdims=True)
        low = ops.where(below < shares, middle, low)
        high = ops.where(below < shares, high, middle)
    return high


def grid_of(height, width):
    """The middle of each pixel, in units of the width: (pixels, 2) as (x, y)."""
    y, x = np.mgrid[:height, :width]
    points = np.stack([x + 0.5, y + 0.5], axis=-1).reshape(-1, 2) / width
    return points.astype("float32")


def farness(batch, tall, points, seed):
    """How far each point is from the nearest stroke, in widths of its brush, squared.

    Of a point p and a straight part from a along w, the nearest place is a + t w with
    t = (p - a) w / |w|^2 in [0, 1]; all products are one matrix product.

    Returns:
        float32 (batch, points).
    """
    corners = ops.stack(walk(batch, tall, seed), axis=2)  # (b, s, t + 1, 2)
    a = ops.reshape(corners[:, :, :-1], (batch, -1, 1, 2))
    w = ops.reshape(corners[:, :, 1:], (batch, -1, 1, 2)) - a
    square, along = ops.sum(w * w, axis=-1), ops.sum(a * w, axis=-1)
    t = (ops.matmul(w[:, :, 0], points.T) - along) / (square + 1e-9)
    t = ops.clip(t, 0.0, 1.0)  # (b, s * t, points)
    aside = [points[:, i] - a[..., i] - t * w[..., i] for i in (0, 1)]
    brush = ops.repeat(seeds.uniform((batch, STROKES), seed, *WIDTH), TURNS, axis=1)
    far = (aside[0] * aside[0] + aside[1] * aside[1]) / ops.square(brush)[..., None]
    return ops.min(far, axis=1)


def walk(batch, tall, seed):
    """The corners of the strokes, which turn a little at each: list of (b, s, 2)."""
    shape = (batch, STROKES)
    place = seeds.uniform((*shape, 2), seed) * np.asarray([1.0, tall], "float32")
    heading = seeds.uniform(shape, seed, 0.0, 2 * math.pi)
    corners = [place]
    for _ in range(TURNS):
        heading = heading + seeds.uniform(shape, seed, -math.pi / 3, math.pi / 3)
        step = seeds.uniform((*shape, 1), seed, *REACH)
        way = ops.stack([ops.cos(heading), ops.sin(heading)], axis=-1)
        place = place + step * way
        corners.append(place)
    return corners
