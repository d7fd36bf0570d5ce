"""The shipped feature networks: they know clothes and digits, and never change."""

import hashlib
import io
import json

import numpy as np
import pytest

import keras_gans as kg
from keras_gans.metrics import classifier, features, weights_file
from keras_gans.metrics.architecture import ARCHITECTURES

MINI = kg.data.load_arrays("fashion_mnist_mini", "test")
SHA256 = {  # trained again is another network: give it another number
    "avatar1": "0a58058cb43b8bb796aabbe4eeaeb103cc3e4e67e46186e37d26e6e3047f18a6",
    "fashion1": "b24fe3741d4f907d8ea99b807c60f0d62c69d4800244a1fcd46371ab083fa915",
    "mnist1": "f616452464d4c0cb90f52eb6e5e4274b879388303db4e52ee8bb623efbc2fbdd",
}


@pytest.fixture(scope="module")
def fashion():
    return kg.metrics.feature_network("fashion1")


@pytest.fixture(scope="module")
def seen(fashion):
    return fashion.features(MINI.images)


def test_fashion1_knows_clothes(fashion, seen):
    predictions = fashion.head(seen).argmax(axis=1)
    assert kg.metrics.label_accuracy(predictions, MINI.labels) >= 0.92


def digits():
    """0 to 9, as a font draws them: white on black, where MNIST has them."""
    from PIL import Image, ImageDraw, ImageFont

    font = ImageFont.load_default(22)
    for digit in "0123456789":
        picture = Image.new("L", (28, 28))
        draw = ImageDraw.Draw(picture)
        draw.text((14, 14), digit, 255, font, anchor="mm", stroke_width=0.5)
        yield np.asarray(picture)[..., None]


def test_mnist1_knows_digits_that_no_hand_has_written():
    labels = kg.metrics.feature_network("mnist1").labels(np.stack(list(digits())))
    assert (labels == np.arange(10)).sum() >= 8


@pytest.mark.parametrize("name", SHA256)
def test_shipped_files_are_those_of_the_evidence(name):
    file = weights_file.FOLDER / f"{name}.npz"
    assert hashlib.sha256(file.read_bytes()).hexdigest() == SHA256[name]
    assert file.stat().st_size < 1.5e6
    network = kg.metrics.feature_network(name)
    assert network.sha256 == network.card["sha256"] == SHA256[name]
    enough = {"fashion1": 0.925, "mnist1": 0.993, "avatar1": 0.97}[name]
    assert network.card["test_accuracy"] >= enough


def by_hand(network, image):
    """The same network in loops: shifted copies instead of a convolution."""
    x = image[..., 0, None].astype("float64") / 255
    for i, stage in enumerate(network.architecture.stages):
        kernel, bias = network.arrays[f"kernel_{i}"], network.arrays[f"bias_{i}"]
        height, width, _ = x.shape
        padded = np.pad(x, ((1, 1), (1, 1), (0, 0)))
        x = bias + sum(
            padded[r : r + height, c : c + width] @ kernel[r, c].astype("float64")
            for r in range(3)
            for c in range(3)
        )
        x = np.maximum(x, 0)
        if stage.halved:
            corners = [x[r::2, c::2] for r in range(2) for c in range(2)]
            x = np.maximum.reduce(corners)
    return x.mean(axis=(0, 1))


@pytest.mark.parametrize("index", [0, 7])
def test_features_by_hand(fashion, seen, index):
    expected = by_hand(fashion, MINI.images[index])
    np.testing.assert_allclose(seen[index], expected, rtol=1e-4, atol=1e-5)


def test_features_do_not_depend_on_the_batch(fashion, seen):
    alone = [fashion.features(MINI.images[i : i + 1])[0] for i in (0, 499, 500, 1999)]
    np.testing.assert_allclose(alone, seen[[0, 499, 500, 1999]], rtol=1e-4, atol=1e-5)
    assert seen.shape == (2000, 64) and seen.dtype == np.float32 and seen.min() >= 0


# Files -------------------------------------------------------------------------------


def arrays(value=0.5):
    shapes = ARCHITECTURES["grey28"].shapes(classifier.CLASSES)
    return {key: np.full(shape, value) for key, shape in shapes.items()}


def test_written_arrays_come_back_and_make_the_same_bytes(tmp_path):
    given = classifier.Classifier(arrays(), "small1")
    written = weights_file.write_classifier(given, tmp_path / "a", data="none")
    again = weights_file.write_classifier(written, tmp_path / "b", data="none")
    assert written.sha256 == again.sha256 and written.card["data"] == "none"
    for key, array in given.arrays.items():
        np.testing.assert_array_equal(written.arrays[key], array)


def test_one_flipped_bit_is_refused(tmp_path):
    for suffix in ("npz", "json"):
        content = (weights_file.FOLDER / f"fashion1.{suffix}").read_bytes()
        (tmp_path / f"fashion1.{suffix}").write_bytes(content)
    file = tmp_path / "fashion1.npz"
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 4
    file.write_bytes(content)
    with pytest.raises(ValueError, match="must have the sha256 .* damaged"):
        weights_file.read_classifier("fashion1", tmp_path)


def put(folder, content):
    sha256 = hashlib.sha256(content).hexdigest()
    (folder / "odd1.npz").write_bytes(content)
    (folder / "odd1.json").write_text(json.dumps({"sha256": sha256}))
    return folder


def stored(**changes):
    content = io.BytesIO()
    np.savez(content, **{**arrays(), **changes})
    return content.getvalue()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"head_bias": np.zeros(9)}, "must have the shapes"),
        ({"another": np.zeros(9)}, "must have the shapes"),
        ({"head_bias": np.full(10, np.nan)}, "must be finite floats. Received: head_b"),
        ({"head_bias": np.zeros(10, int)}, "must be finite floats"),
        ({"head_bias": np.full(10, None)}, "allow_pickle=False"),
    ],
)
def test_files_of_a_good_sum_but_odd_content_are_refused(tmp_path, changes, message):
    with pytest.raises(ValueError, match=message):
        weights_file.read_classifier("odd1", put(tmp_path, stored(**changes)))


def test_a_file_that_is_no_archive_is_refused(tmp_path):
    for content in (b"PK\x03\x04 and no more", b""):
        with pytest.raises(ValueError):
            weights_file.read_classifier("odd1", put(tmp_path, content))


# Names and misuse --------------------------------------------------------------------


def test_networks_by_data_and_by_name(fashion):
    assert kg.metrics.feature_networks() == sorted([*SHA256, "lite0"])
    for data in ("fashion_mnist", "fashion_mnist_mini"):
        assert kg.metrics.network_for(data) is fashion
    assert kg.metrics.network_for("mnist").name == "mnist1"
    assert kg.metrics.network_for("cats") is None
    assert kg.metrics.network_for("mnist", (28, 28, 1)).name == "mnist1"
    assert kg.metrics.network_for("mnist", [32, 32, 1]) is None
    with pytest.raises(ValueError, match="Did you mean 'fashion1'"):
        kg.metrics.feature_network("fashion2")


def test_value_names_say_their_protocol():
    assert features.value_name("fd", "fashion1", 10_000) == "fd_fashion1@10k"
    assert features.value_name("kd", "mnist1", 2500) == "kd_mnist1@2500"
    assert features.metric_of("label_accuracy_mnist1@2k") == "label_accuracy"


def test_images_that_would_be_misread_are_refused(fashion):
    with pytest.raises(ValueError, match="looks at uint8 images.*to_uint8"):
        fashion.features(np.zeros((2, 28, 28, 1), "float32"))
    for shape in ((2, 32, 32, 1), (28, 28, 1), (2, 28, 28, 3), (0, 28, 28, 1)):
        with pytest.raises(ValueError, match=r"of shape \(n, 28, 28, 1\)"):
            fashion.features(np.zeros(shape, "uint8"))
    with pytest.raises(ValueError, match="Received: list. Round"):
        fashion.features([[0]])
