"""What is added to the discriminator's loss.

A penalty is called as `penalty(critic, real, fake, seed)`: it sees the critic as a
function of images, with `critic.real_scores`, `critic.fake_scores` and
`critic.kernels`, and returns one number. All derive from `Penalty`, which says what
else a penalty may do.
"""

from keras_gans.penalties.base import Penalty
from keras_gans.penalties.consistency import Consistency
from keras_gans.penalties.gradient import GradientPenalty, dragan, r1, r2, wgan_gp
from keras_gans.penalties.scores import Drift, LeCam
from keras_gans.penalties.weights import L2, Orthogonal

__all__ = [
    "L2",
    "Consistency",
    "Drift",
    "GradientPenalty",
    "LeCam",
    "Orthogonal",
    "Penalty",
    "dragan",
    "r1",
    "r2",
    "wgan_gp",
]
