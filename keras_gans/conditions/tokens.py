"""Words of a known vocabulary."""

import difflib
import re

import keras
import numpy as np

from keras_gans.conditions.base import Condition
from keras_gans.counts import check_count

PIECES = re.compile(r"[^\W_]+|[^\w\s]")  # words, and single marks of punctuation


@keras.saving.register_keras_serializable("keras_gans")
class Tokens(Condition):
    """A caption: words of a vocabulary, as int32 numbers; 0 is what follows the last.

    Text is put in lower case and split into words and marks of punctuation.

    Args:
        vocabulary: list of str, words and marks; word i has the number i + 1.
        length: int, the most words of a caption.
        captions: list of str that `generate` tells, in turn, where the caller says
            nothing.

    Example:
        words = kg.conditions.vocabulary_of(["a red cat.", "a blue dog."])
        caption = kg.conditions.Tokens(words, length=8, captions=["a red dog."])
        caption.encode("A red dog.")  # [[2, 6, 5, 1, 0, 0, 0, 0]]
    """

    dtype = "int32"

    def __init__(self, vocabulary, length, captions=()):
        self.vocabulary, self.captions = list(vocabulary), list(captions)
        self.numbers = {word: i + 1 for i, word in enumerate(self.vocabulary)}
        self.length = check_count("length", length)
        self.shape = (self.length,)
        for word in self.vocabulary:
            if pieces_of(word) != [word]:
                raise ValueError(
                    "`vocabulary` must be single words in lower case, or marks of "
                    f"punctuation. Received: {word!r}. Use `vocabulary_of(captions)`."
                )
        if not self.vocabulary or len(self.numbers) < len(self.vocabulary):
            raise ValueError(
                "`vocabulary` must hold at least one word, each once. "
                f"Received: {len(self.vocabulary)} words, {len(self.numbers)} of them "
                "different."
            )
        if self.captions:
            self.encode(self.captions)

    def check(self, values, count):
        if values.dtype.kind in "OSU":
            return super().check(self.encode(values.tolist()), count)
        super().check(values, count)
        outside = (values < 0) | (values > len(self.vocabulary))
        if values.dtype.kind not in "iu" or outside.any():
            raise ValueError(
                f"Tokens must be ints from 0 to {len(self.vocabulary)}. Received: "
                f"{values[outside][0] if outside.any() else values.dtype}. Use "
                "`Tokens.encode(captions)`."
            )

    def encode(self, values):
        """One caption or several, or their numbers, as int32 (count, length)."""
        if isinstance(values, (str, bytes)):
            values = [values]
        values = np.asarray(values)
        if values.dtype.kind not in "OSU":
            return super().encode(values)
        return np.stack([self.row(text) for text in values.ravel()])

    def row(self, text):
        text = text.decode() if isinstance(text, bytes) else str(text)
        pieces = pieces_of(text)
        if len(pieces) > self.length:
            raise ValueError(
                f"A caption must have at most {self.length} words. Received: "
                f"{len(pieces)} in {text!r}. Shorten it."
            )
        row = np.zeros(self.length, "int32")
        row[: len(pieces)] = [self.number(piece, text) for piece in pieces]
        return row

    def number(self, word, text):
        if word in self.numbers:
            return self.numbers[word]
        near = difflib.get_close_matches(word, self.vocabulary, n=3)
        hint = " or ".join(map(repr, near or self.vocabulary[:8]))
        raise ValueError(
            f"Words must be of the {len(self.vocabulary)} that the networks know. "
            f"Received: {word!r} in {text!r}. {'Did you mean' if near else 'Such as'} "
            f"{hint}{'?' if near else '.'}"
        )

    def examples(self, count, seed):
        if not self.captions:
            return super().examples(count, seed)
        return np.resize(self.encode(self.captions), (count, self.length))

    def caption(self, values):
        """Numbers as text again."""
        return [self.text(row) for row in np.asarray(values)]

    def text(self, row):
        words = " ".join(self.vocabulary[i - 1] for i in row if i)
        return re.sub(r" ([^\w\s])", r"\1", words)

    def get_config(self):
        names = "vocabulary", "length", "captions"
        return {name: getattr(self, name) for name in names}


def pieces_of(text):
    """A text as its words and marks, in lower case."""
    return PIECES.findall(text.lower())


def vocabulary_of(captions):
    """The words and marks of some captions, in the order of the alphabet.

    Args:
        captions: list of str.

    Returns:
        list of str.
    """
    return sorted({piece for caption in captions for piece in pieces_of(caption)})
