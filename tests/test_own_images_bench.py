"""The bench of one's own folders: what lies in them, and the page."""

import numpy as np
import pytest
from PIL import Image

from benchmarks import own_images


def pixels(path):
    with Image.open(path) as picture:
        return np.asarray(picture)


def test_letters_are_drawn_on_nothing(tmp_path):
    own_images.letters(tmp_path, sizes=[30], turns=[0, 12])
    paths = sorted(tmp_path.glob("*.png"))
    assert len(paths) == 52
    for path in paths[:4]:
        *_, alpha = np.moveaxis(pixels(path), -1, 0)
        assert alpha.max() == 255 and 0.05 < (alpha > 0).mean() < 0.6
        assert not alpha[0].any() and not alpha[-1].any()  # nothing is cut off


def test_busts_are_higher_than_wide(tmp_path):
    own_images.busts(tmp_path, 3)
    assert [pixels(p).shape for p in tmp_path.glob("*.png")] == 3 * [(64, 48, 3)]


def test_a_command_that_fails_ends_the_bench():
    with pytest.raises(SystemExit):
        own_images.run_command("train", "no such recipe")


def test_the_page_shows_both_recipes(tmp_path, monkeypatch):
    monkeypatch.setattr(own_images, "DOCS", tmp_path)
    facts = {"images": 6400, "minutes": 10.0, "cores": 1}
    own_images.write_page({"few": dict.fromkeys(own_images.RECIPES, facts)})
    text = (tmp_path / "own_images.md").read_text()
    assert text.count("6,400 images in 10 minutes on 1 core") == 2
    assert "own_images/few_images.png" in text and "## 150 people" in text
