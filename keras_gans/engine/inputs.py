"""The inputs of networks by name: who fills which."""

import re

import keras

UNNAMED = re.compile(r"(keras_tensor|input_layer|input)(_\d+)?")


def tensors_of(network):
    """The input tensors of a Functional or Sequential model, as a list."""
    try:
        inputs = network.inputs
    except AttributeError:
        inputs = None
    if not inputs:
        raise ValueError(
            "Networks must know their input shapes: use a Functional model, or a "
            f"Sequential one that starts with `keras.Input`. Received: {network!r}"
        )
    return list(inputs)


def names_of(network, defaults):
    """The names of a network's inputs, in its order.

    Args:
        network: Functional or Sequential model.
        defaults: names for inputs without one, in order: `keras.Input` was not told
            a `name`.

    Returns:
        list of str.
    """
    free, names = iter(defaults), []
    for tensor in tensors_of(network):
        unnamed = UNNAMED.fullmatch(tensor.name)
        names.append(next(free, tensor.name) if unnamed else tensor.name)
    if len(set(names)) < len(names):
        raise ValueError(
            "Each input of a network must have a name of its own. "
            f"Received: {names}. Use `keras.Input(..., name=)`."
        )
    return names


def feed(network, names, values):
    """What a network is called with: its inputs, taken by name.

    Args:
        network: Functional or Sequential model.
        names: list of the names of its inputs, in its order.
        values: dict of at least these names.
    """
    flat = [values[name] for name in names]
    return keras.tree.pack_sequence_as(structure_of(network), flat)


def structure_of(network):
    """The Keras tensors that stand for what a network is called with."""
    if isinstance(network, keras.Sequential):  # knows no `input` until it was called
        return network.inputs[0]
    return network.input


def shapes_of(network, names):
    """The shape of one value of each input, by name."""
    tensors = tensors_of(network)
    return {n: tuple(t.shape[1:]) for n, t in zip(names, tensors, strict=True)}
