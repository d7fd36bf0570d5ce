"""Losses by name."""

import inspect

from keras_gans import lookup
from keras_gans.losses.games import (
    Hinge,
    LeastSquares,
    RelativisticPairing,
    Wasserstein,
)
from keras_gans.losses.logistic import Minimax, NonSaturating

NAMED = {
    "non_saturating": NonSaturating,
    "minimax": Minimax,
    "least_squares": LeastSquares,
    "hinge": Hinge,
    "wasserstein": Wasserstein,
    "relativistic_pairing": RelativisticPairing,
}


def get(identifier):
    """A loss from its name ("hinge") or the object itself."""
    loss = lookup.find("loss", identifier, NAMED)
    if not hasattr(loss, "margins"):
        raise ValueError(
            "`loss` must be a name or a `kg.losses.AdversarialLoss`. "
            f"Received: loss={loss!r}"
        )
    for method in (loss.discriminator, loss.generator):
        if len(inspect.signature(method).parameters) < 3:
            raise ValueError(
                "A loss's methods take `(real_scores, fake_scores, seed)`. Received: "
                f"{method.__qualname__}{inspect.signature(method)}. Add `seed=None`."
            )
    return loss
