"""Bad input is answered before step 1: by its rule, what came, and how to mend it.

Rows are those of the project's table of bad inputs; each is a test of that number.
"""

import collections
import pathlib
import re

import keras
import numpy as np
import pytest
import tensorflow as tf

import keras_gans as kg
from keras_gans.engine import validation
from keras_gans.utils import files

SHAPE = (4, 4, 1)


def networks(num_classes=None, normalization=None, shape=SHAPE):
    return (
        kg.networks.MLPGenerator(
            shape, 2, (4,), num_classes=num_classes, normalization=normalization
        ),
        kg.networks.MLPDiscriminator(shape, (4,), num_classes=num_classes),
    )


def compiled(num_classes=None, normalization=None, shape=SHAPE, **game):
    keras.utils.set_random_seed(0)
    gan = kg.GAN(*networks(num_classes, normalization, shape), seed=0)
    gan.compile(
        keras.optimizers.SGD(0.1), keras.optimizers.SGD(0.1), run_eagerly=True, **game
    )
    return gan


# Refusals leave these as they are, which every test checks.


@pytest.fixture(scope="module")
def gan():
    return compiled()


@pytest.fixture(scope="module")
def conditional():
    return compiled(num_classes=3)


@pytest.fixture(scope="module")
def rgb():
    return compiled(shape=(4, 4, 3))


@pytest.fixture(scope="module")
def greedy():
    """Three discriminator steps to each of the generator's."""
    return compiled(discriminator_steps=3)


def pixels(count=4, shape=SHAPE, low=-1.0, high=1.0, dtype="float32"):
    """Images of numbers from `low` to `high`, all the same."""
    image = np.linspace(low, high, np.prod(shape)).reshape(shape)
    return np.tile(image, (count, *[1] * len(shape))).astype(dtype)


def batches(images, labels=None, size=2, **options):
    parts = images if labels is None else (images, labels)
    return tf.data.Dataset.from_tensor_slices(parts).batch(size, **options)


def as_array(images, labels=None):
    return {"x": images, "y": labels, "batch_size": 2}


def as_dataset(images, labels=None):
    return {"x": batches(images, labels)}


def as_generator(images, labels=None):
    parts = images if labels is None else (images, labels)
    return {"x": (batch for batch in [parts]), "steps_per_epoch": 1}


forms = pytest.mark.parametrize("form", [as_array, as_dataset, as_generator])


def refused(gan, *words, error=ValueError, **arguments):
    """`fit` raises an error that holds all the words, and trains nothing."""
    with pytest.raises(error) as caught:
        gan.fit(**{"verbose": 0, **arguments})
    said(caught.value, *words)
    assert int(gan.step) == 0
    assert int(gan.generator_optimizer.iterations) == 0


def said(error, *words):
    for word in words:
        assert word in str(error), f"{word!r} is not in: {error}"


def ours(caught):
    return [warning for warning in caught if "keras_gans" in warning.filename]


def trained(num_classes=None, **arguments):
    """The weights after `fit` with a GAN of its own."""
    gan = compiled(num_classes=num_classes)
    gan.fit(**{"verbose": 0, "shuffle": False, **arguments})
    assert int(gan.step) > 0
    return [keras.ops.convert_to_numpy(weight) for weight in gan.weights]


def equal(one, other, tolerance=0.0):
    for a, b in zip(one, other, strict=True):
        np.testing.assert_allclose(a, b, rtol=0, atol=tolerance)


# Pixels


@forms
def test_row_01_images_in_0_255(gan, form):
    words = "Received: values from 0 to 255", "images / 127.5 - 1", "uint8"
    refused(gan, *words, **form(pixels(low=0, high=255)))


def test_row_01_images_in_0_255_elsewhere(gan):
    images = pixels(low=0, high=255)
    for call in (
        lambda: gan.train_on_batch(images),
        lambda: gan.evaluate(images, verbose=0),
        lambda: gan.fit(pixels(), validation_data=images, verbose=0),
        lambda: gan.fit(pixels(), validation_data=(images,), verbose=0),
        lambda: kg.data.from_arrays(images, batch_size=2),
    ):
        with pytest.raises(ValueError, match="values from 0 to 255") as caught:
            call()
        said(caught.value, "images / 127.5 - 1")
    assert int(gan.step) == 0


def test_row_01_a_later_image_in_0_255(gan):
    images = pixels(64)
    images[-1] = 255
    refused(gan, "values from -1 to 255", x=images, batch_size=2)


@forms
def test_row_02_images_in_0_1_warn_once(form):
    with pytest.warns(UserWarning) as caught:
        trained(**form(pixels(low=0)), epochs=1)
    (warning,) = ours(caught)
    said(warning.message, "from 0 to 1", "[0, 1]", "images * 2 - 1")


@pytest.mark.parametrize("form", [as_array, as_dataset])
def test_row_03_uint8_is_scaled(form):
    images = pixels(low=0, high=255, dtype="uint8")
    scaled = images / np.float32(127.5) - 1
    equal(trained(**form(images)), trained(**form(scaled)), tolerance=1e-6)


def test_row_03_uint8_that_is_no_0_255_warns(gan):
    with pytest.warns(UserWarning, match="none is above 1.*Multiply by 255"):
        gan.expectation().check_batch(pixels(low=0, high=1.9, dtype="uint8"))


def test_row_03_other_ints(gan):
    images = pixels(low=0, high=255, dtype="int64")
    refused(gan, "Received: dtype=int64", "astype('uint8')", x=images)


@pytest.mark.parametrize("form", [as_array, as_dataset])
@pytest.mark.parametrize("dtype", ["float64", "float16", "bfloat16"])
def test_rows_04_05_other_floats_are_cast(form, dtype):
    images = tf.cast(pixels(), dtype)
    single = tf.cast(images, "float32")
    equal(trained(**form(images)), trained(**form(single)))


# Shapes


@forms
@pytest.mark.parametrize(
    "shape, words",
    [
        pytest.param((4, 4, 3), ["wants 1 channel:", "(4, 4, 3)"], id="06_channels"),
        pytest.param((6, 4, 1), ["image_size=4", "(6, 4, 1)"], id="07_height"),
        pytest.param((4, 6, 1), ["image_size=4", "(4, 6, 1)"], id="07_width"),
        pytest.param((1, 4, 4), ["channels first", "moveaxis"], id="08_first"),
        pytest.param((4, 4), ["channel axis", "images[..., None]"], id="09_no_axis"),
        pytest.param((16,), ["(batch, 4, 4, 1)", "Resize"], id="07_flat"),
    ],
)
def test_rows_06_to_09_wrong_shapes(gan, form, shape, words):
    images = pixels(shape=shape)
    received = "Received: (2," if form is as_dataset else "Received: (4,"
    refused(gan, "(batch, 4, 4, 1)", received, *words, **form(images))


def test_row_08_channels_first_of_colours(rgb):
    refused(rgb, "Received: (4, 3, 4, 4)", "moveaxis", x=pixels(shape=(3, 4, 4)))


def test_row_09_one_image_instead_of_a_batch(gan):
    images = tf.data.Dataset.from_tensor_slices(pixels())
    refused(gan, "Received: (4, 4, 1)", "dataset.batch(64)", x=images)
    refused(gan, "Received: ()", "(batch, 4, 4, 1)", x=np.float32(1))


# Broken and dull pixels


@forms
@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_row_10_nan_and_infinite_pixels(gan, form, value):
    images = pixels()
    images[1, :2, 0] = value
    words = "Received: 2 NaN or infinite values", "image 1", "Clean the data"
    refused(gan, *words, **form(images))


def test_row_10_nan_in_a_later_image_of_an_array(gan):
    images = pixels(64)
    images[63, 0, 0] = np.nan
    refused(gan, "1 NaN", "image 63", x=images, batch_size=2)


@pytest.mark.parametrize("value, dtype", [(0.25, "float32"), (64, "uint8")])
def test_row_11_constant_images_warn(gan, value, dtype):
    with pytest.warns(UserWarning, match=rf"All pixels are {value}.*Check"):
        gan.expectation().check_batch(np.full((2, *SHAPE), value, dtype))


# How many


def test_row_12_empty(gan):
    nothing = pixels(0)
    refused(gan, "Received: 0 images, batch_size=1", "Pass more", x=nothing)
    refused(gan, "at least one batch", "Check the source", x=batches(nothing))
    unknown = batches(pixels()).filter(lambda image: False)
    refused(gan, "Received: 0 batches", "Check the source", x=unknown)
    refused(gan, "Received: 0 batches", "Check the source", x=iter(()))
    refused(gan, "a batch of 0 images", "Check the source", x=iter([nothing]))

    class Empty(keras.utils.PyDataset):
        def __len__(self):
            return 0

    refused(gan, "Received: 0 batches", "Check the source", x=Empty())


def test_row_13_fewer_images_than_a_batch(gan):
    refused(gan, "4 images, batch_size=5", "Pass more", x=pixels(), batch_size=5)
    too_few = batches(pixels(), size=5, drop_remainder=True)
    words = "0 batches of shape (5, 4, 4, 1)", "smaller batch size"
    refused(gan, *words, x=too_few)


def test_row_14_infinite_dataset(gan):
    endless = batches(pixels()).repeat()
    refused(gan, "Received: an infinite dataset", "`steps_per_epoch=`", x=endless)
    with pytest.raises(ValueError, match="infinite.*`steps=`"):
        gan.evaluate(endless, verbose=0)
    refused(gan, "infinite", x=pixels(), validation_data=endless)


def test_row_14_infinite_dataset_with_steps():
    gan, endless = compiled(), batches(pixels()).repeat()
    gan.fit(
        endless,
        steps_per_epoch=2,
        validation_data=endless,
        validation_steps=1,
        verbose=0,
    )
    assert int(gan.step) == 2


def test_row_15_dataset_that_ends_early_warns():
    gan = compiled()
    with pytest.warns(UserWarning, match="ran out of data"):
        gan.fit(batches(pixels()), steps_per_epoch=5, verbose=0)
    assert int(gan.step) == 2


def test_row_16_batch_of_one_with_batch_normalisation():
    gan = compiled(normalization="batch")
    words = "Received: 1 for each update", "larger batches", "normalization=None"
    refused(gan, *words, x=pixels(), batch_size=1)
    refused(gan, *words, x=batches(pixels(), size=1))
    gan.evaluate(pixels(1), verbose=0)


def test_row_16_batch_of_one_for_each_slice():
    gan = compiled(normalization="batch", discriminator_steps=2)
    refused(gan, "Received: 1 for each update", x=pixels(), batch_size=2)


@pytest.mark.parametrize("form", [as_array, as_dataset])
def test_row_17_batch_that_cannot_be_cut(greedy, form):
    words = "3 equal slices", "Received: a batch of 2 images", "batch size of 3 or 6"
    refused(greedy, *words, **form(pixels()))


@pytest.mark.parametrize("count", [7, 8, 9, 10, 11])
def test_row_17_last_batch_of_any_size_trains(count):
    gan = compiled(discriminator_steps=3)
    history = gan.fit(batches(pixels(count), size=6), verbose=0).history
    assert int(gan.step) == 2
    assert np.isfinite([values for values in history.values()]).all()


# Labels


@forms
def test_row_18_labels_for_an_unconditional_model_are_ignored(form):
    with pytest.warns(UserWarning) as caught:
        weights = trained(**form(pixels(), np.arange(4)))
    (warning,) = ours(caught)
    said(warning.message, "labels in the data are ignored", "`num_classes=`")
    equal(weights, trained(**form(pixels())))


@forms
def test_row_19_labels_missing(conditional, form):
    words = "needs (images, labels)", "Received: images alone", "labels=True"
    refused(conditional, *words, **form(pixels()))


@forms
@pytest.mark.parametrize("label", [-1, 3, 12])
def test_rows_20_23_label_out_of_range(conditional, form, label):
    labels = np.array([0, label, 1, 2])
    words = f"[0, 3). Received: label {label} at position 1", "`num_classes`"
    refused(conditional, *words, **form(pixels(), labels))


def test_row_20_later_label_out_of_range(conditional):
    labels = np.zeros(64, int)
    labels[-1] = -1
    words = "Received: label -1 at position 63", "Mend the data"
    refused(conditional, *words, x=pixels(64), y=labels, batch_size=2)
    refused(
        conditional,
        *words,
        x=pixels(),
        y=np.zeros(4, int),
        validation_data=(pixels(64), labels),
    )


def test_row_20_negative_label_without_a_model():
    with pytest.raises(ValueError, match="Received: label -1 at position 2"):
        kg.data.from_arrays(pixels(), np.array([0, 1, -1, 2]), batch_size=2)


@forms
def test_row_21_one_hot_labels(conditional, form):
    labels = np.eye(3, dtype="int32")[[0, 1, 2, 0]]
    words = "one int an image", "3), which look one-hot", "labels.argmax(-1)"
    refused(conditional, *words, **form(pixels(), labels))


@pytest.mark.parametrize(
    "labels, advice",
    [
        (np.zeros((4, 1), int), "such as `labels[:, 0]`"),
        (np.zeros(3, int), "Pass an array of shape (4,)"),
    ],
)
def test_row_21_labels_of_another_shape(conditional, labels, advice):
    words = f"Received: shape={labels.shape}", advice
    refused(conditional, *words, x=pixels(), y=labels)


@forms
@pytest.mark.parametrize(
    "labels, dtype", [(np.zeros(4, "float32"), "float32"), (np.array(list("abca")), "")]
)
def test_row_22_float_and_string_labels(conditional, form, labels, dtype):
    words = "must be ints", f"Received: dtype={dtype}", "np.unique"
    refused(conditional, *words, error=TypeError, **form(pixels(), labels))


def test_row_23_networks_that_disagree_on_the_classes():
    generator, (_, discriminator) = networks(3)[0], networks(4)
    with pytest.raises(ValueError) as caught:
        kg.GAN(generator, discriminator)
    said(caught.value, "num_classes=3 for the generator", "4 for the discriminator")
    said(caught.value, "same number of classes")


# Containers


@pytest.mark.parametrize(
    "x, name",
    [
        (list(pixels()), "list"),
        ({"image": pixels()}, "dict"),
        ("fashion_mnist", "str"),
        (None, "NoneType"),
    ],
)
def test_row_24_lists_and_names(gan, x, name):
    refused(gan, f"Received: {name}", "np.stack(images)", "kg.data.load", x=x)


def test_row_24_batches_that_are_dicts(gan):
    dataset = tf.data.Dataset.from_tensors({"image": pixels(), "label": [0]})
    refused(gan, "a dict of ['image', 'label']", "dataset.map", x=dataset)


def test_row_24_labels_beside_a_dataset(gan):
    refused(
        gan, "Received: y=ndarray", "from_arrays", x=batches(pixels()), y=np.ones(4)
    )


@pytest.mark.parametrize("labels", [None, np.array([0, 1, 2, 0])])
def test_row_24_generators_train_on_every_batch(labels):
    num_classes = None if labels is None else 3
    parts = [p for p in (pixels(), labels) if p is not None]
    each = [tuple(part[i : i + 2] for part in parts) for i in (0, 2)]
    stream = (batch if len(batch) > 1 else batch[0] for batch in each)
    weights = trained(num_classes, x=stream, steps_per_epoch=2)
    equal(weights, trained(num_classes, **as_array(pixels(), labels)), tolerance=1e-6)


# Outputs


def test_row_38_output_that_is_a_file(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ValueError) as caught:
        files.check_writable(tmp_path / "file" / "run")
    said(caught.value, str(tmp_path / "file" / "run"), "Pass another --out")


def test_row_38_output_that_cannot_be_written(tmp_path, monkeypatch):
    def read_only(**_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(files.tempfile, "TemporaryFile", read_only)
    with pytest.raises(ValueError) as caught:
        files.check_writable(tmp_path)
    said(caught.value, str(tmp_path), "Permission denied", "Pass another --out")


def test_row_38_samples_that_cannot_be_written(gan, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ValueError) as caught:
        kg.callbacks.SampleGrid(tmp_path / "file" / "samples")
    said(caught.value, "is a file", "Choose another name")
    grid = kg.callbacks.SampleGrid(tmp_path / "samples")
    (tmp_path / "samples").write_text("")
    refused(gan, "samples", "Choose", error=OSError, x=pixels(), callbacks=[grid])


# Settings


def test_row_47_monitor_that_is_no_log(gan, tmp_path):
    checkpoint = keras.callbacks.ModelCheckpoint(
        tmp_path / "best.keras", monitor="generator_los", save_best_only=True
    )
    words = "ModelCheckpoint", "Received: monitor='generator_los'"
    words += "Did you mean 'generator_loss'", "real_score", "Pass"
    refused(gan, *words, x=pixels(), callbacks=[checkpoint])
    refused(gan, *words, x=pixels(), callbacks=checkpoint)


def test_row_47_default_monitor_of_early_stopping(gan):
    stop = keras.callbacks.EarlyStopping()
    refused(gan, "EarlyStopping", "monitor='val_loss'", x=pixels(), callbacks=[stop])
    held_out = keras.callbacks.EarlyStopping(monitor="val_generator_loss")
    refused(gan, "`validation_data=`", x=pixels(), callbacks=[held_out])


def test_row_47_monitors_that_are_written():
    Observer = collections.namedtuple("Observer", "monitor logged")
    names = ["generator_loss"]
    good = Observer("generator_loss", [])
    validation.check_monitors([good, Observer("fd", ["fd"])], names, held_out=False)
    validation.check_monitors(
        [Observer("val_generator_loss", [])], names, held_out=True
    )
    validation.check_monitors([Observer("anything", None)], names, held_out=False)
    with pytest.raises(ValueError, match="monitor='fd'"):
        validation.check_monitors([good, Observer("fd", [])], names, held_out=False)


@pytest.mark.parametrize("player", ["generator_optimizer", "discriminator_optimizer"])
@pytest.mark.parametrize(
    "name, value",
    [
        ("learning_rate", -1.0),
        ("learning_rate", float("nan")),
        ("learning_rate", float("inf")),
        ("beta_1", 1.0),
        ("beta_2", -0.1),
    ],
)
def test_row_48_optimizer_numbers(gan, player, name, value, monkeypatch):
    given = {"learning_rate": 0.1, name: value}
    optimizers = [keras.optimizers.Adam(1e-3), keras.optimizers.Adam(**given)]
    monkeypatch.setattr(gan.optimizer, "optimizers", optimizers)
    words = f"`{name}` must be", f"Received: {name}={value} in Adam", "such as"
    refused(gan, *words, x=pixels())
    with pytest.raises(ValueError, match=f"Received: {name}="):
        gan.train_on_batch(pixels())


@pytest.mark.parametrize("value", [0, -1, 2.5, float("nan"), "100", True, None])
@pytest.mark.parametrize("name", ["latent_dim", "width"])
def test_row_48_sizes_of_networks(name, value):
    with pytest.raises(ValueError) as caught:
        kg.networks.DCGANGenerator((16, 16, 1), **{name: value})
    words = f"`{name}` must be a whole number of at least 1. Received"
    said(caught.value, words, repr(value))


@pytest.mark.parametrize(
    "name, value, rule",
    [
        ("discriminator_steps", 0, "a whole number of at least 1"),
        ("discriminator_steps", 1.0, "a whole number of at least 1"),
        ("discriminator_steps", "2", "a whole number of at least 1"),
        ("ema", 1.0, "None or in [0, 1)"),
        ("ema", -0.1, "None or in [0, 1)"),
        ("ema", float("nan"), "None or in [0, 1)"),
        ("ema", "0.9", "None or in [0, 1)"),
        ("constraint", 0.01, "kg.constraints.Clip(0.01)"),
        ("loss", "non_saturatin", "Did you mean 'non_saturating'"),
    ],
)
def test_row_48_settings_of_the_game(name, value, rule):
    with pytest.raises(ValueError) as caught:
        compiled(**{name: value})
    said(caught.value, name, repr(value), rule)


@pytest.mark.parametrize("epochs", [-1, 1.5, float("nan"), "3", None, True])
def test_row_48_epochs(gan, epochs):
    words = (
        "`epochs` must be a whole number of at least 0",
        f"Received: epochs={epochs!r}",
    )
    refused(gan, *words, x=pixels(), epochs=epochs)


@pytest.mark.parametrize("batch_size", [0, -1, 2.0, "2"])
def test_row_48_batch_size(gan, batch_size):
    words = "from 1 to the number", f"batch_size={batch_size!r}"
    refused(gan, *words, x=pixels(), batch_size=batch_size)


@pytest.mark.parametrize("seed", [-1, 0.5, "0", True])
def test_row_48_seed(gan, seed):
    for call in (
        lambda: kg.GAN(gan.generator, gan.discriminator, seed=seed),
        lambda: gan.generate(1, seed=seed),
    ):
        with pytest.raises(ValueError, match=re.escape(f"seed={seed!r}")) as caught:
            call()
        said(caught.value, "a whole number of at least 0")


def test_row_49_no_epochs_write_no_file(gan, tmp_path):
    grid = kg.callbacks.SampleGrid(tmp_path / "samples")
    checkpoint = kg.callbacks.Checkpoint(tmp_path / "gan.keras")
    history = gan.fit(pixels(), epochs=0, callbacks=[grid, checkpoint], verbose=0)
    assert history.history == {} and int(gan.step) == 0
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


# Row 50, the command line, is in test_cli.py.


@pytest.mark.parametrize("count", [0, -1, 1.5, "3", True])
def test_row_51_counts_that_are_none(gan, count):
    with pytest.raises(ValueError) as caught:
        gan.generate(count)
    said(caught.value, f"number of at least 1. Received: count={count!r}")


def test_row_51_more_images_than_memory_holds(gan):
    with pytest.raises(ValueError, match="1000000000 images.*60 GiB.*in parts"):
        gan.generate(10**9)


@pytest.mark.parametrize(
    "labels, error, words",
    [
        ([0, 1], ValueError, ["one for each of the 4 samples", "Received: 2 values"]),
        ([0, 1, 2, 3], ValueError, ["[0, 3)", "label 3 at position 3"]),
        (-1, ValueError, ["[0, 3)", "label -1"]),
        (0.5, TypeError, ["must be ints", "float64"]),
        (np.eye(4, 3), ValueError, ["one-hot", "argmax"]),
    ],
)
def test_row_51_labels_to_generate(conditional, labels, error, words):
    with pytest.raises(error) as caught:
        conditional.generate(4, labels=labels)
    said(caught.value, *words)


def test_row_51_labels_for_an_unconditional_model(gan):
    with pytest.raises(ValueError, match="unconditional.*Received: labels=3"):
        gan.generate(4, labels=3)


# The backend


def test_row_52_without_tensorflow(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "tensorflow", None)
    with pytest.raises(ImportError, match="pip install tensorflow"):
        kg.check_backend()


def test_row_52_another_backend(monkeypatch):
    monkeypatch.setattr(keras.backend, "backend", lambda: "numpy")
    with pytest.raises(ImportError) as caught:
        kg.check_backend()
    said(caught.value, "Received: 'numpy'", "KERAS_BACKEND=tensorflow")


def test_refused_optimizers_leave_the_game_as_it_was(gan):
    before, one = gan.generator_optimizer, keras.optimizers.Adam(1e-3)
    for second in (one, "no optimizer"):
        with pytest.raises(ValueError):
            gan.compile(one, second, loss="wasserstein", ema=None)
        assert gan.generator_optimizer is before and gan.ema is not None


@pytest.mark.parametrize(
    "settings",
    [
        {"loss": "wasserstain"},
        {"augment": 3},
        {"unrolled_steps": -1},
        {"matching_aware": True},
        {"loss": "wasserstein", "turns": kg.turns.UntilAccuracy(0.8)},
        {"penalties": [kg.penalties.Drift(), kg.penalties.Drift()]},
    ],
)
def test_a_refused_game_leaves_the_last_one_as_it_was(gan, settings):
    before = dict(vars(gan))
    adams = keras.optimizers.Adam(1e-3), keras.optimizers.Adam(1e-3)
    with pytest.raises(ValueError):
        gan.compile(*adams, run_eagerly=True, **{"ema": None, **settings})
    assert vars(gan) == before


def test_each_row_of_the_table_has_a_test_of_its_number():
    """Here those of arrays and words; of files, presets and runs beside their kin."""
    tests = pathlib.Path(__file__).parent.rglob("test_*.py")
    named = re.compile(r"def test_\w*?rows?_(\d\d)(?:_(to_)?(\d\d))?(?=_)")
    found = set()
    for path in tests:
        for first, to, last in named.findall(path.read_text()):
            last = int(last or first)
            found |= {*range(int(first), last + 1)} if to else {int(first), last}
    assert found == {*range(1, 53)}
