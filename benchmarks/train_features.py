"""Trains the classifiers in whose features the metrics measure.

    python benchmarks/train_features.py fashion_mnist fashion1
    python benchmarks/train_features.py mnist mnist1 --epochs 6

Writes `NAME.npz` and `NAME.json` to keras_gans/metrics/weights/. 5,000 training images,
which it doesn't train on, choose the epoch; the test images are looked at once, at the
end, by the network as it is shipped: in float16, with batch normalisation folded in.
Then the marks of the ruler: the Fréchet distances that good and bad fakes get. With
`--measure` it writes these only.

A name is a promise: whoever trains again raises its number.
"""

import argparse
import pathlib
import time

import keras
import numpy as np
from keras import layers

import keras_gans as kg
from keras_gans.metrics import classifier

HELD_OUT, SHIFT = 5000, 1
EPSILON = 1e-3


class Augmented(keras.utils.PyDataset):
    """Batches of shifted, and for clothes mirrored, images: a function of the seed."""

    def __init__(self, images, labels, batch_size, flip, seed):
        super().__init__()
        self.images, self.labels, self.batch_size = images, labels, batch_size
        self.flip, self.seed, self.epoch = flip, seed, 0

    def __len__(self):
        return len(self.images) // self.batch_size

    def __getitem__(self, index):
        random = np.random.default_rng((self.seed, self.epoch, index))
        order = np.random.default_rng((self.seed, self.epoch)).permutation(
            len(self.images)
        )
        rows = order[index * self.batch_size : (index + 1) * self.batch_size]
        return augment(self.images[rows], random, self.flip), self.labels[rows]

    def on_epoch_end(self):
        self.epoch += 1


def augment(images, random, flip):
    """Each image moved by up to a pixel each way, and every other one mirrored."""
    padding = ((0, 0), (SHIFT, SHIFT), (SHIFT, SHIFT), (0, 0))
    windows = np.lib.stride_tricks.sliding_window_view(
        np.pad(images, padding), images.shape[1:3], axis=(1, 2)
    )
    down, right = random.integers(0, 2 * SHIFT + 1, (2, len(images)))
    moved = windows[np.arange(len(images)), down, right].transpose(0, 2, 3, 1)
    if flip:
        mirror = random.random(len(images)) < 0.5
        moved[mirror] = moved[mirror, :, ::-1]
    return moved


def network():
    """The architecture of `metrics.classifier`, with batch normalisation."""
    x = inputs = keras.Input(classifier.IMAGE_SHAPE)
    for width, halved in zip(classifier.CHANNELS, classifier.HALVED):
        x = layers.Conv2D(width, 3, padding="same", use_bias=False)(x)
        x = layers.MaxPooling2D()(x) if halved else x
        x = kg.layers.FusedBatchNormalization(scale=False, epsilon=EPSILON)(x)
        x = layers.ReLU()(x)
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(inputs, layers.Dense(classifier.CLASSES)(x))


def compiled(model, steps):
    rate = keras.optimizers.schedules.CosineDecay(
        0.0, steps, warmup_target=3e-3, warmup_steps=steps // 10
    )
    model.compile(
        keras.optimizers.AdamW(rate, weight_decay=0.02),
        keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=0.05),
        metrics=["accuracy"],
    )
    return model


class Best(keras.callbacks.Callback):
    """Remembers the weights of the epoch with the best validation accuracy."""

    accuracy = -1.0

    def on_epoch_end(self, epoch, logs):
        if logs["val_accuracy"] > self.accuracy:
            self.accuracy, self.epoch = logs["val_accuracy"], epoch + 1
            self.weights = self.model.get_weights()


def folded(model):
    """The arrays of a `Classifier`: each normalisation as part of its convolution."""
    *stages, (head_kernel, head_bias) = [
        layer.get_weights() for layer in model.layers if layer.weights
    ]
    arrays = {"head_kernel": head_kernel, "head_bias": head_bias}
    for i, ((kernel,), (beta, mean, variance)) in enumerate(
        zip(stages[::2], stages[1::2])
    ):
        scale = 1 / np.sqrt(variance + EPSILON)  # above 0: it may cross the pooling
        arrays[f"kernel_{i}"], arrays[f"bias_{i}"] = kernel * scale, beta - mean * scale
    return arrays


def train(images, labels, options):
    """Returns the model at its best epoch, and who that was."""
    order = np.random.default_rng(options.seed).permutation(len(images))
    held, rest = order[:HELD_OUT], order[HELD_OUT:]
    images, labels = images.astype("float32") / 255, np.eye(10, dtype="float32")[labels]
    batches = Augmented(
        images[rest], labels[rest], options.batch_size, options.flip, options.seed
    )
    model = compiled(network(), options.epochs * len(batches))
    best = Best()
    model.fit(
        batches,
        epochs=options.epochs,
        validation_data=(images[held], labels[held]),
        validation_batch_size=500,
        callbacks=[best],
        shuffle=False,
        verbose=2,
    )
    model.set_weights(best.weights)
    return model, best


def make(options):
    keras.utils.set_random_seed(options.seed)
    began = time.perf_counter()
    train_set = kg.data.load_arrays(options.data)
    count = options.images or len(train_set.images)
    model, best = train(train_set.images[:count], train_set.labels[:count], options)
    seconds = time.perf_counter() - began
    judge = classifier.Classifier(folded(model), options.name)
    judge = classifier.write_classifier(judge, options.out)
    test = kg.data.load_arrays(options.data, "test")
    accuracy = float((judge.labels(test.images) == test.labels).mean())
    classifier.write_classifier(
        judge,
        options.out,
        data=options.data,
        test_accuracy=round(accuracy, 4),
        validation_accuracy=round(best.accuracy, 4),
        epoch=best.epoch,
        epochs=options.epochs,
        batch_size=options.batch_size,
        seed=options.seed,
        train_images=count - HELD_OUT,
        parameters=sum(array.size for array in judge.arrays.values()),
        features=judge.dimension,
        seconds=round(seconds),
        keras=keras.__version__,
    )
    print(f"{options.name}: {accuracy:.2%} of {len(test.images):,} test images")


def measure(options):
    """Adds to the evidence what the worst and the best fakes get: 10,000 of each."""
    judge = classifier.read_classifier(options.name, options.out)
    train_set, test = (kg.data.load_arrays(options.data, s) for s in ("train", "test"))
    random = np.random.default_rng(options.seed)
    rows = random.permutation(len(train_set.images))[: len(test.images)]
    real, other = judge.features(test.images), judge.features(train_set.images[rows])
    noise = random.integers(0, 256, test.images.shape).astype("uint8")
    three = other[train_set.labels[rows] < 3]
    fakes = {
        "other real images": other,
        "three of ten classes": three,
        "uniform noise": judge.features(noise),
        "one image": np.repeat(other[:1], len(test.images), axis=0),
    }
    marks = {
        name: round(kg.metrics.frechet_distance(real, fake), 4)
        for name, fake in fakes.items()
    }
    card = {k: v for k, v in judge.card.items() if k not in ("name", "sha256")}
    judge = classifier.write_classifier(judge, options.out, **{**card, "fd": marks})
    print(f"{options.name}: {marks}")


def options():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", help="fashion_mnist or mnist")
    parser.add_argument("name", help="of the network, with its version: fashion1")
    parser.add_argument("--epochs", type=int, default=14)
    parser.add_argument("--batch-size", type=int, default=128)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--images", type=int, help="only the first ones, to try it out")
    parser.add_argument("--out", type=pathlib.Path, default=classifier.FOLDER)
    parser.add_argument("--measure", action="store_true", help="don't train")
    given = parser.parse_args()
    given.flip = "fashion" in given.data  # a mirrored digit is no digit
    return given


if __name__ == "__main__":
    given = options()
    if not given.measure:
        make(given)
    measure(given)
