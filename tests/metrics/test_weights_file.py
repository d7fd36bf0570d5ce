"""Files of networks: the same arrays make the same bytes, and odd files are refused."""

import hashlib
import io
import json

import numpy as np
import pytest

from keras_gans.metrics import classifier, weights_file
from keras_gans.metrics.architecture import ARCHITECTURES


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
