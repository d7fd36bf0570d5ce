"""Who fills which input: worked out once, and refused where nobody does."""

import keras
import numpy as np
import pytest

import keras_gans as kg
from contracts import conditional, mlp
from keras_gans.engine import roles


def network(out, **inputs):
    """A Functional network of named inputs, each a shape."""
    tensors = [keras.Input(shape, name=name) for name, shape in inputs.items()]
    flat = [keras.layers.Flatten()(x) for x in tensors]
    joined = keras.layers.Concatenate()(flat) if len(flat) > 1 else flat[0]
    return keras.Model(tensors, keras.layers.Dense(out)(joined))


def test_networks_of_the_library_say_their_classes():
    cast = conditional().roles
    assert cast.generator == ["z", "labels"] and cast.told_to_critic == ["labels"]
    assert cast.conditions["labels"].num_classes == 3
    assert cast.only_class == "labels" and cast.shapes["z"] == (4,)
    assert cast.dtypes_told_to_critic == {"labels": "int32"}


def test_without_a_class_nothing_is_told():
    cast = mlp().roles
    assert cast.conditions == {} and cast.only_class is None
    assert cast.priors.keys() == {"z"}


def test_what_is_not_told_is_drawn_by_the_one_prior():
    told = {"colour": kg.conditions.Vector(3)}
    makes, judges = network(2, noise=(5,), colour=(3,)), network(1, x=(2,), colour=(3,))
    cast = roles.cast(makes, judges, "uniform", told)
    assert cast.priors.keys() == {"noise"} and cast.told_to_critic == ["colour"]
    assert cast.shapes == {"noise": (5,), "colour": (3,)}


def test_several_draws_are_named():
    makes, judges = network(2, z=(5,), holes=(4,)), network(1, x=(2,))
    cast = roles.cast(makes, judges, {"z": "normal", "holes": "uniform"}, None)
    assert list(cast.priors) == ["z", "holes"]
    with pytest.raises(ValueError, match="Received: holes beside"):
        roles.cast(makes, judges, "normal", None)


def test_the_order_is_that_of_the_inputs_whoever_wrote_the_dict():
    """Draws go by it: a file that sorts its keys must come back as the same GAN."""
    makes, judges = network(2, z=(5,), code=(4,)), network(1, x=(2,))
    prior = {"code": "uniform", "z": "normal"}
    assert list(roles.cast(makes, judges, prior, None).priors) == ["z", "code"]


def test_a_gan_of_several_draws_is_the_same_when_it_is_loaded(tmp_path):
    gan = kg.GAN(
        network(2, z=(5,), code=(4,)),
        network(1, x=(2,)),
        prior={"z": "normal", "code": "uniform"},
        seed=0,
    )
    gan.save(tmp_path / "gan.keras")
    again = keras.models.load_model(tmp_path / "gan.keras")
    assert list(again.priors) == ["z", "code"]
    np.testing.assert_array_equal(gan.generate(4, seed=0), again.generate(4, seed=0))


@pytest.mark.parametrize(
    "prior, told, match",
    [
        ({"z": "normal", "w": "normal"}, None, "`prior` must name inputs.*w"),
        ("normal", {"w": kg.conditions.Vector(1)}, "`conditions` must name inputs.*w"),
        (None, None, "must be drawn or told. Received: z"),
        ("normal", {"y": kg.conditions.Vector(4)}, "shape .4,. for 'y' of shape .3,."),
    ],
)
def test_inputs_that_do_not_fit_are_refused(prior, told, match):
    makes, judges = network(2, z=(5,)), network(1, x=(2,), y=(3,))
    with pytest.raises(ValueError, match=match):
        roles.cast(makes, judges, prior, {"y": kg.conditions.Vector(3), **(told or {})})


def test_an_image_is_not_mistaken_for_noise():
    makes, judges = network(2, photo=(8, 8, 3)), network(1, x=(2,))
    with pytest.raises(ValueError, match="looks like an image"):
        roles.cast(makes, judges, "normal", None)
    told = {"photo": kg.conditions.Image((8, 8, 3))}
    assert roles.cast(makes, judges, "normal", told).priors == {}
    assert roles.cast(makes, judges, {"photo": "normal"}, None).conditions == {}


def test_both_networks_know_the_same_classes():
    three = kg.networks.MLPGenerator((4, 4, 1), 2, (4,), num_classes=3)
    four = kg.networks.MLPDiscriminator((4, 4, 1), (4,), num_classes=4)
    with pytest.raises(ValueError, match="same number of classes"):
        roles.cast(three, four, "normal", None)


def test_labels_that_nobody_counts_are_missed_with_the_way_to_say_it():
    makes, judges = network(2, z=(5,), labels=(1,)), network(1, x=(2,), labels=(1,))
    with pytest.raises(ValueError, match="num_classes=10"):
        roles.cast(makes, judges, {"z": "normal"}, None)
