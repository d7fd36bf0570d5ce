"""Real images as `GAN.fit` takes them."""

import tensorflow as tf

from keras_gans.data.batches import in_batches
from keras_gans.data.checks import check_batch_size
from keras_gans.data.names import MINI
from keras_gans.data.opening import open_images
from keras_gans.data.sources import check_not_drawn, is_drawn, load_arrays
from keras_gans.utils.types import PathLike


def load(
    source: PathLike = MINI,
    split: str = "train",
    batch_size: int = 64,
    image_size: int | None = None,
    labels: bool = False,
    seed: int = 0,
    shuffle: bool = True,
    download: bool = False,
    data_dir: PathLike | None = None,
    given: object = None,
    count: int | None = None,
    stream: bool | None = None,
    on_error: str = "raise",
) -> tf.data.Dataset:
    """Real images as `GAN.fit` takes them.

    The images are read once, into memory if they fit (see `open_images`), and shuffled
    anew each epoch in an order that is a function of (seed, epoch): see `from_arrays`.

    Args:
        source: `"fashion_mnist_mini"` (embedded, the default), `"avatars"` (cartoon
            people in colour, drawn on this machine), `"avatars_apart"` (without some
            pairs of hair and colour), `"blonde2black"` (two sides, unpaired),
            `"furniture"` (voxels and pictures), `"fashion_mnist"`, `"mnist"`, any other
            set of TensorFlow Datasets with images; or a path as in `load_arrays`. A set
            that TFDS has not prepared is also looked for in Keras's cache and Debian's
            folder: the same images, in another order.
        split: `"train"` or `"test"`, of furniture also `"validation"`; TFDS sets also
            take slices like `"train[:90%]"`.
        batch_size: int, from 1 to the number of images.
        image_size: int or `(height, width)`. Images are cropped at the centre to
            this aspect, then resized with antialiasing. `None` keeps their size.
        labels: whether to yield `(images, labels)`; of avatars also the name of the
            attribute that is the label, such as `"hair_colour"`.
        seed: int, for the order.
        shuffle: whether to shuffle.
        download: whether TFDS may download what is not on this machine.
        data_dir: where TFDS looks; `None` means its default.
        given: of avatars and furniture, what to tell a generator: names as in
            `load_arrays` of `kg.data.avatars` and `kg.data.furniture`, such as
            `"segments"`, `("small", "caption")` or `{"caption": tokens.encode}`.
        count: int, of avatars and furniture, how many.
        stream: whether the images stay on disk while they are trained on. None: if
            they would take more than half of the memory that is free.
        on_error: of a folder of images, "raise", or "skip": files that cannot be read
            are left out, and said. Every file is decoded once more for that.

    Returns:
        A `tf.data.Dataset` of float32 images in [-1, 1] of shape
        `(batch_size, height, width, channels)`, or of pairs with int32 labels of
        shape `(batch_size,)`, or with `given=` of pairs with a dict of name -> batch,
        the labels among them if they are asked for.

    Raises:
        DatasetNotFoundError: if the name is unknown or not on this machine. It is a
            `ValueError`.
        ValueError: if the files are damaged, or an argument does not fit them.

    Example:

    ```python
    gan.fit(kg.data.load("fashion_mnist_mini", batch_size=128), epochs=5)
    ```
    """
    if is_drawn(source):
        options = {"split": split, "image_size": image_size, "count": count}
        return _drawn(source, options, labels, given, batch_size, seed, shuffle)
    check_not_drawn(source, labels, given, count)
    where = download, data_dir, stream
    found = open_images(source, split, image_size, *where, on_error=on_error)
    check_labelled(source, labels, found.labels)
    return found.batches(batch_size, seed, shuffle, bool(labels))


def check_labelled(source, labels, known):
    """Refuses a source without labels where some are asked for."""
    if labels and known is None:
        raise ValueError(
            f"labels=True needs a source with labels. Received: source={source!r}, "
            "which has none. Put the images into one subfolder for each class, or "
            "store a key `y`."
        )


def _drawn(source, options, labels, given, batch_size, seed, shuffle):
    """Batches of avatars, which stay on disk in any case, or of furniture."""
    data = load_arrays(source, **options, labels=labels, given=given)
    check_labelled(source, labels, data.labels)
    told = data.labels if labels else None
    if data.given is not None:
        told = {**({"labels": told} if labels else {}), **data.given}
    check_batch_size(batch_size, len(data.images))
    return in_batches(data.images, told, batch_size, seed, shuffle)
