import keras
from keras import layers, ops

from keras_gans.layers.phrase_reader import PhraseReader
from keras_gans.utils.types import Tensor

SHARPNESS = 10.0  # of a softmax over cosines


@keras.saving.register_keras_serializable("keras_gans")
class PhraseContrast(PhraseReader):
    """How sure it is which picture of the batch each phrase of a caption speaks of.

    Each few neighbouring words of each caption are a vector, and each picture is one;
    for each phrase a softmax over the batch's pictures, of the cosines, says whose it
    is. A phrase for a mouth counts as much as one for the hair, where a single score of
    the whole sentence hears of the mouth only once all that is large is right; and it
    competes with no other phrase, by which it is learnt sooner
    (`benchmarks/small_parts.py`).

    Args:
        vocabulary_size: int, the number of tokens, the 0 for no word included.
        units: int, the length of the vectors.
        phrase_length: int, the neighbouring words that are read together.

    Returns:
        From features (batch, n) and tokens (batch, length): the mean log-probability of
        the own picture over the caption's phrases, (batch, 1); 0 for a caption without
        words, and if there is but one picture.

    Reference:
    - [Zhang et al., 2021](https://arxiv.org/abs/2101.04702): the softmax over a batch,
      here once for each phrase instead of once for a sentence
    - [Xu et al., 2018](https://arxiv.org/abs/1711.10485), section 3.2: the softmax over
      the batch's pictures, and the factor of 10
    """

    def __init__(
        self,
        vocabulary_size: int,
        units: int = 64,
        phrase_length: int = 3,
        **kwargs: object,
    ):
        super().__init__(vocabulary_size, units, phrase_length, **kwargs)
        dtype = self.dtype_policy
        self.meaning = layers.Dense(units, use_bias=False, dtype=dtype)
        self.seen = layers.Dense(units, use_bias=False, dtype=dtype)

    def build(self, features_shape: tuple, tokens_shape: tuple) -> None:
        self.meaning.build(self.build_reader(tokens_shape))
        self.seen.build(features_shape)

    def call(self, features: Tensor, tokens: Tensor) -> Tensor:
        phrases = unit_length(self.meaning(self.heard(tokens)))
        seen = SHARPNESS * unit_length(self.seen(features))
        own = ops.einsum("iu,ilu->il", seen, phrases)
        every = ops.logsumexp(ops.einsum("iu,jlu->ijl", seen, phrases), axis=0)
        there = ops.cast(ops.not_equal(tokens, 0), "float32")
        count = ops.maximum(ops.sum(there, axis=1, keepdims=True), 1.0)
        mean = ops.sum(there * (own - every), axis=1, keepdims=True) / count
        return ops.cast(mean, self.compute_dtype)

    def compute_output_shape(self, features_shape: tuple, tokens_shape: tuple) -> tuple:
        return (features_shape[0], 1)


def unit_length(x):
    """Vectors of length 1, float32."""
    x = ops.cast(x, "float32")
    return x * ops.rsqrt(ops.sum(ops.square(x), axis=-1, keepdims=True) + 1e-8)
