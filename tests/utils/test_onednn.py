"""oneDNN is asked for in time, or not at all."""

import os
import sys

import pytest

from keras_gans.utils import onednn


@pytest.fixture(autouse=True)
def undecided(monkeypatch):
    monkeypatch.delenv(onednn.VARIABLE, raising=False)


def test_it_is_on_unless_somebody_has_decided(monkeypatch):
    monkeypatch.delitem(sys.modules, "tensorflow")
    onednn.prefer()
    assert os.environ[onednn.VARIABLE] == "1"
    monkeypatch.setenv(onednn.VARIABLE, "0")
    onednn.prefer()
    assert os.environ[onednn.VARIABLE] == "0"


def test_where_it_is_too_late_children_compute_as_their_parent():
    assert "tensorflow" in sys.modules
    onednn.prefer()
    assert onednn.VARIABLE not in os.environ
