"""What a GAN may be made of: misuse is answered before anything is trained."""

import math
import random

import keras
import numpy as np

from keras_gans import counts, lookup
from keras_gans.data.checks import check_labels

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


def inputs_of(network):
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


def check_networks(generator, discriminator, packing=1, num_classes=None):
    """Refuses networks that do not fit together.

    Args:
        num_classes: int, for networks that do not say it themselves.

    Returns:
        num_classes: int, or None for an unconditional pair.
    """
    counts.check_count("packing", packing)
    made, judged = generator_shape(generator), inputs_of(discriminator)[0].shape[1:]
    if (*made[:-1], made[-1] * packing) != tuple(judged):
        raise ValueError(
            "The discriminator must take the images that the generator makes, "
            "`packing` of them joined along the channels. Received: generator output "
            f"{made}, discriminator input {judged}, packing={packing}. Give both "
            "networks the same `image_shape`, but for its channels times `packing`."
        )
    classes = [classes_of(generator, "generator", num_classes)]
    classes.append(classes_of(discriminator, "discriminator", num_classes))
    if classes[0] != classes[1]:
        raise ValueError(
            "Both networks must be conditional on the same number of classes, or "
            f"neither. Received: num_classes={classes[0]} for the generator and "
            f"{classes[1]} for the discriminator."
        )
    if packing > 1 and classes[0] is not None:
        raise ValueError(
            "Images are packed in an unconditional GAN only: a pack has several "
            f"labels. Received: packing={packing} and num_classes={classes[0]}."
        )
    return classes[0]


def generator_shape(generator):
    inputs_of(generator)
    return tuple(generator.output_shape[1:])


def classes_of(network, role, num_classes=None):
    """How many classes a network is told, checked against the number of its inputs.

    Args:
        num_classes: int, for a network without the attribute `num_classes`.
    """
    own = getattr(network, "num_classes", None)
    if num_classes is not None:
        num_classes = counts.check_count("num_classes", num_classes)
    if None not in (own, num_classes) and own != num_classes:
        raise ValueError(
            f"The {role} must be built for the classes of the GAN. Received: "
            f"num_classes={num_classes} and a {role} with num_classes={own}."
        )
    num_classes = num_classes if own is None else own
    inputs = len(inputs_of(network))
    if inputs not in (1, 2) or (num_classes is None) != (inputs == 1):
        raise ValueError(
            f"The {role} must have one input, or two (the second takes labels) and "
            f"a number of classes. Received: {inputs} inputs and "
            f"num_classes={num_classes}. Pass `GAN(..., num_classes=10)` for networks "
            "of your own."
        )
    return num_classes


def check_drawn(generator, prior):
    """Refuses to feed noise, unasked, to a generator that takes an image.

    A prior that is an object, or an input called "z" or "noise", asks for it.
    """
    first = inputs_of(generator)[0]
    *sides, channels = first.shape[1:]
    image = len(sides) == 2 and min(side or 2 for side in sides) > 1 and channels < 5
    if image and prior == "normal" and first.name not in ("z", "noise"):
        raise ValueError(
            "A generator's first input is drawn from the prior. Received: an input of "
            f"shape {tuple(first.shape[1:])}, which looks like an image. If it is "
            "noise, say so: `GAN(..., prior=kg.priors.Normal())`. A generator that is "
            "shown images cannot be trained yet."
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


def labels_for(count, labels, num_classes):
    """`count` labels as `GAN.generate` understands them; None if unconditional."""
    if num_classes is None and labels is None:
        return None
    if num_classes is None:
        raise ValueError(
            "This GAN is unconditional: it takes no labels. "
            f"Received: labels={labels!r}"
        )
    if labels is None:
        return (np.arange(count) % num_classes).astype("int32")
    labels = np.asarray(labels)
    labels = np.full(count, labels) if labels.ndim == 0 else labels
    check_labels(labels, count, num_classes)
    return labels.astype("int32")


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
        logged = getattr(callback, "logged", () if is_silent(callback) else None)
        if logged is None:
            return
        names += logged
    for callback in callbacks:
        name = getattr(callback, "monitor", None)
        if name not in [*names, None] and getattr(callback, "save_best_only", True):
            hint = "Pass `validation_data=`, or another" if not held_out else "Pass a"
            raise ValueError(
                f"{type(callback).__name__} must wait for a log that is written. "
                f"Received: monitor={name!r}. {hint} `monitor=`. "
                f"{lookup.unknown('log', name, names)}"
            )


def is_silent(callback):
    """Whether a callback is known to add nothing to the logs but a learning rate."""
    stock = type(callback).__module__.startswith(("keras.", "keras_gans."))
    return stock and not isinstance(callback, keras.callbacks.LambdaCallback)


def has_batch_norm(network):
    """Whether a network normalises over the batch, at any depth."""
    if isinstance(network, keras.layers.BatchNormalization):
        return True
    return any(has_batch_norm(layer) for layer in getattr(network, "layers", []))
