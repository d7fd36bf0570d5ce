"""The bench of what a discriminator sees of small parts."""

import argparse
import json

import keras
import numpy as np
import pytest
import tensorflow as tf

from benchmarks import small_parts
from keras_gans.data import avatars
from keras_gans.layers import Gate


def test_the_caption_that_suits_best_is_chosen():
    """A judge whose score is minus the distance of a picture's number to a token."""

    def judge(inputs):
        images, told = inputs
        away = tf.abs(images[:, 0] - tf.cast(told[:, 0], "float32"))
        return tf.stack([-away, away], axis=1)

    images, told = np.array([[2.0], [0.0], [1.0]], "float32"), np.array([[0], [1], [2]])
    assert small_parts.choice(judge, 0, images, told).tolist() == [2, 0, 1]
    assert small_parts.choice(judge, 1, images, told).tolist() == [0, 2, 0]


@pytest.mark.parametrize("branches, gamma", small_parts.GATES.items())
def test_shut_branches_do_not_reach_the_score(branches, gamma):
    judge = small_parts.discriminator(branches)
    gates = [layer for layer in judge.layers if isinstance(layer, Gate)]
    assert gates and all(float(gate.gamma) == gamma for gate in gates)
    inner = keras.Model(judge.inputs, [gates[0].output, judge.output])
    images = np.random.default_rng(0).normal(size=(2, 64, 64, 3)).astype("float32")
    branch, _ = inner([images, np.ones((2, small_parts.LENGTH), "int32")])
    assert bool(np.any(branch)) == bool(gamma)


def test_each_way_trains_its_own_column():
    judge = small_parts.discriminator("open")
    images = tf.random.stateless_normal((2, 64, 64, 3), [0, 0])
    told = tf.constant(small_parts.TOKENS.encode(["a person with red hair", "a tee"]))
    for loss, head, other in (
        (small_parts.by_sentence, "phrase_encoder", "phrase_contrast"),
        (small_parts.among_phrases, "phrase_contrast", "phrase_encoder"),
        (small_parts.among_pictures, "phrase_contrast", "phrase_encoder"),
    ):
        with tf.GradientTape() as tape:
            cost = loss(judge, images, told)
        weights = judge.trainable_variables
        slopes = tape.gradient(cost, weights)
        moved = {
            v.path
            for v, slope in zip(weights, slopes)
            if slope is not None and np.any(tf.convert_to_tensor(slope))
        }
        assert any(head in name for name in moved)
        assert not any(other in name for name in moved)


def test_phrases_compete_or_pictures_do():
    """Of equal pictures and unlike phrases: half or less, by what they compete for."""
    judge = small_parts.discriminator("open")
    images = tf.zeros((2, 64, 64, 3))
    told = np.zeros((2, small_parts.LENGTH), "int32")
    told[:, 0] = 1, 2
    half = float(small_parts.among_pictures(judge, images, tf.constant(told)))
    np.testing.assert_allclose(half, np.log(2), rtol=1e-4)
    told[:, 0] = 1
    same = float(small_parts.among_phrases(judge, images, tf.constant(told)))
    np.testing.assert_allclose(same, np.log(2), rtol=1e-4)


def test_phrases_are_read_by_a_trunk_of_their_own_in_one_row_only():
    widths = [
        small_parts.discriminator(branches).get_config()["reading_width"]
        for branches in ("shut", "open", small_parts.PLAIN)
    ]
    assert widths == [None, None, small_parts.READING]


def test_rows_that_are_not_measured_again_stay():
    """And rows of other steps are never thrown away, nor set beside them."""
    options = argparse.Namespace(only=[small_parts.PLAIN], steps=small_parts.STEPS)
    rows = small_parts.kept(options)
    assert list(rows) == small_parts.WAYS[:-1]
    assert all((r["says"], r["branches"]) == way for way, r in rows.items())
    with pytest.raises(SystemExit, match=f"--steps {small_parts.STEPS}"):
        small_parts.kept(argparse.Namespace(only=["open"], steps=10))
    assert small_parts.kept(argparse.Namespace(only=None, steps=10)) == {}


@pytest.mark.slow
def test_hair_is_learnt_first():
    judge = small_parts.discriminator("open")
    images, told = small_parts.captions.people("test", 256)
    people = avatars.draw(small_parts.apart.indices_of("test", 60))
    before = small_parts.known(judge, small_parts.among_pictures, people, "hair")
    small_parts.learn(judge, small_parts.among_pictures, images, told, 120)
    after = small_parts.known(judge, small_parts.among_pictures, people, "hair")
    assert before < 0.5 < after  # chance is one in four


def test_the_guide_tells_what_the_bench_found():
    found = json.loads(small_parts.FILE.read_text())
    text = (small_parts.FILE.parent.parent / "docs" / "stability.md").read_text()
    said = f"after {found['images']:,} real images and their captions"
    assert said in " ".join(text.split())
    assert found["steps"] == small_parts.STEPS  # what the command measures
    rows = {(row["says"], row["branches"]): row for row in found["rows"]}
    assert list(rows) == small_parts.WAYS
    best = rows["of which picture a phrase is", small_parts.PLAIN]
    for name in ("eyes", "mouth", "eyebrows"):
        others = [row[name] for row in rows.values() if row is not best]
        assert best[name] > max(others)
