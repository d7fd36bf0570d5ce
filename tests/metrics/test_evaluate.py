"""An evaluation: rounding, reference, what reals get, the cache, the logs."""

import json

import keras
import numpy as np
import pytest

import contracts
import keras_gans as kg
from keras_gans.metrics import feature_cache

pytestmark = pytest.mark.eager

MINI = kg.data.load_arrays("fashion_mnist_mini", "test")


class Columns:
    """A feature network to compute by hand: the first pixels of an image."""

    name, sha256 = "columns1", "c" * 64

    def __init__(self):
        self.calls = []

    def features(self, images):
        assert images.dtype == np.uint8
        self.calls.append(len(images))
        return images.reshape(len(images), -1)[:, :3].astype("float64")


class Player:
    """Generates given images, floats in [-1, 1]."""

    def __init__(self, images, labels=None):
        self.images, self.labels = images, labels
        self.num_classes = None if labels is None else 10

    def generate(self, count, seed=0, labels=None):
        return self.images[:count]

    def labels_for(self, count):
        return self.labels[:count]


def pixels(count, seed=0, high=256):
    random = np.random.default_rng(seed)
    return random.integers(0, high, (count, 2, 2, 1)).astype("uint8")


def as_floats(images):
    return kg.data.to_float(images)


def evaluate(fake, data, tmp_path, **kwargs):
    given = {"metrics": "fd", "n": len(fake), "network": Columns(), "cache": tmp_path}
    return kg.metrics.evaluate(Player(fake), data, **{**given, **kwargs})


def test_values_by_hand(tmp_path):
    """Reference: all of `data`; the real value: `others`, which are as many."""
    data, others, fake = pixels(50), pixels(20, 1), pixels(20, 2, high=128)
    result = evaluate(as_floats(fake), data, tmp_path, others=others)
    seen = Columns().features
    expected = kg.metrics.frechet_distance(seen(data), seen(fake))
    between_reals = kg.metrics.frechet_distance(seen(data), seen(others))
    value = result["values"]["fd_columns1@20"]
    assert value["value"] == pytest.approx(expected)
    assert value["real"] == pytest.approx(between_reals)
    assert value["better"] == "lower" and value["real"] < value["value"]


def test_without_others_the_data_are_cut_in_two_disjoint_parts(tmp_path):
    data = np.arange(200).reshape(50, 2, 2, 1).astype("uint8")
    evaluator = kg.metrics.Evaluator(data, None, 20, 3, Columns(), None, tmp_path)
    reference, other = (set(part.features[:, 0]) for part in evaluator.reals)
    assert len(reference) == 30 and len(other) == 20 and not reference & other


def test_images_are_rounded_to_bytes(tmp_path):
    data, fake = pixels(50), pixels(20, 2)
    off = as_floats(fake) + np.float32(0.003)  # less than half a grey level
    values = [evaluate(f, data, tmp_path)["values"] for f in (as_floats(fake), off)]
    assert values[0] == values[1]


def test_floats_and_bytes_are_the_same_data(tmp_path):
    data, fake = pixels(50), as_floats(pixels(20, 2))
    first = evaluate(fake, data, tmp_path)
    second = evaluate(fake, as_floats(data), tmp_path)
    assert first["values"] == second["values"]
    assert first["protocol"] == second["protocol"]


def test_all_metrics_of_real_images(tmp_path):
    """A generator that plays back real images gets what real images get."""
    data = kg.data.load_arrays("fashion_mnist_mini")
    player = Player(as_floats(MINI.images), MINI.labels)
    result = kg.metrics.evaluate(player, data, n=1000, cache=tmp_path)
    json.dumps(result)
    values = {k.partition("_fashion1@1k")[0]: v for k, v in result["values"].items()}
    assert set(values) == {
        *("fd", "kd", "precision", "recall", "density", "coverage"),
        *("score", "label_accuracy", "class_fd"),
    }
    for name in ("precision", "recall", "density", "coverage", "label_accuracy"):
        assert values[name]["value"] == pytest.approx(values[name]["real"], abs=0.08)
    assert values["fd"]["value"] < 3 * values["fd"]["real"]
    assert values["score"]["value"] > 6
    protocol = result["protocol"]
    assert protocol["data"]["name"] == "fashion_mnist_mini"
    assert protocol["network"]["sha256"] == kg.metrics.network_for(data.name).sha256
    assert (protocol["reference_images"], protocol["fake_images"]) == (9000, 1000)
    text = kg.metrics.as_text(result).splitlines()
    assert len(text) == 10 and text[1].startswith("fd_fashion1@1k")


def test_wrong_labels_are_seen(tmp_path):
    player = Player(as_floats(MINI.images), np.roll(MINI.labels, 1))
    kwargs = dict(metrics=["label_accuracy"], n=500, cache=tmp_path)
    value = kg.metrics.evaluate(player, MINI, **kwargs)["values"]
    assert value["label_accuracy_fashion1@500"]["value"] < 0.3
    assert value["label_accuracy_fashion1@500"]["real"] > 0.88


# The cache ---------------------------------------------------------------------------


def test_reals_are_looked_at_once(tmp_path):
    data, fake = pixels(50), as_floats(pixels(20, 2))
    first, second = Columns(), Columns()
    before = evaluate(fake, data, tmp_path, network=first)
    after = evaluate(fake, data, tmp_path, network=second)
    assert first.calls == [50, 20] and second.calls == [20]
    assert before["values"] == after["values"]


def test_other_images_and_other_networks_have_other_files(tmp_path):
    network, other = Columns(), Columns()
    other.sha256 = "d" * 64
    for images, eye in [(pixels(9), network), (pixels(9, 1), network)]:
        feature_cache.cached_features(eye, images, tmp_path)
    feature_cache.cached_features(other, pixels(9), tmp_path)
    assert len(list(tmp_path.iterdir())) == 3
    other.sha256 = ""
    feature_cache.cached_features(other, pixels(9, 2), tmp_path)
    assert len(list(tmp_path.iterdir())) == 3


@pytest.mark.parametrize("spoil", [lambda b: b[:-30], lambda b: b"", lambda b: b"?"])
def test_damaged_files_are_computed_again(tmp_path, spoil):
    network = Columns()
    whole = feature_cache.cached_features(network, pixels(9), tmp_path)
    (file,) = tmp_path.iterdir()
    good = file.read_bytes()
    file.write_bytes(spoil(good))
    again = feature_cache.cached_features(network, pixels(9), tmp_path)
    np.testing.assert_array_equal(again, whole)
    assert network.calls == [9, 9] and file.read_bytes() == good


def test_a_flipped_bit_in_the_cache_is_seen(tmp_path):
    network = Columns()
    whole = feature_cache.cached_features(network, pixels(9), tmp_path)
    (file,) = tmp_path.iterdir()
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    again = feature_cache.cached_features(network, pixels(9), tmp_path)
    np.testing.assert_array_equal(again, whole)


def test_a_disk_that_cannot_be_written_to_is_no_error(tmp_path):
    (tmp_path / "file").write_text("")
    features = feature_cache.cached_features(Columns(), pixels(9), tmp_path / "file/a")
    assert features.shape == (9, 3)


def test_a_write_that_fails_leaves_nothing_behind(tmp_path, monkeypatch):
    def full(file, **arrays):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "savez", full)
    feature_cache.cached_features(Columns(), pixels(9), tmp_path)
    assert not list(tmp_path.iterdir())


def test_cache_lies_beside_the_data_sets_of_keras(tmp_path, monkeypatch):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    feature_cache.cached_features(Columns(), pixels(9))
    assert len(list((tmp_path / "keras_gans" / "features").iterdir())) == 1


# Misuse ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"metrics": "fid"}, "`metrics` must be among.*Did you mean 'fd'"),
        ({"metrics": []}, "`metrics` must not be empty"),
        ({"metrics": "score"}, "'score' needs logits and classes"),
        ({"metrics": "label_accuracy"}, "'label_accuracy' needs logits and labels"),
        ({"n": 26}, "n=26 fakes.*Received: 50 images.*`others`"),
        ({"n": 1}, "`n` must be a whole number of at least 2"),
        ({"n": 20, "others": pixels(19)}, "Received: 19 images"),
        ({"seed": -1}, "`seed` must be a whole number"),
        ({"network": None}, "`network` must be one of.*Pass `network=`"),
        ({"network": "fashion9"}, "Did you mean 'fashion1'"),
        ({"network": object()}, "`network` must be one of"),
    ],
)
def test_evaluate_refuses(tmp_path, changes, message):
    with pytest.raises(ValueError, match=message):
        evaluate(as_floats(pixels(20, 2)), pixels(50), tmp_path, **changes)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (np.full((50, 2, 2, 1), 3.0), r"floats in \[-1, 1\]. Received: float64 from 3"),
        (np.full((50, 2, 2, 1), np.nan), "floats in"),
        (np.zeros((50, 2, 2), "uint8"), r"must be images \(n, height, width"),
        (np.zeros((50, 2, 2, 1), "int32"), "dtype int32"),
        (iter([1]), "must be images"),
        ((pixels(50), np.zeros(49, int)), r"`data\[1\]` must have one label per row"),
    ],
)
def test_evaluate_refuses_data(tmp_path, data, message):
    with pytest.raises(ValueError, match=message):
        evaluate(as_floats(pixels(20, 2)), data, tmp_path)


def test_a_spoilt_generator_has_no_value(tmp_path):
    fake = as_floats(pixels(20, 2))
    fake[3, 1] = np.nan
    with pytest.raises(ValueError, match="Received: 1 bad images of 20"):
        evaluate(fake, pixels(50), tmp_path)


# The callback ------------------------------------------------------------------------


def observer(tmp_path, **kwargs):
    images = kg.plots.to_uint8(contracts.data(40))
    given = {"n": 8, "network": Columns(), "cache": tmp_path / "cache"}
    return kg.callbacks.Evaluate(images, **{**given, **kwargs})


def fit(gan, *observers, epochs=4):
    dataset = contracts.dataset_for(gan)
    return gan.fit(dataset, epochs=epochs, verbose=0, callbacks=list(observers)).history


def test_logs_have_the_value_of_every_epoch_and_training_is_the_same(tmp_path):
    gan, alone, evaluate = contracts.vanilla(), contracts.vanilla(), observer(tmp_path)
    table = keras.callbacks.CSVLogger(str(tmp_path / "history.csv"))
    history = fit(gan, evaluate, table)
    fit(alone)
    assert not contracts.differing(contracts.state(gan), contracts.state(alone))
    direct = evaluate.evaluator.evaluate(alone)
    last = direct["values"]["fd_columns1@8"]
    assert evaluate.logged[0] == "fd_columns1@8"
    assert len(set(history["fd_columns1@8"])) == 4
    assert history["fd_columns1@8"][-1] == last["value"]
    assert evaluate.real["fd"] == last["real"]
    assert evaluate.result["protocol"] == direct["protocol"]
    written = kg.plots.read_history(tmp_path / "history.csv")
    assert written["fd_columns1@8"] == history["fd_columns1@8"]


def test_a16_skipped_epochs_have_the_last_value_but_never_the_first_or_last(tmp_path):
    history = fit(contracts.vanilla(), observer(tmp_path, every=3), epochs=6)
    first, fourth, sixth = (history["fd_columns1@8"][i] for i in (0, 3, 5))
    assert history["fd_columns1@8"] == [first] * 3 + [fourth] * 2 + [sixth]
    assert len({first, fourth, sixth}) == 3


def test_other_callbacks_may_wait_for_it(tmp_path):
    """`fit` knows the names of its logs, and so refuses a wrong one at once."""
    gan, evaluate = contracts.vanilla(), observer(tmp_path)
    stop = keras.callbacks.EarlyStopping("fd_columns1@8", mode="min", patience=9)
    fit(gan, evaluate, stop, epochs=1)
    with pytest.raises(ValueError, match="Did you mean 'fd_columns1@8'"):
        fit(gan, evaluate, keras.callbacks.EarlyStopping("fd_columns1@9"))


def test_what_a_gan_cannot_be_measured_by_is_refused_before_the_first_step(tmp_path):
    gan = contracts.vanilla()
    with pytest.raises(ValueError, match="'label_accuracy' needs"):
        fit(gan, observer(tmp_path, metrics=["label_accuracy"]))
    assert int(gan.step) == 0
    with pytest.raises(ValueError, match="`every` must be a whole number"):
        observer(tmp_path, every=0)
