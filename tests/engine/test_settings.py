"""The settings of a game stand in one place."""

import inspect

import pytest

import keras_gans as kg
from contracts import mlp, play
from keras_gans.engine import settings
from keras_gans.engine.settings import SETTINGS


def test_the_signature_of_compile_says_what_the_declaration_says():
    parameters = dict(inspect.signature(kg.GAN.compile).parameters)
    said = {name: p.default for name, p in parameters.items() if name in SETTINGS}
    assert said == {name: setting.default for name, setting in SETTINGS.items()}
    others = {"self", "generator_optimizer", "discriminator_optimizer"}
    assert set(parameters) - set(SETTINGS) == others
    for name in SETTINGS:
        assert f"{name}:" in kg.GAN.compile.__doc__


def test_what_a_user_writes_becomes_what_is_played_with():
    given = {name: setting.default for name, setting in SETTINGS.items()}
    game = settings.read(
        {**given, "loss": "hinge", "augment": kg.augment.DiffAugment()}
    )
    assert isinstance(game.loss, kg.losses.Hinge) and len(game.augment) == 1
    assert isinstance(game.turns, kg.turns.Turns) and game.penalties == []
    assert vars(game).keys() == set(settings.GAME)


def test_kerass_own_settings_are_no_part_of_the_game():
    given = {name: setting.default for name, setting in SETTINGS.items()}
    assert settings.of_keras(given) == {
        "run_eagerly": False,
        "steps_per_execution": 1,
        "jit_compile": "auto",
    }


@pytest.mark.parametrize("name", settings.GAME)
def test_a_gan_has_each_setting_by_its_name(name):
    assert hasattr(play(mlp()), name)
