"""The player: makes what a page asks for, of one GAN."""

import dataclasses
import functools
import math
from collections.abc import Sequence

import keras
import numpy as np

from keras_gans import priors
from keras_gans.demo import knobs
from keras_gans.demo.controls import controls_of, latent_of
from keras_gans.engine import exhibit, sampling, styles, validation
from keras_gans.latents.space import space_of
from keras_gans.utils.counts import check_count

MANY, MOST = 12, 36  # samples of a grid
STEPS = 24  # of a walk
NEAR = 0.35  # of the way to another sample, where the neighbours of one are
TURNS = 3.0  # of a knob, at most


@dataclasses.dataclass(frozen=True)
class Place:
    """Where one sample comes from.

    Args:
        drawn: dict of name -> array (1, ...), what was drawn for it.
        words: str, how one comes there.
    """

    drawn: dict
    words: str


class Player:
    """A GAN in the hands of somebody who knows nothing of arrays.

    Args:
        gan: a `GAN`.
        examples: dict of name -> array (count, ...), values of what is told. Default:
            what the GAN has seen in `fit`.
        classes: list of str, what its labels are called; or None.
    """

    def __init__(
        self,
        gan: keras.Model,
        examples: dict | None = None,
        classes: Sequence[str] | None = None,
    ):
        self.gan = gan
        examples = gan.seen[1] if examples is None else examples
        self.controls = controls_of(gan, examples, classes)
        self.latent = latent_of(gan)

    @property
    def has_styles(self) -> bool:
        """Whether styles can be truncated."""
        return bool(self.gan.priors) and space_of(self.gan) == styles.NAME

    @property
    def is_solid(self) -> bool:
        """Whether it makes voxels, which turn."""
        return len(self.gan.image_shape) == 4

    @functools.cached_property
    def knobs(self):
        """What sliders turn; looked for when one is turned first."""
        return knobs.found(self.gan, self.latent, self.rendered)

    @property
    def turns(self) -> int:
        """How many knobs there are."""
        if self.latent is None:
            return 0
        return min(knobs.KNOBS, math.prod(self.gan.input_shapes[self.latent]))

    @property
    def how(self) -> str:
        """What knobs are, a line of words."""
        return knobs.how_of(self.has_styles, self.latent)

    # === Places ===

    def place(self, seed: object, number: int = 0) -> Place:
        """The place of a sample of `gan.generate(count, seed=seed)`.

        Args:
            seed: int of at least 0.
            number: int, which of them.
        """
        seed = whole("seed", seed)
        drawn = self.drawn(seed, number + 1)
        words = f"seed {seed}" + (f", sample {number + 1}" if number else "")
        return Place({n: x[number : number + 1] for n, x in drawn.items()}, words)

    def drawn(self, seed: int, count: int) -> dict[str, np.ndarray]:
        """All that is drawn for `count` samples of a seed, by name."""
        found, seed = {}, validation.check_seed(seed)
        for i, (name, prior) in enumerate(self.gan.priors.items()):
            stream, shape = () if i == 0 else (name,), self.gan.input_shapes[name]
            found[name] = priors.draw(prior, count, shape, seed, *stream)[:count]
        return found

    def others(self, seed: object, count: int = MANY) -> list[Place]:
        """The places of the first samples of a seed."""
        whole("count", count, 1, MOST)
        return [self.place(seed, number) for number in range(count)]

    def around(self, place: Place, seed: object, count: int = MANY) -> list[Place]:
        """A place, and others near it, on the way to others."""
        whole("count", count, 1, MOST)
        prior = self.gan.priors[self.latent]
        ends = self.drawn(whole("seed", seed), count)[self.latent]
        here = np.repeat(place.drawn[self.latent], count, 0)
        near = np.asarray(prior.between(here, ends, NEAR), "float32")
        words = f"near {place.words.removeprefix('near ')}"
        found = [
            Place({**place.drawn, self.latent: near[i : i + 1]}, words)
            for i in range(1, count)
        ]
        return [place, *found]

    # === Samples ===

    def samples(
        self,
        places: Sequence[Place],
        told: dict | None = None,
        turns: Sequence[float] = (),
        truncation: float | None = None,
    ) -> tuple[np.ndarray, dict]:
        """The samples of some places.

        Args:
            places: list of `Place`.
            told: dict of name -> array (1, ...), what controls say.
            turns: list of floats, of the knobs.
            truncation: float or None.

        Returns:
            Samples (count, ...), and the first one's inputs by name.
        """
        inputs = self.inputs(places, told or {})
        move = self.move(turns)
        if not self.has_styles:
            if move is not None:
                inputs[self.latent] = self.kept(inputs[self.latent] + move)
            return self.rendered(inputs), {n: x[:1] for n, x in inputs.items()}
        w = styles.of_inputs(self.gan, inputs)
        w = w if move is None else w + move
        w = styles.truncated(self.gan, w, truncation)
        network = styles.network_of(self.gan).synthesis
        made = np.asarray(network(np.asarray(w, "float32"), training=False))
        return made, {n: x[:1] for n, x in inputs.items()}

    def inputs(self, places: Sequence[Place], told: dict) -> dict[str, np.ndarray]:
        """All inputs of the generator, a row for each place."""
        names = self.gan.roles.generator
        missing = [n for n in names if n in self.gan.conditions and n not in told]
        if missing:
            raise ValueError(f"`{missing[0]}` must be told. Received: nothing.")
        rows = {
            name: np.concatenate([place.drawn[name] for place in places])
            for name in self.gan.priors
        }
        rows |= {
            name: sampling.rows(value, len(places)) for name, value in told.items()
        }
        return {name: rows[name] for name in names}

    def move(self, turns: Sequence[float]) -> np.ndarray | None:
        """The way that latents go for some turns of the knobs; None for no turn."""
        turns = [number("turn", turn, TURNS) for turn in turns]
        if not any(turns):
            return None
        vectors = self.knobs.vectors[: len(turns)]
        return np.tensordot(np.asarray(turns, "float32"), vectors, axes=1)

    def kept(self, latents: np.ndarray) -> np.ndarray:
        """Latents within what was drawn: a generator knows nothing beyond."""
        return np.clip(latents, self.knobs.low, self.knobs.high)

    def rendered(self, inputs: dict) -> np.ndarray:
        """Samples of inputs by name, no more of them than there are rows."""
        return np.asarray(sampling.call(self.gan, inputs))

    def seen(self, inputs: dict) -> dict[str, np.ndarray]:
        """Pictures that the generator saw, by name: told, or drawn as holes are."""
        return exhibit.pictures_of(self.gan, inputs)

    def walk(
        self,
        first: Place,
        last: Place,
        told: dict | None = None,
        turns: Sequence[float] = (),
        truncation: float | None = None,
        steps: int = STEPS,
    ) -> np.ndarray:
        """Samples on the way from one place to another, (steps, ...)."""
        steps = whole("steps", steps, 2, 2 * STEPS)
        prior, name = self.gan.priors[self.latent], self.latent
        ends = first.drawn[name], last.drawn[name]
        path = [
            Place(
                {**first.drawn, name: np.asarray(prior.between(*ends, along), "f")}, ""
            )
            for along in np.linspace(0, 1, steps)
        ]
        return self.samples(path, told, turns, truncation)[0]


def whole(name, value, least=0, most=2**31 - 1):
    """A whole number within limits; a float that is one will do, as JSON has it."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    value = check_count(name, value, least)
    if value > most:
        raise ValueError(f"`{name}` must be at most {most}. Received: {value}.")
    return value


def number(name, value, most):
    """A finite number that is not above a limit, nor below minus that."""
    real = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not real or not abs(value) <= most:
        raise ValueError(
            f"`{name}` must be a number from {-most:g} to {most:g}. "
            f"Received: {value!r}."
        )
    return float(value)
