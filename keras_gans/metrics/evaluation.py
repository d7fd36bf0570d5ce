"""How good a generator is: samples, features, values, and what reals would get."""

import functools
import time
from collections.abc import Sequence
from typing import Any

import keras
import numpy as np

from keras_gans import plots
from keras_gans._version import __version__
from keras_gans.metrics.attributes import attribute_recall
from keras_gans.metrics.captions import asked_of
from keras_gans.metrics.feature_cache import cached_features
from keras_gans.metrics.features import as_network, value_name
from keras_gans.metrics.real_images import RealImages
from keras_gans.metrics.suite import METRICS, Sample, applicable, better, check_metrics
from keras_gans.utils.counts import check_count


def evaluate(
    gan: object,
    data: object,
    metrics: list[str] | None = None,
    n: int = 10_000,
    seed: int = 0,
    network: object = None,
    others: object = None,
    cache: object = None,
) -> dict:
    """Measures how close the images of a GAN are to real ones.

    The averaged generator makes `n` images, which are rounded to bytes, as files are.
    Beside each value stands what `n` other real images get in the generator's place:
    no generator can be expected to do better, and the difference is what it lacks.
    Compare only values of one name, which says the metric, the feature network and n,
    that were measured on the same `data`.

    Args:
        gan: a `GAN`, or any object with `generate(count, seed=)`, a step, and for
            labels `num_classes` and `labels_for(count)`.
        data: the real images: what `kg.data.load_arrays` returns, `(images, labels)`,
            `(images, dict of all that a GAN is told)`, or an array; uint8 or floats in
            [-1, 1]. For a result to be published, the test images.
        metrics: names among "fd", "kd", "precision_recall", "density_coverage",
            "score", "label_accuracy", "caption_accuracy", "attributes", "class_fd" and,
            of the network "patches", "swd". Default: all that apply.
        n: int, how many fakes; 10,000 for a result to be published.
        seed: int, of the fakes and of every choice of reals.
        network: name of a feature network or an object like one, see
            `feature_network`. Default: the one that knows the data.
        others: more real images, of which `n` stand in for the fakes: the training
            images. Default: `n` of `data`, which are then left out of it.
        cache: folder for the features of reals. Default: beside Keras's data sets.

    Returns:
        dict, ready for JSON: "values", by name: "value", "real" (what real images get,
        or None) and "better"; "protocol": all it takes to measure this again;
        "seconds"; and where the network reads attributes "shares", how often each value
        of each is drawn, 1 being as often as in real images.

    Raises:
        ValueError: data that the network can't look at, too few of them, or a metric
            that this GAN or this network can't be measured by.

    Example:
        test = kg.data.load_arrays("fashion_mnist", "test")
        train = kg.data.load_arrays("fashion_mnist")
        result = kg.metrics.evaluate(gan, test, others=train)
        result["values"]["fd_fashion1@10k"]     # {"value": ..., "real": ..., ...}

    Reference:
    - [Lucic et al., 2018](https://arxiv.org/abs/1711.10337), for equal protocols
    """
    return Evaluator(data, metrics, n, seed, network, others, cache).evaluate(gan)


class Evaluator:
    """An evaluation that is made once and used again and again, as training goes on.

    Args:
        default: names of metrics, of which those that apply are measured if `metrics`
            is None. The others: as `evaluate`; reals are looked at when first needed.
    """

    def __init__(
        self,
        data: object,
        metrics: list[str] | None,
        n: int,
        seed: int,
        network: object,
        others: object,
        cache: object,
        default: tuple[str, ...] = tuple(METRICS),
    ):
        self.data = RealImages("data", data)
        self.others = None if others is None else RealImages("others", others)
        self.n = check_count("n", n, least=2)
        self.seed, self.cache = check_count("seed", seed, least=0), cache
        self.network = as_network(network, self.data.name)
        self.asked = None if metrics is None else check_metrics(metrics)
        self.default, self._real_values = default, {}
        self._check_counts()

    def names(self, metrics: Sequence[str]) -> list[str]:
        """Names of the values of some metrics."""
        return [self.name(value) for m in metrics for value in METRICS[m].values]

    def directions(self, metrics: Sequence[str]) -> dict[str, str]:
        """Which way the values of some metrics are better, in the words of Keras."""
        ways = {"lower": "min", "higher": "max"}
        values = [value for m in metrics for value in METRICS[m].values]
        return {self.name(value): ways[better(value)] for value in values}

    def name(self, value: str) -> str:
        """The name under which a value is logged, such as `fd_avatar1@10k`."""
        return value_name(value, self.network.name, self.n)

    def seen_by_network(self, metrics: Sequence[str]) -> tuple[str, ...]:
        """Those of some metrics that are made of what the network sees."""
        return tuple(m for m in metrics if self.network.sees & {*METRICS[m].needs})

    def metrics_of(self, gan: keras.Model) -> tuple[str, ...]:
        """The metrics that were asked for, or those of the default that apply."""
        classes = getattr(gan, "num_classes", None)
        has_labels = bool(classes) and self.data.labels is not None
        have = self.seen | ({"labels"} if has_labels else set())
        if self.asked_by(gan) is not None:
            have |= {"captions"}
        possible = applicable(self.asked or self.default, have)
        for metric in self.asked or ():
            if metric not in possible:
                missing = [need for need in METRICS[metric].needs if need not in have]
                raise ValueError(
                    f"{metric!r} needs {' and '.join(missing)}. "
                    f"Received: network {self.network.name!r}, a GAN with num_classes="
                    f"{classes}, labels for the data: {self.data.labels is not None}. "
                    "Leave it out of `metrics`, or pass a `network` that was trained "
                    "to tell the classes of the data."
                )
        return possible

    def evaluate(self, gan: keras.Model) -> dict:
        """As the function `evaluate`."""
        metrics, began = self.metrics_of(gan), time.perf_counter()
        real = self.real_values(metrics)
        ready = time.perf_counter()
        fake = self.fakes(gan)
        made = time.perf_counter()
        values = self.measure(metrics, fake)
        seconds = {"real": ready - began, "fake": made - ready}
        seconds["measure"] = time.perf_counter() - made
        result = {
            "values": {self.name(v): row(v, values[v], real[v]) for v in values},
            "protocol": self.protocol(gan),
            "seconds": {key: round(value, 2) for key, value in seconds.items()},
        }
        return {**result, "shares": self.shares(fake)} if fake.heads else result

    def shares(self, fake: Sample) -> dict:
        """{attribute: {word: how often it is drawn}}, 1 being as often as in reals."""
        shares = attribute_recall(self.reals[0].heads, fake.heads).shares
        words = self.network.attributes
        return {name: dict(zip(words[name], shares[name])) for name in shares}

    def fakes(self, gan: keras.Model) -> Sample:
        """`n` images of a GAN, rounded to bytes, as a `Sample`."""
        told = self.told_to(gan)
        images = gan.generate(self.n, seed=self.seed, **told)
        check_made(images)
        labels = told.get("labels")
        if labels is None and getattr(gan, "num_classes", None):
            labels = gan.labels_for(self.n)
        features = self.network.features(plots.to_uint8(images))
        return self.sample(features, labels)._replace(asked=self.asked_by(gan))

    def asked_by(self, gan: keras.Model) -> np.ndarray | None:
        """What the captions that the data tell a GAN name, or None."""
        return asked_of(gan, self.told_to(gan), self.network.attributes)

    def told_to(self, gan: keras.Model) -> dict[str, np.ndarray]:
        """What the data tell of their first rows, for each fake: dict by name."""
        names = set(self.data.given) & set(getattr(gan, "conditions", {}))
        return {name: rows_of(self.data.given[name], self.n) for name in names}

    @functools.cached_property
    def reals(self):
        """Two `Sample`s without a common image: the reference, and `n` others."""
        random = np.random.default_rng(self.seed)
        reference = self.look(self.data, random.permutation(len(self.data)))
        if self.others is None:
            return reference.rows(slice(self.n, None)), reference.rows(slice(self.n))
        chosen = random.permutation(len(self.others))[: self.n]
        return reference, self.look(self.others.rows(np.sort(chosen)), slice(None))

    def look(self, images: Any, order: Any) -> Sample:
        """The features of the real images in that order, as a `Sample`."""
        features = cached_features(self.network, images.images, self.cache)
        return self.sample(features, images.labels).rows(order)

    def sample(self, features: np.ndarray, labels: np.ndarray | None) -> Sample:
        """Features `(n, d)` with what the network's heads make of them."""
        if "attributes" in self.seen:
            heads = self.network.heads(features)
            logits = heads.get(self.attribute)
            return Sample(features, logits, labels, heads=heads)
        logits = self.network.head(features) if "classes" in self.seen else None
        return Sample(features, logits, labels)

    @functools.cached_property
    def attribute(self):
        """The attribute that is the label of the data, if the network reads it."""
        words = self.network.attributes
        named = (name for name in words if words[name] == self.data.class_names)
        return next(named, None)

    @functools.cached_property
    def seen(self):
        """What the network sees and knows, in the words of `Metric.needs`."""
        sees = set(self.network.sees)
        if self.network.tells_attributes(self.data):
            return sees | {"attributes", *(["logits"] if self.attribute else [])}
        tells = self.network.tells_classes(self.data, self.some_logits)
        return sees | ({"classes", "logits"} if tells else set())

    def some_logits(self) -> np.ndarray:
        """The logits of the first real image, `(1, classes)`."""
        return self.network.head(self.network.features(self.data.images[:1]))

    def measure(self, metrics: Sequence[str], fake: Sample) -> dict[str, float]:
        """A dict of the metrics' values for a sample of fakes."""
        values = {}
        for metric in metrics:
            values.update(METRICS[metric].measure(self.reals[0], fake))
        return values

    def real_values(self, metrics: Sequence[str]) -> dict[str, float]:
        """What real images get, by value; None where they have no labels."""
        if metrics not in self._real_values:
            other = self.reals[1]
            labelled = set() if other.labels is None else {"labels"}
            possible = applicable(metrics, self.seen | labelled)
            values = dict.fromkeys(v for m in metrics for v in METRICS[m].values)
            self._real_values[metrics] = {**values, **self.measure(possible, other)}
        return self._real_values[metrics]

    def protocol(self, gan: keras.Model) -> dict:
        """All that it takes to get the same numbers again."""
        network = {"name": self.network.name, "sha256": self.network.sha256}
        step = getattr(gan, "step", None)
        return {
            "network": {**self.network.card, **network},
            "data": self.data.card,
            "others": None if self.others is None else self.others.card,
            "reference_images": len(self.reals[0].features),
            "fake_images": self.n,
            "seed": self.seed,
            "pixels": "rounded to uint8",
            "weights": "averaged generator",
            "step": None if step is None else int(np.asarray(step)),
            "keras_gans": __version__,
        }

    def _check_counts(self):
        enough = 2 * self.n if self.others is None else self.n
        have = len(self.data if self.others is None else self.others)
        if have < enough:
            raise ValueError(
                f"n={self.n} fakes are compared with as many other real images. "
                f"Received: {have} images. Pass a smaller `n`, or the training "
                "images as `others`."
            )


def check_made(images):
    """Refuses NaN, which rounding to bytes would turn into harmless grey."""
    bad = np.count_nonzero(~np.isfinite(images).all(axis=(1, 2, 3)))
    if bad:
        raise ValueError(
            f"Images to be measured must be finite. Received: {bad} bad images of "
            f"{len(images)}. The generator is spoilt: go back to a checkpoint."
        )


def rows_of(values, count):
    """The first `count` of some values, again and again if there are fewer."""
    return values[np.arange(count) % len(values)]


def row(value, measured, real):
    return {"value": measured, "real": real, "better": better(value)}
