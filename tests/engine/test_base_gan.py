"""All of a GAN that is no game."""

import inspect

import keras
import numpy as np
import pytest
import tensorflow as tf

import keras_gans as kg
from contracts import CLASSES, SHAPE, arrays, conditional, data, mlp, play, same


def test_facts_of_a_gan_by_name():
    gan = conditional()
    assert gan.num_classes == CLASSES and mlp().num_classes is None
    assert gan.latent_shape == (4,) and gan.image_shape == SHAPE
    assert gan.input_shapes == {"z": (4,), "labels": ()}
    assert gan.priors.keys() == {"z"} and gan.conditions.keys() == {"labels"}


def test_the_average_is_a_weight_that_nobody_trains():
    gan = mlp()
    trained = {id(w) for w in gan.trainable_weights}
    average = {id(w) for w in gan.ema_generator.weights}
    assert not trained & average
    assert {id(w) for w in gan.weights} >= trained | average
    assert len(gan.weights) == len(gan.trainable_weights) + len(
        gan.non_trainable_weights
    )


def test_an_array_is_cut_into_batches_with_a_slice_for_each_critics_step():
    gan = play(mlp(), discriminator_steps=2, run_eagerly=True)
    gan.fit(data(24), verbose=0)  # 32 a slice, but there are only 24
    assert int(gan.step) == 1
    gan.fit(data(24), batch_size=8, verbose=0)
    assert int(gan.step) == 4


@pytest.mark.parametrize("kind", ["array", "dataset", "generator", "pydataset"])
def test_fit_takes_whatever_keras_takes(kind):
    images = data(16)

    class Batches(keras.utils.PyDataset):
        def __len__(self):
            return 2

        def __getitem__(self, i):
            return (images[8 * i : 8 * i + 8],)

    x = {
        "array": lambda: images,
        "dataset": lambda: tf.data.Dataset.from_tensor_slices(images).batch(8),
        "generator": lambda: ((images[i : i + 8],) for i in (0, 8)),
        "pydataset": Batches,
    }[kind]()
    gan = play(mlp(), run_eagerly=True)
    options = dict(array=dict(batch_size=8), generator=dict(steps_per_epoch=2))
    gan.fit(x, verbose=0, **options.get(kind, {}))
    assert int(gan.step) == 2


def test_evaluation_moves_nothing_and_says_the_same_twice():
    gan = play(mlp(), run_eagerly=True)
    before = arrays(gan.weights)
    first = gan.evaluate(data(16), batch_size=8, verbose=0, return_dict=True)
    again = gan.evaluate(data(16), batch_size=8, verbose=0, return_dict=True)
    assert first == again and np.isfinite(list(first.values())).all()
    assert same(before, arrays(gan.weights))


def test_what_fit_has_seen_is_remembered():
    gan = conditional(run_eagerly=True)
    images, labels = data(16, labels=True)
    gan.fit(images, labels, batch_size=8, verbose=0)
    samples, told = gan.seen
    assert len(samples) == len(told["labels"]) == 16


@pytest.mark.parametrize(
    "call",
    [
        lambda gan: gan.fit(data(8)),
        lambda gan: gan.evaluate(data(8)),
        lambda gan: gan.train_on_batch(data(8)),
        lambda gan: gan.test_on_batch(data(8)),
    ],
)
def test_before_compile_everything_says_so(call):
    with pytest.raises((ValueError, AttributeError), match="compile"):
        call(mlp())


def test_a_subclass_loads_itself():
    class Sub(kg.GAN):
        pass

    assert type(Sub.from_config(mlp().get_config())) is Sub
    assert "dcgan_mnist" in Sub.presets


def test_positions_of_fit_and_evaluate_are_kerass(capsys):
    """x, y, batch_size, epochs, verbose, callbacks; x, y, batch_size, verbose."""
    for name in ("fit", "evaluate"):
        mine, theirs = (
            list(inspect.signature(getattr(cls, name)).parameters.values())
            for cls in (kg.GAN, keras.Model)
        )
        places = [p for p in mine if p.kind is p.POSITIONAL_OR_KEYWORD]
        assert [(p.name, p.default) for p in places] == [
            (p.name, p.default) for p in theirs[: len(places)]
        ]
    gan, seen = play(mlp(), run_eagerly=True), []
    note = keras.callbacks.LambdaCallback(on_epoch_end=lambda *_: seen.append(1))
    gan.fit(data(16), None, 8, 2, 0, [note])
    assert int(gan.step) == 4 and len(seen) == 2
    assert len(gan.evaluate(data(16), None, 8, 0)) == len(gan.trackers.held_out())
