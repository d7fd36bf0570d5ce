"""The README's tables have a picture a row, small ones, of what is on the shelf."""

import re

import numpy as np
from PIL import Image

from zoo import thumbnails

TEXT = thumbnails.README.read_text()
NAMES = thumbnails.SHOWN.findall(TEXT)


def test_every_row_of_the_zoo_has_one():
    rows = re.findall(r"^\| (<img[^|]*) \| `", TEXT, re.MULTILINE)
    assert len(rows) == len(NAMES) == len(set(NAMES)) >= 13
    assert all('width="96" alt="samples of ' in row for row in rows)


def test_they_are_small_and_show_what_is_on_the_shelf():
    paths = [thumbnails.FOLDER / f"{name}.jpg" for name in NAMES]
    assert sorted(thumbnails.FOLDER.iterdir()) == sorted(paths)
    assert sum(path.stat().st_size for path in paths) < 11_100 * len(paths)
    for name, path in zip(NAMES, paths):
        with Image.open(path) as kept:
            now = np.asarray(thumbnails.thumbnail(name), "float32")
            assert kept.size == (192, 192)
            far = np.abs(np.asarray(kept, "float32") - now).mean()
            assert far < 12, name  # noise is what JPEG loses


def test_only_what_is_shown_is_drawn(tmp_path):
    readme = tmp_path / "README.md"
    readme.write_text('<img src="docs/thumbs/dcgan_mnist.jpg" width="96">')
    [path] = thumbnails.write(readme, tmp_path / "thumbs")
    assert path.name == "dcgan_mnist.jpg" and path.stat().st_size > 1000
