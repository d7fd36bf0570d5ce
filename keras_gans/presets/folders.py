"""Where a preset lies: on the shelf, in a folder, or on the Hugging Face Hub."""

import importlib
import os
import pathlib
import re
import stat

from keras_gans.presets import builtin
from keras_gans.presets.format.errors import PresetError, refusal
from keras_gans.utils import identifiers
from keras_gans.utils.printable import printable

CONFIG, METADATA, CARD = "config.json", "metadata.json", "README.md"
WEIGHTS = {
    "generator": "generator.weights.h5",
    "discriminator": "discriminator.weights.h5",
}
PICTURES = ("samples.png", "curves.png")
FILES = (CONFIG, METADATA, CARD, *WEIGHTS.values(), *PICTURES)
NAME = re.compile(r"[A-Za-z0-9._-]{1,100}")
HUB = re.compile(
    r"hf://(?P<repository>[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-]{0,95})"
    r"(?:@(?P<revision>[A-Za-z0-9][\w./-]{0,200}))?",
    re.ASCII,
)
AGAIN = "Fetch or save the preset again."
BINARY = getattr(os, "O_BINARY", 0)  # only where there is another way
# A link is not followed, and a pipe does not keep its reader waiting.
PLAINLY = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


def folder_of(handle: str) -> pathlib.Path:
    """The folder of a preset.

    Args:
        handle: a name on the shelf, the path of a folder, or
            "hf://user/repo@revision" (without a revision: the newest).

    Returns:
        `pathlib.Path`.

    Raises:
        PresetError: nothing there; the message lists near matches.
    """
    if not isinstance(handle, (str, os.PathLike)):
        raise PresetError(
            "A preset is a name on the shelf, a folder or hf://user/repo. "
            f"Received: {handle!r}. See `GAN.presets` for the names."
        )
    text = os.fspath(handle)
    if str(text).startswith("hf://"):
        return from_hub(text)
    if text in builtin.names():
        return builtin.FOLDER / text
    if os.path.isdir(text):
        return pathlib.Path(text)
    raise PresetError(
        f"{identifiers.unknown('preset', str(text), builtin.names())} Otherwise give "
        "the path of a folder that `save_to_preset` wrote, or hf://user/repo."
    )


def on_shelf(folder):
    """Whether a folder is one of the shelf, which the library brings itself."""
    shelf = builtin.FOLDER
    return folder.parent == shelf or folder.resolve().parent == shelf.resolve()


def from_hub(handle):
    """The folder into which a repository of the Hugging Face Hub was fetched."""
    repository, revision = address_of(handle)
    hub = hub_for(handle)
    folder = cache() / handle.removeprefix("hf://").replace("/", "--")
    try:
        hub.snapshot_download(
            repository,
            revision=revision,
            allow_patterns=list(FILES),
            local_dir=str(folder),  # files, not links into a cache
        )
    except Exception as error:  # of the network, of the disk, of the Hub
        raise PresetError(
            f"{handle} cannot be fetched: {error}. Check its name and your connection."
        ) from error
    return folder


def address_of(handle):
    """Repository and revision (or None) of a handle of the Hub."""
    match = HUB.fullmatch(str(handle))
    if not match or ".." in str(handle):
        raise PresetError(
            "A preset on the Hugging Face Hub is hf://user/repo or "
            f"hf://user/repo@revision. Received: {handle!r}"
        )
    return match["repository"], match["revision"]


def hub_for(handle):
    """The package that talks to the Hub."""
    try:
        return importlib.import_module("huggingface_hub")
    except ImportError as error:
        raise PresetError(
            f"{handle} is reached through another package. Install it: "
            "pip install huggingface_hub"
        ) from error


def cache():
    """Where fetched presets lie: beside what Keras itself fetches."""
    home = os.environ.get("KERAS_HOME", "~/.keras")
    return pathlib.Path(home).expanduser() / "keras_gans" / "presets"


def read_file(folder, name, most_bytes):
    """The bytes of a regular file that lies in a folder, read once.

    The library's own files may be links: some installers make them so.

    Raises:
        PresetError: a name that leads elsewhere, a link, a pipe, a folder, no file, or
            one larger than `most_bytes`.
    """
    check_name(folder, name)
    path = folder / name
    ours = on_shelf(folder)
    if path.is_symlink() and not ours:
        raise refusal(path, "must be a file of its own.", "a symbolic link", AGAIN)
    try:
        how = os.O_RDONLY | (BINARY if ours else BINARY | PLAINLY)
        with open(os.open(path, how), "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise refusal(path, "must be a regular file.", "something else", AGAIN)
            if status.st_size > most_bytes:
                rule = f"must have at most {most_bytes:,} bytes."
                raise refusal(path, rule, f"{status.st_size:,}", AGAIN)
            return file.read(most_bytes + 1)
    except OSError as error:
        rule = "a preset holds this file."
        raise refusal(path, rule, error.strerror or str(error), hint(folder)) from error


def check_name(folder, name):
    """Refuses a name of a file that is more than a name."""
    if not isinstance(name, str) or not NAME.fullmatch(name) or name in (".", ".."):
        rule = "files have names of letters, digits, dots, dashes and underscores."
        raise refusal(folder, rule, name, AGAIN)


def hint(folder):
    """What to do where a file is missing."""
    where = printable(folder)
    if (folder / "gan.keras").exists():
        return (
            f"This is the folder of a run: `keras-gans export {where} --format "
            f"preset` makes a preset of it, and `keras.models.load_model('{where}/"
            "gan.keras')` loads it."
        )
    return "Give a folder that `save_to_preset` wrote."
