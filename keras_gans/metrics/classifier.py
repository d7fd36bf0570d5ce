"""A small convolutional classifier in plain arrays: the eye of the metrics."""

import hashlib
import io
import json
import pathlib
import zipfile

import numpy as np

FOLDER = pathlib.Path(__file__).with_name("weights")
IMAGE_SHAPE, CLASSES = (28, 28, 1), 10
CHANNELS = (32, 64, 96, 64)  # of each convolution; the last ones are the features
HALVED = (True, True, False, False)  # where max-pooling follows
CHUNK = 500  # images at a time: bounded memory, and the fastest on two cores


class Classifier:
    """Features and class scores of 28 x 28 grey images.

    Four convolutions of 3 x 3 with ReLU, the last averaged over the image: 64 features,
    none below 0. A linear map makes 10 logits of them. Batch normalisation, with which
    it was trained, is folded into the kernels.

    Args:
        arrays: dict of float arrays with the names and shapes of `shapes()`.
        name: str, the family and version that values are named after: "fashion1".
        sha256: str, of the weights' file; it tells two networks of one name apart.
        card: dict, what is known of the network besides.

    Raises:
        ValueError: arrays that are missing, too many, of other shapes or not finite.
    """

    def __init__(self, arrays, name="unnamed", sha256="", card=None):
        check_arrays(arrays, name)
        self.name = name
        self.sha256 = sha256
        self.card = dict(card or {})
        self.dimension, self.image_shape = CHANNELS[-1], IMAGE_SHAPE
        self.arrays = {key: np.asarray(arrays[key], "float32") for key in shapes()}

    def features(self, images):
        """What the network sees in images.

        Args:
            images: uint8 array, shape `(n, 28, 28, 1)`.

        Returns:
            float32 array, shape `(n, 64)`.

        Raises:
            ValueError: other types or shapes; floats must be rounded to bytes first.
        """
        check_images(images, self.name)
        starts = range(0, len(images), CHUNK)
        return np.concatenate([self._convolve(images[i : i + CHUNK]) for i in starts])

    def head(self, features):
        """Logits, float32 `(n, 10)`, of features `(n, 64)`."""
        return features @ self.arrays["head_kernel"] + self.arrays["head_bias"]

    def logits(self, images):
        """Class scores before the softmax, float32 `(n, 10)`: see `features`."""
        return self.head(self.features(images))

    def labels(self, images):
        """The most likely class of each image, int64 `(n,)`: see `features`."""
        return self.logits(images).argmax(axis=1)

    def _convolve(self, images):
        from keras import ops  # not above: NumPy is all that the metrics need

        x = ops.convert_to_tensor(images.astype("float32") / 255)
        for i, halved in enumerate(HALVED):
            kernel, bias = self.arrays[f"kernel_{i}"], self.arrays[f"bias_{i}"]
            x = ops.conv(x, kernel, padding="same", data_format="channels_last")
            x = ops.max_pool(x, 2, data_format="channels_last") if halved else x
            x = ops.relu(x + bias)
        return ops.convert_to_numpy(ops.mean(x, axis=(1, 2)))


def shapes():
    """Name -> shape of every array of a classifier."""
    found, before = {}, IMAGE_SHAPE[-1]
    for i, after in enumerate(CHANNELS):
        found[f"kernel_{i}"], found[f"bias_{i}"] = (3, 3, before, after), (after,)
        before = after
    return {**found, "head_kernel": (before, CLASSES), "head_bias": (CLASSES,)}


def read_classifier(name, folder=FOLDER):
    """The classifier of `name.npz`, if it is the file that `name.json` describes.

    The file is compared with its sha256 before it is opened; pickles are never read.

    Raises:
        ValueError: a file that is damaged or another one.
    """
    card = json.loads((folder / f"{name}.json").read_text())
    content = (folder / f"{name}.npz").read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != card["sha256"]:
        raise ValueError(
            f"{name}.npz must have the sha256 {card['sha256']}. Received: {found}, "
            f"{len(content)} bytes. The file is damaged: install keras-gans again."
        )
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as stored:
            arrays = dict(stored)
    except (OSError, EOFError, zipfile.BadZipFile) as error:
        raise ValueError(f"{name}.npz is no file of arrays: {error}.") from error
    return Classifier(arrays, name, found, card)


def write_classifier(classifier, folder=FOLDER, **card):
    """Writes `name.npz` in float16 and `name.json`; returns the classifier as read.

    The same arrays make the same bytes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    halves = {k: array.astype("float16") for k, array in classifier.arrays.items()}
    content = io.BytesIO()
    np.savez_compressed(content, **halves)
    sha256 = hashlib.sha256(content.getvalue()).hexdigest()
    (folder / f"{classifier.name}.npz").write_bytes(content.getvalue())
    card = {"name": classifier.name, "sha256": sha256, **card}
    (folder / f"{classifier.name}.json").write_text(json.dumps(card, indent=2) + "\n")
    return read_classifier(classifier.name, folder)


def check_arrays(arrays, name):
    found = {key: np.shape(array) for key, array in arrays.items()}
    if found != shapes():
        raise ValueError(
            f"The arrays of a classifier must have the shapes {shapes()}. "
            f"Received: {found} for {name!r}. Make them with "
            "benchmarks/train_features.py."
        )
    for key, array in arrays.items():
        if array.dtype.kind != "f" or not np.isfinite(array).all():
            raise ValueError(
                "The arrays of a classifier must be finite floats. Received: "
                f"{key} of {name!r}, {array.dtype}. Make it again."
            )


def check_images(images, name):
    """Refuses what the network would misread, with the way to mend it."""
    if getattr(images, "dtype", None) != np.uint8:
        raise ValueError(
            f"{name} looks at uint8 images, as they are saved. Received: "
            f"{getattr(images, 'dtype', type(images).__name__)}. Round images in "
            "[-1, 1] with `kg.plots.to_uint8(images)`."
        )
    if np.shape(images)[1:] != IMAGE_SHAPE or not len(images):
        raise ValueError(
            f"{name} looks at images of shape (n, {', '.join(map(str, IMAGE_SHAPE))})"
            f". Received: shape {np.shape(images)}. Load them with `image_size=28`, "
            "or pass a network of your own."
        )
