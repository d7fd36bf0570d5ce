"""What a run shows at its end besides samples, and what there is to say about it.

neighbours.png   samples beside the real images that are most like them
walk.png         what lies between two samples
classes.png      a row for each class, of a conditional GAN
told.png         what it makes of what it never saw, of a GAN that is told more
pictures.json    what the page says of them: counts, ratios, the step

Those that move are in `strips`.
"""

import numpy as np

from keras_gans import data, metrics, plots
from keras_gans.engine import exhibit
from keras_gans.runs import strips
from keras_gans.utils.arrays import is_image
from keras_gans.utils.files import write_json

SAMPLES, SHOWN = 64, 8
SEARCHED = 10_000  # training images among which copies are looked for, at most
VALUES = 2**26  # and values of them, so that large images take no longer
STEPS = 8  # of a walk
WALKS, CLASS_WALKS = 16, 8  # beside a class grid there is less room
CLASSES, COLUMNS = 20, 8
TOLD = 12


def save_pictures(folder, gan, train, unseen, class_names=None, seed=0, **notes):
    """Draws what a generator has learnt, into the folder of a run.

    Args:
        folder: `pathlib.Path`.
        gan: a `GAN`. One that makes neither images with 1 or 3 channels nor voxels
            with one, or whose samples are not finite, has no pictures.
        train: uint8 images that it was trained on: an array, or a `data.Source`.
        unseen: those that it was not trained on; there may be none.
        class_names: list of str, label 0 first, or None.
        seed: int, of all choices.
        **notes: goes into `pictures.json` as it is.
    """
    solid = len(gan.image_shape) == 4 and gan.image_shape[-1] == 1
    if not (solid or is_image(gan.image_shape)):
        return
    known = known_of(gan, unseen if len(unseen) else train)
    shown = exhibit.made(gan, SAMPLES, seed, examples=known)
    if not np.isfinite(shown.samples).all():
        return
    if solid:
        notes["turn"] = strips.save_turn(folder, shown)
    else:
        notes |= of_images(folder, gan, shown, train, unseen, seed)
    if gan.num_classes and not solid:
        notes["classes"] = save_classes(folder, gan, class_names, seed)
    write_json(folder / "pictures.json", {"step": int(gan.step.numpy()), **notes})


def known_of(gan, images):
    """A few images, and what a GAN is told of them; nothing of a bare array."""
    if not isinstance(images, data.Source):
        return None, {}
    found = images.sample(SAMPLES)
    given = {"labels": found.labels, **(found.given or {})}
    return found.images, {name: given[name] for name in gan.conditions if name in given}


def of_images(folder, gan, shown, train, unseen, seed):
    """The notes of what all GANs that make images have, and what some have."""
    notes, plain = {}, shown.truth is None and set(gan.conditions) <= {"labels"}
    if len(train) > 1:
        samples = plots.to_uint8(shown.samples)
        notes["neighbours"] = save_neighbours(folder, samples, train, unseen, seed)
    if not plain:
        notes["told"] = save_told(folder, shown, len(unseen))
    if gan.priors:  # else every step of a walk would be the same
        notes["walk"] = save_walk(folder, gan, shown.told, seed)
        few = {name: values[: strips.WALKS] for name, values in shown.told.items()}
        walks = gan.interpolate(strips.WALKS, strips.STEPS, seed, **few)
        notes["walk_strip"] = strips.save_walks(folder, walks)
    return notes


def save_told(folder, shown, unseen):
    """What was told beside what was made of it, and the truth where there is one."""
    few = slice(TOLD)
    given = {name: pictures[few] for name, pictures in shown.given.items()}
    truth = None if shown.truth is None else shown.truth[few]
    captions = shown.captions and shown.captions[few]
    plots.save_told(shown.samples[few], folder / "told.png", given, truth, captions)
    facts = {"truth": truth is not None, "unseen": bool(unseen)}
    return {"shown": len(shown.samples[few]), "told": [*shown.told], **facts}


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


def save_walk(folder, gan, told, seed=0):
    rows = CLASS_WALKS if gan.num_classes else WALKS
    kept = {name: values[:rows] for name, values in told.items()}
    walks = gan.interpolate(rows, STEPS, seed=seed, **kept)
    plots.save_walk(walks, folder / "walk.png")
    return {"rows": rows, "steps": STEPS}


def save_classes(folder, gan, class_names=None, seed=0):
    shown = min(gan.num_classes, CLASSES)
    labels = np.repeat(np.arange(shown), COLUMNS)
    images = gan.generate(len(labels), labels=labels, seed=seed)
    plots.save_class_grid(images, labels, folder / "classes.png", class_names)
    return {"shown": shown, "classes": gan.num_classes}
