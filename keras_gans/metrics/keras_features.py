"""Any Keras model as a feature network: for colours, and for larger images."""

import hashlib
from collections.abc import Callable, Sequence

import keras
import numpy as np
from numpy.typing import ArrayLike

from keras_gans.metrics.feature_network import FeatureNetwork

CHUNK = 100  # images at a time, after they were resized


class KerasFeatures(FeatureNetwork):
    """A Keras model that makes features of images, as the metrics want them.

    Values are named after it, and nothing but the 2015 Inception graph makes an FID:
    Keras's own InceptionV3 has other weights, and its distances are on another scale.

    Args:
        model: from float images `(n, height, width, channels)`, of the size of its
            input, to features `(n, d)`.
        name: str with a version, such as "inception_keras1"; it stands in the names of
            values and must not be used for another model.
        preprocess: function of float images from 0 to 255, to what the model takes.
            Default: they are divided by 255.
        head: function of features, to logits; for a classifier.
        class_names: words of its classes, class 0 first. None: where the data have as
            many classes as there are logits, they are taken to be the same.

    Attributes:
        sha256: str, of all weights. The preprocessing is not part of it.

    Example:
        inception = keras.applications.InceptionV3(include_top=False, pooling="avg")
        prepare = keras.applications.inception_v3.preprocess_input
        network = kg.metrics.KerasFeatures(inception, "inception_keras1", prepare)
        kg.metrics.evaluate(gan, photos, network=network)

    Reference:
    - [Parmar et al., 2022](https://arxiv.org/abs/2104.11222), for how much depends on
      resizing: it is done here by Pillow, shrinking by areas and growing bicubically
    """

    def __init__(
        self,
        model: keras.Model,
        name: str,
        preprocess: Callable | None = None,
        head: Callable | None = None,
        class_names: Sequence[str] | None = None,
    ):
        self.model, self.name = model, name
        self.preprocess = preprocess or (lambda images: images / 255)
        self.head, self.class_names = head, class_names
        self.size, self.channels = input_of(model)
        self.sha256 = weights_sha256(model)
        self.card = {"model": model.name, "parameters": model.count_params()}

    def features(self, images: ArrayLike) -> np.ndarray:
        """Features of uint8 images.

        Args:
            images: uint8 array, shape `(n, height, width, channels)`; grey ones are
                repeated for a model that takes colours.

        Returns:
            float array, shape `(n, d)`.

        Raises:
            ValueError: other images, or a model that makes no matrix of them.
        """
        self._check(images)
        starts = range(0, len(images), CHUNK)
        features = [self._predict(images[i : i + CHUNK]) for i in starts]
        if features[0].ndim != 2:
            raise ValueError(
                "A feature network must make features (n, d). Received: shape "
                f"{features[0].shape} from {self.name}. Pool them, for example by "
                '`pooling="avg"`.'
            )
        return np.concatenate(features)

    def _predict(self, images):
        from keras_gans.data.images import resize_all  # not above: it wants TensorFlow

        images = resize_all(images, self.size or images.shape[1:3])
        if images.shape[-1] < (self.channels or 0):
            images = np.repeat(images, self.channels, axis=-1)
        return self.model.predict_on_batch(self.preprocess(images.astype("float32")))

    def _check(self, images):
        right = getattr(images, "dtype", None) == np.uint8 and np.ndim(images) == 4
        if not right or images.shape[-1] not in (1, self.channels) or not len(images):
            raise ValueError(
                f"{self.name} looks at uint8 images (n, height, width, 1 or "
                f"{self.channels}). Received: {getattr(images, 'dtype', type(images))} "
                f"of shape {np.shape(images)}. Round images in [-1, 1] with "
                "`kg.plots.to_uint8(images)`."
            )


def input_of(model):
    """The `(height, width)` of a model's images, or None if any will do; channels."""
    shape = getattr(model, "input_shape", None)
    if not isinstance(shape, tuple) or len(shape) != 4:
        raise ValueError(
            "`model` must take images (batch, height, width, channels). Received: "
            f"input_shape={shape}. Build it with `keras.Input(shape)`."
        )
    return (None if None in shape[1:3] else shape[1:3]), shape[3]


def weights_sha256(model):
    """sha256 of the bytes of all weights, in order."""
    digest = hashlib.sha256()
    for weight in model.get_weights():
        digest.update(f"{weight.dtype} {weight.shape} ".encode())
        digest.update(np.ascontiguousarray(weight))
    return digest.hexdigest()
