import keras
from keras import layers, ops

from keras_gans.layers.phrase_reader import PhraseReader
from keras_gans.utils.types import Tensor


@keras.saving.register_keras_serializable("keras_gans")
class PhraseEncoder(PhraseReader):
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
        super().__init__(vocabulary_size, units, phrase_length, **kwargs)
        self.sentence = layers.Dense(units, dtype=self.dtype_policy)

    def build(self, input_shape: tuple) -> None:
        _, _, features = self.build_reader(input_shape)
        self.sentence.build((input_shape[0], features))

    def call(self, tokens: Tensor) -> Tensor:
        return self.sentence(ops.max(self.heard(tokens), axis=1))

    def compute_output_shape(self, input_shape: tuple) -> tuple:
        return (input_shape[0], self.units)
