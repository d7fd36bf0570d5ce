"""Files that are whole or not there: the one way in which the house writes."""

import contextlib
import io
import json
import os
import pathlib
import shutil
import tempfile

from keras_gans.utils.odd_files import open_regular
from keras_gans.utils.printable import printable

MARK = ".partial"  # in the name of a file that is not whole yet


@contextlib.contextmanager
def written(path):
    """A place beside `path` to write to; what lies there becomes `path` at the end.

    The old file stays whole until then, whatever happens: an exception, a full disk, a
    kill, a power cut. An error of the disk names the path.

    Args:
        path: str or `pathlib.Path` of a file. Missing folders are made.

    Yields:
        `pathlib.Path` with the suffix of `path`.

    Example:
        with files.written("samples.png") as unfinished:
            picture.save(unfinished)
    """
    path = pathlib.Path(path)
    unfinished = path.with_name(f".{path.stem}.{os.getpid()}{MARK}{path.suffix}")
    try:
        with named(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            yield unfinished
            flush(unfinished)
            os.replace(unfinished, path)
            flush(path.parent)
    finally:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)


@contextlib.contextmanager
def filled(folder):
    """A draft of `folder` to write into: what lies there goes to its place at the end.

    Until then nothing else in `folder` is touched; files of other names always stay.

    Args:
        folder: path of a folder, which need not exist.

    Yields:
        `pathlib.Path` of an empty folder.

    Example:
        with files.filled("samples") as draft:
            for number, picture in enumerate(pictures):
                picture.save(draft / f"{number}.png")
    """
    folder = pathlib.Path(folder)
    draft = folder / f".draft.{os.getpid()}{MARK}"  # on the same disk for sure
    with named(folder), unmade(folder):
        try:
            shutil.rmtree(draft, ignore_errors=True)
            draft.mkdir(parents=True)
            yield draft
            move_into(draft, folder)
        finally:
            shutil.rmtree(draft, ignore_errors=True)


def move_into(draft, folder):
    """Flushes all files below a folder, and moves them below another one."""
    inside = [path for path in sorted(draft.rglob("*")) if not path.is_dir()]
    for path in inside:
        flush(path)
    for path in inside:
        target = folder / path.relative_to(draft)
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(path, target)
    flush(folder)


@contextlib.contextmanager
def named(path):
    """An `OSError` of the block says which path it was about."""
    try:
        yield
    except OSError as error:
        if error.errno is None or is_marked(error.filename) is False:
            raise
        raise OSError(error.errno, error.strerror, str(path)) from error


def is_marked(name):
    """Whether a name is that of an unfinished file; None if there is no name."""
    return None if name is None else MARK in str(name)


def flush(path):
    """Waits until a file, or the names in a folder, would survive a power cut."""
    with contextlib.suppress(PermissionError):  # folders, where they can't be opened
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def read(path):
    """The bytes of a regular file; a pipe does not keep its reader waiting.

    Raises:
        OSError: no file there, or a pipe, a socket, a device.
    """
    with open_regular(path) as file:
        return file.read()


def write_bytes(path, content):
    """`path.write_bytes(content)`, whole or not at all; returns the path."""
    with written(path) as unfinished:
        unfinished.write_bytes(content)
    return pathlib.Path(path)


def write(path, save):
    """Writes what `save` puts into a binary file that it is given; returns the path."""
    content = io.BytesIO()
    save(content)
    return write_bytes(path, content.getvalue())


def write_json(path, value):
    """Writes a value as indented JSON, whole or not at all; returns the path."""
    return write_bytes(path, (json.dumps(value, indent=2) + "\n").encode())


def sweep(folder):
    """Removes what writers that were killed have left in a folder."""
    for path in folder.glob(f".*{MARK}*"):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def check_writable(folder):
    """Makes a folder and refuses one that cannot be written to."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise ValueError(
            f"{printable(folder)} cannot be written to ({error.strerror}). Pass "
            "another --out."
        ) from error


def check_makeable(folder):
    """Refuses a folder that could not be made and written to; makes nothing."""
    inside = nearest(folder)
    if not inside.is_dir():
        raise ValueError(
            f"{printable(folder)} cannot be written to (Not a directory: "
            f"{printable(inside)}). Pass another --out."
        )
    check_writable(inside)


def check_room(folder, bytes):
    """Refuses what takes more bytes, at the very least, than its disk has free."""
    free = shutil.disk_usage(nearest(folder)).free
    if bytes > free:
        raise ValueError(
            f"{printable(folder)} must hold at least {bytes:,} bytes. Received: a disk "
            f"with {free:,} free. Ask for less, or pass another --out."
        )


def nearest(folder):
    """The folder itself, or the first above it that there is."""
    return next(p for p in (folder, *folder.absolute().parents) if p.exists())


@contextlib.contextmanager
def unmade(folder):
    """If the block fails, empty folders that it made on this path are gone again."""
    new = [path for path in (folder, *folder.parents) if not path.exists()]
    try:
        yield
    except BaseException:
        with contextlib.suppress(OSError):
            for path in new:
                path.rmdir()
        raise
