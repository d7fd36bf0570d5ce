import pytest

from keras_gans.utils.classproperty import classproperty


class Shelf:
    @classproperty
    def label(cls):
        """What stands on it."""
        return f"of {cls.__name__}"


class Low(Shelf):
    pass


def test_a_class_and_its_heirs_have_it():
    assert Shelf.label == "of Shelf" and Low.label == "of Low"
    assert vars(Shelf)["label"].__doc__ == "What stands on it."


def test_objects_do_not_have_it_so_that_keras_does_not_save_it():
    with pytest.raises(AttributeError, match="attribute of the class: Low.label"):
        Low().label
