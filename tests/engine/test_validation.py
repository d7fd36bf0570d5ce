"""Misuse is answered before step 1."""

import keras
import pytest

from contracts import SHAPE, conditional, dcgan, mlp
from keras_gans.engine import validation


def test_a_discriminator_of_other_images_is_refused():
    gan, other = mlp(), keras.Sequential([keras.Input((8, 8, 1))])
    other.add(keras.layers.Flatten())
    with pytest.raises(ValueError, match="must take the images that the generator"):
        validation.check_networks(gan.generator, other, 1, gan.roles)
    with pytest.raises(ValueError, match="packing=2"):
        validation.check_networks(gan.generator, gan.discriminator, 2, gan.roles)


def test_packs_that_are_told_something_are_refused():
    gan = conditional()
    with pytest.raises(ValueError, match="`packing` of them|told several things"):
        validation.check_networks(gan.generator, gan.discriminator, 2, gan.roles)


def test_seeds_are_whole_numbers_or_drawn():
    assert validation.check_seed(7) == 7
    assert 0 <= validation.check_seed(None) < 2**31
    for wrong in (-1, 1.5, "a", True):
        with pytest.raises(ValueError, match="`seed` must be"):
            validation.check_seed(wrong)


def test_more_images_than_memory_are_refused():
    """2**20 images of 64 x 64 x 3 floats are 48 GiB."""
    assert validation.check_count(10, SHAPE) == 10
    with pytest.raises(ValueError, match="48 GiB"):
        validation.check_count(2**20, (64, 64, 3))


@pytest.mark.parametrize(
    "optimizer, match",
    [
        (keras.optimizers.Adam(-1e-3), "`learning_rate` must be"),
        (keras.optimizers.Adam(beta_1=1.0), "`beta_1` must be"),
        (keras.optimizers.RMSprop(rho=1.5), "`rho` must be"),
    ],
)
def test_rates_that_spoil_every_weight_are_refused(optimizer, match):
    with pytest.raises(ValueError, match=match):
        validation.check_rates([optimizer])


def test_a_rate_of_zero_freezes_and_a_schedule_is_its_own_business():
    schedule = keras.optimizers.schedules.ExponentialDecay(1e-3, 10, 0.5)
    validation.check_rates([keras.optimizers.Adam(0.0), keras.optimizers.SGD(schedule)])


def test_a_callback_that_waits_for_a_log_that_nobody_writes():
    waits = keras.callbacks.EarlyStopping(monitor="val_loss", mode="min")
    names = ["generator_loss"]
    with pytest.raises(ValueError, match="EarlyStopping must wait for a log"):
        validation.check_monitors([waits], names, False)
    good = keras.callbacks.EarlyStopping(monitor="val_generator_loss", mode="min")
    validation.check_monitors([good], names, True)
    anything = keras.callbacks.LambdaCallback()  # may add any log
    validation.check_monitors([waits, anything], names, False)


def test_batch_norm_is_found_at_any_depth():
    inner = keras.Sequential([keras.Input((2,)), keras.layers.BatchNormalization()])
    outer = keras.Sequential([keras.Input((2,)), inner, keras.layers.Dense(1)])
    assert validation.has_batch_norm(outer)
    assert validation.has_batch_norm(dcgan().generator)
    assert not validation.has_batch_norm(dcgan(normalization="layer").discriminator)


def test_labels_beside_a_dataset_are_refused():
    with pytest.raises(ValueError, match="Labels stand in the dataset"):
        validation.check_no_labels([], [1])
