"""People as arrays of pixels: painted now, or read from the disk."""

import hashlib

import numpy as np

from keras_gans.data.avatars.attributes import check_people, draw
from keras_gans.data.avatars.cache import cached
from keras_gans.data.avatars.drawing import svg
from keras_gans.data.avatars.segments import segments_svg
from keras_gans.data.avatars.studio import painted, painter_version
from keras_gans.data.progress import Progress

SIDES = (16, 256)
KINDS = {  # name -> how it is drawn, and whether without antialiasing
    "images": (svg, False),
    "segments": (segments_svg, True),
}
PROBES = 8  # people whose drawings tell one version of the drawing from another


def render(people, image_size=64, kind="images"):
    """Draws people, whoever they are, on all cores.

    Args:
        people: ints, shape `(n, 11)`, as `draw` returns them; change a column to change
            one thing of a person and nothing else.
        image_size: int, from 16 to 256.
        kind: `"images"`, or `"segments"`: one pure colour a part, see `SEGMENTS`.

    Returns:
        uint8 array, shape `(n, image_size, image_size, 3)`.

    Raises:
        ValueError: people that cannot be, or a size out of range.

    Example:

    ```python
    people = kg.data.avatars.draw(range(8))
    blonde = people.copy()
    blonde[:, kg.data.avatars.column("hair_colour")] = 3
    pairs = kg.data.avatars.render(people), kg.data.avatars.render(blonde)
    ```
    """
    people, side = check_people(people), check_side(image_size)
    pixels = b"".join(_strips(people, side, kind))
    return np.frombuffer(pixels, "uint8").reshape(-1, side, side, 3)


def rendered(kind, people, side, name):
    """`render`, read from the disk if it was drawn before.

    Args:
        kind: as for `render`.
        people: ints, shape `(n, 11)`.
        side: int, pixels.
        name: str, which people they are, for the file.

    Returns:
        uint8 array, shape `(n, side, side, 3)`, read-only, mapped into memory.
    """
    shape = (len(people), side, side, 3)
    file = f"{kind}-{side}-{name}-{_version(kind)}.npy"
    return cached(file, shape, lambda: _strips(people, side, kind))


def check_side(image_size):
    """The side of square images, from an int or a pair of equal ones."""
    sides = set(np.ravel(image_size).tolist())
    side = sides.pop() if len(sides) == 1 else None
    low, high = SIDES
    if not isinstance(side, int) or not low <= side <= high:
        raise ValueError(
            f"Avatars are square, with sides from {low} to {high} pixels. Received: "
            f"image_size={image_size!r}. Pass e.g. image_size=64."
        )
    return side


def _strips(people, side, kind):
    """The bytes of the pictures, some people at a time."""
    svg_of, crisp = KINDS[kind]
    what = "avatars" if kind == "images" else kind
    progress = Progress(f"Drawing {what}", len(people))
    for strip in painted(people, svg_of, side, crisp):
        progress.add(len(strip) // (side * side * 3))
        yield strip
    progress.end()


def _version(kind):
    """Changes with the painter, and with anything that changes a drawing."""
    svg_of, _ = KINDS[kind]
    drawn = [svg_of(person) for person in draw(range(PROBES))]
    return hashlib.sha256("".join([painter_version(), *drawn]).encode()).hexdigest()[:8]
