"""A batch by name: cut, told, drawn."""

import numpy as np
import pytest

import keras_gans as kg
from contracts import CLASSES, batch_for, conditional, data, mlp
from keras_gans.engine import batch as batches
from keras_gans.engine import roles


def tables(**priors):
    """The roles of a generator that draws z of 3 numbers and w of 1."""
    import keras

    z, w = keras.Input((3,), name="z"), keras.Input((1,), name="w")
    made = keras.layers.Dense(2)(keras.layers.Concatenate()([z, w]))
    judge = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    return roles.cast(keras.Model([z, w], made), judge, {"z": "normal", **priors}, None)


def test_a_batch_is_cut_into_equal_parts_in_order():
    images, labels = data(8, labels=True)
    parts = batches.parts_of((images, labels), conditional().roles, 2)
    assert len(parts) == 2
    for i, (real, told) in enumerate(parts):
        np.testing.assert_array_equal(real, images[4 * i : 4 * i + 4])
        np.testing.assert_array_equal(told["labels"], labels[4 * i : 4 * i + 4])


def test_bytes_are_scaled_to_minus_one_to_one():
    images = np.array([0, 255], "uint8").reshape(2, 1, 1, 1)
    [(real, told)] = batches.parts_of(images, mlp().roles, 1)
    assert real.numpy().ravel().tolist() == [-1, 1] and told == {}


def test_what_is_told_and_drawn_are_the_generators_inputs():
    gan = conditional()
    [(real, told)] = batches.parts_of(batch_for(gan), gan.roles, 1)
    batch = gan.batch(real, told, "last")
    assert batch.inputs.keys() == {"z", "labels"} and batch.training
    assert batch.drawn["z"].shape == (8, 4)
    assert int(np.max(batch.told["labels"])) < CLASSES
    assert not gan.batch(real, told, "test", held_out=0).training


def test_each_prior_draws_numbers_of_its_own_by_seed_stream_and_step():
    cast = tables(w="uniform")

    def draws(*stream, step=0, seed=0, **held_out):
        found = batches.draw(cast, seed, 5, *stream, step=step, **held_out)
        return {name: np.asarray(values) for name, values in found.items()}

    one = draws("last")
    assert one["z"].shape == (5, 3) and one["w"].shape == (5, 1)
    again = draws("last")
    assert all(np.array_equal(one[name], again[name]) for name in one)
    for other in (
        draws(0),
        draws("last", step=1),
        draws("last", seed=1),
        draws("last", held_out=3),
    ):
        assert not np.array_equal(one["z"], other["z"])
    assert np.array_equal(  # a held-out batch stands still while training goes on
        draws("test", held_out=3)["z"], draws("test", held_out=3, step=9)["z"]
    )


def test_a_prior_that_is_not_named_is_missed():
    with pytest.raises(ValueError, match="must be drawn or told. Received: w"):
        tables()
    assert isinstance(tables(w="normal").priors["w"], kg.priors.Prior)
