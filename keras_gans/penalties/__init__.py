"""What is added to a player's loss.

A penalty of the discriminator (`compile(penalties=)`) is called as
`penalty(critic, real, fake, seed)`: it sees the critic as a function of samples, with
`critic.real_scores`, `critic.fake_scores` and `critic.kernels`, and returns one number.

A penalty of the generator (`compile(generator_penalties=)`) is called as
`penalty(maker, real, fake, seed)`: `maker(**inputs)` makes samples of this step's
inputs, some of them changed; `maker.inputs` holds them by name, `maker.critic` is the
discriminator, and `maker.critic.features(samples)` what its hidden layers say.

All derive from `Penalty`, which says what else a penalty may do.
"""

from keras_gans.penalties.base import Penalty
from keras_gans.penalties.consistency import Consistency
from keras_gans.penalties.cycle import Cycle, Identity
from keras_gans.penalties.features import FeatureMatching, Perceptual
from keras_gans.penalties.gradient import GradientPenalty, dragan, r1, r2, wgan_gp
from keras_gans.penalties.information import MutualInformation
from keras_gans.penalties.path_length import PathLength
from keras_gans.penalties.reconstruction import Reconstruction
from keras_gans.penalties.scores import Drift, LeCam
from keras_gans.penalties.splicing import Splicing
from keras_gans.penalties.weights import L2, Orthogonal

__all__ = [
    "L2",
    "Consistency",
    "Cycle",
    "Drift",
    "FeatureMatching",
    "GradientPenalty",
    "Identity",
    "LeCam",
    "MutualInformation",
    "Orthogonal",
    "Splicing",
    "PathLength",
    "Penalty",
    "Perceptual",
    "Reconstruction",
    "dragan",
    "r1",
    "r2",
    "wgan_gp",
]
