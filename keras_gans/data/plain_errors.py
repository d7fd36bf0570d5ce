"""What a data set refuses while TensorFlow iterates over it, as the line it was."""

import contextlib
import re

import tensorflow as tf

# Of a Python function that raised, or of an assertion in a graph; ours say "Received:".
REFUSAL = re.compile(
    r"(?:ValueError: |assertion failed: \[)(\S[^\n]*Received: [^\n]*?)\]?$",
    re.MULTILINE,
)


@contextlib.contextmanager
def plain_errors():
    """Within it a refusal is a ValueError, not a page about a graph."""
    try:
        yield
    except tf.errors.OpError as error:
        found = REFUSAL.search(error.message)
        if not found:
            raise
        raise ValueError(found[1]) from None
