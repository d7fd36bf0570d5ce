"""The bench of what discriminators see without a generator."""

import types

import numpy as np
import pytest

from benchmarks import first_sight
from keras_gans.data import avatars


@pytest.mark.parametrize("way", ["DCGAN", "SNGAN", "R3GAN", "StyleGAN2"])
def test_all_but_the_score_learns(way):
    """Each attribute by as many words as there are; the whole body is trained."""
    reader = first_sight.reader_of(way)
    words = [len(avatars.ATTRIBUTES[name]) for name in first_sight.NAMED]
    assert [out.shape[-1] for out in reader.outputs] == words
    judge = getattr(first_sight.networks, f"{way}Discriminator")
    width, arguments = first_sight.WAYS[way]
    whole = judge(first_sight.SHAPE, width, **arguments)
    score = whole.layers[-1].count_params()
    heads = sum(layer.count_params() for layer in reader.layers[-len(words) :])
    assert reader.count_params() - heads == whole.count_params() - score


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
    assert first_sight.right(reader, people) == [0.667, 1.0, 1.0, 1.0, 1.0]


def test_a_colour_for_each_hair_is_learnt():
    reader = first_sight.reader_of("DCGAN")
    count = len(avatars.ATTRIBUTES["hair"])
    hair = np.arange(64) % count
    answers = np.zeros((64, len(avatars.ATTRIBUTES)), "int32")
    answers[:, avatars.column("hair")] = hair
    colours = (255 * np.eye(count, 3)).astype("uint8")[hair]
    images = np.tile(colours[:, None, None], (1, 64, 64, 1))
    people = types.SimpleNamespace(images=images, given={"attributes": answers})
    first_sight.learn(reader, people, rate=1e-3, steps=30)
    assert first_sight.right(reader, people)[0] == 1.0
