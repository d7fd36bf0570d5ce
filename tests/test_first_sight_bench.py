"""The bench of what discriminators see without a generator."""

import json
import types

import keras
import numpy as np
import pytest

import zoo
from benchmarks import first_sight
from keras_gans.data import avatars


@pytest.mark.parametrize("way", first_sight.WAYS)
def test_the_recipes_discriminator_learns_but_for_its_score(way):
    """Each attribute by as many words as there are; the whole body is trained."""
    reader, optimizer = first_sight.reader_of(way)
    words = [len(avatars.ATTRIBUTES[name]) for name in first_sight.NAMED]
    assert [out.shape[-1] for out in reader.outputs] == words
    name, changes = first_sight.WAYS[way]
    recipe = zoo.recipes[name]
    whole = recipe.build(**recipe.arguments).discriminator
    assert set(changes) <= set(whole.get_config())
    score = whole.layers[-1].count_params()
    heads = sum(layer.count_params() for layer in reader.layers[-len(words) :])
    assert reader.count_params() - heads == whole.count_params() - score
    spec = recipe.config(name)["game"]["discriminator_optimizer"]["config"]
    assert optimizer.beta_1 == spec["beta_1"] == 0.0


def test_the_likeliest_word_is_what_is_said():
    names = first_sight.NAMED
    answers = np.zeros((3, len(avatars.ATTRIBUTES)), "int32")
    answers[:, avatars.column(names[0])] = [0, 1, 2]

    def predict(images, batch_size, verbose):
        first = np.eye(3)[[0, 1, 1]]  # right, right, wrong
        return [first, *(np.eye(3)[[0, 0, 0]] for _ in names[1:])]

    people = types.SimpleNamespace(
        images=np.zeros((3, 4, 4, 3), "uint8"), given={"attributes": answers}
    )
    reader = types.SimpleNamespace(predict=predict)
    found = first_sight.right(reader, people)
    assert found == dict.fromkeys(names, 1.0) | {names[0]: 0.667}
    always = first_sight.common(people)
    assert always == dict.fromkeys(names, 1.0) | {names[0]: 0.333}


def test_a_colour_for_each_hair_is_learnt():
    reader, _ = first_sight.reader_of("DCGAN")
    count = len(avatars.ATTRIBUTES["hair"])
    hair = np.arange(64) % count
    answers = np.zeros((64, len(avatars.ATTRIBUTES)), "int32")
    answers[:, avatars.column("hair")] = hair
    colours = (255 * np.eye(count, 3)).astype("uint8")[hair]
    images = np.tile(colours[:, None, None], (1, 64, 64, 1))
    people = types.SimpleNamespace(images=images, given={"attributes": answers})
    first_sight.learn(reader, people, keras.optimizers.Adam(1e-3), steps=30)
    assert first_sight.right(reader, people)["hair"] == 1.0


def test_only_some_are_measured_again(tmp_path, monkeypatch):
    path = tmp_path / "first_sight.json"
    old = {"images": 64, "rows": {way: {"mouth": 0.1} for way in first_sight.WAYS}}
    path.write_text(json.dumps(old))
    monkeypatch.setattr(first_sight, "FILE", path)
    monkeypatch.setattr(first_sight, "learn", lambda *args: None)
    monkeypatch.setattr(first_sight, "right", lambda *args: {"mouth": 0.2})
    monkeypatch.setattr(first_sight, "common", lambda *args: {"mouth": 0.0})
    monkeypatch.setattr(
        first_sight.kg.data, "load_arrays", lambda *args, **kwargs: None
    )
    first_sight.main(["--images", "64", "--only", "DCGAN"])
    rows = json.loads(path.read_text())["rows"]
    changed = {way for way, row in rows.items() if row["mouth"] == 0.2}
    assert changed == {"DCGAN"}
    assert set(rows) == {"always the same", *first_sight.WAYS}
    with pytest.raises(SystemExit, match="--images 64"):
        first_sight.main(["--only", "DCGAN"])


def test_the_guide_says_what_was_measured():
    """Order, not numbers: who sees mouths soon and who does not."""
    found = json.loads(first_sight.FILE.read_text())
    rows, never = found["rows"], found["rows"]["always the same"]["mouth"]
    guide = first_sight.ROOT / "docs" / "stability.md"
    said = f"right after {found['images']:,} images"
    assert said in " ".join(guide.read_text(encoding="utf-8").split())
    assert set(rows) == {"always the same", *first_sight.WAYS}
    for soon in ("DCGAN", "StyleGAN2, averaged", "R3GAN, averaged, open"):
        assert rows[soon]["mouth"] > 2 * never
    assert rows["SNGAN, norms of 2"]["eyes"] > 2 * rows["SNGAN, norms of 1"]["eyes"]
    for late in ("SNGAN, norms of 1", "StyleGAN2, blurred", "R3GAN, blurred, shut"):
        assert rows[late]["mouth"] < 1.7 * never
