"""What a page answers: from what its widgets hold to pictures; without Gradio."""

import random
from typing import Any, NamedTuple

from keras_gans.demo import pictures

LARGEST = 2**31 - 1  # seed


class Answer(NamedTuple):
    """One sample, as a page shows it.

    Attributes:
        picture: Pillow image.
        saw: Pillow image of the pictures that the GAN was told, or None.
        words: str, where the sample comes from.
        place: `Place`.
        sample: array.
    """

    picture: Any
    saw: Any
    words: str
    place: Any
    sample: Any


class Answers:
    """The functions behind the widgets of a page.

    `knobs` are always the values of an angle, of the truncation, of each turn and of
    each widget of each control, in this order.

    Args:
        player: `Player`.
        turns: int, how many sliders turn the latents.
    """

    def __init__(self, player, turns=0):
        self.player, self.turns = player, turns

    def begin(self, seed, *knobs):
        """The sample of a seed, an `Answer`."""
        return self.stay(self.at(seed), *knobs)

    def at(self, seed):
        """The place of a seed; an empty field is 0."""
        return self.player.place(0 if seed is None else seed)

    def stay(self, place, *knobs):
        """The sample of a place, by what the knobs say now; an `Answer`."""
        place = place or self.at(0)
        angle, truncation, turns, told = self.sorted(knobs)
        samples, inputs = self.player.samples([place], told, turns, truncation)
        saw = [x[0] for x in self.player.seen(inputs).values() if x.ndim == 4]
        return Answer(
            pictures.shown(samples[0], angle),
            pictures.strip(saw) if saw else None,
            f"This is {place.words}." if self.player.gan.priors else "",
            place,
            samples[0],
        )

    def choose(self, places, number, *knobs):
        """The sample of one of some places."""
        if not isinstance(number, int) or not 0 <= number < len(places or []):
            raise ValueError("Choose a picture of the grid. Received: none of them.")
        return self.stay(places[number], *knobs)

    def sorted(self, knobs):
        """Values as angle, truncation, turns, and inputs by name."""
        angle, truncation, *rest = knobs
        turns, rest = rest[: self.turns], rest[self.turns :]
        told = {}
        for control in self.player.controls:
            told |= control.read(*rest[: control.fields])
            rest = rest[control.fields :]
        return angle, truncation, turns, told

    def others(self, seed, *knobs):
        """Tiles of the first samples of a seed, and their places."""
        return self.tiles(self.player.others(0 if seed is None else seed), knobs)

    def explore(self, place, *knobs):
        """Tiles of a sample and of others near it, and their places."""
        near = self.player.around(place or self.at(0), random.randrange(LARGEST))
        return self.tiles(near, knobs)

    def tiles(self, places, knobs):
        """Samples of some places, and these."""
        _, truncation, turns, told = self.sorted(knobs)
        samples, _ = self.player.samples(places, told, turns, truncation)
        return pictures.tiles(samples), places

    def walk_to(self, seed, place, *knobs):
        """The bytes of a film from a place to the sample of another seed."""
        _, truncation, turns, told = self.sorted(knobs)
        ends = place or self.at(0), self.at(seed)
        samples = self.player.walk(*ends, told, turns, truncation)
        return pictures.as_gif(pictures.film(samples))

    def around(self, sample):
        """The bytes of a film once around a solid."""
        return pictures.as_gif(pictures.turning(made(sample)), 0.1)

    def turned(self, sample, angle):
        """A picture of the same solid from another side."""
        return pictures.shown(made(sample), float(angle))


def made(sample):
    """A sample, once there is one."""
    if sample is None:
        raise ValueError("There is nothing to turn yet. Make something first.")
    return sample


def roll():
    """Another seed, by the dice; a short one, that can be told to others."""
    return random.randrange(10_000)
