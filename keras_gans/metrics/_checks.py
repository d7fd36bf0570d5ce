"""What every metric demands of its arguments, said once."""

import numpy as np

LARGEST = 1e40  # the cube of an inner product of such features is still a float64


def check_features(name, features, minimum_rows=2):
    """Features as float64, or the reason why they can't be measured.

    Args:
        name: how the caller names the set in its signature: "real", "fake".
        features: array, shape `(rows, features)`.
        minimum_rows: int, the fewest rows that the metric is defined for.

    Returns:
        float64 array, shape `(rows, features)`.

    Raises:
        ValueError: no matrix of numbers, too few rows, or a row with NaN, infinity or
            a value above 1e40.
    """
    features = check_numbers(name, features)
    if features.ndim != 2 or features.shape[1] == 0:
        raise ValueError(
            f"`{name}` must have shape (rows, features). "
            f"Received: shape {features.shape}. "
            "Reshape it so that each sample is one row."
        )
    check_rows(name, features, minimum_rows)
    check_finite(name, features)
    return features


def check_numbers(name, array):
    """Any real-valued array as float64."""
    array = np.asarray(array)
    if array.dtype.kind not in "biuf" and array.dtype.name != "bfloat16":
        raise ValueError(
            f"`{name}` must hold real numbers. Received: dtype {array.dtype}. "
            "Convert it to float32 or float64."
        )
    return array.astype("float64", copy=False)


def check_rows(name, array, minimum):
    if len(array) < minimum:
        raise ValueError(
            f"`{name}` must have at least {minimum} rows. "
            f"Received: {len(array)} rows. Pass more samples."
        )


def check_finite(name, array):
    """Refuses NaN, infinity and values whose powers would overflow, naming the row."""
    largest = np.maximum(array.max(initial=0.0), -array.min(initial=0.0))
    if largest <= LARGEST:  # False for NaN too
        return
    sound = (np.abs(array) <= LARGEST).reshape(len(array), -1).all(axis=1)
    row = int(np.argmin(sound))
    raise ValueError(
        f"`{name}` must be finite and at most {LARGEST:g} in magnitude. Received: "
        f"{np.count_nonzero(~sound)} bad rows of {len(array)}, the first is row {row}. "
        "Look for the sample that made it; dropping it would flatter the score."
    )


def check_pair(real, fake, minimum_rows=2, names=("real", "fake")):
    """Two sets of features with the same number of columns, as float64."""
    real = check_features(names[0], real, minimum_rows)
    fake = check_features(names[1], fake, minimum_rows)
    check_same_dimension(names, real.shape[1], fake.shape[1])
    return real, fake


def check_same_dimension(names, first, second):
    if first != second:
        raise ValueError(
            f"`{names[0]}` and `{names[1]}` must have equally many features. "
            f"Received: {first} and {second}. Use one feature network for both."
        )


def check_labels(name, labels, rows=None):
    """Labels as a vector of int64, one for each of `rows`."""
    labels = np.asarray(labels)
    if labels.ndim != 1 or labels.dtype.kind not in "iu":
        raise ValueError(
            f"`{name}` must be a vector of integers. Received: shape {labels.shape}, "
            f"dtype {labels.dtype}. Take the argmax of one-hot labels first."
        )
    if rows is not None and len(labels) != rows:
        raise ValueError(
            f"`{name}` must have one label per row. "
            f"Received: {len(labels)} labels for {rows} rows."
        )
    return labels.astype("int64")
