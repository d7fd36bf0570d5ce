"""Where what is drawn comes from: z, a digit, a style, the holes of a picture."""

from keras_gans.priors.base import Prior
from keras_gans.priors.categorical import Categorical
from keras_gans.priors.free_form import FreeForm
from keras_gans.priors.named import CHUNK, NAMED, Function, draw, get, get_all, wrapped
from keras_gans.priors.noise import Normal, TruncatedNormal, Uniform
from keras_gans.priors.walks import spherical, straight

__all__ = [
    "CHUNK",
    "NAMED",
    "Categorical",
    "FreeForm",
    "Function",
    "Normal",
    "Prior",
    "TruncatedNormal",
    "Uniform",
    "draw",
    "get",
    "get_all",
    "spherical",
    "straight",
    "wrapped",
]
