import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import metric_cases as cases
from keras_gans import metrics

LOGITS = cases.arrays("logits")
DEFINED = [name for name in LOGITS if name != "nan_logit"]
PROTOCOLS = {
    "splits1_in_order": {"splits": 1},
    "splits1_shuffled_seed2020": {"splits": 1, "seed": 2020},
    "splits10_in_order": {"splits": 10},
    "splits10_shuffled_seed2020": {"splits": 10, "seed": 2020},
}


@st.composite
def logits(draw):
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    shape = draw(st.integers(2, 30)), draw(st.integers(1, 12))
    return random.normal(size=shape) * 10.0 ** draw(st.integers(-2, 3))


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("name", DEFINED)
def test_agrees_with_the_reference(name, protocol):
    arguments = PROTOCOLS[protocol]
    if len(LOGITS[name]) < arguments["splits"]:
        with pytest.raises(ValueError, match="`splits` must not exceed"):
            metrics.classifier_score(LOGITS[name], **arguments)
        return
    expected = cases.REFERENCE["inception_score"][name][f"torch_fidelity_{protocol}"]
    score = metrics.classifier_score(LOGITS[name], **arguments)
    assert score.mean == pytest.approx(expected["inception_score_mean"], rel=1e-9)
    assert score.std == pytest.approx(expected["inception_score_std"], abs=1e-9)


@pytest.mark.parametrize("confidence", [1.0, 1000.0])
def test_collapse_scores_one_however_confident(confidence):
    logits = np.full((20, 10), -confidence)
    logits[:, 3] = confidence
    assert metrics.classifier_score(logits) == (1.0, 0.0)


@pytest.mark.parametrize("classes", [2, 10, 1000])
def test_clear_and_even_scores_the_number_of_classes(classes):
    logits = np.tile(2000.0 * np.eye(classes), (2, 1))
    score = metrics.classifier_score(logits, splits=2)
    assert score.mean == pytest.approx(classes, rel=1e-12)


@cases.thorough
@given(logits())
def test_stays_within_its_bounds(logits):
    score = metrics.classifier_score(logits, splits=1)
    assert 1 <= score.mean <= min(logits.shape)
    assert score.std == 0


@cases.thorough
@given(logits(), st.floats(-100, 100))
def test_unchanged_by_order_of_rows_and_classes_and_by_a_shift(logits, shift):
    expected = pytest.approx(metrics.classifier_score(logits, splits=1).mean, rel=1e-9)
    for same in (cases.shuffled(logits), logits[:, ::-1], logits + shift):
        assert metrics.classifier_score(same, splits=1).mean == expected


def test_refuses_nan_naming_the_row():
    with pytest.raises(ValueError, match="`logits` must be finite.*first is row 5"):
        metrics.classifier_score(LOGITS["nan_logit"])
