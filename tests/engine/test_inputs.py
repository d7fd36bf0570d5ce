import keras
import pytest

from keras_gans.engine import inputs


def model(*names, shape=(2,)):
    tensors = [keras.Input(shape, name=name) for name in names]
    joined = tensors[0] if len(tensors) == 1 else keras.layers.Add()(tensors)
    return keras.Model(tensors, joined)


def test_names_are_the_users_and_else_the_defaults_in_order():
    assert inputs.names_of(model("photo", "holes"), ("z",)) == ["photo", "holes"]
    assert inputs.names_of(model(None, None), ("z", "labels")) == ["z", "labels"]
    assert inputs.names_of(model("photo", None), ("z",)) == ["photo", "z"]


def test_two_inputs_of_one_name_are_refused():
    with pytest.raises(ValueError, match="a name of its own"):
        inputs.names_of(model("z", None), ("z",))


def test_a_network_that_knows_no_inputs_is_refused():
    with pytest.raises(ValueError, match="must know their input shapes"):
        inputs.tensors_of(keras.Sequential([keras.layers.Dense(1)]))


def test_values_go_in_by_name_in_the_networks_order():
    network = model("a", "b")
    assert inputs.feed(network, ["b", "a"], {"a": 1, "b": 2, "c": 3}) == [2, 1]
    line = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    assert inputs.feed(line, ["z"], {"z": 1}) == 1


def test_shapes_are_those_of_one_value():
    assert inputs.shapes_of(model("a", "b", shape=(3, 4)), ["a", "b"]) == {
        "a": (3, 4),
        "b": (3, 4),
    }
