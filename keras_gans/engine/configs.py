"""A GAN as a config, and back: its networks, its priors and conditions, its game."""

from typing import Any

import keras

from keras_gans.engine import settings
from keras_gans.engine.optimizer_pair import unwrapped


def get_config(gan) -> dict:
    serialize = keras.saving.serialize_keras_object
    return {
        "generator": serialize(gan.generator),
        "discriminator": serialize(gan.discriminator),
        "prior": keras.tree.map_structure(serialize, gan.prior),
        "conditions": {n: serialize(c) for n, c in gan.roles.conditions.items()},
        "seed": gan.seed,
        "packing": gan.packing,
        "name": gan.name,
    }


def from_config(cls, config: dict, custom_objects: dict | None = None) -> Any:
    make = keras.saving.deserialize_keras_object

    def made(part):
        if isinstance(part, dict) and "class_name" not in part:
            return {name: made(each) for name, each in part.items()}
        return make(part, custom_objects=custom_objects)

    parts = "generator", "discriminator", "prior", "conditions"
    found = {name: made(config[name]) for name in parts if name in config}
    return cls(**{**config, **found})


def get_compile_config(gan) -> dict:
    if not gan.compiled:
        return {}
    optimizers = {
        name: unwrapped(getattr(gan, name))
        for name in ("generator_optimizer", "discriminator_optimizer")
    }
    game = {name: getattr(gan, name) for name in settings.SETTINGS}
    return {
        name: keras.saving.serialize_keras_object(value)
        for name, value in {**optimizers, **game}.items()
    }


def compile_from_config(gan, config: dict) -> None:
    gan.compile(**keras.saving.deserialize_keras_object(config))
