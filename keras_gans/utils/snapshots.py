"""Folders, one a step, each of them whole or not there."""

import hashlib
import json
import os
import pathlib
import shutil

from keras_gans.utils import files

MANIFEST = "manifest.json"
FORMAT = 1


class Snapshots:
    """What lies in `folder/000012000/`, and is known to be what was written there.

    A snapshot is written to a hidden folder beside, flushed to the disk, listed in a
    manifest with size and SHA-256 of each file, and renamed: a kill or a power cut at
    any moment leaves the older ones whole and this one whole or not there.

    Args:
        folder: path.
        keep: int, how many of the newest ones stay.
    """

    def __init__(self, folder, keep=2):
        self.folder, self.keep = pathlib.Path(folder), keep

    def write(self, step, fill):
        """A snapshot of a step; `fill(draft)` writes its files into a folder."""
        name = f"{step:09d}"
        draft = self.folder / f".{name}.{os.getpid()}{files.MARK}"
        with files.named(self.folder / name):
            try:
                shutil.rmtree(draft, ignore_errors=True)
                draft.mkdir(parents=True)
                fill(draft)
                seal(draft, step)
                self._place(draft, self.folder / name)
            finally:
                shutil.rmtree(draft, ignore_errors=True)
        self.prune()
        return self.folder / name

    def _place(self, draft, place):
        if place.exists():  # of a time that was given up, or damaged
            old = draft.with_name(f"{draft.name}.old")
            os.rename(place, old)
            os.rename(draft, place)
            shutil.rmtree(old, ignore_errors=True)
        else:
            os.rename(draft, place)
        files.flush(self.folder)

    def steps(self):
        """The steps of what lies here, whole or not, the newest first."""
        found = self.folder.glob("[0-9]*") if self.folder.is_dir() else ()
        return sorted((int(p.name) for p in found if p.name.isdecimal()), reverse=True)

    def newest(self):
        """(path of the newest whole one or None, [why each newer one is not whole])."""
        passed = []
        for step in self.steps():
            path = self.folder / f"{step:09d}"
            fault = fault_of(path)
            if fault is None:
                return path, passed
            passed.append(f"{path}: {fault}")
        return None, passed

    def prune(self):
        """Removes all but the newest, and what writers that were killed have left."""
        for step in self.steps()[self.keep :]:
            shutil.rmtree(self.folder / f"{step:09d}", ignore_errors=True)
        for path in self.folder.glob(f".*{files.MARK}*"):
            shutil.rmtree(path, ignore_errors=True)

    def forget_after(self, step):
        """Removes snapshots of a future that was given up."""
        for later in self.steps():
            if later > step:
                shutil.rmtree(self.folder / f"{later:09d}", ignore_errors=True)


def seal(folder, step):
    """Flushes each file of a folder, and lists it with its size and hash."""
    found = {}
    for path in sorted(folder.iterdir()):
        files.flush(path)
        content = files.read(path)
        found[path.name] = {"bytes": len(content), "sha256": digest(content)}
    manifest = {"format": FORMAT, "step": step, "files": found}
    files.write_json(folder / MANIFEST, manifest)


def fault_of(path):
    """What is wrong with a snapshot, in words; None if it is whole."""
    try:
        manifest = json.loads(files.read(path / MANIFEST))
        for name, facts in manifest["files"].items():
            content = files.read(path / name)
            if len(content) != facts["bytes"]:
                return f"{name} has {len(content):,} of {facts['bytes']:,} bytes"
            if digest(content) != facts["sha256"]:
                return f"{name} has other bytes than were written"
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        return f"{type(error).__name__}: {error}"
    return None


def digest(content):
    return hashlib.sha256(content).hexdigest()
