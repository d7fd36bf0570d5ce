"""What a run shows at its end besides samples, and what there is to say about it.

neighbours.png   samples beside the real images that are most like them
walk.png         what lies between two samples
classes.png      a row for each class, of a conditional GAN
pictures.json    what the page says of them: counts, ratios, the step
"""

import numpy as np

from keras_gans import metrics, plots
from keras_gans.utils.arrays import is_image
from keras_gans.utils.files import write_json

SAMPLES, SHOWN = 64, 8
SEARCHED = 10_000  # training images among which copies are looked for, at most
VALUES = 2**26  # and values of them, so that large images take no longer
STEPS = 8  # of a walk
WALKS, CLASS_WALKS = 16, 8  # beside a class grid there is less room
CLASSES, COLUMNS = 20, 8


def save_pictures(folder, gan, train, unseen, class_names=None, seed=0, **notes):
    """Draws what a generator has learnt, into the folder of a run.

    Args:
        folder: `pathlib.Path`.
        gan: a `GAN`. One that makes no images with 1 or 3 channels, or whose samples
            are not finite, has no pictures.
        train: uint8 images that it was trained on: an array, or a `data.Source`.
        unseen: those that it was not trained on; there may be none.
        class_names: list of str, label 0 first, or None.
        seed: int, of all choices.
        **notes: goes into `pictures.json` as it is.
    """
    if not is_image(gan.image_shape):
        return
    samples = gan.generate(SAMPLES, seed=seed)
    if not np.isfinite(samples).all():
        return
    if len(train) > 1:
        samples = plots.to_uint8(samples)
        notes["neighbours"] = save_neighbours(folder, samples, train, unseen, seed)
    notes["walk"] = save_walk(folder, gan, seed)
    if gan.num_classes:
        notes["classes"] = save_classes(folder, gan, class_names, seed)
    write_json(folder / "pictures.json", {"step": int(gan.step.numpy()), **notes})


def save_neighbours(folder, samples, train, unseen, seed=0):
    """The samples that are most suspicious of being copies."""
    random = np.random.default_rng(seed)
    most = min(SEARCHED, max(2, VALUES // train[0].size))
    searched = train[np.sort(random.permutation(len(train))[:most])]
    unseen = unseen[np.arange(min(most, len(unseen)))]
    compare = compare_with_unseen if len(unseen) > 1 else compare_with_train
    found, notes = compare(samples, searched, unseen, random)
    plots.save_neighbours(found, folder / "neighbours.png", SHOWN)
    return {
        **notes,
        "samples": len(samples),
        "shown": min(SHOWN, len(samples)),
        "searched": len(searched),
        "training_images": len(train),
        "copies": int(np.count_nonzero(found.to_train == 0)),
    }


def compare_with_unseen(samples, train, unseen, random):
    """Ratios of distances, and those of real images in place of the samples."""
    real, others = parted(unseen, random)
    found = metrics.nearest_images(samples, train, others)
    expected = metrics.nearest_images(real, train, others)
    return found, {
        "unseen": len(others),
        "median_ratio": float(np.median(found.ratios)),
        "real_median_ratio": float(np.median(expected.ratios)),
    }


def compare_with_train(samples, train, unseen, random):
    """Distances, and those of training images from one another."""
    found = metrics.nearest_images(samples, train)
    expected = metrics.nearest_images(*parted(train, random))
    return found, {
        "median_distance": float(np.median(found.to_train)),
        "real_median_distance": float(np.median(expected.to_train)),
    }


def parted(images, random):
    """As many images as there are samples, or half of them, and the others."""
    order = random.permutation(len(images))
    count = min(SAMPLES, len(images) // 2)
    return images[order[:count]], images[order[count:]]


def save_walk(folder, gan, seed=0):
    rows = CLASS_WALKS if gan.num_classes else WALKS
    walks = gan.interpolate(rows, STEPS, seed=seed)
    plots.save_walk(walks, folder / "walk.png")
    return {"rows": rows, "steps": STEPS}


def save_classes(folder, gan, class_names=None, seed=0):
    shown = min(gan.num_classes, CLASSES)
    labels = np.repeat(np.arange(shown), COLUMNS)
    images = gan.generate(len(labels), labels=labels, seed=seed)
    plots.save_class_grid(images, labels, folder / "classes.png", class_names)
    return {"shown": shown, "classes": gan.num_classes}
