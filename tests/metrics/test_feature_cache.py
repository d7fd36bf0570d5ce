"""Features are computed once, and never mistaken for those of other images."""

import numpy as np
import pytest

from keras_gans.metrics import feature_cache


class Network:
    """The mean of each image, and how often it was asked."""

    def __init__(self, sha256="a" * 64):
        self.sha256, self.asked = sha256, 0

    def features(self, images):
        self.asked += 1
        return images.mean(axis=(1, 2)).astype("float32")


IMAGES = np.random.default_rng(0).integers(0, 256, (5, 4, 4, 1)).astype("uint8")


def test_the_second_time_they_come_from_the_disk(tmp_path):
    network = Network()
    first, again = (
        feature_cache.cached_features(network, IMAGES, tmp_path) for _ in "12"
    )
    assert network.asked == 1 and len(list(tmp_path.iterdir())) == 1
    np.testing.assert_array_equal(first, again)


@pytest.mark.parametrize(
    "other, images",
    [
        (Network("b" * 64), IMAGES),
        (Network(), IMAGES[::-1]),
        (Network(), IMAGES.reshape(5, 2, 8, 1)),
    ],
)
def test_another_network_or_image_is_looked_at(tmp_path, other, images):
    feature_cache.cached_features(Network(), IMAGES, tmp_path)
    feature_cache.cached_features(other, images, tmp_path)
    assert other.asked == 1


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04", b"x" * 300])
def test_a_damaged_file_is_made_anew(tmp_path, damage):
    network = Network()
    good = feature_cache.cached_features(network, IMAGES, tmp_path)
    [path] = tmp_path.iterdir()
    path.write_bytes(damage)
    again = feature_cache.cached_features(network, IMAGES, tmp_path)
    np.testing.assert_array_equal(good, again)
    assert network.asked == 2 and path.read_bytes() != damage


def test_features_of_other_rows_are_not_believed(tmp_path):
    network = Network()
    feature_cache.cached_features(network, IMAGES, tmp_path)
    [path] = tmp_path.iterdir()
    np.savez(path, features=np.zeros((4, 1), "float32"))
    assert len(feature_cache.cached_features(network, IMAGES, tmp_path)) == 5


def test_a_disk_that_cannot_be_written_to_is_no_error(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    found = feature_cache.cached_features(Network(), IMAGES, tmp_path / "file")
    assert found.shape == (5, 1)


def test_a_network_without_a_hash_is_not_cached(tmp_path):
    network = Network(sha256="")
    for _ in "12":
        feature_cache.cached_features(network, IMAGES, tmp_path)
    assert network.asked == 2 and not list(tmp_path.iterdir())


def test_they_lie_beside_kerass_data(monkeypatch, tmp_path):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    assert feature_cache.cache_folder() == tmp_path / "keras_gans" / "features"
