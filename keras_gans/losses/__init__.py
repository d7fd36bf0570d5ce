"""What a score is worth.

A loss sees the discriminator's raw scores (logits), of any shape, and returns one
number for each player. Scores of real images are pushed up, those of fakes down. One
that draws random labels draws them from the `seed` that it is given.
"""

from keras_gans.losses.base import AdversarialLoss
from keras_gans.losses.games import (
    Hinge,
    LeastSquares,
    RelativisticPairing,
    Wasserstein,
)
from keras_gans.losses.logistic import Minimax, NonSaturating
from keras_gans.losses.named import NAMED, get
from keras_gans.losses.scaled import Scaled
from keras_gans.losses.wrappers import AuxiliaryClassifier, TopK

__all__ = [
    "NAMED",
    "AdversarialLoss",
    "AuxiliaryClassifier",
    "Hinge",
    "LeastSquares",
    "Minimax",
    "NonSaturating",
    "RelativisticPairing",
    "Scaled",
    "TopK",
    "Wasserstein",
    "get",
]
