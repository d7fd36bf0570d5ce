"""Whether codes that nobody explained have become classes."""

import numpy as np
from numpy.typing import ArrayLike

from keras_gans.metrics._checks import check_labels

MOST = 16  # codes or classes: all matchings are looked at


def code_accuracy(codes: ArrayLike, labels: ArrayLike) -> float:
    """Share of samples whose code is that of their class, at the best matching.

    InfoGAN's codes have no names: which of them is which class is chosen here, one code
    for one class, as well as it can be (what the Hungarian algorithm finds). Print the
    mean over seeds of the training, not that of the best one.

    Args:
        codes: ints from 0 on, shape `(n,)`, what was drawn.
        labels: ints from 0 on, shape `(n,)`, what a classifier sees in the samples.

    Returns:
        float from 0 to 1; chance is about one by the number of classes.

    Raises:
        ValueError: no ints, unequal lengths, or more than 16 codes or classes.

    Example:
        codes = np.arange(1000) % 10
        images = gan.generate(digit=codes)
        seen = classifier.predict(images).argmax(-1)
        kg.metrics.code_accuracy(codes, seen)

    Reference:
    - [Chen et al., 2016](https://arxiv.org/abs/1606.03657), section 7.2
    """
    codes = check_labels("codes", codes)
    labels = check_labels("labels", labels, len(codes))
    size = int(max(codes.max(initial=-1), labels.max(initial=-1))) + 1
    if not 1 <= size <= MOST or min(codes.min(), labels.min()) < 0:
        raise ValueError(
            f"`codes` and `labels` must be ints from 0 to {MOST - 1}, at least one of "
            f"each. Received: {len(codes)} of them, up to {size - 1}."
        )
    counts = np.zeros((size, size), int)
    np.add.at(counts, (codes, labels), 1)
    return most_matched(counts) / len(codes)


def most_matched(counts):
    """The largest sum of one entry in each row, no two of them in one column.

    best[set of columns] is that of as many first rows; a row later each set has one
    column more.
    """
    best = {0: 0}
    for row in counts:
        longer = {}
        for used, total in best.items():
            for column, count in enumerate(row.tolist()):
                key = used | 1 << column
                if key != used:
                    longer[key] = max(longer.get(key, 0), total + count)
        best = longer
    return max(best.values())
