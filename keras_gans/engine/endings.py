"""How networks end. A wrong last layer trains, badly; it is said at construction."""

import warnings

import keras

BOUNDED = {  # what no score should go through
    *("sigmoid", "hard_sigmoid", "hardsigmoid", "softmax", "tanh", "hard_tanh"),
    *("hardtanh", "softsign", "relu", "relu6"),
}
NOT_PIXELS = {  # what does not span [-1, 1], or leaves it
    *("linear", "sigmoid", "hard_sigmoid", "hardsigmoid", "softmax", "softplus"),
    *("relu", "relu6", "leaky_relu", "leakyrelu", "elu", "selu", "gelu", "silu"),
    *("exponential",),
}
MOVING = {  # operations that only move, copy or average values
    *("flatten", "reshape", "permute", "identity", "cast", "dropout", "upsampling2d"),
    *("globalaveragepooling2d", "averagepooling2d", "mean", "transpose"),
}


def warn_of(generator, discriminator):
    """Warns of a last layer that no game here is meant for.

    Args:
        generator: Functional or Sequential model.
        discriminator: likewise, or an ensemble of them.
    """
    for member in getattr(discriminator, "members", ()) or [discriminator]:
        name = ending(member)
        if name in BOUNDED:
            warn(
                "A discriminator should end in raw scores: the loss takes their "
                f"sigmoid where it needs one. Received: a last activation {name!r}, "
                "after which its gradient fades. Leave it out, for example "
                "`Dense(1)`."
            )
    name = ending(generator)
    if len(generator.output_shape) == 4 and name in NOT_PIXELS:
        warn(
            "Images are in [-1, 1], and a generator of images should end in tanh, "
            f"which spans it. Received: a last activation {name!r}. Use "
            '`activation="tanh"` in the last layer.'
        )


def warn(message):
    warnings.warn(message, stacklevel=4)  # where the GAN is made


def ending(network):
    """The name of the function that makes a network's values; None if unknown.

    What only moves values about is looked through.
    """
    # The last ones are those of the output, as long as each has one input.
    for operation in reversed(getattr(network, "operations", None) or network.layers):
        if isinstance(operation, keras.Model):
            return ending(operation)
        name = function_of(operation)
        moves = type(operation).__name__.lower() in MOVING
        if not moves and not passes(operation, name):
            return name
        if isinstance(operation.input, (list, tuple)):
            return None
    return None


def passes(operation, name):
    """Whether an operation is an activation that does nothing."""
    return name == "linear" and type(operation).__name__ == "Activation"


def function_of(operation):
    """The name of a layer's activation, or of the layer or operation itself."""
    activation = getattr(operation, "activation", None)
    if activation is None:
        return type(operation).__name__.lower()
    return getattr(activation, "__name__", type(activation).__name__).lower()
