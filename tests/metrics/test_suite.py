"""The table of metrics: names, needs, directions."""

import numpy as np
import pytest

from keras_gans.metrics import suite
from keras_gans.metrics.suite import METRICS, Sample

OTHERS = ("attributes", "caption_accuracy", "swd")  # need other samples


def sample(seed, count=60):
    random = np.random.default_rng(seed)
    labels = np.arange(count) % 3
    return Sample(random.normal(size=(count, 4)), 9 * np.eye(3)[labels], labels)


@pytest.mark.parametrize("name", [n for n in METRICS if n not in OTHERS])
def test_each_metric_gives_the_values_that_it_promises(name):
    values = METRICS[name].measure(sample(0), sample(1))
    assert values.keys() == set(METRICS[name].values)
    assert all(np.isfinite(value) for value in values.values())


def test_fakes_of_the_right_class_and_clear_are_scored_so():
    fake = sample(0)
    assert METRICS["label_accuracy"].measure(None, fake)["label_accuracy"] == 1
    score = METRICS["score"].measure(None, fake)["score"]
    assert 2 < score <= 3  # shuffled splits of six rows are not quite even


def test_rows_are_those_of_every_part():
    part = sample(0).rows([4, 0])
    assert part.labels.tolist() == [1, 0] and part.logits.shape == (2, 3)
    assert part.heads is None


def test_no_more_reals_are_compared_than_fakes():
    real, fake = suite.pair(sample(0, 50), sample(1, 20))
    assert len(real) == len(fake) == 20


def test_names_are_checked_and_counted_once():
    assert suite.check_metrics("fd") == ("fd",)
    assert suite.check_metrics(["fd", "kd", "fd"]) == ("fd", "kd")
    with pytest.raises(ValueError, match="Did you mean 'score'"):
        suite.check_metrics(["scor"])
    with pytest.raises(ValueError, match="must not be empty"):
        suite.check_metrics([])


def test_what_cannot_be_measured_is_left_out():
    assert "label_accuracy" not in suite.applicable(METRICS, set())
    assert "label_accuracy" in suite.applicable(
        METRICS, {"features", "logits", "labels"}
    )
    assert suite.applicable(("fd", "attributes"), {"features"}) == ("fd",)


def test_each_value_knows_which_way_is_better():
    assert suite.better("fd") == "lower" and suite.better("coverage") == "higher"
    with pytest.raises(ValueError, match="`mode=`"):
        suite.better("loss")
