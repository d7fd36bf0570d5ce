"""Random numbers that no version of any library changes."""

import hashlib

import numpy as np

BITS = 32  # of each draw, so that a product with a count fits into 64


def draws(texts, count):
    """Numbers below 2^32, uniform and independent, that each text decides.

    Args:
        texts: strings.
        count: int, how many for each.

    Returns:
        uint64 array, shape `(len(texts), count)`.
    """
    hashed = (hashlib.shake_128(f"keras_gans {text}".encode()) for text in texts)
    digests = b"".join(each.digest(count * BITS // 8) for each in hashed)
    return np.frombuffer(digests, ">u4").reshape(-1, count).astype("uint64")


def choice(count, draw):
    """Ints below `count` from draws, each equally likely."""
    return draw * count >> BITS
