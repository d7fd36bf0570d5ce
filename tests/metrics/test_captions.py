"""Captions as they are checked: what is asked for, and how much of it is drawn."""

import numpy as np
import pytest

import keras_gans as kg
from keras_gans.metrics import captions
from keras_gans.metrics.suite import METRICS, Sample

SAID = ["a person with red hair and a smiling mouth", "someone with brown skin"]
NAMES = list(kg.data.avatars.ATTRIBUTES)


class Told:
    """An object that is told captions, and draws whatever it was given."""

    def __init__(self, images=None):
        words = kg.data.avatars.vocabulary()
        self.conditions = {"caption": kg.conditions.Tokens(words, 12)}
        self.images, self.num_classes, self.heard = images, None, None

    def generate(self, count, seed=None, caption=None):
        self.heard = caption
        return kg.data.to_float(self.images[:count])


def test_text_and_its_numbers_ask_for_the_same():
    gan = Told()
    numbers = gan.conditions["caption"].encode(SAID)
    wanted = kg.data.avatars.asked(SAID)
    for told in (np.array(SAID, object), numbers):
        asked = captions.asked_of(gan, {"caption": told}, NAMES)
        np.testing.assert_array_equal(asked, wanted)
    assert (wanted >= 0).sum(axis=1).tolist() == [2, 1]


@pytest.mark.parametrize(
    "gan, told, read",
    [
        (object(), {"caption": SAID}, NAMES),
        (Told(), {"labels": [1, 2]}, NAMES),
        (Told(), {"caption": ["un chat", "deux chats"]}, NAMES),
        (Told(), {"caption": SAID}, ["red", "green"]),
        (Told(), {"caption": SAID}, {}),
    ],
)
def test_nothing_is_asked_where_nobody_speaks_of_people(gan, told, read):
    assert captions.asked_of(gan, told, read) is None


def test_a_caption_counts_if_all_that_it_names_is_drawn():
    """Of four captions two are right in everything: one half, by hand."""
    asked = np.array([[0, 1], [0, -1], [1, 0], [-1, -1], [1, 1]])
    drawn = np.array([[0, 1], [0, 0], [1, 1], [0, 0], [0, 1]])
    heads = {name: np.eye(2)[drawn[:, i]] for i, name in enumerate("ab")}
    fake = Sample(np.zeros((5, 1)), heads=heads, asked=asked)
    measure = METRICS["caption_accuracy"].measure
    assert measure(None, fake) == {"caption_accuracy": 0.5}
    part = fake.rows([0, 1])
    assert measure(None, part) == {"caption_accuracy": 1.0}
    assert kg.metrics.better("caption_accuracy") == "higher"


def test_real_people_are_what_their_captions_say():
    """And are not what the captions of others say."""
    people = kg.data.load_arrays("avatars", "test", given="caption", count=200)
    said = people.given["caption"]

    def found(told, gan):
        data = people._replace(labels={"caption": told})
        judge = kg.metrics.Evaluator(
            data, None, 80, 0, None, people.images[-80:], None, ("caption_accuracy",)
        )
        values = judge.evaluate(gan)["values"]
        return values["caption_accuracy_avatar1@80"]

    gan = Told(people.images)
    right = found(said, gan)
    assert right["value"] > 0.95 and right["real"] is None
    assert list(gan.heard) == list(said[:80])
    assert found(np.roll(said, 1), gan)["value"] < 0.3
