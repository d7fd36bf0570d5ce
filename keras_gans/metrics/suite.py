"""The metrics of an evaluation by name: which sets they see, which way is better."""

import difflib
from typing import NamedTuple

import numpy as np

from keras_gans.metrics.attributes import (
    attribute_accuracy,
    attribute_recall,
    readable,
)
from keras_gans.metrics.frechet import frechet_distance
from keras_gans.metrics.kernel import kernel_distance
from keras_gans.metrics.labelled import class_frechet_distance, label_accuracy
from keras_gans.metrics.manifold import density_coverage, precision_recall
from keras_gans.metrics.patches import patch_distance
from keras_gans.metrics.score import classifier_score


class Sample(NamedTuple):
    """Images as metrics see them.

    Attributes:
        features: float array, shape `(n, d)`.
        logits: float array, shape `(n, classes)`; None without a classifier.
        labels: ints, shape `(n,)`; None if the images have none.
        heads: dict of attribute -> logits; None unless the network reads attributes.
        asked: ints, shape `(n, attributes)`, what captions name, -1 for what they leave
            open; None without captions.
    """

    features: np.ndarray
    logits: np.ndarray | None = None
    labels: np.ndarray | None = None
    heads: dict | None = None
    asked: np.ndarray | None = None

    def rows(self, which):
        """The sample of some of the rows only."""
        heads = self.heads
        heads = heads and {name: logits[which] for name, logits in heads.items()}
        parts = (p if p is None else p[which] for p in self._replace(heads=None))
        return Sample(*parts)._replace(heads=heads)


def fd(real, fake):
    return {"fd": frechet_distance(real.features, fake.features)}


def kd(real, fake):
    return {"kd": kernel_distance(*pair(real, fake))}


def precision_and_recall(real, fake):
    return precision_recall(*pair(real, fake))._asdict()


def density_and_coverage(real, fake):
    return density_coverage(*pair(real, fake))._asdict()


def score(real, fake):
    return {"score": classifier_score(fake.logits, seed=2020).mean}


def accuracy_of_labels(real, fake):
    return {"label_accuracy": label_accuracy(fake.logits, fake.labels)}


def attributes(real, fake):
    found = attribute_recall(real.heads, fake.heads)
    return {
        "attribute_recall": found.recall,
        "rarest_value": found.rarest,
        "readable": readable(fake.heads),
    }


def accuracy_of_captions(real, fake):
    drawn = np.stack([logits.argmax(axis=1) for logits in fake.heads.values()], axis=1)
    return {"caption_accuracy": attribute_accuracy(drawn, fake.asked).all_right}


def class_fd(real, fake):
    value = class_frechet_distance(
        real.features, real.labels, fake.features, fake.labels
    )
    return {"class_fd": value.mean}


def swd(real, fake):
    return {"swd": patch_distance(*pair(real, fake))}


def pair(real, fake):
    """Features of no more reals than fakes: these metrics compare rows with rows."""
    return real.features[: len(fake.features)], fake.features


class Metric(NamedTuple):
    """One metric of the table.

    Attributes:
        measure: function `(real, fake)` of two `Sample`s -> dict of values.
        values: names of these values.
        better: "lower" or "higher".
        needs: what it asks for: "features", or "patches" instead; "logits" of the
            classes of the data, "labels" or "captions" of the fakes, "classes" that are
            all the network knows, "attributes" it reads.
    """

    measure: object
    values: tuple
    better: str
    needs: tuple = ("features",)


METRICS = {
    "fd": Metric(fd, ("fd",), "lower"),
    "kd": Metric(kd, ("kd",), "lower"),
    "precision_recall": Metric(precision_and_recall, ("precision", "recall"), "higher"),
    "density_coverage": Metric(density_and_coverage, ("density", "coverage"), "higher"),
    "score": Metric(score, ("score",), "higher", ("features", "logits", "classes")),
    "label_accuracy": Metric(
        accuracy_of_labels,
        ("label_accuracy",),
        "higher",
        ("features", "logits", "labels"),
    ),
    "caption_accuracy": Metric(
        accuracy_of_captions,
        ("caption_accuracy",),
        "higher",
        ("features", "attributes", "captions"),
    ),
    "attributes": Metric(
        attributes,
        ("attribute_recall", "rarest_value", "readable"),
        "higher",
        ("features", "attributes"),
    ),
    "class_fd": Metric(class_fd, ("class_fd",), "lower", ("features", "labels")),
    "swd": Metric(swd, ("swd",), "lower", ("patches",)),
}


def check_metrics(names):
    """Names of metrics as a tuple, each once; refuses unknown ones."""
    names = (names,) if isinstance(names, str) else tuple(names)
    for name in names:
        if name not in METRICS:
            near = difflib.get_close_matches(str(name), METRICS, n=1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            raise ValueError(
                f"`metrics` must be among {', '.join(METRICS)}. "
                f"Received: {name!r}.{hint}"
            )
    if not names:
        raise ValueError("`metrics` must not be empty. Received: no metric.")
    return tuple(dict.fromkeys(names))


def applicable(names, have):
    """The metrics among `names` that can be measured with what there is.

    Args:
        names: of metrics.
        have: set of what `Metric.needs` speaks of.
    """
    return tuple(name for name in names if have.issuperset(METRICS[name].needs))


def better(value: str) -> str:
    """Which way a value is better: "lower" for `fd`, "higher" for `recall`.

    Raises:
        ValueError: a value that no metric of the table has.
    """
    for metric in METRICS.values():
        if value in metric.values:
            return metric.better
    known = [value for metric in METRICS.values() for value in metric.values]
    raise ValueError(
        f"Only the values {', '.join(known)} are known to be better when lower or "
        f"higher. Received: {value!r}. Say so with `mode=`."
    )


def as_text(result: dict) -> str:
    """The values of an evaluation as a table, a line each.

    Args:
        result: dict, as `evaluate` returns it.

    Returns:
        str: name, value, what real images get, and which way is better.
    """
    rows = [f"{'':34} {'generator':>10} {'real':>10}"]
    for name, value in result["values"].items():
        real = "-" if value["real"] is None else f"{value['real']:.4g}"
        rows.append(
            f"{name:34} {value['value']:>10.4g} {real:>10}  {value['better']} is better"
        )
    never = [
        f"{word} ({name})"
        for name, shares in result.get("shares", {}).items()
        for word, share in shares.items()
        if share == 0
    ]
    return "\n".join([*rows, *([f"never drawn: {', '.join(never)}"] if never else [])])
