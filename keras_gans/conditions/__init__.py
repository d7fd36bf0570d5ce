"""What a network may be told: the twin of `priors`, which say what is drawn.

A condition says what one told input is: how values are checked, how what a user writes
becomes numbers, what `generate` tells where the caller says nothing, what a wrong value
is for a matching-aware discriminator, and what stands under a picture.
"""

from keras_gans.conditions.arrays import Image, Vector
from keras_gans.conditions.base import Condition
from keras_gans.conditions.labels import Labels
from keras_gans.conditions.named import get
from keras_gans.conditions.tokens import Tokens, vocabulary_of

__all__ = ["Condition", "Image", "Labels", "Tokens", "Vector", "get", "vocabulary_of"]
