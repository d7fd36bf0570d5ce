import keras
from keras import layers, ops

from keras_gans.utils.types import Tensor


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

    def __init__(
        self,
        vocabulary_size: int,
        units: int = 128,
        embedding_units: int | None = None,
        **kwargs: object,
    ):
        super().__init__(**kwargs)
        self.vocabulary_size, self.units = vocabulary_size, units
        self.embedding_units = embedding_units or units
        dtype = self.dtype_policy
        self.embedding = layers.Embedding(
            vocabulary_size, self.embedding_units, dtype=dtype
        )
        self.cell = layers.GRUCell(units, dtype=dtype)

    def build(self, input_shape: tuple) -> None:
        self.embedding.build(input_shape)
        self.cell.build((input_shape[0], self.embedding_units))

    def call(self, tokens: Tensor) -> Tensor:
        words = ops.swapaxes(self.embedding(tokens), 0, 1)
        there = ops.transpose(ops.not_equal(tokens, 0))[..., None]

        def read(i, state):
            following, _ = self.cell(ops.take(words, i, axis=0), state)
            return i + 1, ops.where(ops.take(there, i, axis=0), following, state)

        # A loop of a known end, which XLA can differentiate; unrolled (as `GRU` has it)
        # the gradients of a step would be a graph of 50,000 operations.
        length = tokens.shape[1]
        state = ops.zeros_like(words[0, :, :1]) + ops.zeros(
            self.units, dtype=self.compute_dtype
        )
        return ops.while_loop(lambda i, _: i < length, read, (0, state), length)[1]

    def compute_output_shape(self, input_shape: tuple) -> tuple:
        return (input_shape[0], self.units)

    def get_config(self) -> dict:
        names = ("vocabulary_size", "units", "embedding_units")
        return {**super().get_config(), **{name: getattr(self, name) for name in names}}
