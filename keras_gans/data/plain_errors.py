"""What a data set refuses while TensorFlow iterates over it, as the line it was."""

import contextlib
import errno
import os
import re

import tensorflow as tf

# Of a Python function that raised, or of an assertion in a graph; ours say "Received:".
REFUSAL = re.compile(
    r"(?:ValueError: |assertion failed: \[)(\S[^\n]*Received: [^\n]*?)\]?$",
    re.MULTILINE,
)
DISK_ERRORS = [
    *(errno.ENOSPC, errno.EFBIG, errno.EIO, errno.EROFS, errno.EACCES),
    getattr(errno, "EDQUOT", errno.ENOSPC),
]


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


@contextlib.contextmanager
def disk_errors():
    """Within it TensorFlow's word for a full or broken disk is an `OSError`."""
    try:
        yield
    except tf.errors.OpError as error:
        for code in DISK_ERRORS:
            if os.strerror(code) in error.message:
                raise OSError(code, os.strerror(code)) from error
        raise
    except OSError as error:
        if error.errno is not None:
            raise
        raise OSError(errno.EIO, str(error)) from error  # TFDS, which counts bytes
