"""What may stand where a number is asked for, and how a count is told."""

import numbers


def check_count(name, value, least=1, hint=""):
    """A whole number as an int: Python's or NumPy's, but neither True nor 3.0.

    Args:
        name: str, the argument, for the error.
        value: what was given for it.
        least: int, the smallest one that makes sense.
        hint: str, a sentence on what to do, with a blank before it.

    Raises:
        ValueError: anything else.
    """
    whole = isinstance(value, numbers.Integral) and not isinstance(value, bool)
    if not whole or value < least:
        raise ValueError(
            f"`{name}` must be a whole number of at least {least}. "
            f"Received: {name}={value!r}.{hint}"
        )
    return int(value)


def check_positive(name, value):
    """A finite number above 0 as it is.

    Raises:
        ValueError: anything else, by the name of the argument.
    """
    number = isinstance(value, numbers.Real) and not isinstance(value, bool)
    if not (number and 0 < value < float("inf")):
        raise ValueError(f"`{name}` must be above 0. Received: {name}={value!r}")
    return value


def counted(count, noun, plural=None):
    """A count in words: "1 image", "64 images", "10,000 images", "2 classes".

    Args:
        count: int or float.
        noun: str, what there is one of.
        plural: str. Default: `noun` with an s.
    """
    shown = f"{count:g}" if isinstance(count, float) else f"{count:,}"
    return f"{shown} {noun if count == 1 else plural or f'{noun}s'}"
