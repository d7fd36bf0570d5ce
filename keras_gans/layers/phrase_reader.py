from keras import layers, ops

from keras_gans.utils.types import Tensor


class PhraseReader(layers.Layer):
    """Base of what hears phrases: an embedding, and a convolution over neighbours.

    Token 0 is no word. How many zeros stand behind a caption changes nothing.
    """

    def __init__(
        self, vocabulary_size: int, units: int, phrase_length: int, **kwargs: object
    ):
        super().__init__(**kwargs)
        self.vocabulary_size, self.units = vocabulary_size, units
        self.phrase_length = phrase_length
        dtype = self.dtype_policy
        self.embedding = layers.Embedding(vocabulary_size, units, dtype=dtype)
        self.phrases = layers.Conv1D(
            2 * units, phrase_length, padding="same", activation="relu", dtype=dtype
        )

    def build_reader(self, tokens_shape: tuple) -> tuple:
        """Makes the weights of both; the shape of what is heard."""
        self.embedding.build(tokens_shape)
        self.phrases.build((*tokens_shape, self.units))
        return (*tokens_shape, 2 * self.units)

    def heard(self, tokens: Tensor) -> Tensor:
        """Each word with its neighbours, (batch, length, 2 * units), at least 0.

        0 where no word is.
        """
        words = self.embedding(tokens)
        there = ops.cast(ops.not_equal(tokens, 0), words.dtype)[..., None]
        return self.phrases(words * there) * there

    def get_config(self) -> dict:
        names = ("vocabulary_size", "units", "phrase_length")
        return {**super().get_config(), **{name: getattr(self, name) for name in names}}
