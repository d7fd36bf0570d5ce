"""Parts of a network: what its hidden layers see, and what it judges by."""

import keras

from keras_gans import constraints
from keras_gans.engine import inputs


def hidden(network):
    """A model from a network's inputs to what its layers with kernels are given.

    The first layers, which are given the inputs themselves, are left out; of a network
    of members each member's are in.

    Args:
        network: Functional or Sequential model.

    Returns:
        A Functional model whose outputs are in the order of the layers.
    """
    tensors = hidden_of(network, network.inputs)
    return keras.Model(inputs.structure_of(network), tensors)


def judge(network):
    """What tells real from fake in a network, without the phrases that it also reads.

    Whoever wants the score alone then pays for nothing else, there and back.
    """
    if not getattr(network, "contrastive", False):
        return network
    scores = network.get_layer("scores").output
    return keras.Model(inputs.structure_of(network), scores)


def hidden_of(network, tensors):
    """The tensors themselves, as Keras knows them."""
    kernels = {id(kernel) for kernel in constraints.kernels(network)}
    own = {id(tensor) for tensor in tensors}
    found = []
    for layer in network.layers:
        if not any(id(weight) in kernels for weight in layer.trainable_variables):
            continue
        for tensor in keras.tree.flatten(layer.input):
            if id(tensor) not in own and "float" in tensor.dtype:
                found.append(tensor)
    unique = {id(tensor): tensor for tensor in found}
    if not unique:
        raise ValueError(
            "Features are what hidden layers say. Received: a discriminator whose only "
            "layer with weights is given the sample itself. Add a hidden layer."
        )
    return list(unique.values())
