"""What all networks share: arguments checked alike, a config, and who plays what."""

import inspect
import types
from typing import Any, Self

import keras
import numpy as np

from keras_gans import conditions
from keras_gans.networks import checks
from keras_gans.utils.counts import check_positive
from keras_gans.utils.types import Tensor


class Network(keras.Model):
    """A functional model whose config is the arguments of its constructor.

    A subclass names its arguments in `__init__`, which hands `locals()` over, and says
    in `graph` how they become inputs and outputs. It declares what its arguments may
    be, and is found by presets once it stands in `networks.__all__`.

    Attributes:
        num_classes: int, or None for an unconditional network.
        limits: dict, argument to the most that a preset may ask for. Such an argument
            is an int of at least 1, or several.
        least: dict, argument to the least that it may be, if that is not 1.
        shapes: dict, argument that is a shape to the function that checks it.
        choices: dict, argument to the values that it may have.
        newer: arguments that presets of the first release do not name; a preset holds
            one only where it is another than by default.
    """

    limits = {"latent_dim": 2**16, "num_classes": 2**14, "width": 2**12}
    least: dict[str, int | dict] = {}
    shapes = {"image_shape": checks.shape}
    choices: dict[str, tuple] = {}
    newer: tuple[str, ...] = ()

    def __init__(self, arguments):
        config = plain(arguments)
        self.check(config)
        given = {**config, **{name: tupled(config[name]) for name in self.shapes}}
        self.connect(*self.graph(types.SimpleNamespace(**given)), config["name"])
        self.num_classes = config.get("num_classes")
        self.contrastive = config.get("contrastive", False)
        self._arguments = config

    def connect(self, inputs: Any, outputs: Any, name: str) -> None:
        """Becomes the functional model from a list of inputs to the outputs."""
        super().__init__(inputs=alone(inputs), outputs=outputs, name=name)

    @staticmethod
    def graph(a: Any) -> tuple:
        """The inputs, a list, and the outputs of a network with these arguments."""
        raise TypeError("A network of the library must define `graph`.")

    @classmethod
    def check(cls, config: dict) -> None:
        """Refuses arguments that make no sense, by name."""
        for name, value in config.items():
            if name in cls.choices:
                checks.choice(name, value, cls.choices[name])
            elif name in cls.shapes:
                cls.shapes[name](name, value)
            elif name in cls.limits and not (value is None and cls.may_lack(name)):
                checks.counts(name, value, cls.least.get(name, 1))
        if "dropout" in config:
            checks.rate("dropout", config["dropout"])
        if "spectral_gain" in config:
            check_positive("spectral_gain", config["spectral_gain"])

    @classmethod
    def may_lack(cls, name: str) -> bool:
        """Whether an argument is None by default."""
        return inspect.signature(cls).parameters[name].default is None

    @property
    def conditions(self) -> dict:
        """What it is told, by the names of its inputs: a class, pictures, vectors."""
        classes = self.num_classes
        told: dict[str, conditions.Condition] = {}
        if classes is not None:
            told["labels"] = conditions.Labels(classes)
        beside = self.inputs[isinstance(self, Discriminator) :]  # the sample is first
        given = self._arguments.get("given_shapes") or ()
        for x in beside:
            if len(x.shape) > 3:
                told[x.name] = conditions.Image(x.shape[1:])
            elif x.name in given:
                told[x.name] = conditions.Vector(tuple(x.shape[1:]))
        return told

    def get_config(self) -> dict:
        return dict(self._arguments)

    @classmethod
    def from_config(cls, config: dict, custom_objects: dict | None = None) -> Self:
        return cls(**config)


class Generator(Network):
    """A network that makes samples."""


class StyleGenerator(Generator):
    """One that makes images of styles, which a mapping network makes of z.

    It has the layers "mapping", with a `MovingMean` called "w_mean", and "synthesis".
    """

    @property
    def mapping(self) -> keras.Model:
        """The model that turns z into styles (batch, layers, style_dim)."""
        return self.get_layer("mapping")

    @property
    def synthesis(self) -> keras.Model:
        """The model that turns styles into images."""
        return self.get_layer("synthesis")

    @property
    def w_mean(self) -> Tensor:
        """The moving mean of w, `(style_dim,)`: the centre of truncation."""
        return self.mapping.get_layer("w_mean").mean

    def truncated(self, styles: Tensor, truncation: float | Tensor = 0.7) -> Tensor:
        """Styles nearer to their mean, which makes usual images, and fewer kinds.

        w' = w_mean + truncation (w - w_mean).

        Args:
            styles: (batch, layers, style_dim), or any (..., style_dim).
            truncation: float, 1 for no change, 0 for the mean alone.

        Reference:
        - [Karras et al., 2019](https://arxiv.org/abs/1812.04948), appendix B
        """
        return self.mapping.get_layer("w_mean").truncated(styles, truncation)


class Discriminator(Network):
    """A network that judges samples: its first input, "images", is the sample."""


def alone(inputs):
    """One input as it is; several as a list."""
    return inputs if len(inputs) > 1 else inputs[0]


def plain(arguments):
    """What JSON can hold of the `locals()` of a constructor, the dtype by its name."""
    config = {
        name: listed(value)
        for name, value in arguments.items()
        if name not in ("self", "__class__")
    }
    return {**config, "dtype": policy_of(config["dtype"])}


def listed(value):
    """Tuples and arrays as lists, NumPy's numbers as Python's."""
    if isinstance(value, (tuple, list)):
        return [listed(part) for part in value]
    if isinstance(value, dict):
        return {key: listed(part) for key, part in value.items()}
    return value.tolist() if isinstance(value, (np.ndarray, np.generic)) else value


def tupled(shape):
    """A shape as a tuple, or each of a dict of shapes; None stays."""
    if shape is None:
        return None
    if isinstance(shape, dict):
        return {name: tuple(part) for name, part in shape.items()}
    return tuple(shape)


def policy_of(dtype):
    """The dtype policy that a network's layers get: the given one or Keras's global."""
    policy = keras.config.dtype_policy() if dtype is None else dtype
    return policy if isinstance(policy, str) else policy.name
