"""The files of a run: read with a clear word, written whole or not at all."""

import contextlib
import json
import os
import tempfile


def check_writable(folder):
    """Makes a folder and refuses one that cannot be written to."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise ValueError(
            f"{folder} cannot be written to ({error.strerror}). Pass another --out."
        ) from error


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


def read_json(path):
    if not path.exists():
        raise ValueError(
            f"{path.parent} is not a run folder: there is no {path.name}. Check the "
            "name, or start a run there without --resume."
        )
    try:
        return json.loads(path.read_text())
    except ValueError as error:
        raise ValueError(f"{path} is damaged: {error}.") from error


def write_json(path, value):
    partial = path.with_suffix(".partial")
    partial.write_text(json.dumps(value, indent=2) + "\n")
    os.replace(partial, path)
