"""A Space of Hugging Face: a folder with a page, what it needs, and the preset."""

import importlib.metadata
import pathlib
import shutil

from keras_gans import presets, runs
from keras_gans._version import __version__
from keras_gans.callbacks import examples
from keras_gans.demo.subject import NEIGHBOURS, examples_of
from keras_gans.presets import folders, uploader
from keras_gans.utils import files
from keras_gans.utils.printable import printable
from keras_gans.utils.types import PathLike

PRESET = "preset"  # the folder within
OLDEST = "6.0.0"  # of Gradio, where none is installed
APP = '''\
"""The page of a GAN, as a Space of Hugging Face runs it: python app.py"""

import pathlib

from keras_gans import demo

folder = pathlib.Path(__file__).parent / "preset"
page = demo.page_of(demo.Subject.of(str(folder)))

if __name__ == "__main__":
    demo.serve(page, host=None, wait=True)  # GRADIO_SERVER_NAME and _PORT say where
'''
CARD = """\
---
title: {title}
emoji: 🎲
colorFrom: indigo
colorTo: gray
sdk: gradio
sdk_version: {gradio}
python_version: "3.11"
app_file: app.py
license: {licence}
tags:
- gan
- keras
---

# {title}

{about}

This folder is a Space of Hugging Face. It runs anywhere:

```bash
pip install -r requirements.txt
python app.py
```

The preset in `preset/` is data: nothing in it is executed, and its files are checked
against the hashes in `preset/metadata.json`. Its card is `preset/README.md`.
"""


def write_space(source: str, out: PathLike, best: bool = True) -> pathlib.Path:
    """Writes a Space: Hugging Face runs it, and so does `python app.py` anywhere.

    Args:
        source: str, a preset (its name, folder or hf:// address) or a run's folder.
        out: path of the folder; files of other names in it stay.
        best: bool, whether to take a run's best epoch, if it is known.

    Returns:
        `pathlib.Path` of the folder.

    Example:
        kg.demo.write_space("dcgan_fashion_mnist", "space")
    """
    out = pathlib.Path(out)
    with files.filled(out) as draft:
        copy_preset(source, draft / PRESET, best)
        config = presets.read(draft / PRESET)
        (draft / "app.py").write_text(APP, encoding="utf-8")
        (draft / "requirements.txt").write_text(requirements(), encoding="utf-8")
        (draft / "README.md").write_text(card_of(config, source), encoding="utf-8")
    return out


def copy_preset(source, folder, best):
    """A preset as it is, or that of a run; with examples of what it must be told."""
    if is_run(source):
        beside = pathlib.Path(source)
        gan = runs.load(beside, best)
        runs.save_preset(beside, folder, best=best)
    else:
        beside = folders.folder_of(str(source))
        gan = presets.load(str(source), discriminator=False)
        folder.mkdir(parents=True)
        listed = presets.read_metadata(str(source))["files"]
        for name in (*listed, folders.METADATA):
            shutil.copyfile(beside / name, folder / name)
    known = examples_of(beside, gan, presets.read(folder))
    if known:
        examples.write(folder, None, known)
    if (beside / NEIGHBOURS).is_file():
        shutil.copyfile(beside / NEIGHBOURS, folder / NEIGHBOURS)


def requirements():
    """What `pip install -r` needs to run it."""
    return f"keras-gans=={__version__}\ngradio=={gradio_version()}\n"


def gradio_version():
    """That of the installed one, with which the page was tried."""
    try:
        return importlib.metadata.version("gradio")
    except importlib.metadata.PackageNotFoundError:
        return OLDEST


def card_of(config, source):
    """The README.md with the front matter that a Space is known by."""
    title = plain(config.get("name") or pathlib.Path(source).name)
    ours = not is_run(source) and folders.on_shelf(folders.folder_of(str(source)))
    return CARD.format(
        title=title,
        gradio=gradio_version(),
        licence="apache-2.0" if ours else "other",
        about=printable(config.get("title") or "A GAN"),
    )


def is_run(source):
    """Whether a source is the folder of a run; a preset's holds metadata."""
    path = pathlib.Path(source)
    return path.is_dir() and not (path / folders.METADATA).exists()


def plain(name):
    """A name in which nothing is markup of the front matter."""
    kept = [sign if sign.isalnum() or sign in "-_. " else "-" for sign in str(name)]
    return "".join(kept)[:80].strip(" -.") or "GAN"


def is_space(folder):
    """Whether a folder is one that `write_space` wrote."""
    folder = pathlib.Path(folder)
    return (folder / "app.py").is_file() and (
        folder / PRESET / folders.METADATA
    ).is_file()


def upload_space(folder, handle, dry_run=False, private=None):
    """Sends a Space to Hugging Face, after a look at its preset.

    Args:
        folder: path, of `write_space`.
        handle: "hf://user/repo".
        dry_run: bool. True checks everything and sends nothing.
        private: bool, who may see it. None: as your account has it.

    Returns:
        `presets.Upload`.

    Raises:
        PresetError: a preset that is damaged, a wrong handle, or whatever the Hub has
            to say.
    """
    folder = pathlib.Path(folder)
    repository, _ = folders.address_of(handle)
    uploader.verified(folder / PRESET)
    sizes = sizes_in(folder)
    planned = presets.Upload(f"https://huggingface.co/spaces/{repository}", sizes)
    if dry_run:
        return planned
    kind = {"repo_type": "space", "space_sdk": "gradio"}
    message = "Upload with keras-gans"
    return uploader.sent(planned, folder, handle, private, message, **kind)


def sizes_in(folder):
    """Names and sizes of what a Space is made of; what else lies there stays there."""
    listed = presets.read_metadata(folder / PRESET)["files"]
    inside = (*listed, folders.METADATA, examples.NAME, NEIGHBOURS)
    names = ["app.py", "requirements.txt", "README.md"]
    names += [f"{PRESET}/{name}" for name in inside]
    return {n: (folder / n).stat().st_size for n in names if (folder / n).is_file()}
