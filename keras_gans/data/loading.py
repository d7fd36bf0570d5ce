"""Real images as `GAN.fit` takes them."""

from keras_gans.data.batches import from_arrays
from keras_gans.data.names import AVATARS, MINI
from keras_gans.data.opening import open_images
from keras_gans.data.sources import check_not_drawn, is_drawn, load_arrays


def load(
    source=MINI,
    split="train",
    batch_size=64,
    image_size=None,
    labels=False,
    seed=0,
    shuffle=True,
    download=False,
    data_dir=None,
    given=None,
    count=None,
    stream=None,
):
    """Real images as `GAN.fit` takes them.

    The images are read once, into memory if they fit (see `open_images`), and shuffled
    anew each epoch in an order that is a function of (seed, epoch): see `from_arrays`.

    Args:
        source: `"fashion_mnist_mini"` (embedded, the default), `"avatars"` (cartoon
            people in colour, drawn on this machine), `"fashion_mnist"`, `"mnist"`, any
            other set of TensorFlow Datasets with images; or a path as in
            `load_arrays`. A set that TFDS has not prepared is also looked for in
            Keras's cache and Debian's folder: the same images, in another order.
        split: `"train"` or `"test"`; TFDS sets also take slices like `"train[:90%]"`.
        batch_size: int, from 1 to the number of images.
        image_size: int or `(height, width)`. Images are cropped at the centre to
            this aspect, then resized with antialiasing. `None` keeps their size.
        labels: whether to yield `(images, labels)`; of avatars also the name of the
            attribute that is the label, such as `"hair_colour"`.
        seed: int, for the order.
        shuffle: whether to shuffle.
        download: whether TFDS may download what is not on this machine.
        data_dir: where TFDS looks; `None` means its default.
        given: of avatars, what to tell a generator: names as in
            `kg.data.avatars.load_arrays`, such as `"segments"`, `("small", "caption")`
            or `{"caption": tokens.encode}`.
        count: int, of avatars, how many.
        stream: whether the images stay on disk while they are trained on. None: if
            they would take more than half of the memory that is free.

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
        return _drawn(options, labels, given, batch_size, seed, shuffle)
    check_not_drawn(source, labels, given, count)
    found = open_images(source, split, image_size, download, data_dir, stream)
    if labels and found.labels is None:
        raise ValueError(
            f"labels=True needs a source with labels. Received: source={source!r}, "
            "which has none. Put the images into one subfolder for each class, or "
            "store a key `y`."
        )
    return found.batches(batch_size, seed, shuffle, bool(labels))


def _drawn(options, labels, given, batch_size, seed, shuffle):
    """Batches of avatars, which stay on disk in any case."""
    data = load_arrays(AVATARS, **options, labels=labels, given=given)
    told = data.labels if labels else None
    if data.given is not None:
        told = {**({"labels": told} if labels else {}), **data.given}
    known = None if data.labels is None else int(data.labels.max()) + 1
    return from_arrays(data.images, told, batch_size, seed, shuffle, known)
