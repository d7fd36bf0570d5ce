"""One checker of counts, and every class that asks for one uses it."""

import numpy as np
import pytest

import keras_gans as kg
from keras_gans.utils.counts import check_count, counted

HOLDERS = {
    "history": lambda count: kg.juries.History(size=count),
    "replay": lambda count: kg.replay.Replay(size=count),
    "linear": lambda count: kg.schedules.Linear(0.0, 1.0, steps=count),
    "balance": lambda count: kg.turns.UntilAccuracy(patience=count),
    "whole epochs": lambda count: kg.turns.WholeEpochs(discriminator=count),
    "maxout": lambda count: kg.layers.Maxout(pieces=count),
    "minibatch": lambda count: kg.layers.MinibatchStdDev(group_size=count),
    "mlp": lambda count: kg.networks.MLPGenerator((4, 4, 1), latent_dim=count),
    "guard": lambda count: kg.callbacks.NonFiniteGuard(every=count),
    "samples": lambda count: kg.callbacks.SampleGrid("none", count=count),
    "ring": lambda count: kg.data.gaussian_ring(count=count),
}


@pytest.mark.parametrize("value", [3, np.int32(3), np.int64(3), np.uint8(3)])
def test_whole_numbers_are_ints(value):
    found = check_count("count", value)
    assert found == 3 and type(found) is int


@pytest.mark.parametrize("value", [True, np.True_, 3.0, "3", None, [3], -1, 0])
def test_anything_else_is_refused(value):
    with pytest.raises(
        ValueError, match="`count` must be a whole number of at least 1"
    ):
        check_count("count", value)


@pytest.mark.parametrize("holder", HOLDERS)
def test_every_class_means_the_same_by_a_count(holder):
    make = HOLDERS[holder]
    make(4)
    make(np.int64(4))
    for wrong in (True, 4.0, 0, "4"):
        with pytest.raises(ValueError, match="must be a whole number of at least"):
            make(wrong)


def test_one_is_one_and_many_are_many():
    assert counted(1, "image") == "1 image"
    assert counted(0, "image") == "0 images"
    assert counted(10_000, "image") == "10,000 images"
    assert counted(2, "class", "classes") == "2 classes"
    assert counted(1.0, "minute") == "1 minute"
    assert counted(0.01, "minute") == "0.01 minutes"
