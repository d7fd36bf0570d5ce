"""docs/thumbs/: a small picture for each row of the README's tables.

python -m zoo front    draws them again, out of the sheets on the shelf
"""

import pathlib
import re

from PIL import Image

from keras_gans.presets import builtin
from keras_gans.presets.entry import DRAWS, TASKS, Entry
from keras_gans.utils import files

README = pathlib.Path(__file__).parent.parent / "README.md"
FOLDER = README.parent / "docs" / "thumbs"
SHOWN = re.compile(r'src="docs/thumbs/(\w+)\.jpg"')
SIDE, QUALITY = 192, 85  # pixels, for 96 on a screen of twice as many
COLUMNS, ACROSS, GROUPS = 8, 3, 3  # of a sheet; of it seen; of what was told and made
HALVES = 2  # of a sheet on which what was drawn stands below each sample


def write(readme=README, folder=FOLDER):
    """Draws what the README shows; list of the paths."""
    folder.mkdir(exist_ok=True)
    names = SHOWN.findall(readme.read_text(encoding="utf-8"))
    return [save(thumbnail(name), folder / f"{name}.jpg") for name in names]


def save(picture, path):
    return files.write(path, lambda file: picture.save(file, "JPEG", quality=QUALITY))


def thumbnail(name):
    """The corner of an entry's sheet: its first samples, with what they were told."""
    entry = Entry.on_shelf(name)
    with Image.open(builtin.FOLDER / name / "samples.png") as sheet:
        if entry.task == DRAWS and "z" in entry.config["prior"]:  # among others
            side = sheet.width // HALVES
        elif entry.task in (DRAWS, TASKS["class"]):
            side = sheet.width * ACROSS // (entry.metadata["num_classes"] or COLUMNS)
        else:
            side = sheet.width // GROUPS
        size = SIDE, SIDE
        return sheet.crop((0, 0, side, side)).resize(size, Image.Resampling.LANCZOS)
