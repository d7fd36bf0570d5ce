"""Applications whose samples are voxels, and InfoGAN: see `application_tasks`."""

import numpy as np

import keras_gans as kg
from benchmarks.application_tasks import GAN, SHOWN, Sheet, made, nearest

# === 3D from pictures ===


def furniture(gan, others, protocol):
    """What a picture shows, from all sides: IoU at a threshold that validation chose.

    Mean shapes are probabilities with a threshold of their own. Retrieval takes the
    model whose picture, of all views of all training models, is nearest by pixels. The
    oracle neighbour is the training model with the highest IoU: no retrieval can be
    better.
    """
    parts = {s: part(s, protocol) for s in ("train", "validation", "test")}
    train, test = parts["train"], parts["test"]
    guesses = {
        GAN: lambda p: made(gan, protocol.seed, view=p.views),
        "mean shape": lambda p: np.broadcast_to(train.mean, p.voxels.shape),
        "mean of the class": lambda p: train.class_means[p.labels],
        "nearest picture": lambda p: train.voxels[nearest(p.views, train.views)],
        "oracle neighbour": lambda p: train.shapes[best(p.voxels, train.shapes)],
    }
    for name, other in others.items():
        guesses[name] = lambda p, o=other: made(o, protocol.seed, view=p.views)
    rows = {}
    for name, guess in guesses.items():
        known = parts["validation"]
        threshold = kg.metrics.best_threshold(known.voxels, guess(known))
        rows[name] = judged(test.voxels, guess(test), threshold)
    shown = slice(0, SHOWN)
    retrieved = guesses["nearest picture"](test)[shown]
    limit = rows[GAN]["threshold"]
    told = {"view": test.views[shown], "nearest picture": seen(retrieved)}
    solid = seen(guesses[GAN](test)[shown] - limit)
    return rows, Sheet(solid, told, seen(test.voxels[shown]))


def judged(real, fake, threshold):
    surface = kg.metrics.surface_f_score(real, fake, threshold=threshold)
    return {
        "iou": kg.metrics.intersection_over_union(real, fake, threshold).mean(),
        "f": surface.f.mean(),
        "threshold": threshold,
    }


def seen(voxels):
    """Solids from one side, for a picture."""
    return kg.data.furniture.render(voxels, azimuth=35, elevation=25, side=96)


class Part:
    """Samples of a split: voxels in [-1, 1], pictures, categories, and the models."""

    def __init__(self, split, count):
        found = kg.data.load_arrays(
            "furniture", split, given=("view", "model"), count=count
        )
        self.voxels = found.images.astype("float32") / 127.5 - 1
        self.views, self.labels = found.given["view"], found.labels
        models = np.unique(found.given["model"])
        self.shapes = np.where(kg.data.furniture.voxels()[models], 1.0, -1.0)[..., None]
        self.shapes = self.shapes.astype("float32")
        self.kinds = kg.data.furniture.models.labels()[models]

    @property
    def mean(self):
        """How often each voxel is filled, from -1 to 1."""
        return self.shapes.mean(0)

    @property
    def class_means(self):
        """The same of each category; of one without models the mean of all."""
        kinds = range(len(kg.data.furniture.models.categories()))
        known = [self.shapes[self.kinds == kind] for kind in kinds]
        return np.stack([x.mean(0) if len(x) else self.mean for x in known])


def part(split, protocol):
    count = protocol.searched if split == "train" else None
    if split != "train" and protocol.count < 300:
        count = protocol.count
    return Part(split, count)


def shares(first, second):
    """The IoU of all pairs of two sets of solids, (n, m)."""
    first, second = (
        (x > 0).reshape(len(x), -1).astype("float32") for x in (first, second)
    )
    both = first @ second.T
    either = first.sum(1)[:, None] + second.sum(1) - both
    return both / np.maximum(either, 1)


def best(voxels, shapes):
    return shares(voxels, shapes).argmax(1)


# === Furniture from nothing ===


def voxel_furniture(gan, others, protocol):
    """How near solids are to real ones, and how many real ones they are near to.

    `nearest` is the mean IoU of a sample and the training model that it is most like;
    `covered` the share of training models that are the most like of some sample;
    `matched` the mean IoU of a training model and the sample that is most like it.
    """
    train = Part("train", None).shapes
    count = min(len(train), protocol.count)
    test = Part("test", None).shapes

    def row(solids):
        table = shares(solids, train)
        return {
            "nearest": table.max(1).mean(),
            "covered": len(np.unique(table.argmax(1))) / count,
            "matched": table.max(0).mean(),
            "filled": (solids > 0).mean(),
        }

    solids = made(gan, protocol.seed, count=count)
    mean = train.mean(0)
    threshold = kg.metrics.best_threshold(train, np.broadcast_to(mean, train.shape))
    one = np.where(mean > threshold, 1.0, -1.0)
    rows = {
        "test models": row(test),
        GAN: row(solids),
        "training models with 5 % of the voxels flipped": row(flipped(train[:count])),
        "mean shape": row(np.broadcast_to(one, (count, *one.shape))),
    }
    rows |= {n: row(made(o, protocol.seed, count=count)) for n, o in others.items()}
    near = train[best(solids[:SHOWN], train)]
    return rows, Sheet(seen(solids[:SHOWN]), {}, seen(near))


def flipped(solids, share=0.05, seed=0):
    """Solids of which some voxels are the other way round."""
    wrong = np.random.default_rng(seed).random(solids.shape) < share
    return np.where(wrong, -solids, solids)


# === InfoGAN ===


def infogan(gan, others, protocol):
    """Whether the code has become the digit, at the best matching of ten to ten.

    The others are the same recipe with other seeds: the row to quote is their mean.
    """
    network = kg.metrics.feature_network("mnist1")
    codes = np.arange(protocol.count) % 10

    def accuracy(model):
        images = made(model, protocol.seed, digit=codes)
        labels = network.head(network.features(images)).argmax(1)
        return kg.metrics.code_accuracy(codes, labels)

    found = {GAN: accuracy(gan), **{n: accuracy(o) for n, o in others.items()}}
    chance = np.random.default_rng(protocol.seed).integers(0, 10, len(codes))
    values = list(found.values())
    rows = {name: {"accuracy": value} for name, value in found.items()}
    rows["mean of all seeds"] = {"accuracy": np.mean(values)}
    rows["a code that says nothing"] = {
        "accuracy": kg.metrics.code_accuracy(chance, codes)
    }
    digits = np.repeat(np.arange(10), SHOWN // 2)
    images = made(gan, protocol.seed, digit=digits)
    return rows, Sheet(images, {}, captions=[f"code {d}" for d in digits])
