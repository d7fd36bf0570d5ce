"""The numbers of a preset: test images, several draws, and what they stand beside.

Every value is a mean over sampling seeds with its standard error. Beside it stand what
other real images get in the samples' place, its floor, and two ceilings: uniform noise,
and one training image again and again; these are of one draw each.
"""

import functools
import statistics

import numpy as np

from keras_gans import data, metrics
from keras_gans.runs.beginning import with_told
from keras_gans.runs.config import count_held_out

SAMPLES, SEEDS = 10_000, 5
SEARCHED = 2000  # samples for which copies are looked for, among all training images
MEMORY = ("copying_score", "authenticity")
CEILINGS = ("noise", "one_image")


class Noise:
    """As a generator: uniform bytes."""

    def __init__(self, images):
        self.shape = images.shape[1:]

    def generate(self, count, seed):
        random = np.random.default_rng(seed)
        return random.integers(0, 256, (count, *self.shape)).astype("uint8")


class OneImage:
    """As a generator: the same training image again and again."""

    def __init__(self, images):
        self.image = images[:1]

    def generate(self, count, seed):
        return np.repeat(self.image, count, axis=0)


class Judge:
    """Scores generators on one data set, always by the same protocol.

    Args:
        name: of the data set.
        conditions: dict of name -> condition, what the generators are told: what the
            test images say of themselves.
        n: int, samples of a draw. Default: 10,000, or as many as there are test images.
        seeds: int, how many draws.
        held_seed: int, seed by which training images were held out of the runs; they
            say what unseen images get where training images serve as reference.
    """

    def __init__(self, name, conditions=(), n=None, seeds=SEEDS, held_seed=0):
        self.test = told(name, conditions)
        train = data.open_images(name, "train")
        parts = train.hold_out(count_held_out(train), held_seed)
        self.train, self.held = (part.sample() for part in parts)
        self.n = n or min(SAMPLES, len(self.test.images))
        self.seeds = range(seeds)
        self.network = metrics.network_for(name)
        self.evaluators = {
            seed: metrics.Evaluator(
                self.test, None, self.n, seed, self.network, self.train, None
            )
            for seed in self.seeds
        }

    def score(self, gan):
        """{"protocol": ..., "values": {name: ...}}, ready for JSON and a card."""
        draws = [self.draw(gan, seed) for seed in self.seeds]
        ceilings = self.ceilings
        values = {}
        for metric in draws[0]:
            values[self.name(metric)] = {
                "metric": metric,
                **spread([draw[metric] for draw in draws]),
                "floor": self.floor.get(metric),
                **{key: ceilings[key].get(metric) for key in CEILINGS},
                "better": better(metric),
            }
        return {"protocol": self.protocol(gan), "values": values}

    def name(self, metric):
        n = min(self.n, SEARCHED) if metric in MEMORY else self.n
        return metrics.features.value_name(metric, self.network.name, n)

    def draw(self, gan, seed):
        """{metric: value} of the samples of one seed."""
        evaluator = self.evaluators[seed]
        sample = evaluator.fakes(gan)
        return {
            **evaluator.measure(evaluator.metrics_of(gan), sample),
            "least_class": min(self.frequencies(sample)),
            **self.memorised(sample.features),
        }

    def frequencies(self, sample):
        """How often each class is drawn, 1 being as often as in the test images."""
        reals = self.evaluators[0].reals[0]
        seen, real = (shares(each.logits) for each in (sample, reals))
        return (seen / np.maximum(real, 1 / len(reals.logits))).tolist()

    def memorised(self, features):
        """Whether samples lie nearer to training images than unseen images do."""
        train, test = self.train_features, self.evaluators[0].reals[0].features
        features = features[:SEARCHED]
        copying = metrics.copying_score(train, test[:SEARCHED], features)
        return {
            "copying_score": copying.in_cells,
            "authenticity": metrics.authenticity(train, features),
        }

    @functools.cached_property
    def train_features(self):
        evaluator = self.evaluators[0]
        return evaluator.look(evaluator.others, slice(None)).features

    @functools.cached_property
    def floor(self):
        """{metric: value} of real images in the samples' place.

        They are training images; but held out ones where copies are looked for, and
        test images where labels are asked for, as the classifier knows the others.
        """
        evaluator = self.evaluators[0]
        test = evaluator.reals[0]
        metrics_of_all = evaluator.metrics_of(Labelled(self.test))
        return {
            **evaluator.real_values(metrics_of_all),
            "label_accuracy": metrics.label_accuracy(test.logits, test.labels),
            "least_class": min(self.frequencies(evaluator.reals[1])),
            **self.memorised(self.network.features(self.held.images[:SEARCHED])),
        }

    @functools.cached_property
    def ceilings(self):
        """{"noise": {metric: value}, "one_image": ...}, of one draw."""
        evaluator, found = self.evaluators[0], {}
        for name, made in zip(CEILINGS, (Noise, OneImage)):
            gan = made(self.train.images)
            sample = evaluator.fakes(gan)
            found[name] = {
                **evaluator.measure(evaluator.metrics_of(gan), sample),
                "least_class": min(self.frequencies(sample)),
            }
        return found

    def protocol(self, gan):
        """All that it takes to get the same numbers again."""
        protocol = self.evaluators[0].protocol(gan)
        del protocol["seed"], protocol["step"]
        network = {"name": self.network.name, "sha256": self.network.sha256}
        return {**protocol, "network": network, "seeds": list(self.seeds)}


def told(name, conditions, count=None):
    """Test images of a data set, with all that a GAN is told of them.

    Args:
        name: of the data set.
        conditions: dict of name -> condition.
        count: int, at most how many. None: all.
    """
    source = data.open_images(name, "test").telling(dict(conditions))
    return with_told(source.sample(count))


class Labelled:
    """As a generator of which only its classes are asked for."""

    def __init__(self, images):
        self.num_classes = len(images.class_names)


def shares(logits):
    """How often a classifier sees each class."""
    counts = np.bincount(logits.argmax(axis=1), minlength=logits.shape[1])
    return counts / len(logits)


def spread(values):
    """Mean over draws and its standard error."""
    error = statistics.stdev(values) / len(values) ** 0.5 if len(values) > 1 else None
    return {"mean": statistics.fmean(values), "stderr": error, "draws": values}


def better(metric):
    if metric in ("copying_score", "authenticity", "least_class"):
        return "as real"
    return metrics.better(metric)
