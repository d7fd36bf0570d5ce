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
HELD = {}  # folder -> the open file, by which the system knows that it is claimed


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
    file = open(folder / NAME, "a+")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        file.seek(0)
        holder = file.read().strip() or "unknown"
        file.close()
        raise ValueError(
            f"One process trains in a folder. Received: {printable(folder)}, which "
            f"process {holder} has claimed. Wait until it has ended, or pass "
            "another --out."
        ) from error
    file.truncate(0)
    file.write(f"{os.getpid()}\n")
    file.flush()
    HELD[folder] = file


def release(folder):
    """Lets go of a folder; nothing happens if it was not claimed."""
    file = HELD.pop(pathlib.Path(folder).resolve(), None)
    if file:
        file.close()
