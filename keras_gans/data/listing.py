"""Folders of images: which files are read, as what class, and which are left out."""

import os
from pathlib import Path
from typing import NamedTuple

import numpy as np

from keras_gans.data import splits, tree
from keras_gans.utils.counts import counted
from keras_gans.utils.printable import printable

ARCHIVES = (".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar", ".zst")
NAMED = 4  # kinds of what was left out, or names of classes, in one line


class Listing(NamedTuple):
    """The images of one split of a folder.

    Attributes:
        root: `pathlib.Path` of the split.
        files: sorted list of paths relative to it.
        labels: int32 array, or None if there are no class subfolders.
        class_names: tuple of strings that can be printed, or None.
        notes: list of lines to say: what the split is, and what was left out.
    """

    root: Path
    files: list
    labels: np.ndarray | None
    class_names: tuple | None
    notes: list

    @property
    def paths(self):
        """The absolute paths of the files, in their order."""
        return [os.path.join(self.root, name) for name in self.files]


def list_folder(folder, split="train"):
    """Looks which images of a folder belong to a split; none is opened.

    Args:
        folder: path. Its subfolders are classes, or splits that hold images or
            classes.
        split: "train", "test", "validation", or the name of a subfolder.

    Returns:
        `Listing`.

    Raises:
        ValueError: no image, a split that is not there, images that may be of another
            split, or images beside class subfolders.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise no_images(folder)
    everything = tree.walk(folder.absolute())
    chosen = splits.choose(everything.classes, split)
    if chosen is None and split != "train":
        raise ValueError(
            "A folder of images must have a subfolder for each split, or is all train. "
            f"Received: split={split!r}, and {printable(folder)} has the subfolders "
            f"{[*map(printable, everything.classes)]}. Put its images into "
            f"{printable(folder / split)}, and those of the others into such "
            "subfolders, too; nothing must lie in two of them."
        )
    files, notes = everything.files, []
    if chosen is not None:
        files = _below(chosen, files)
        notes = [_split_line(folder, chosen, split, everything, len(files))]
        everything.left_out["images beside the splits", ""] += len(everything.loose)
    if not files:
        raise no_images(folder)
    root = folder.absolute() / (chosen or "")
    labels, names = _classes(files, root, _train_classes(everything, chosen))
    notes += _left_out_lines(folder, everything.left_out)
    return Listing(root, files, labels, names, notes)


def no_images(folder):
    """The error for a folder that is not there or holds no image."""
    place = printable(folder.absolute())
    if not folder.exists():
        return ValueError(f"There is no folder {place}. Check the path.")
    if folder.name.lower().endswith(ARCHIVES):
        return ValueError(
            f"An archive must be unpacked first. Received: {place}. Unpack it, for "
            "example by `python -m zipfile -e` or `tar -xf`, and give the folder."
        )
    state = "which holds none" if folder.is_dir() else "which is not a folder"
    return ValueError(
        "A folder must hold images (.png, .jpg, .jpeg, .webp, .bmp, .tif, .gif or "
        "whatever else Pillow reads), the idx files of MNIST, or a TFDS set. Received: "
        f"{place}, {state}. Check the path."
    )


def _below(folder, files):
    """The files of a subfolder, relative to it."""
    start = folder + os.sep
    return [name[len(start) :] for name in files if name.startswith(start)]


def _train_classes(everything, chosen):
    """The classes of the train split, where another one is read; else an empty set.

    A class has one number in all splits, also where one of them lacks a class.
    """
    roles = splits.roles_of(everything.classes)
    train = [name for name, role in roles.items() if role == "train"]
    if chosen is None or len(train) != 1 or chosen in train:
        return set()
    files = _below(train[0], everything.files)
    return {name.partition(os.sep)[0] for name in files if os.sep in name}


def _classes(files, root, train):
    """The label of each file and the names of the classes, or two Nones."""
    loose = [name for name in files if os.sep not in name]
    firsts = [name.partition(os.sep)[0] for name in files]
    _check_deeper(files, root)
    if len(loose) == len(files):
        return None, None
    if loose:
        other = next(name for name in files if os.sep in name).partition(os.sep)[0]
        raise ValueError(
            "A folder must hold images or class subfolders, not both. Received: "
            f"{printable(loose[0])} beside the subfolder {printable(other)} in "
            f"{printable(root)}. Move the loose images into a subfolder, or away."
        )
    strange = sorted(set(firsts) - train) if train else []
    if strange:
        raise ValueError(
            "Every class must be in the train split. Received: the subfolder "
            f"{printable(strange[0])} in {printable(root)}. Leave it out, or train on "
            "such images, too."
        )
    names = sorted(train or set(firsts))
    number = {name: label for label, name in enumerate(names)}
    labels = np.array([number[name] for name in firsts], "int32")
    return labels, tuple(map(printable, names))


def _check_deeper(files, root):
    """Refuses a test split inside of a class: it would be trained on."""
    for folder in sorted({os.path.dirname(name) for name in files}):
        for part in Path(folder).parts[1:]:
            if splits.role_of(part) in ("test", "validation"):
                above = printable(root / folder.partition(os.sep + part)[0])
                raise ValueError(
                    "Splits must be the outermost subfolders: nothing of a test split "
                    f"is trained on. Received: {printable(part)!r} inside of {above}. "
                    "Give that folder itself, or sort the images as split/class/image."
                )


def _split_line(folder, chosen, split, everything, count):
    others = [printable(name) for name in everything.classes if name != chosen]
    use = f"{printable(chosen)}/ is the {split} split of {printable(folder)}"
    rest = f"; {', '.join(others)} not read" if others else ""
    return f"{use}, {counted(count, 'image')}{rest}."


def _left_out_lines(folder, left_out):
    """Left out of pets: no images: 3 (.txt 2, .xml 1); broken links: 2."""
    reasons = {}
    for (reason, detail), count in sorted(left_out.items()):
        if count:
            reasons.setdefault(reason, []).append((detail, count))
    words = []
    for reason, found in reasons.items():
        named = [f"{printable(detail)} {count:,}" for detail, count in found if detail]
        shown = ", ".join(named[:NAMED] + ["..."] * (len(named) > NAMED))
        total = sum(count for _, count in found)
        words.append(f"{reason}: {total:,}" + (f" ({shown})" if shown else ""))
    return [f"Left out of {printable(folder)}: {'; '.join(words)}."] if words else []
