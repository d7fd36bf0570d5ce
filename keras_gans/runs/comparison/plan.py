"""What is to be compared, looked at before the first step of any run."""

import functools
import pathlib

from keras_gans import data, metrics, presets
from keras_gans.runs import source
from keras_gans.runs.beginning import built, put_together, with_told
from keras_gans.runs.budget import budget_of
from keras_gans.runs.config import new_config, own_or_embedded
from keras_gans.runs.folder import RunFolder, read_notes
from keras_gans.runs.lengths import CLOSE
from keras_gans.utils import files, identifiers
from keras_gans.utils.counts import check_count
from keras_gans.utils.printable import printable

MEASURED = ("fd", "precision_recall", "density_coverage")
SAMPLES = 10_000
NAME = "comparison.json"
FIXED = ("data", "image_size", "network", "n")  # what no other call may change


class Plan:
    """Recipes, seeds, data, a budget and a folder that go together.

    Args:
        budget: `runs.budget.Budget`.
        others: as `compare`.
    """

    def __init__(
        self, folder, names, data, budget, seeds, n, network, image_size, download
    ):
        self.folder, self.names = pathlib.Path(folder), check_names(names)
        self.budget, self.seeds = budget, range(check_count("seeds", seeds))
        self.source = data or own_or_embedded(common_data(self.names))
        self.n, self.network = n, network
        self.image_size, self.download = image_size, download
        self.check_folder()
        self.told = {name: self.told_to(name) for name in self.names}
        self.check_judged()
        self.check_lengths()

    @property
    def parts(self):
        """Pairs of a name and a seed: all recipes once, then all once more."""
        return [(name, seed) for seed in self.seeds for name in self.names]

    def config(self, name, seed=0):
        """The config of one run, but for what its data say."""
        changes = dict(seed=seed, image_size=self.image_size, **self.budget.asked)
        return new_config(name, self.source, **changes)

    def folder_of(self, name, seed):
        """Where a run lies."""
        return self.folder / name / f"seed_{seed}"

    @property
    def settings(self):
        """What values must have in common to be compared, and what was asked for."""
        network = self.evaluator.network
        return {
            "data": source.place_of(self.source),
            "image_size": self.image_size,
            "network": network.name,
            "n": self.evaluator.n,
            "names": list(self.names),
            "seeds": list(self.seeds),
            "budget": self.budget.asked,
        }

    @functools.cached_property
    def images(self):
        """The training images, whatever is held out of them included."""
        return source.images_of(self.config(self.names[0]), self.download)

    @functools.cached_property
    def test(self):
        """The test images."""
        size = self.image_size
        return data.open_images(self.source, "test", size, self.download)

    @functools.cached_property
    def evaluator(self):
        """What measures all runs alike: `metrics.Evaluator` of the test images."""
        network = self.network or metrics.network_for(
            self.images.name, self.images.image_shape
        )
        told = {k: v for each in self.told.values() for k, v in each.items()}
        seen = with_told(self.test.telling(told).sample())
        others = self.images.sample()
        most = min(SAMPLES, len(self.test), len(self.images))
        n = most if self.n is None else self.n
        return metrics.Evaluator(seen, MEASURED, n, 0, network, others, None)

    # === Refusals ===

    def told_to(self, name):
        """What a recipe is told, after a rehearsal of its run without a step."""
        try:
            config, gan = built(self.images, self.config(name))
            put_together(self.folder_of(name, 0), config, gan, self.images)
        except ValueError as error:
            raise ValueError(f"{name} cannot be compared: {error}") from error
        return dict(gan.conditions)

    def check_judged(self):
        """Refuses data that no feature network knows, and other ones than before."""
        shape = self.images.image_shape
        known = metrics.network_for(self.images.name, shape)
        if self.network is None and known is None:
            raise ValueError(
                "Recipes are compared by a feature network that knows the data. "
                f"Received: {self.source}, which none knows. Pass `network`, one of "
                f"{', '.join(metrics.feature_networks())}: lite0 is for colours."
            )
        before = read_notes(self.folder / NAME).get("settings", {})
        now = self.settings
        other = [key for key in FIXED if before.get(key, now[key]) != now[key]]
        if other:
            key = other[0]
            raise ValueError(
                f"A comparison that goes on keeps its {key}={before[key]!r}. "
                f"Received: {key}={now[key]!r}. Give another folder."
            )

    def check_lengths(self):
        """Refuses to go on with runs whose learning rates have fallen by now."""
        for name, seed in self.parts:
            place = RunFolder(self.folder_of(name, seed))
            length = place.config.get("steps") if place.is_begun else None
            if length and self.budget.last_step(place) > (1 + CLOSE) * length:
                raise ValueError(
                    f"The schedules of {name} end with its run, at step {length:,}: "
                    "more steps would not be what a longer run is. Received: "
                    f"{self.budget}. Give another folder."
                )

    def check_folder(self):
        """Refuses a folder of something else, and one that cannot be written."""
        begun = (self.folder / NAME).exists()
        if self.folder.exists() and any(self.folder.iterdir()) and not begun:
            raise ValueError(
                "A comparison goes into a folder of its own. Received: "
                f"{printable(self.folder)}, which holds something else. Give another."
            )
        files.check_makeable(self.folder)


def check_names(names):
    """Refuses what is no list of different names of the shelf."""
    names = [names] if isinstance(names, str) else list(names)
    for name in names:
        if name not in presets.names():
            raise ValueError(identifiers.unknown("preset", name, presets.names()))
    if not names or len({*names}) < len(names):
        raise ValueError(
            "A comparison is among different recipes of the shelf. Received: "
            f"{', '.join(names) or 'none'}. Name each once; `seeds` repeats them."
        )
    return names


def check_budget(images, steps):
    """Images or steps: what seconds buy depends on the machine and its neighbours."""
    budget = budget_of(images=images, steps=steps)
    if budget is None:
        raise ValueError(
            "Recipes are compared at equal images or steps. Received: neither. Pass "
            "images=500_000, for example."
        )
    return budget


def common_data(names):
    """The data that all recipes were made for."""
    found = {name: presets.read(name)["data"] for name in names}
    if len({*found.values()}) > 1:
        words = ", ".join(f"{name} for {source}" for name, source in found.items())
        raise ValueError(
            "Recipes are compared on the same data. Received: recipes that were made "
            f"for different ones ({words}). Pass `data`."
        )
    return found[names[0]]
