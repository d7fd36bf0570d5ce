"""A folder and all that lies below it: which files are images, and what is not."""

import collections
import os

from PIL import Image

from keras_gans.utils.odd_files import check_regular
from keras_gans.utils.printable import printable

# What systems, editors and network drives leave behind. A dot hides, too.
LITTER = {
    *("__macosx", "__pycache__", "@eadir", "@recycle", "@recycled", "@__thumb", "@tmp"),
    *("@recently-snapshot", "@sharebin", "@synoresource", "#recycle", "#snapshot"),
    *("$recycle.bin", "recycler", "recycled", "system volume information"),
    *("lost+found", "network trash folder", "temporary items", "thumbs.db"),
    *("ehthumbs.db", "ehthumbs_vista.db", "desktop.ini", "icon\r"),
}
# Pillow knows their names, and would need another program, or can't decode them.
UNREAD = {"BUFR", "EPS", "GRIB", "HDF5", "MPEG", "WMF"}


class Tree:
    """What `walk` found below a folder.

    Attributes:
        files: sorted list of the images' paths, relative to the folder.
        left_out: `collections.Counter` of (reason, detail): how many files or folders
            were passed over, such as ("no image", ".txt").
        folders: set of the relative paths of all folders that hold images below them.
    """

    def __init__(self):
        self.files = []
        self.left_out = collections.Counter()
        self.folders = set()

    def add(self, relative):
        """Adds a file, by its path below the root, and the folders above it."""
        self.files.append(relative)
        folder = os.path.dirname(relative)
        while folder and folder not in self.folders:
            self.folders.add(folder)
            folder = os.path.dirname(folder)

    @property
    def classes(self):
        """The subfolders that hold images, sorted."""
        return sorted(folder for folder in self.folders if os.sep not in folder)

    @property
    def loose(self):
        """The images that lie in no subfolder."""
        return [name for name in self.files if os.sep not in name]


def formats():
    """The formats of Pillow that are read, a list of their names."""
    Image.init()
    return [name for name in Image.OPEN if name not in UNREAD]


def extensions():
    """What the names of image files end in: a set of ".png", ".jpg" and so on."""
    known = set(formats())
    return {end for end, name in Image.registered_extensions().items() if name in known}


def is_litter(name):
    """Whether a file or folder is hidden, or was left behind by a system."""
    return name.startswith(".") or name.casefold() in LITTER


def walk(root):
    """Looks at all that lies below a folder; links are followed, each place once.

    Args:
        root: path of the folder.

    Returns:
        `Tree`.

    Raises:
        ValueError: a FIFO, a socket or a device that is called like an image, or a
            folder that cannot be read.
    """
    tree, ends, seen = Tree(), extensions(), set()
    # Real folders before links, so that what is linked to is read where it lies.
    folders, links = collections.deque([""]), collections.deque()
    while folders or links:
        relative = (folders or links).popleft()
        place = _place(os.path.join(root, relative))
        if place in seen:
            tree.left_out["links to folders read already", ""] += 1
            continue
        seen.add(place)
        for entry in _entries(os.path.join(root, relative)):
            name = os.path.join(relative, entry.name)
            if not os.path.exists(entry):
                tree.left_out["broken links", ""] += 1
            elif entry.is_dir() and is_litter(entry.name):
                tree.left_out["hidden folders", entry.name] += 1
            elif entry.is_dir():
                (links if entry.is_symlink() else folders).append(name)
            else:
                _sort_in(tree, entry, name, ends)
    tree.files.sort()
    return tree


def _sort_in(tree, entry, name, ends):
    """A file: an image, or left out."""
    end = os.path.splitext(entry.name)[1].lower()
    if is_litter(entry.name):
        tree.left_out["hidden images", ""] += end in ends
    elif end not in ends:
        tree.left_out["no images", end or "no extension"] += 1
    else:
        if not entry.is_file():
            check_regular(entry.path)
        tree.add(name)


def _entries(folder):
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError as error:
        raise ValueError(
            f"A folder must be readable. Received: {printable(folder)}: "
            f"{error.strerror}. Mend its permissions, or move it away."
        ) from error


def _place(folder):
    status = os.stat(folder)
    return status.st_dev, status.st_ino
