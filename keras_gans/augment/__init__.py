"""What the discriminator gets to see.

An augmentation is called as `images = augment(images, seed)` on every image that the
discriminator sees, real or fake. It is differentiable by the images, so that the
generator learns through it, and keeps their dtype.
"""

from keras_gans.augment.adaptive_augment import AdaptiveAugment
from keras_gans.augment.base import Augmentation
from keras_gans.augment.diff_augment import DiffAugment
from keras_gans.augment.instance_noise import InstanceNoise

__all__ = ["AdaptiveAugment", "Augmentation", "DiffAugment", "InstanceNoise"]
