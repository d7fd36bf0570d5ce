"""Networks that play: a class that stands in `__all__` may be part of a preset."""

from keras_gans.networks.dcgan import DCGANDiscriminator, DCGANGenerator
from keras_gans.networks.ensemble import Ensemble
from keras_gans.networks.mlp import MLPDiscriminator, MLPGenerator

__all__ = [
    "DCGANDiscriminator",
    "DCGANGenerator",
    "Ensemble",
    "MLPDiscriminator",
    "MLPGenerator",
]
