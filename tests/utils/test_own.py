"""An object of nobody's class: what it says counts, the base says the rest."""

import keras
import pytest

from keras_gans.utils.own import Own, adopted, name_of


class Base:
    colour, size = "red", 1

    def __init__(self):
        self.made = True

    def area(self):
        return self.size**2


class Stands(Own, Base):
    def __init__(self, thing):
        super().__init__(thing, Base)


class Tall:
    """No heir of `Base`."""

    size, secret = 3, "kept"


class Sized(Tall):
    def __init__(self, size):
        self.size = size

    def get_config(self):
        return {"size": self.size}


class Forgetful(Tall):
    def __init__(self, size):
        self.size = size


def test_what_it_says_counts_and_the_rest_is_the_bases():
    own = Stands(Tall())
    assert (own.size, own.colour, own.area(), own.made) == (3, "red", 9, True)
    with pytest.raises(AttributeError):
        own.secret  # nothing that the base knows
    assert name_of(own) == "Tall" == name_of(Tall())


def test_an_heir_stays_what_it_is():
    base, tall = Base(), Tall()
    assert adopted(base, Base, Stands) is base
    assert adopted(tall, Base, Stands).thing is tall


def test_one_with_a_config_comes_back_and_one_without_says_so():
    back = Stands.from_config(Stands(Sized(5)).get_config())
    assert type(back.thing) is Sized and back.size == 5
    assert type(Stands.from_config(Stands(Tall()).get_config()).thing) is Tall
    with pytest.raises(ValueError, match="get_config"):
        Stands(Forgetful(5)).get_config()


def test_a_file_cannot_name_a_class_that_never_played():
    with pytest.raises(ValueError, match="custom_objects"):
        Stands.from_config({"kind": "os>system", "config": {}})


def test_a_class_that_is_passed_is_found():
    with keras.saving.custom_object_scope({"os>system": Sized}):
        assert Stands.from_config({"kind": "os>system", "config": {"size": 2}}).size
