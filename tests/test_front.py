"""The front page: what is shown of the shelf, and the films that show it."""

import types

import numpy as np
import pytest
from PIL import Image

import keras_gans as kg
from contracts import CLASSES, SHAPE, conditional, dcgan
from keras_gans.engine import exhibit
from keras_gans.presets.entry import DRAWS, TASKS
from zoo import front, gallery

SHEET = np.zeros((4, 4), "uint8")


def entry(name, task=DRAWS, shape=(64, 64, 3), fd=2.0, prior="normal", trained=True):
    headline = {"metric": "fd", "mean": fd, "floor": 1.0}
    facts = dict(name=name, task=task, image_shape=shape, headline=headline)
    return types.SimpleNamespace(
        **facts, metadata={"a": 1} if trained else {}, config={"prior": prior}
    )


def test_each_scene_has_its_best_entry_once_it_is_trained():
    picture, words = TASKS["picture"], TASKS["words"]
    shelf = [
        entry("grey", shape=(28, 28, 1), fd=1.1),
        entry("far", fd=9.0),
        entry("near", fd=3.0),
        entry("words", words, trained=False),
        entry("holes", picture, prior={"holes": {"class": "FreeForm"}}),
        entry("maps", picture, prior=None),
        entry("drawn_solid", shape=(32, 32, 32, 1), fd=1.0),
        entry("chair", picture, (32, 32, 32, 1), 5.0),
    ]
    found = {scene.heading: each.name for scene, each in front.shown(shelf)}
    assert found == {
        "It draws": "near",
        "It fills holes": "holes",
        "It goes from picture to picture": "maps",
        "It makes solids": "chair",
    }
    shelf[3].metadata = {"a": 1}
    told = {scene.heading: each.name for scene, each in front.shown(shelf)}
    assert told == {**found, "It is told a caption": "words"}


def test_a_walk_goes_there_and_back():
    frames, _ = front.walk(dcgan(), None)
    assert len(frames) == 2 * front.STEPS - 2
    np.testing.assert_array_equal(frames[1], frames[-1])
    assert frames[0].shape == (3 * SHAPE[0], 3 * SHAPE[1], 1)


def test_every_class_is_shown():
    frames, _ = front.classes(conditional(), None)
    assert len({frame.tobytes() for frame in frames}) == len(frames) == 6
    made = conditional().generate(CLASSES, labels=range(CLASSES), seed=0)
    np.testing.assert_array_equal(frames[0], kg.plots.grid(made, padding=0))


def test_captions_stand_below_their_pictures(monkeypatch):
    """What the data know besides is not told."""
    told = {}

    def made(gan, count, seed, given):
        told.update(given)
        lines = [f"hat {seed}"] * count
        return exhibit.Exhibit(np.full((count, 8, 8, 3), seed / 6), {}, None, lines, {})

    monkeypatch.setattr(front.exhibit, "made", made)
    gan = types.SimpleNamespace(conditions={"caption": None})
    known = {"labels": np.arange(9), "caption": np.arange(9)}
    frames, _ = front.captions(gan, (None, known))
    assert len({frame.tobytes() for frame in frames}) == 6
    assert list(told) == ["caption"] and told["caption"].tolist() == [0, 1, 2, 3]


def test_solids_turn(monkeypatch):
    solids = np.full((2, 8, 8, 8, 1), -1.0)
    solids[:, 2:5, 3:, 1:4] = 1
    shown = exhibit.Exhibit(solids, {}, solids, None, {})
    monkeypatch.setattr(front.exhibit, "made", lambda *_, **__: shown)
    frames, _ = front.solids(None, None)
    assert len(frames) == front.strips.ANGLES
    assert (frames[0] != frames[6]).any()


def test_a_film_is_written_and_a_still(tmp_path, monkeypatch):
    frames = [np.full((20, 20, 3), value, "uint8") for value in (0, 128, 255)]
    path = front.save(frames, 100, tmp_path / "a.webp")
    with Image.open(path) as film, Image.open(tmp_path / "a.png") as still:
        assert film.n_frames == 3 and film.size == still.size == (400, 400)
    monkeypatch.setattr(front, "FOLDER", tmp_path)
    told = gallery.picture_of(entry("a"), "Samples")
    assert 'src="front/a.webp"' in told and "prefers-reduced-motion" in told
    assert "samples.png" in gallery.picture_of(entry("b"), "Samples")


@pytest.mark.parametrize("trained", [False, True])
def test_only_what_is_missing_is_drawn(tmp_path, monkeypatch, trained):
    made, gan = [], types.SimpleNamespace(conditions={})
    monkeypatch.setattr(front.GAN, "from_preset", lambda name: made.append(name) or gan)
    monkeypatch.setattr(front, "told", lambda *_: (None, {}))
    scene = front.Scene("It draws", front.draws, lambda *_: ([SHEET] * 2, 9))
    monkeypatch.setattr(front, "SCENES", [scene])
    shelf = [entry("a", trained=trained)]
    shelf[0].config["data"] = "avatars"
    front.draw(shelf, folder=tmp_path)
    front.draw(shelf, folder=tmp_path)
    assert made == ["a"] * trained
    assert (tmp_path / "a.webp").exists() == trained
