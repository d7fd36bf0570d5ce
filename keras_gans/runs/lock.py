"""Who trains in a folder: one process, until it lets go or ends, however it ends."""

import os
import pathlib

from keras_gans.utils.odd_files import check_regular
from keras_gans.utils.printable import printable

try:
    import fcntl
except ImportError:  # a system without it: nobody is kept out
    fcntl = None

NAME = ".lock"
HELD = {}  # folder -> descriptor of the file by which the system knows the claim


def claim(folder):
    """Claims a folder for this process; a second time is as good as one.

    The system lets go of the claim when the process ends, by a kill, too.

    Raises:
        ValueError: if another process has claimed it.
    """
    folder = pathlib.Path(folder).resolve()
    if folder in HELD or fcntl is None:
        return
    if (folder / NAME).exists():
        check_regular(folder / NAME)
    file = os.open(folder / NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        holder = os.read(file, 99).decode(errors="replace").strip() or "unknown"
        os.close(file)
        raise ValueError(
            f"One process trains in a folder. Received: {printable(folder)}, which "
            f"process {holder} has claimed. Wait until it has ended, or pass "
            "another --out."
        ) from error
    os.truncate(file, 0)
    os.write(file, b"%d\n" % os.getpid())
    HELD[folder] = file


def release(folder):
    """Lets go of a folder; nothing happens if it was not claimed."""
    file = HELD.pop(pathlib.Path(folder).resolve(), None)
    if file is not None:
        os.close(file)
