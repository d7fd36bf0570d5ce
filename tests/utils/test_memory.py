"""How much memory this process has taken at most."""

import numpy as np

from keras_gans.utils import memory


def test_a_large_array_is_seen_even_when_it_is_gone():
    before = memory.peak_bytes()
    size = max(before, 2**26)
    np.ones(size // 8).sum()
    after = memory.peak_bytes()
    np.ones(8).sum()
    assert 2**24 < before < after <= memory.peak_bytes()


def test_a_system_that_says_nothing_of_it(monkeypatch):
    class Nothing:
        def exists(self):
            return True

        def read_text(self):
            return "Name:\tpython\n"

    monkeypatch.setattr(memory.pathlib, "Path", lambda _: Nothing())
    assert memory.peak_bytes() is None
