"""The bench of growth: a law that is known is found, and each change trains."""

import pytest

from benchmarks import growth


def test_a_known_law_is_found():
    """Time that grows with the square of the side, to the digit."""
    rows = [
        {"value": side, "time": (side / growth.BASE["side"]) ** 2}
        for side in growth.CHANGES["side"]
    ]
    assert growth.exponent("side", rows) == pytest.approx(2.0)


class Runner:
    """A contestant that makes a known number of steps a second."""

    def __init__(self, speed):
        self.speed = lambda steps: speed

    def end(self):
        return 10**9


def test_time_is_a_multiple_of_the_base(monkeypatch):
    asked = []
    monkeypatch.setattr(growth, "contestant", lambda s: asked.append(s) or Runner(2.0))
    row = growth.measured("discriminator_steps", 5, Runner(8.0), rounds=3)
    assert row == {"value": 5, "time": 4.0, "peak_bytes": 10**9}
    assert asked == [{**growth.BASE, "discriminator_steps": 5}]


@pytest.mark.slow
@pytest.mark.parametrize("penalty", growth.CHANGES["penalty"])
def test_each_penalty_trains(penalty):
    small = dict(growth.BASE, side=16, width=4, batch_size=4, images=16)
    growth.trained(**{**small, "penalty": penalty})(2)
