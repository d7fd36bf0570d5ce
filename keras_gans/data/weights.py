"""Why data come without weights, and what to do instead."""

from keras_gans.utils.arrays import is_array

INSTEAD = {
    "sample_weight": "Show an image more often that should count more: repeat its row, "
    "or draw with `tf.data.Dataset.sample_from_datasets(datasets, weights=)`.",
    "class_weight": "Show a class more often that should count more: repeat its rows, "
    "or draw with `tf.data.Dataset.sample_from_datasets(datasets, weights=)`.",
    "validation_split": "Keep images apart yourself: "
    "`fit(images[n:], validation_data=images[:n])`, or `kg.data.hold_out`.",
    "(images, labels, weights)": "Leave the weights out: "
    "`dataset.map(lambda images, labels, weights: (images, labels))`.",
}


def refuse_weights(**given):
    """Raises ValueError for what `keras.Model.fit` knows and a GAN does not.

    Args:
        **given: arguments by their names; None, 0 and the like were not given.
    """
    for name, value in given.items():
        if name in INSTEAD and was_given(value):
            raise_weights(name, value)


def was_given(value):
    """Whether an argument is there: arrays always are."""
    return value is not None and (is_array(value) or bool(value))


def raise_weights(name, value):
    shape = getattr(value, "shape", None)
    received = repr(value) if shape is None else f"an array of shape {tuple(shape)}"
    raise ValueError(
        "A GAN learns the distribution that its images have: each image of the data "
        f"counts once. Received: {name}={received}. {INSTEAD[name]}"
    )


def check_element(element):
    """Refuses a batch, or validation data, of three parts."""
    if isinstance(element, (list, tuple)) and len(element) > 2:
        if element[2] is not None:
            raise_weights("(images, labels, weights)", element[2])
