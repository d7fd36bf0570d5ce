"""How large a preset may be: asked of its numbers, before anything is built."""

import math

from keras_gans import networks
from keras_gans.presets.format.errors import refusal

MOST_PARAMETERS = 100_000_000
MOST_REMEMBERED = 2**25  # numbers in a replay buffer
MOST_PARTS = 48  # objects, each a class with a config
MOST_ENTRIES = 64  # of one list, unless it is one of these
MANY = dict.fromkeys(("vocabulary", "captions", "names", "probabilities"), 4096)
MOST_LETTERS = 300  # of one word
MOST = {  # by the name of the argument; networks declare what theirs are
    "discriminator_steps": 100,
    "generator_steps": 100,
    "unrolled_steps": 100,
    "packing": 16,
    "size": 2**20,  # of a replay buffer or a history
    "num_classes": 2**14,
    "length": 2**10,  # of a caption
}
MOST_NUMBER = 10**9  # anything else
MOST_SIDE = 1024
MOST_PIXELS = 2**22  # numbers of one image
SHAPE = "shape"  # instead of a number
ACTION = "Ask for less; if you asked for nothing, do not use this preset."


def check(config, where):
    """Refuses a config whose numbers, lists or words are beyond every use.

    Args:
        config: dict, as `strict_json.parse` gives it.
        where: path of the file, for the errors.

    Raises:
        PresetError: naming the argument, its limit and what came.
    """
    parts = []
    walk(config, "config", where, parts)
    if len(parts) > MOST_PARTS:
        rule = f"a preset is made of at most {MOST_PARTS} objects."
        raise refusal(where, rule, len(parts), ACTION)


def walk(value, name, where, parts, most=MOST):
    """Checks a value under the name of its argument, and whatever it holds."""
    if most.get(name) == SHAPE:
        check_shapes(name, value, where)
    elif isinstance(value, dict):
        parts += [value] * ("class" in value)
        most = most_of(value.get("class"), most)
        for key, part in value.items():
            walk(part, key, where, parts, most)
    elif isinstance(value, list):
        if len(value) > MANY.get(name, MOST_ENTRIES):
            rule = f"`{name}` has at most {MANY.get(name, MOST_ENTRIES)} entries."
            raise refusal(where, rule, len(value), ACTION)
        for part in value:
            walk(part, name, where, parts, most)
    elif isinstance(value, str):
        if len(value) > MOST_LETTERS:
            rule = f"`{name}` has at most {MOST_LETTERS} characters."
            raise refusal(where, rule, len(value), ACTION)
    elif value is not None and abs(value) > most.get(name, MOST_NUMBER):
        rule = f"`{name}` must be at most {most.get(name, MOST_NUMBER):,}."
        raise refusal(where, rule, value, ACTION)


def most_of(name, most):
    """The limits within an object: those of a network are what its class declares."""
    if name in ("Image", "Vector"):  # conditions of a shape
        return {**MOST, "shape": SHAPE}
    if not isinstance(name, str) or name not in networks.__all__:
        return most
    cls = getattr(networks, name)
    return {**MOST, **cls.limits, **dict.fromkeys(cls.shapes, SHAPE)}


def check_shapes(name, value, where):
    """One shape, or a dict of some, by name."""
    shapes = value if isinstance(value, dict) else {name: value}
    if len(shapes) > MOST_ENTRIES:
        rule = f"`{name}` has at most {MOST_ENTRIES} entries."
        raise refusal(where, rule, len(shapes), ACTION)
    for key, shape in shapes.items():
        if shape is not None:
            check_shape(str(key)[:MOST_LETTERS], shape, where)


def check_shape(name, value, where):
    sides = value if isinstance(value, list) else [value]
    good = sides and all(type(side) is int and 1 <= side <= MOST_SIDE for side in sides)
    if not good or math.prod(sides) > MOST_PIXELS:
        rule = (
            f"`{name}` holds whole numbers from 1 to {MOST_SIDE:,}, at most "
            f"{MOST_PIXELS:,} together."
        )
        raise refusal(where, rule, value, ACTION)


def check_parameters(size, past, where):
    """Refuses networks that would not fit.

    Args:
        size: a `sketch.Size`.
        past: int, past discriminators that a jury remembers.
        where: path of the file.
    """
    for name, count in {
        "generator": size.generator,
        "discriminator and its past ones": size.discriminator * (1 + past),
        "penalties": size.penalties,
    }.items():
        if count > MOST_PARAMETERS:
            rule = f"the {name} may have {MOST_PARAMETERS:,} parameters."
            raise refusal(where, rule, f"{count:,}", ACTION)


def check_replay(size, images, where):
    """Refuses a buffer of fakes that would not fit.

    Args:
        size: a `sketch.Size`.
        images: int, of each class.
        where: path of the file.
    """
    numbers = math.prod(size.image_shape) + size.told
    count = images * numbers * (size.num_classes or 1)
    if count > MOST_REMEMBERED:
        rule = f"a replay buffer may hold {MOST_REMEMBERED:,} numbers."
        raise refusal(where, rule, f"{count:,}", ACTION)
