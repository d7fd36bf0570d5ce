"""Trains the classifiers in whose features the metrics measure.

    python benchmarks/train_features.py fashion_mnist fashion1
    python benchmarks/train_features.py mnist mnist1 --epochs 6
    python benchmarks/train_features.py avatars avatar1 --epochs 10 --batch-size 64

Writes `NAME.npz` and `NAME.json` to keras_gans/metrics/weights/. 5,000 training images,
which it doesn't train on, choose the epoch; the test images are looked at once, at the
end, by the network as it is shipped: in float16, with batch normalisation folded in.
Then the marks of the ruler: the Fréchet distances that good and bad fakes get. With
`--measure` it writes these only.

The network of avatars reads eleven attributes at once; an image is right if all are.

A name is a promise: whoever trains again raises its number.
"""

import argparse
import pathlib
import time
from typing import NamedTuple

import keras
import numpy as np
from keras import layers, ops

import keras_gans as kg
from keras_gans.metrics import weights_file
from keras_gans.metrics.architecture import ARCHITECTURES
from keras_gans.metrics.attribute_classifier import AttributeClassifier
from keras_gans.metrics.classifier import Classifier

SHIFT = 1
EPSILON = 1e-3


class Task(NamedTuple):
    """What is learnt of a data set.

    Attributes:
        architecture: str, a key of `ARCHITECTURES`.
        held_out: int, training images that choose the epoch.
        flip: bool, whether a mirrored image is one of its class.
        border: str, what moves in where an image is moved, as for `np.pad`.
        smoothing: float, of labels; 0 where none is in doubt.
    """

    architecture: str = "grey28"
    held_out: int = 5000
    flip: bool = False  # a mirrored digit is no digit
    border: str = "constant"
    smoothing: float = 0.05


TASKS = {
    "fashion_mnist": Task(flip=True),
    "mnist": Task(),
    "avatars": Task("colour64", held_out=2000, border="edge", smoothing=0.0),
}


class Augmented(keras.utils.PyDataset):
    """Batches of shifted, and for clothes mirrored, images: a function of the seed."""

    def __init__(self, images, labels, batch_size, task, seed):
        super().__init__()
        self.images, self.labels, self.batch_size = images, labels, batch_size
        self.task, self.seed, self.epoch = task, seed, 0

    def __len__(self):
        return len(self.images) // self.batch_size

    def __getitem__(self, index):
        random = np.random.default_rng((self.seed, self.epoch, index))
        order = np.random.default_rng((self.seed, self.epoch)).permutation(
            len(self.images)
        )
        rows = order[index * self.batch_size : (index + 1) * self.batch_size]
        images = augment(self.images[rows], random, self.task)
        return images.astype("float32") / 255, self.labels[rows]

    def on_epoch_end(self):
        self.epoch += 1


def augment(images, random, task):
    """Each image moved by up to a pixel each way, and perhaps mirrored."""
    padding = ((0, 0), (SHIFT, SHIFT), (SHIFT, SHIFT), (0, 0))
    windows = np.lib.stride_tricks.sliding_window_view(
        np.pad(images, padding, task.border), images.shape[1:3], axis=(1, 2)
    )
    down, right = random.integers(0, 2 * SHIFT + 1, (2, len(images)))
    moved = windows[np.arange(len(images)), down, right].transpose(0, 2, 3, 1)
    if task.flip:
        mirror = random.random(len(images)) < 0.5
        moved[mirror] = moved[mirror, :, ::-1]
    return moved


def network(architecture, classes):
    """The network that the arrays of a feature network are folded from."""
    x = inputs = keras.Input(architecture.image_shape)
    for width, kernel, stride, halved in architecture.stages:
        x = layers.Conv2D(width, kernel, stride, padding="same", use_bias=False)(x)
        x = layers.MaxPooling2D()(x) if halved else x
        x = normalized(x)
    if architecture.dense:
        x = layers.Dense(architecture.dense, use_bias=False)(layers.Flatten()(x))
        x = normalized(x[:, None, None])[:, 0, 0]
    else:
        x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(inputs, layers.Dense(classes)(x))


def normalized(x):
    x = kg.layers.FusedBatchNormalization(scale=False, epsilon=EPSILON)(x)
    return layers.ReLU()(x)


def compiled(model, steps, sizes, smoothing):
    rate = keras.optimizers.schedules.CosineDecay(
        0.0, steps, warmup_target=3e-3, warmup_steps=steps // 10
    )
    model.compile(
        keras.optimizers.AdamW(rate, weight_decay=0.02),
        lambda labels, logits: cross_entropy(labels, logits, sizes, smoothing),
        metrics=[
            keras.metrics.MeanMetricWrapper(
                lambda labels, logits: all_right(labels, logits, sizes), "accuracy"
            )
        ],
    )
    return model


def heads_of(labels, logits, sizes):
    """For each attribute its labels and its logits."""
    parts = ops.split(logits, np.cumsum(sizes)[:-1].tolist(), axis=1)
    return [(ops.cast(labels[:, i], "int32"), part) for i, part in enumerate(parts)]


def cross_entropy(labels, logits, sizes, smoothing):
    """Summed over attributes."""
    return sum(
        keras.losses.categorical_crossentropy(
            ops.one_hot(label, size), logit, from_logits=True, label_smoothing=smoothing
        )
        for (label, logit), size in zip(heads_of(labels, logits, sizes), sizes)
    )


def all_right(labels, logits, sizes):
    """1 for each image of which every attribute is right."""
    right = [
        ops.equal(label, ops.cast(ops.argmax(logit, axis=1), "int32"))
        for label, logit in heads_of(labels, logits, sizes)
    ]
    return ops.cast(ops.all(ops.stack(right), axis=0), "float32")


class Best(keras.callbacks.Callback):
    """Remembers the weights of the epoch with the best validation accuracy."""

    accuracy = -1.0

    def on_epoch_end(self, epoch, logs):
        if logs["val_accuracy"] > self.accuracy:
            self.accuracy, self.epoch = logs["val_accuracy"], epoch + 1
            self.weights = self.model.get_weights()


def folded(model):
    """The arrays of a feature network: normalisations as part of what they follow."""
    *stages, (head_kernel, head_bias) = [
        layer.get_weights() for layer in model.layers if layer.weights
    ]
    arrays = {"head_kernel": head_kernel, "head_bias": head_bias}
    for i, ((kernel,), (beta, mean, variance)) in enumerate(
        zip(stages[::2], stages[1::2])
    ):
        scale = 1 / np.sqrt(variance + EPSILON)  # above 0: it may cross the pooling
        place = f"_{i}" if kernel.ndim == 4 else ""
        of = "" if place else "dense_"
        arrays[f"{of}kernel{place}"] = kernel * scale
        arrays[f"{of}bias{place}"] = beta - mean * scale
    return arrays


def train(images, labels, sizes, options):
    """Returns the model at its best epoch, and who that was."""
    task = TASKS[options.data]
    order = np.random.default_rng(options.seed).permutation(len(images))
    held, rest = np.sort(order[: task.held_out]), np.sort(order[task.held_out :])
    batches = Augmented(
        images[rest], labels[rest], options.batch_size, task, options.seed
    )
    model = network(ARCHITECTURES[task.architecture], sum(sizes))
    model = compiled(model, options.epochs * len(batches), sizes, task.smoothing)
    best = Best()
    model.fit(
        batches,
        epochs=options.epochs,
        validation_data=(images[held].astype("float32") / 255, labels[held]),
        validation_batch_size=500,
        callbacks=[best],
        shuffle=False,
        verbose=2,
    )
    model.set_weights(best.weights)
    return model, best


def load(options, split="train"):
    """Images, and labels (n, attributes); the words of each attribute."""
    if options.data == "avatars":
        images = kg.data.load_arrays("avatars", split, given="attributes")
        return images.images, images.given["attributes"], kg.data.avatars.ATTRIBUTES
    images = kg.data.load_arrays(options.data, split)
    return images.images, images.labels[:, None], {"class": images.class_names}


def make(options):
    keras.utils.set_random_seed(options.seed)
    began = time.perf_counter()
    images, labels, words = load(options)
    count, task = options.images or len(images), TASKS[options.data]
    sizes = [len(w) for w in words.values()]
    model, best = train(images[:count], labels[:count], sizes, options)
    seconds = time.perf_counter() - began
    kind, card = Classifier, {"architecture": task.architecture}
    if len(words) > 1:
        kind, card["attributes"] = AttributeClassifier, {**words}
    judge = kind(folded(model), options.name, card=card)
    judge = weights_file.write_classifier(judge, options.out, **card)
    right = judged(judge, options)
    weights_file.write_classifier(
        judge,
        options.out,
        **card,
        data=options.data,
        test_accuracy=round(float(right.all(axis=1).mean()), 4),
        attribute_accuracy=dict(zip(words, right.mean(axis=0).round(4).tolist())),
        validation_accuracy=round(best.accuracy, 4),
        epoch=best.epoch,
        epochs=options.epochs,
        batch_size=options.batch_size,
        seed=options.seed,
        train_images=count - task.held_out,
        parameters=sum(array.size for array in judge.arrays.values()),
        features=judge.dimension,
        seconds=round(seconds),
        keras=keras.__version__,
    )
    print(
        f"{options.name}: {right.all(axis=1).mean():.2%} of {len(right):,} test images"
    )


def judged(judge, options):
    """Whether each attribute of each test image is read right: bool (n, attributes)."""
    images, labels, words = load(options, "test")
    if len(words) > 1:
        return judge.read(images) == labels
    return judge.labels(images)[:, None] == labels


def measure(options):
    """Adds to the evidence what the worst and the best fakes get: 10,000 of each."""
    judge = weights_file.read_classifier(options.name, options.out)
    (images, labels, _), (test, *_) = (load(options, s) for s in ("train", "test"))
    random = np.random.default_rng(options.seed)
    rows = np.sort(random.permutation(len(images))[: len(test)])
    real, other = judge.features(test), judge.features(images[rows])
    noise = random.integers(0, 256, test.shape).astype("uint8")
    fakes = {
        "other real images": other,
        **without(other, labels[rows], judge),
        "uniform noise": judge.features(noise),
        "one image": np.repeat(other[:1], len(test), axis=0),
    }
    marks = {
        name: round(kg.metrics.frechet_distance(real, fake), 4)
        for name, fake in fakes.items()
    }
    card = {k: v for k, v in judge.card.items() if k not in ("name", "sha256")}
    weights_file.write_classifier(judge, options.out, **{**card, "fd": marks})
    print(f"{options.name}: {marks}")


def without(features, labels, judge):
    """Fakes that lack most of what there is: classes, or values of an attribute."""
    if isinstance(judge, Classifier):
        return {"three of ten classes": features[labels[:, 0] < 3]}
    hair, skin = (
        list(judge.attributes).index(name) for name in ("hair_colour", "skin_colour")
    )
    return {
        "one hair colour missing": features[labels[:, hair] != 1],
        "two of five skin colours": features[labels[:, skin] < 2],
    }


def options():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", choices=TASKS)
    parser.add_argument("name", help="of the network, with its version: fashion1")
    parser.add_argument("--epochs", type=int, default=14)
    parser.add_argument("--batch-size", type=int, default=128)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--images", type=int, help="only the first ones, to try it out")
    parser.add_argument("--out", type=pathlib.Path, default=weights_file.FOLDER)
    parser.add_argument("--measure", action="store_true", help="don't train")
    return parser.parse_args()


if __name__ == "__main__":
    given = options()
    if not given.measure:
        make(given)
    measure(given)
