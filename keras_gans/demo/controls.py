"""Controls: what somebody may say to a GAN, made from what it is told and draws."""

import dataclasses
import math
from collections.abc import Sequence

import keras
import numpy as np

from keras_gans.demo import pictures

FEW_NUMBERS = 12  # of a value that has a field for each of them
LETTERS = 2000  # of a text, at most
SHOWN = 8  # examples


@dataclasses.dataclass(frozen=True)
class Control:
    """One thing that a page asks for.

    Args:
        name: str, of the input.
        kind: "class", "words", "numbers" (a field for each), "row" (all in one line),
            "picture", or "example" (one of some, by its number).
        source: the condition or prior that knows what a value is.
        shape: tuple, of one value.
        told: bool; what is drawn may be left to the dice.
        holes: str, a drawn input that is painted upon this picture; or None.
        examples: list: captions, or arrays of `shape`.
        names: list of str, what its classes are called, if others know it.
    """

    name: str
    kind: str
    source: object
    shape: tuple
    told: bool = True
    holes: str | None = None
    examples: tuple = ()
    names: tuple = ()

    @property
    def label(self) -> str:
        """The name as a word: `hair_colour` is "Hair colour"."""
        return self.name.replace("_", " ").capitalize()

    @property
    def fields(self) -> int:
        """How many widgets it takes."""
        return math.prod(self.shape) if self.kind == "numbers" else 1

    @property
    def choices(self) -> list[tuple[str, int]]:
        """Pairs of word and number of a class, what is drawn first; or of examples."""
        if self.kind == "example":
            return [(f"example {i + 1}", i) for i in range(len(self.examples))]
        count = self.source.num_classes
        names = self.names or self.source.caption(one_each(self.source, count))
        dice = [] if self.told else [("by the dice", -1)]
        return [*dice, *((name, number) for number, name in enumerate(names))]

    @property
    def words(self) -> list[str]:
        """The vocabulary in the order of the alphabet; empty where it has none."""
        known = getattr(self.source, "vocabulary", None)
        return sorted(known) if isinstance(known, list) else []

    def read(self, *values: object) -> dict[str, np.ndarray]:
        """What its widgets hold, as inputs of the GAN.

        Args:
            *values: as many as `fields`.

        Returns:
            dict of name -> array (1, ...); empty where the dice decide.

        Raises:
            ValueError: what the input cannot take.
        """
        return READERS[self.kind](self, *values)


def one_each(source, count):
    """One value of each class, as its `caption` takes them."""
    numbers = np.arange(count)
    return numbers if getattr(source, "values", None) else np.eye(count)[numbers]


def controls_of(
    gan: keras.Model, examples: dict | None = None, classes: Sequence[str] | None = None
) -> list[Control]:
    """The controls of a GAN: a list of `Control`.

    What is told has one, and what is drawn beyond the latents: a digit, a style, holes,
    which are painted upon a picture of their size, if one is told.

    Args:
        gan: a `GAN`.
        examples: dict of name -> array (count, ...), values of what is told.
        classes: list of str, what its labels are called; or None.
    """
    known = {**(examples or {})}
    painted = painted_upon(gan)
    found = []
    for name, told in gan.conditions.items():
        if name in gan.roles.generator:
            some = getattr(told, "captions", None) or known.get(name, ())
            kind, holes = kind_of(told, told.shape), painted.get(name)
            named = classes if name == "labels" and not told.names else None
            names = named if len(named or ()) == told.num_classes else ()
            about = told.shape, True, holes, tuple(some[:SHOWN]), tuple(names)
            found.append(Control(name, kind, told, *about))
    for name in steered(gan):
        prior, shape = gan.priors[name], gan.input_shapes[name]
        if name not in painted.values():
            kind = kind_of(prior, shape)
            kind = "row" if kind == "numbers" else kind  # which may be left empty
            found.append(Control(name, kind, prior, shape, False))
    return found


def kind_of(source, shape):
    """Which kind of control a condition or a prior asks for."""
    if source.written in ("picture", "mask"):
        return "picture" if len(shape) == 3 else "example"
    if source.written == "numbers":
        return "numbers" if math.prod(shape) <= FEW_NUMBERS else "row"
    return source.written


def latent_of(gan):
    """The name of the drawn input in which one walks; None if there is none."""
    numbers = [name for name, prior in gan.priors.items() if prior.written == "numbers"]
    return next(iter(numbers), None)


def steered(gan):
    """Names of what is drawn and can be said instead, beside the latents."""
    latent = latent_of(gan)
    others = [name for name in gan.priors if name != latent]
    return [name for name in others if is_small(gan, name)]


def is_small(gan, name):
    written = gan.priors[name].written
    return written != "numbers" or math.prod(gan.input_shapes[name]) <= FEW_NUMBERS


def painted_upon(gan):
    """dict of told picture -> drawn mask of the same height and width."""
    found = {}
    for hole, prior in gan.priors.items():
        for name, told in gan.conditions.items():
            pair = (prior.written, told.written) == ("mask", "picture")
            if pair and told.shape[:2] == gan.input_shapes[hole][:2]:
                found.setdefault(name, hole)
    return found


# === Readers ===


def read_class(control, value):
    """A number of a class, or its name as the page shows it."""
    known = dict(control.choices)
    number = known.get(value, value) if isinstance(value, str) else value
    if number is None or isinstance(number, (bool, str, list, dict)):
        raise ValueError(f"`{control.name}` must be a class. Received: {value!r}.")
    if not control.told and number == -1:
        return {}
    if number not in known.values():
        raise ValueError(
            f"`{control.name}` must be one of {len(known)} choices. "
            f"Received: {value!r}."
        )
    if control.kind == "example":
        return {control.name: np.asarray(control.examples[int(number)])[None]}
    return {control.name: encoded(control, int(number))}


def read_words(control, text):
    text = "" if text is None else str(text)
    if not text.strip():
        raise ValueError(f"`{control.name}` must say something. Received: no word.")
    if len(text) > LETTERS:
        raise ValueError(
            f"`{control.name}` must have at most {LETTERS} letters. Received: "
            f"{len(text):,} of them."
        )
    if control.words:
        return {control.name: encoded(control, [text])}
    numbers = [int(part) for part in text.replace(",", " ").split()]
    row = np.zeros(control.shape, "int64")
    if len(numbers) > row.size:
        raise ValueError(f"`{control.name}` takes at most {row.size} numbers.")
    row[: len(numbers)] = numbers
    return {control.name: encoded(control, row)}


def read_numbers(control, *values):
    """A field for each number."""
    if any(isinstance(v, (bool, type(None), list, dict)) for v in values):
        raise ValueError(
            f"`{control.name}` must be {control.fields} numbers. Received: {values}."
        )
    return {control.name: encoded(control, np.reshape(values, control.shape))}


def read_row(control, text):
    """Numbers in one line, with commas or blanks between."""
    wanted = math.prod(control.shape)
    if not control.told and not str(text or "").strip():
        return {}  # by the dice
    parts = str(text or "")[: 40 * wanted].replace(",", " ").split()
    if len(parts) != wanted:
        raise ValueError(
            f"`{control.name}` must be {wanted} numbers. Received: {len(parts)}."
        )
    values = [float(part) for part in parts]
    return {control.name: encoded(control, np.reshape(values, control.shape))}


def read_picture(control, drawing):
    """A picture from a sketch pad, and the holes that were painted upon it."""
    found = {}
    if not control.told:  # only what is painted is meant
        holes = pictures.holes_of(drawing, control.shape)
        return {} if holes is None else {control.name: encoded(control, holes)}
    picture = pictures.picture_of(drawing, bool(control.holes))
    if picture is None:
        raise ValueError(
            f"`{control.name}` must be a picture. Received: none. Upload one, or draw."
        )
    found[control.name] = encoded(control, pictures.fitted(picture, control.shape))
    if control.holes:
        holes = pictures.holes_of(drawing, control.shape)
        found |= {} if holes is None else {control.holes: holes[None]}
    return found


def encoded(control, value):
    """A value as an array of one row, checked by its condition or its prior."""
    if control.told:
        return control.source.encode(value)
    return control.source.encode(value, control.shape)


READERS = {
    "class": read_class,
    "example": read_class,
    "words": read_words,
    "numbers": read_numbers,
    "row": read_row,
    "picture": read_picture,
}
