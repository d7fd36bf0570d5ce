"""A small convolutional network in plain arrays: the eye of the metrics."""

import abc

import numpy as np

from keras_gans.metrics.architecture import ARCHITECTURES
from keras_gans.metrics.feature_network import FeatureNetwork

CLASSES = 10
CHUNK = 500  # images at a time: bounded memory, and the fastest on two cores


class Eye(FeatureNetwork):
    """Features of images of one shape.

    Convolutions with ReLU, then features, none below 0, and a linear map that makes
    logits of them. Batch normalisation, with which it was trained, is folded into the
    kernels.

    Args:
        arrays: dict of float arrays with the names and shapes of
            `architecture.shapes(classes)`.
        name: str, the family and version that values are named after: "fashion1".
        sha256: str, of the weights' file; it tells two networks of one name apart.
        card: dict, what is known of the network besides; "architecture" is its name.

    Raises:
        ValueError: arrays that are missing, too many, of other shapes or not finite.
    """

    def __init__(self, arrays, name="unnamed", sha256="", card=None):
        self.name = name
        self.sha256 = sha256
        self.card = dict(card or {})
        self.architecture = ARCHITECTURES[self.card.get("architecture", "grey28")]
        shapes = self.architecture.shapes(self.classes)
        check_arrays(arrays, shapes, name)
        self.dimension = self.architecture.dimension
        self.image_shape = self.architecture.image_shape
        self.arrays = {key: np.asarray(arrays[key], "float32") for key in shapes}

    @property
    @abc.abstractmethod
    def classes(self):
        """How many logits there are."""

    def knows(self, image_shape):
        """Whether it looks at images of this shape."""
        return self.image_shape == tuple(image_shape)

    def features(self, images):
        """What the network sees in images.

        Args:
            images: uint8 array, shape `(n, *image_shape)`.

        Returns:
            float32 array, shape `(n, dimension)`.

        Raises:
            ValueError: other types or shapes; floats must be rounded to bytes first.
        """
        self.check_images(images)
        starts = range(0, len(images), CHUNK)
        return np.concatenate([self._look(images[i : i + CHUNK]) for i in starts])

    def check_images(self, images):
        """Refuses what the network would misread, with the way to mend it."""
        check_bytes(images, self.name)
        if not self.knows(np.shape(images)[1:]) or not len(images):
            raise ValueError(
                f"{self.name} looks at images of shape (n, "
                f"{', '.join(map(str, self.image_shape))}). Received: shape "
                f"{np.shape(images)}. Load them with `image_size={self.image_shape[0]}`"
                ", or pass a network of your own."
            )

    def _look(self, images):
        from keras import ops  # not above: NumPy is all that the metrics need

        x = ops.convert_to_tensor(images.astype("float32") / 255)
        return ops.convert_to_numpy(self.seen(x))

    def seen(self, x):
        """What the network sees in tensors, with a gradient.

        Args:
            x: float32 tensor, shape `(n, *image_shape)`, in [0, 1].

        Returns:
            float32 tensor, shape `(n, dimension)`.
        """
        from keras import ops

        count, arrays, last = x.shape[0], self.arrays, dict(data_format="channels_last")
        for i, stage in enumerate(self.architecture.stages):
            x = ops.conv(x, arrays[f"kernel_{i}"], stage.stride, "same", **last)
            x = ops.max_pool(x, 2, **last) if stage.halved else x
            x = ops.relu(x + arrays[f"bias_{i}"])
        if not self.architecture.dense:
            return ops.mean(x, axis=(1, 2))
        flat = ops.reshape(x, (count, -1))
        return ops.relu(ops.matmul(flat, arrays["dense_kernel"]) + arrays["dense_bias"])

    def _logits(self, features):
        return features @ self.arrays["head_kernel"] + self.arrays["head_bias"]


class Classifier(Eye):
    """Features and class scores of 28 x 28 grey images of ten classes.

    Four convolutions of 3 x 3, the last averaged over the image: 64 features. The
    arguments are those of `Eye`.
    """

    classes = CLASSES

    def head(self, features):
        """Logits, float32 `(n, 10)`, of features `(n, 64)`."""
        return self._logits(features)

    def logits(self, images):
        """Class scores before the softmax, float32 `(n, 10)`: see `features`."""
        return self.head(self.features(images))

    def labels(self, images):
        """The most likely class of each image, int64 `(n,)`: see `features`."""
        return self.logits(images).argmax(axis=1)


def check_arrays(arrays, shapes, name):
    found = {key: np.shape(array) for key, array in arrays.items()}
    if found != shapes:
        raise ValueError(
            f"The arrays of a classifier must have the shapes {shapes}. "
            f"Received: {found} for {name!r}. Make them with "
            "benchmarks/train_features.py."
        )
    for key, array in arrays.items():
        if array.dtype.kind != "f" or not np.isfinite(array).all():
            raise ValueError(
                "The arrays of a classifier must be finite floats. Received: "
                f"{key} of {name!r}, {array.dtype}. Make it again."
            )


def check_bytes(images, name):
    """Refuses what are no bytes."""
    if getattr(images, "dtype", None) != np.uint8:
        raise ValueError(
            f"{name} looks at uint8 images, as they are saved. Received: "
            f"{getattr(images, 'dtype', type(images).__name__)}. Round images in "
            "[-1, 1] with `kg.plots.to_uint8(images)`."
        )
