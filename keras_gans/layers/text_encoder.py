import keras
from keras import layers, ops


@keras.saving.register_keras_serializable("keras_gans")
class TextEncoder(layers.Layer):
    """Tokens to one vector: an embedding and a GRU, which reads up to the last word.

    Token 0 is no word: a caption may be shorter than the others, and what stands
    behind it changes nothing.

    Args:
        vocabulary_size: int, the number of tokens, the 0 included.
        units: int, the length of the vector.
        embedding_units: int, the length of a word's vector. None: `units`.

    Returns:
        From (batch, length) int tokens: (batch, units).

    Reference:
    - [Cho et al., 2014](https://arxiv.org/abs/1406.1078), section 2.3
    """

    def __init__(self, vocabulary_size, units=128, embedding_units=None, **kwargs):
        super().__init__(**kwargs)
        self.vocabulary_size, self.units = vocabulary_size, units
        self.embedding_units = embedding_units or units
        dtype = self.dtype_policy
        self.embedding = layers.Embedding(
            vocabulary_size, self.embedding_units, dtype=dtype
        )
        # Unrolled: captions are short, and XLA differentiates no loop of unknown end.
        self.gru = layers.GRU(units, unroll=True, dtype=dtype)

    def build(self, input_shape):
        self.embedding.build(input_shape)
        self.gru.build((*input_shape, self.embedding_units))

    def call(self, tokens):
        return self.gru(self.embedding(tokens), mask=ops.not_equal(tokens, 0))

    def compute_output_shape(self, input_shape):
        return (input_shape[0], self.units)

    def get_config(self):
        names = ("vocabulary_size", "units", "embedding_units")
        return {**super().get_config(), **{name: getattr(self, name) for name in names}}
