"""What a GAN may be made of: misuse is answered before anything is trained."""

import math
import random

import keras

from keras_gans.engine.monitors import waits
from keras_gans.utils import counts, identifiers

MOST_BYTES = 16 * 2**30  # of the images of one `generate` call
RATES = {  # numbers of optimizers, and what they must stay below
    "learning_rate": math.inf,
    "momentum": 1,
    "rho": 1,
    "beta_1": 1,
    "beta_2": 1,
}
USUAL = {
    "learning_rate": 2e-4,
    "momentum": 0.9,
    "rho": 0.9,
    "beta_1": 0.5,
    "beta_2": 0.999,
}

# Keras's own callbacks: no one but this adds a log, save a learning rate.
SILENT = {cls for cls in vars(keras.callbacks).values() if isinstance(cls, type)}
SILENT -= {keras.callbacks.LambdaCallback}


def check_networks(generator, discriminator, packing, roles):
    """Refuses networks that do not fit together.

    Args:
        generator, discriminator: Functional or Sequential models.
        packing: int.
        roles: `Roles`, of their inputs.
    """
    counts.check_count("packing", packing)
    made = tuple(generator.output_shape[1:])
    judged = discriminator.inputs[0].shape[1:]
    if (*made[:-1], made[-1] * packing) != tuple(judged):
        raise ValueError(
            "The discriminator must take the images that the generator makes, "
            "`packing` of them joined along the channels. Received: generator output "
            f"{made}, discriminator input {judged}, packing={packing}. Give both "
            "networks the same `image_shape`, but for its channels times `packing`."
        )
    told = ", ".join(roles.told_to_critic)
    if packing > 1 and told:
        raise ValueError(
            "Samples are packed where the discriminator is told nothing of them: a "
            f"pack would be told several things. Received: packing={packing} and a "
            f"discriminator that is told {told}."
        )


def check_seed(seed):
    """An int in [0, 2**31), drawn from Python's `random` if None."""
    if seed is None:
        return random.randrange(2**31)
    return counts.check_count("seed", seed, 0)


def check_count(count, image_shape):
    """Refuses to make no image, or more than memory holds."""
    count = counts.check_count("count", count)
    size = count * math.prod(image_shape) * 4
    if size > MOST_BYTES:
        raise ValueError(
            f"{count} images would take {size / 2**30:,.0f} GiB at once. "
            "Make them in parts, with another `seed` for each."
        )
    return count


def check_epochs(epochs):
    """Refuses what is not a number of epochs; 0 trains nothing."""
    counts.check_count("epochs", epochs, 0)


def check_rates(optimizers):
    """Refuses optimizers (as the user made them) that would spoil every weight.

    A learning rate of 0 is allowed: it freezes a player.
    """
    for optimizer in optimizers:
        for name, value in optimizer.get_config().items():
            if name not in RATES or not isinstance(value, (int, float)):
                continue
            if not 0 <= value < RATES[name]:
                raise ValueError(
                    f"`{name}` must be a number in [0, {RATES[name]:g}). "
                    f"Received: {name}={value} in {type(optimizer).__name__}. Pass "
                    f"another one, such as {name}={USUAL[name]:g}."
                )


def check_no_labels(x, y):
    """Refuses labels beside a dataset, which Keras would not look at."""
    if y is not None:
        raise ValueError(
            "Labels stand in the dataset, as (images, labels), or beside an array of "
            f"images. Received: y={type(y).__name__} beside x={type(x).__name__}. "
            "Use `kg.data.from_arrays(images, labels)`."
        )


def check_monitors(callbacks, names, held_out):
    """Refuses a callback that waits for a log which nobody writes.

    Args:
        callbacks: list of callbacks. One that adds logs of its own lists their names
            in its attribute `logged`; with one that may add any, nothing is checked.
        names: the logs of the model.
        held_out: whether there is validation data, whose logs begin with "val_"; or
            which of the names those are.
    """
    names = [*names, "learning_rate"]
    evaluated = names if held_out is True else held_out or ()
    names += [f"val_{name}" for name in evaluated]
    for callback in callbacks:
        logged = getattr(callback, "logged", () if type(callback) in SILENT else None)
        if logged is None:
            return
        names += logged
    for callback in callbacks:
        name = getattr(callback, "monitor", None)
        if name not in [*names, None] and waits(callback):
            hint = "Pass `validation_data=`, or another" if not held_out else "Pass a"
            raise ValueError(
                f"{type(callback).__name__} must wait for a log that is written. "
                f"Received: monitor={name!r}. {hint} `monitor=`. "
                f"{identifiers.unknown('log', name, names)}"
            )


def has_batch_norm(network):
    """Whether a network normalises over the batch, at any depth, within layers too."""
    layers = network._flatten_layers()
    return any(isinstance(x, keras.layers.BatchNormalization) for x in layers)
