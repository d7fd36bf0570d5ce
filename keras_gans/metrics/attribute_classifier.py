"""A network that reads several attributes of an image at once."""

import numpy as np

from keras_gans.metrics.classifier import Eye, check_bytes
from keras_gans.utils.identifiers import unknown

SMALLEST = 16  # pixels


class AttributeClassifier(Eye):
    """Features of colour images, and class scores of each attribute.

    Square images of other sizes are resized to its own first, by areas where they
    shrink and bicubically where they grow. Smaller ones are blurred by that and read
    less surely: of avatars, all eleven attributes are right for 99 % of real images of
    64 pixels, 97 % of 128, 72 % of 48 and 45 % of 32, where mouths are a guess.

    Args:
        arrays, name, sha256: as for `Eye`.
        card: dict, with "attributes": name -> the words of its classes.
    """

    @property
    def attributes(self):
        """dict of attribute -> tuple of words, class 0 first."""
        return {name: tuple(w) for name, w in self.card["attributes"].items()}

    @property
    def classes(self):
        return sum(map(len, self.attributes.values()))

    def knows(self, image_shape):
        """Whether it looks at images of this shape: any square ones in colour."""
        height, width, channels = (*image_shape, *(0, 0, 0))[:3]
        return len(image_shape) == 3 and height == width >= SMALLEST and channels == 3

    def heads(self, features):
        """Logits of each attribute.

        Args:
            features: array, shape `(n, dimension)`.

        Returns:
            dict of attribute -> float32 array, shape `(n, classes of it)`.
        """
        sizes = [len(words) for words in self.attributes.values()]
        parts = np.split(self._logits(features), np.cumsum(sizes)[:-1], axis=1)
        return dict(zip(self.attributes, parts, strict=True))

    def scorer(self, attribute, word):
        """A function that says how surely images have a value of an attribute.

        Args:
            attribute: str, such as "hair_colour".
            word: str, one of its words, such as "blonde".

        Returns:
            Function from images (n, side, side, 3), uint8 or floats in [-1, 1], to n
            log odds: above 0 where that value is likelier than all others together.

        Raises:
            ValueError: an attribute or a word that it does not know.
        """
        if attribute not in self.attributes:
            raise ValueError(unknown("attribute", attribute, self.attributes))
        words = list(self.attributes[attribute])
        if word not in words:
            raise ValueError(unknown(f"value of {attribute}", word, words))

        from keras_gans.plots import to_uint8  # not above: it is slow to import

        def score(images):
            features = self.features(to_uint8(images))
            logits = self.heads(features)[attribute]
            mine = logits[:, words.index(word)]
            others = np.delete(logits, words.index(word), axis=1)
            top = others.max(axis=1)
            return mine - top - np.log(np.exp(others - top[:, None]).sum(axis=1))

        return score

    def seen(self, x):
        """As `Eye.seen`, of square images of any size."""
        from keras import ops

        side = self.image_shape[0]
        if x.shape[1] != side:
            x = ops.image.resize(x, (side, side), antialias=True)
        return super().seen(x)

    def read(self, images):
        """The most likely attributes of each image, int64 `(n, attributes)`."""
        heads = self.heads(self.features(images))
        return np.stack([logits.argmax(axis=1) for logits in heads.values()], axis=1)

    def check_images(self, images):
        check_bytes(images, self.name)
        if not len(images) or not self.knows(np.shape(images)[1:]):
            raise ValueError(
                f"{self.name} looks at square images in colour, (n, side, side, 3), of "
                f"at least {SMALLEST} pixels. Received: shape {np.shape(images)}. Pass "
                "a network of your own for others."
            )

    def _look(self, images):
        from keras_gans.data.images import resize_all  # not above: it wants TensorFlow

        return super()._look(resize_all(images, self.image_shape[:2]))
