import sys

import pytest

from keras_gans.utils import lazy

SOURCE = """
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction
    from colorsys import hsv_to_rgb, rgb_to_hsv
"""


def test_names_are_those_below_type_checking():
    homes = {"Fraction": "fractions", "hsv_to_rgb": "colorsys"}
    assert lazy.homes_in(SOURCE) == {**homes, "rgb_to_hsv": "colorsys"}


def test_a_module_is_imported_when_it_is_asked_for(tmp_path, monkeypatch):
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    file = tmp_path / "__init__.py"
    file.write_text(SOURCE)
    get = lazy.attributes("package", str(file))
    assert "colorsys" not in sys.modules
    assert get("hsv_to_rgb")(0, 0, 1) == (1, 1, 1) and "colorsys" in sys.modules
    with pytest.raises(AttributeError, match="'package' has no attribute 'colour'"):
        get("colour")
