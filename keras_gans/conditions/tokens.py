"""Words of a known vocabulary."""

import difflib
import numbers
import re
from collections.abc import Iterable, Sequence
from typing import Any

import keras
import numpy as np

from keras_gans.conditions.base import Condition
from keras_gans.utils.counts import check_count

PIECES = re.compile(r"[^\W_]+|[^\w\s]")  # words, and single marks of punctuation


@keras.saving.register_keras_serializable("keras_gans")
class Tokens(Condition):
    """A caption: words of a vocabulary, as int32 numbers; 0 is what follows the last.

    Text is put in lower case and split into words and marks of punctuation.

    Args:
        vocabulary: list of str, words and marks; word i has the number i + 1. An int:
            so many words whose spelling nobody said, which are told as numbers.
        length: int, the most words of a caption.
        captions: list of str that `generate` tells, in turn, where the caller says
            nothing.

    Example:
        words = kg.conditions.vocabulary_of(["a red cat.", "a blue dog."])
        caption = kg.conditions.Tokens(words, length=8, captions=["a red dog."])
        caption.encode("A red dog.")  # [[2, 6, 5, 1, 0, 0, 0, 0]]
    """

    dtype = "int32"
    written = "words"

    def __init__(
        self,
        vocabulary: Sequence[str] | int,
        length: int,
        captions: Sequence[str] = (),
    ):
        self.spelt = not isinstance(vocabulary, numbers.Integral)
        self.vocabulary: Any = list(vocabulary) if self.spelt else int(vocabulary)
        self.captions = list(captions)
        words = self.vocabulary if self.spelt else []
        self.numbers = {word: i + 1 for i, word in enumerate(words)}
        self.length = check_count("length", length)
        self.shape = (self.length,)
        if self.spelt:
            check_words(self.vocabulary)
        else:
            check_count("vocabulary", self.vocabulary)
        self.most = len(words) or self.vocabulary
        self.values = self.most + 1
        if self.captions:
            self.encode(self.captions)

    def check(self, values: np.ndarray, count: int) -> None:
        if values.dtype.kind in "OSU":
            return super().check(self.encode(values.tolist()), count)
        super().check(values, count)
        outside = (values < 0) | (values > self.most)
        if values.dtype.kind not in "iu" or outside.any():
            raise ValueError(
                f"Tokens must be ints from 0 to {self.most}. Received: "
                f"{values[outside][0] if outside.any() else values.dtype}. Use "
                "`Tokens.encode(captions)`."
            )

    def encode(self, values: Any) -> np.ndarray:
        """One caption or several, or their numbers, as int32 (count, length)."""
        if isinstance(values, (str, bytes)):
            values = [values]
        values = np.asarray(values)
        if values.dtype.kind not in "OSU":
            return super().encode(values)
        if not self.spelt:
            raise ValueError(
                f"These networks know {self.most} words by their numbers alone. "
                f"Received: {str(values.ravel()[0])!r}. Say how they are spelt: "
                "`GAN(..., conditions={name: kg.conditions.Tokens(words, length)})`."
            )
        return np.stack([self.row(text) for text in values.ravel()])

    def row(self, text: str) -> np.ndarray:
        """The numbers of a caption's words, `(length,)` int32, with 0 after its end."""
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

    def number(self, word: str, text: str) -> int:
        """The number of a word of `text`, from 1; an error names near words."""
        if word in self.numbers:
            return self.numbers[word]
        near = difflib.get_close_matches(word, self.vocabulary, n=3)
        hint = " or ".join(map(repr, near or self.vocabulary[:8]))
        raise ValueError(
            f"Words must be of the {len(self.vocabulary)} that the networks know. "
            f"Received: {word!r} in {text!r}. {'Did you mean' if near else 'Such as'} "
            f"{hint}{'?' if near else '.'}"
        )

    def examples(self, count: int, seed: int | None) -> np.ndarray:
        if not self.captions:
            return super().examples(count, seed)
        return np.resize(self.encode(self.captions), (count, self.length))

    def caption(self, values: Any) -> list[str] | None:
        """Numbers as text again."""
        return [self.text(row) for row in np.asarray(values)]

    def text(self, row: np.ndarray) -> str:
        """The words of a row of numbers, as a sentence."""
        words = [self.vocabulary[i - 1] if self.spelt else str(i) for i in row if i]
        return re.sub(r" ([^\w\s])", r"\1", " ".join(words))

    def get_config(self) -> dict:
        names = "vocabulary", "length", "captions"
        return {name: getattr(self, name) for name in names}


def check_words(vocabulary):
    """Refuses what is not one word or mark, and what stands there twice."""
    for word in vocabulary:
        if pieces_of(word) != [word]:
            raise ValueError(
                "`vocabulary` must be single words in lower case, or marks of "
                f"punctuation. Received: {word!r}. Use `vocabulary_of(captions)`."
            )
    if not vocabulary or len(set(vocabulary)) < len(vocabulary):
        raise ValueError(
            "`vocabulary` must hold at least one word, each once. "
            f"Received: {len(vocabulary)} words, {len(set(vocabulary))} of them "
            "different."
        )


def pieces_of(text):
    """A text as its words and marks, in lower case."""
    return PIECES.findall(text.lower())


def vocabulary_of(captions: Iterable[str]) -> list[str]:
    """The words and marks of some captions, in the order of the alphabet.

    Args:
        captions: list of str.

    Returns:
        list of str.
    """
    return sorted({piece for caption in captions for piece in pieces_of(caption)})
