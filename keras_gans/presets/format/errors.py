"""The one exception of this room, and how it speaks."""

from keras_gans.utils.printable import printable

MOST_WORDS = 300  # characters of what came, which anybody may have written


class PresetError(ValueError):
    """A preset that cannot be used: which file, what is wrong, what to do."""


def refusal(where, rule, received, action):
    """A `PresetError` that says what was expected, what came and what to do."""
    return PresetError(
        f"{printable(where)}: {rule} Received: {shown(received)}. {action}"
    )


def shown(received):
    """What came, in at most a few lines."""
    text = received if isinstance(received, str) else repr(received)
    text = "\n".join(map(printable, text.split("\n")))
    return text if len(text) <= MOST_WORDS else f"{text[:MOST_WORDS]} ..."
