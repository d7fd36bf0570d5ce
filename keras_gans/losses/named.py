"""Losses by name."""

from keras_gans.losses.base import AdversarialLoss
from keras_gans.losses.games import (
    Hinge,
    LeastSquares,
    RelativisticPairing,
    Wasserstein,
)
from keras_gans.losses.logistic import Minimax, NonSaturating
from keras_gans.losses.own import as_loss
from keras_gans.utils import identifiers

NAMED = {
    "non_saturating": NonSaturating,
    "minimax": Minimax,
    "least_squares": LeastSquares,
    "hinge": Hinge,
    "wasserstein": Wasserstein,
    "relativistic_pairing": RelativisticPairing,
}


def get(identifier: object) -> AdversarialLoss:
    """A loss from its name ("hinge") or the object itself; the user's own as one."""
    return as_loss(identifiers.find("loss", identifier, NAMED))
