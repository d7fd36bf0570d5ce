"""The README's Python runs as it stands, only shorter."""

import pathlib
import re

import keras
import numpy as np
from PIL import Image

HIDDEN = (
    *("AdversarialLoss", "DatasetNotFoundError", "Images", "NAMED", "get"),
    "save_atomically",
)
ROOT = pathlib.Path(__file__).parent.parent


def draw_images(folder, count):
    """A user's folder: grey PNG files of another size than the preset's."""
    folder.mkdir()
    rng = np.random.default_rng(0)
    for i in range(count):
        pixels = rng.integers(0, 256, (20, 30), "uint8")
        Image.fromarray(pixels).save(folder / f"{i}.png")


def test_python_blocks_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    draw_images(tmp_path / "my_images", 128)
    text = (ROOT / "README.md").read_text()
    blocks = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert len(blocks) >= 2
    code = "\n".join(blocks)
    short = code.replace("epochs=20", "epochs=1, steps_per_epoch=2, verbose=0")
    assert short != code
    names = {}
    exec(compile(short, "README.md", "exec"), names)  # noqa: S102
    assert (tmp_path / "samples.png").stat().st_size > 1000
    gan = keras.models.load_model(tmp_path / "gan.keras")
    assert int(gan.step) == 2


def test_links_inside_resolve():
    for name in ("README.md", "CONTRIBUTING.md"):
        links = re.findall(r"\]\(([^)#]+)\)", (ROOT / name).read_text())
        for link in links:
            assert link.startswith("https://") or (ROOT / link).exists(), link


def test_every_public_name_has_a_line_in_the_changelog():
    import keras_gans as kg

    text = (ROOT / "CHANGELOG.md").read_text()
    rooms = ["losses", "penalties", "constraints", "priors", "replay", "schedules"]
    rooms += ["turns", "juries"]
    for room in (
        *(kg.augment, kg.callbacks, kg.data, kg.layers, kg.losses, kg.metrics),
        *(kg.networks, kg.penalties),
    ):
        for name in room.__all__:
            hidden = name in HIDDEN
            assert hidden or f"`{name}`" in text, name
    assert all(f"`{room}`" in text for room in rooms)
