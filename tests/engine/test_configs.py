"""A GAN as a config and back."""

import json

import keras
import pytest

import keras_gans as kg
from contracts import arrays, conditional, ensemble, mlp, play, same
from keras_gans.engine import settings


def test_a_config_is_json_and_makes_the_same_gan():
    gan = conditional()
    config = json.loads(json.dumps(gan.get_config()))
    back = kg.GAN.from_config(config)
    assert back.get_config() == gan.get_config()
    back.set_weights(gan.get_weights())
    assert same(arrays(back.weights), arrays(gan.weights))


def test_the_game_is_compiled_anew_from_its_config():
    gan = play(
        mlp(),
        loss="hinge",
        penalties=[kg.penalties.r1(4.0)],
        ema=0.9,
        generator_steps=2,
    )
    config = json.loads(json.dumps(gan.get_compile_config()))
    back = kg.GAN.from_config(gan.get_config())
    assert back.get_compile_config() == {}
    back.compile_from_config(config)
    assert back.get_compile_config() == gan.get_compile_config()
    assert back.penalties[0].weight == 2.0 and back.ema == 0.9


def test_every_setting_is_in_the_config():
    config = play(ensemble()).get_compile_config()
    assert config.keys() == {
        "generator_optimizer",
        "discriminator_optimizer",
        *settings.SETTINGS,
    }


def test_the_optimizers_are_those_of_the_user_without_loss_scaling():
    keras.config.set_dtype_policy("mixed_float16")
    config = play(mlp()).get_compile_config()
    assert config["generator_optimizer"]["class_name"] == "Adam"


def test_an_unknown_class_is_refused():
    config = mlp().get_config()
    config["generator"]["registered_name"] = "os>system"
    config["generator"]["module"] = None
    config["generator"]["class_name"] = "system"
    with pytest.raises(TypeError, match="system"):
        kg.GAN.from_config(config)
