"""B4: a label out of range in a later batch is named, wherever the step runs."""

import subprocess
import sys

import keras
import numpy as np
import pytest
import tensorflow as tf
from test_bad_input import batches, networks, pixels

import keras_gans as kg

pytestmark = pytest.mark.rewritten

WAYS = {
    "graph": {},
    "xla": {"jit_compile": True},
    "eager": {"run_eagerly": True},
    "several steps at once": {"steps_per_execution": 3},
}


def compiled(num_classes=3, **options):
    keras.utils.set_random_seed(0)
    gan = kg.GAN(*networks(num_classes), seed=0)
    gan.compile(keras.optimizers.SGD(0.1), keras.optimizers.SGD(0.1), **options)
    return gan


def spoilt(label, place=5, count=12):
    labels = np.arange(count) % 3
    labels[place] = label
    return pixels(count), labels


class Batches(keras.utils.PyDataset):
    """Batches of two."""

    ended = 0

    def __init__(self, images, labels, **options):
        super().__init__(**options)
        self.images, self.labels = images, labels

    def __len__(self):
        return len(self.images) // 2

    def __getitem__(self, index):
        rows = slice(2 * index, 2 * index + 2)
        return self.images[rows], self.labels[rows]

    def on_epoch_end(self):
        self.ended += 1


def as_generator(images, labels):
    source = Batches(images, labels)
    return (source[i] for i in range(len(source)))


FORMS = {
    "dataset": batches,
    "dataset that knows no length": lambda *arrays: batches(*arrays).filter(
        lambda *_: True
    ),
    "PyDataset": Batches,
    "PyDataset with workers": lambda *arrays: Batches(*arrays, workers=2),
    "generator": as_generator,
}


@pytest.mark.parametrize(
    "way, label", [*((way, -1) for way in WAYS), ("eager", 3), ("eager", 2**31 - 1)]
)
def test_b4_a_later_label_out_of_range(way, label):
    gan = compiled(**WAYS[way])
    with pytest.raises(ValueError) as caught:
        gan.fit(batches(*spoilt(label)), verbose=0)
    said = str(caught.value)
    assert said.startswith(f"Labels must be in [0, 3). Received: label {label} at pos")
    assert "position 1 of a batch" in said and said.endswith("`num_classes`.")


@pytest.mark.parametrize("form", FORMS)
def test_b4_in_data_of_any_form(form):
    gan = compiled(run_eagerly=True)
    with pytest.raises(ValueError, match=r"in \[0, 3\).*label 7 at position 1"):
        gan.fit(FORMS[form](*spoilt(7)), verbose=0)
    assert 0 < int(gan.step) <= 3  # on its way, a batch or two ahead


@pytest.mark.filterwarnings("ignore:Your input ran out of data")  # says Keras, always
@pytest.mark.parametrize("form", FORMS)
def test_b4_sound_data_of_any_form_train_as_they_did(form):
    images, labels = spoilt(1)
    gan, plain = compiled(run_eagerly=True), compiled(run_eagerly=True)
    plain.fit(images, labels, batch_size=2, shuffle=False, verbose=0)
    dataset = FORMS[form](images, labels)
    gan.fit(dataset, verbose=0)
    for one, other in zip(gan.weights, plain.weights, strict=True):
        np.testing.assert_array_equal(one, other)
    assert getattr(dataset, "ended", 1)  # Keras says it once or twice


def test_b4_in_evaluation_and_validation_and_single_batches():
    gan = compiled(run_eagerly=True)
    words = r"in \[0, 3\).*label -1"
    with pytest.raises(ValueError, match=words):
        gan.evaluate(batches(*spoilt(-1)), verbose=0)
    with pytest.raises(ValueError, match=words):
        held_out = batches(*spoilt(-1))
        gan.fit(*spoilt(1), batch_size=2, validation_data=held_out, verbose=0)
    gan.train_on_batch(*spoilt(0))
    with pytest.raises(ValueError, match=words):
        gan.train_on_batch(*spoilt(-1))


@pytest.mark.filterwarnings("ignore:Your input ran out of data")
def test_b4_validation_data_of_a_generator_keep_their_first_batch():
    gan, other = compiled(run_eagerly=True), compiled(run_eagerly=True)
    held_out = as_generator(*spoilt(1))
    logs = [
        g.fit(*spoilt(0), batch_size=2, validation_data=data, verbose=0, **options)
        for g, data, options in (
            (gan, held_out, {"validation_steps": 6}),
            (other, batches(*spoilt(1)), {}),
        )
    ]
    assert logs[0].history == logs[1].history


def test_b4_an_empty_later_batch():
    images, labels = map(tf.constant, spoilt(1))
    sizes = tf.data.Dataset.from_tensor_slices([2, 0, 2])
    dataset = sizes.map(lambda n: (images[:n], labels[:n]))
    for num_classes in (3, None):
        gan = compiled(num_classes, run_eagerly=True)
        part = dataset if num_classes else dataset.map(lambda x, y: x)
        with pytest.raises(ValueError, match="at least one image.*a batch of 0"):
            gan.fit(part, verbose=0)


def test_b4_other_errors_of_the_data_come_through():
    def fail(images, labels):
        tf.debugging.Assert(labels[0] != 2, ["mine"])
        return images, labels

    gan = compiled(run_eagerly=True)
    with pytest.raises(tf.errors.InvalidArgumentError, match="mine"):
        gan.fit(batches(*spoilt(1)).map(fail), verbose=0)


def test_b4_the_order_can_still_be_pinned():
    gan = compiled(run_eagerly=True)
    dataset = kg.data.from_arrays(*spoilt(1), batch_size=2)
    gan.fit(dataset, epochs=2, verbose=0)
    assert int(dataset.epoch) == 2


MIRRORED = """
import keras, numpy as np, tensorflow as tf
cpu = tf.config.list_physical_devices("CPU")[0]
two = [tf.config.LogicalDeviceConfiguration()] * 2
tf.config.set_logical_device_configuration(cpu, two)
from test_each_batch import *
with tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"]).scope():
    gan = compiled(jit_compile=False)
try:
    gan.fit(batches(*spoilt(7), size=4, drop_remainder=True), verbose=0)
except ValueError as error:
    print(error)
"""


@pytest.mark.slow
def test_b4_under_two_replicas():
    result = subprocess.run(
        [sys.executable, "-c", MIRRORED], capture_output=True, text=True, cwd="tests"
    )
    assert "Labels must be in [0, 3). Received: label 7" in result.stdout, result.stderr
