"""The list of what `--nightly` alone runs names tests that there are."""

import pathlib

import pytest
from nightly import listed

ROOT = pathlib.Path(__file__).parent.parent


def test_none_is_named_twice():
    assert len(set(listed())) == len(listed()) > 20


@pytest.mark.parametrize("name", listed())
def test_it_exists(name):
    path, test = name.split("::")
    assert f"def {test.split('[')[0]}(" in (ROOT / path).read_text(encoding="utf-8")
