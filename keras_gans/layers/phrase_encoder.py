import keras
from keras import layers, ops

from keras_gans.utils.types import Tensor


@keras.saving.register_keras_serializable("keras_gans")
class PhraseEncoder(layers.Layer):
    """Tokens to one vector: phrases of a few words, each heard wherever it stands.

    An embedding, a convolution over neighbouring words, and of each of its features the
    largest value in the sentence. It does not know in which order phrases come, but it
    learns sooner than `TextEncoder` (`benchmarks/captions.py`): no gradient has to
    travel through a sentence, word by word.

    Token 0 is no word: a caption may be shorter than the others, and how many zeros
    stand behind it changes nothing.

    Args:
        vocabulary_size: int, the number of tokens, the 0 included.
        units: int, the length of the vector.
        phrase_length: int, the neighbouring words that are read together.

    Returns:
        From (batch, length) int tokens: (batch, units).

    Reference:
    - [Kim, 2014](https://arxiv.org/abs/1408.5882), section 2, with one length of phrase
      and a dense layer behind
    """

    def __init__(
        self,
        vocabulary_size: int,
        units: int = 128,
        phrase_length: int = 3,
        **kwargs: object,
    ):
        super().__init__(**kwargs)
        self.vocabulary_size, self.units = vocabulary_size, units
        self.phrase_length = phrase_length
        dtype = self.dtype_policy
        self.embedding = layers.Embedding(vocabulary_size, units, dtype=dtype)
        self.phrases = layers.Conv1D(
            2 * units, phrase_length, padding="same", activation="relu", dtype=dtype
        )
        self.sentence = layers.Dense(units, dtype=dtype)

    def build(self, input_shape: tuple) -> None:
        self.embedding.build(input_shape)
        self.phrases.build((*input_shape, self.units))
        self.sentence.build((input_shape[0], 2 * self.units))

    def call(self, tokens: Tensor) -> Tensor:
        words = self.embedding(tokens)
        there = ops.cast(ops.not_equal(tokens, 0), words.dtype)[..., None]
        heard = self.phrases(words * there) * there  # at least 0, as no phrase is
        return self.sentence(ops.max(heard, axis=1))

    def compute_output_shape(self, input_shape: tuple) -> tuple:
        return (input_shape[0], self.units)

    def get_config(self) -> dict:
        names = ("vocabulary_size", "units", "phrase_length")
        return {**super().get_config(), **{name: getattr(self, name) for name in names}}
