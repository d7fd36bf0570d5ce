"""The bench of NaN finds it in its step, wherever it comes from."""

import pytest

from benchmarks import non_finite


@pytest.fixture(scope="module")
def played():
    gan = non_finite.game()
    return gan, [weight.numpy() for weight in gan.weights]


@pytest.mark.slow
@pytest.mark.nightly
@pytest.mark.parametrize("kind", non_finite.KINDS)
@pytest.mark.parametrize("where, bad", [("first", "nan"), ("last", "inf")])
def test_it_is_found_in_its_step_and_never_saved(played, kind, where, bad):
    result = non_finite.strike(*played, kind, where, bad, epoch=1)
    assert result["found"] and result["clean"] and result["checkpoints"] > 1
