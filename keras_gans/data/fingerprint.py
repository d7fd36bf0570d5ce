"""What a data set is known by: so little that it fits into a config, and no path."""

import hashlib
import os

import numpy as np

from keras_gans.data.contents import contents_of
from keras_gans.utils.odd_files import open_regular
from keras_gans.utils.printable import printable
from keras_gans.utils.types import PathLike

FORM = 1  # of the dict: goes up when one of two forms cannot be compared
SAMPLED = 64  # files, or images, whose content is hashed
BLOCK_BYTES = 2**20
NAMED = 3  # in words about a difference
MOST_GROUPS = 1000


def fingerprint(
    data: object, split: str = "train", data_dir: PathLike | None = None
) -> dict:
    """What tells whether the same images are trained on: two of them can be compared.

    Cheap for a large folder: all names and sizes go into it, but the contents of 64
    files alone, which their names choose. It does not know where the data lie.

    Args:
        data: the path or name of a data set, as `kg.data.load` takes it; or `Images`,
            an array, or a pair (images, labels).
        split: of a path or name.
        data_dir: where TFDS looks.

    Returns:
        dict that JSON can hold, of "count" (files or images), "bytes", "groups"
        (the count of each folder or class), "names" and "labels" (hashes) and "sample"
        (name -> hash of its content).

    Raises:
        ValueError: no such data.

    Example:

    ```python
    known = kg.data.fingerprint("my_images")
    ...
    print(kg.data.difference(known, kg.data.fingerprint("moved/my_images")))
    ```
    """
    if isinstance(data, (str, os.PathLike)):
        return of_files(contents_of(data, split, data_dir))
    images, labels, *rest = data if isinstance(data, tuple) else (data, None)
    return of_arrays(np.asarray(images), labels, *rest[:1])


def of_files(files):
    """The fingerprint of a dict of files, relative name -> path."""
    names = sorted(files)
    sizes = [os.stat(files[name]).st_size for name in names]
    listed = [b"%s\0%d\n" % (os.fsencode(n), s) for n, s in zip(names, sizes)]
    chosen = sorted(names, key=lambda name: _hash(os.fsencode(name)))[:SAMPLED]
    return {
        "form": FORM,
        "kind": "files",
        "count": len(names),
        "bytes": sum(sizes),
        "groups": _groups(_group_of(name) for name in names),
        "names": _hash(*listed),
        "sample": {printable(n): _hash_of_file(files[n]) for n in sorted(chosen)},
    }


def of_arrays(images, labels=None, class_names=None):
    """The fingerprint of images in memory, or mapped into it."""
    rows = np.linspace(0, len(images) - 1, min(SAMPLED, len(images))).astype(int)
    known = {
        "form": FORM,
        "kind": "images",
        "count": len(images),
        "bytes": int(images.nbytes),
        "names": _hash(f"{images.dtype} {images.shape[1:]}".encode()),
        "sample": {
            f"image {row}": _hash(np.ascontiguousarray(images[row]).tobytes())
            for row in rows.tolist()
        },
    }
    if labels is not None:
        labels = np.asarray(labels).astype("int64")
        names = class_names or {int(k): f"class {k}" for k in np.unique(labels)}
        known["groups"] = _groups(printable(names[int(k)]) for k in labels)
        known["labels"] = _hash(labels.tobytes())
    return known


def difference(old: dict, new: dict) -> str:
    """How two fingerprints differ, in words.

    Args:
        old, new: dicts that `fingerprint` returned.

    Returns:
        str such as "1,017 files instead of 1,000 (cat: 600 instead of 583)", or ""
        if nothing differs.
    """
    if old == new:
        return ""
    if old.get("form") != new.get("form") or old.get("kind") != new.get("kind"):
        kinds = [f"{k.get('kind')} (form {k.get('form')})" for k in (new, old)]
        return f"{kinds[0]} instead of {kinds[1]}"
    found = [*_counted(old, new), *_changed(old, new)]
    if not found and old["bytes"] != new["bytes"]:
        found = [f"{new['bytes']:,} bytes instead of {old['bytes']:,}"]
    if not found:
        found = [f"other {'labels' if old['names'] == new['names'] else 'names'}"]
    return "; ".join(found)


def _counted(old, new):
    """Words about counts: of all, and of the groups that gained or lost."""
    before, after = old.get("groups", {}), new.get("groups", {})
    groups = [
        f"{name}: {after.get(name, 0):,} instead of {before.get(name, 0):,}"
        for name in sorted({*before, *after})
        if name and before.get(name) != after.get(name)
    ]
    words = _some(groups)
    if old["count"] != new["count"]:
        total = f"{new['count']:,} {new['kind']} instead of {old['count']:,}"
        yield total + (f" ({words})" if words else "")
    elif words:
        yield words


def _changed(old, new):
    """Words about files that are known by name, and hold something else."""
    both = [name for name in old["sample"] if name in new["sample"]]
    changed = [name for name in both if old["sample"][name] != new["sample"][name]]
    if changed:
        yield f"other content in {_some(changed)}"


def _some(words):
    more = len(words) - NAMED
    return ", ".join(words[:NAMED]) + (f" and {more:,} more" if more > 0 else "")


def _groups(names):
    counts = {}
    for name in names:
        counts[name] = counts.get(name, 0) + 1
    return counts if len(counts) <= MOST_GROUPS else {}


def _group_of(name):
    """The first folder of a relative name, "" if it has none."""
    first, slash, _ = name.partition(os.sep)
    return printable(first) if slash else ""


def _hash(*parts):
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.hexdigest()[:32]


def _hash_of_file(path):
    """Of all of a file up to 64 blocks; of a larger one, as many spread over it."""
    digest, size = hashlib.sha256(), os.stat(path).st_size
    blocks = -(-size // BLOCK_BYTES)
    chosen = np.unique(np.linspace(0, max(0, blocks - 1), SAMPLED).astype(int))
    with open_regular(path) as file:
        for block in chosen.tolist():
            file.seek(block * BLOCK_BYTES)
            digest.update(file.read(BLOCK_BYTES))
    return digest.hexdigest()[:32]
