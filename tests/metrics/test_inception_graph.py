"""The loader of the 2015 graph, with a stand-in of its shape and names."""

import numpy as np
import pytest
import tensorflow as tf

import keras_gans as kg


def write(path, odd=False, first="ExpandDims"):
    """A frozen graph with a fixed batch of 1, as the real one: resize, scale, pool."""
    with tf.Graph().as_default() as graph:
        image = tf.compat.v1.placeholder("float32", (1, None, None, 3), "image")
        images = tf.identity(image, name=first)
        small = tf.compat.v1.image.resize_bilinear(images, (2, 2))
        scaled = tf.multiply(small - 128.0, 0.0078125)
        pooled = tf.nn.avg_pool2d(scaled, 2, 1, "VALID", name="pool_3")
        if odd:
            tf.io.read_file("secret", name="odd")
        del pooled
        path.write_bytes(graph.as_graph_def().SerializeToString())
    return path


def test_features_by_hand(tmp_path):
    network = kg.metrics.InceptionGraph(write(tmp_path / "graph.pb"))
    images = np.zeros((120, 2, 2, 3), "uint8")
    images[:, 0, 0] = np.arange(360).reshape(120, 3) % 256
    expected = (images.mean(axis=(1, 2)) - 128) / 128
    np.testing.assert_allclose(network.features(images), expected, atol=1e-6)
    grey = images[..., :1]
    expected = np.repeat(expected[:, :1], 3, axis=1)
    np.testing.assert_allclose(network.features(grey), expected, atol=1e-6)


def test_values_are_named_after_the_graph(tmp_path):
    network = kg.metrics.InceptionGraph(write(tmp_path / "graph.pb"))
    images = np.random.default_rng(0).integers(0, 256, (40, 4, 4, 3)).astype("uint8")
    data = (images, None)
    evaluator = kg.metrics.Evaluator(data, ["fd"], 20, 0, network, None, tmp_path)
    assert evaluator.names(["fd"]) == ["fd_inception2015@20"]
    assert len(network.sha256) == 64


def test_refuses_files_that_do_more_or_less(tmp_path):
    with pytest.raises(ValueError, match=r"Received: \['ReadFile'\].*Don't trust"):
        kg.metrics.InceptionGraph(write(tmp_path / "odd.pb", odd=True))
    (tmp_path / "text.pb").write_text("not a graph")
    with pytest.raises(ValueError, match="no frozen TensorFlow graph"):
        kg.metrics.InceptionGraph(tmp_path / "text.pb")
    with pytest.raises(ValueError, match="must have the tensor ExpandDims:0"):
        kg.metrics.InceptionGraph(write(tmp_path / "other.pb", first="other"))
    with pytest.raises(ValueError, match="no tensor pool_4:0"):
        kg.metrics.InceptionGraph(write(tmp_path / "graph.pb"), "pool_4:0")


def test_refuses_images_that_it_would_misread(tmp_path):
    network = kg.metrics.InceptionGraph(write(tmp_path / "graph.pb"))
    for wrong in (np.zeros((2, 4, 4, 3)), np.zeros((2, 4, 4, 2), "uint8")):
        with pytest.raises(ValueError, match="looks at uint8 images"):
            network.features(wrong)
