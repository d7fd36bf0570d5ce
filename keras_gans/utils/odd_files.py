"""FIFOs, sockets and devices: read like a file, they would wait for ever."""

import os
import stat

from keras_gans.utils.printable import printable

KINDS = {
    stat.S_IFIFO: "a FIFO",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFDIR: "a folder",
}


class OddFileError(OSError, ValueError):
    """Something to be read that is no regular file: wrong input, and of the disk."""


def open_regular(path):
    """Opens a file to read its bytes; what is no regular file is refused at once.

    Args:
        path: of the file, or of a link to it.

    Returns:
        A binary file.

    Raises:
        OddFileError: a FIFO, a socket, a device or a folder. It is a `ValueError`, and
            an `OSError`, as `open` raises them.
    """
    check_regular(path)
    # Without a wait, should it have become a FIFO since.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    file = os.open(path, flags)
    try:
        _check(os.fstat(file), path)
        return os.fdopen(file, "rb")
    except BaseException:
        os.close(file)
        raise


def check_regular(path):
    """Raises an `OddFileError` if something lies there that is no regular file."""
    _check(os.stat(path), path)


def _check(status, path):
    kind = stat.S_IFMT(status.st_mode)
    if kind != stat.S_IFREG:
        raise OddFileError(
            "Only regular files are read. Received: "
            f"{printable(path)}, {KINDS.get(kind, 'something else')}. Remove it, or "
            "give another path."
        )
