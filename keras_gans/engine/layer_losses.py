"""What the layers of a network add to its loss: regularisers and `add_loss`."""

from keras import ops


def of(network):
    """All of them, as a list of float32 scalars."""
    return [ops.cast(loss, "float32") for loss in network.losses]


def of_weights(network):
    """The regularisers of weights, the same however often the network is called."""
    losses = of(network)
    return losses[len(losses) - count(network) :]  # Keras lists them last


def of_last_call(network):
    """Activity regularisers and whatever a layer has added in the last call."""
    losses = of(network)
    return losses[: len(losses) - count(network)]


def count(network):
    """How many weights have a regulariser that is in force."""
    return sum(w.regularizer is not None for w in network.trainable_weights)
