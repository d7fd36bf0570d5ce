import pytest

from keras_gans.utils import identifiers

NAMED = {"hinge": list, "wasserstein": dict}


def test_a_name_makes_an_object_and_an_object_is_itself():
    given = object()
    assert identifiers.find("loss", "hinge", NAMED) == []
    assert identifiers.find("loss", given, NAMED) is given


def test_an_unknown_name_is_answered_with_near_ones_and_all():
    with pytest.raises(ValueError) as error:
        identifiers.find("loss", "hing", NAMED)
    assert str(error.value) == (
        "Unknown loss: 'hing'. Did you mean 'hinge'? Known: hinge, wasserstein."
    )


def test_of_many_names_only_the_near_ones_are_listed():
    many = [f"preset_{i}" for i in range(20)]
    said = identifiers.unknown("preset", "preset_3", [*many, "zebra"])
    assert "Did you mean 'preset_3'" in said and "zebra" not in said
    assert "zebra" in identifiers.unknown("preset", "qq", [*many, "zebra"])
