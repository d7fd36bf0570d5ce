"""Images in TFRecords: those of TFDS, and plain files of `tf.train.Example`."""

import re

import numpy as np
import tensorflow as tf

from keras_gans.data.classes import renumbered
from keras_gans.data.decode import decode_bytes
from keras_gans.data.images import Images, resize, sizes_differ
from keras_gans.data.records import Records
from keras_gans.data.rows import Rows, identity_of_files
from keras_gans.data.splits import ROLES, role_of
from keras_gans.utils.printable import printable

ENDS = (".tfrecord", ".tfrecords", ".tfrec")
IMAGE_KEYS = ("image", "image/encoded", "image_raw", "img", "jpg", "jpeg", "png", "x")
LABEL_KEYS = ("label", "image/class/label", "class", "labels", "y", "target")


class RecordRows(Rows):
    """Images that are stored in TFRecords, encoded as PNG, JPEG and the like.

    Args:
        records: `Records`.
        key: str, the feature that is the image.
        decode: function from a list of bytes to as many uint8 arrays (height, width,
            channels).
        size: `(height, width)` to crop and resize to, or None.
        **facts: `labels`, `class_names`, `name`.
    """

    def __init__(self, records, key, decode, size=None, **facts):
        self.records, self.image_key, self.decode = records, key, decode
        self.size = size
        vars(self).update(facts)
        self.shape = (len(records), *next(self._images([0])).shape)

    def _images(self, rows):
        contents = map(self._content, self.records.read(rows))
        for image in self.decode(list(contents)):
            yield resize(image, self.size)

    def _content(self, record):
        example = tf.train.Example.FromString(record)
        (content,) = example.features.feature[self.image_key].bytes_list.value
        return content

    def identity(self):
        yield self.image_key.encode()
        yield self.records.places.tobytes()
        yield from identity_of_files(self.records.paths)

    def read(self, index):
        images = np.empty((len(index), *self.shape[1:]), "uint8")
        for place, image in enumerate(self._images(index)):
            if image.shape[:2] != self.shape[1:3]:
                other = f"record {index[place]}"
                raise sizes_differ("record 0", self.shape[1:], {other: image.shape})
            if image.shape[-1] > self.shape[-1]:
                raise ValueError(
                    "All images must be grey, as the first one is. Received: record "
                    f"{index[place]} in colour. Store all of them in colour."
                )
            images[place] = image
        return images


def is_records(path):
    """Whether a path is a TFRecord file, or a folder with nothing else in it."""
    return bool(_files(path))


def _files(path):
    """The TFRecord files that a path means, sorted."""
    if path.name.endswith(ENDS) and not path.is_dir():
        return [path]
    if not path.is_dir():
        return []
    inside = sorted(file for file in path.iterdir() if not file.name.startswith("."))
    if all(re.search(r"\.tfrec(ords?)?(-|$)", file.name) for file in inside):
        return inside
    return []


def rows_of_records(path, split="train", size=None):
    """The images of plain TFRecords, whose features have one of the usual names.

    Raises:
        ValueError: a split that no file is called after, or records without an image.
    """
    files = files_of_records(path, split)
    records = Records([(file, 0, -1) for file in files])
    first = tf.train.Example.FromString(records[0]).features.feature
    key = _key(first, IMAGE_KEYS, "bytes_list")
    if key is None:
        raise ValueError(
            "A record must hold an encoded image under one of "
            f"{', '.join(IMAGE_KEYS)}. Received: {sorted(first)} in "
            f"{printable(files[0])}. Rename the feature, or read the file with "
            "`tf.data.TFRecordDataset`."
        )
    facts = _labels(records, _key(first, LABEL_KEYS, "int64_list"), path.name)
    return RecordRows(records, key, _one_by_one, size, name=printable(path), **facts)


def _one_by_one(contents):
    return map(decode_bytes, contents)


def files_of_records(path, split="train"):
    """Those of the TFRecord files whose names say that they are of a split."""
    files = [file for file in _files(path) if _role(file) == role_of(split)]
    if not files:
        raise ValueError(
            "The files of a split are called after it. Received: "
            f"split={split!r}, and {[printable(f.name) for f in _files(path)]}. Pass "
            "another split=, or give the files that are meant."
        )
    return files


def read_records(path, split="train", size=None):
    """The same images, in memory, as `Images`."""
    rows = rows_of_records(path, split, size)
    return Images(rows.in_memory(), rows.labels, rows.class_names, rows.name)


def _role(file):
    """train, unless a word of the name says something else."""
    words = re.split(r"[\W_\d]+", file.name.casefold())
    return next((ROLES[word] for word in words if word in ROLES), "train")


def _key(features, keys, kind):
    found = [key for key in keys if key in features]
    return next((key for key in found if getattr(features[key], kind).value), None)


def _labels(records, key, source):
    if key is None:
        return {"labels": None, "class_names": None}
    found = []
    for row in range(len(records)):
        feature = tf.train.Example.FromString(records[row]).features.feature[key]
        found.extend(feature.int64_list.value[:1])
    if len(found) < len(records):
        raise ValueError(
            f"Every record must hold a label, or none. Received: {len(found)} labels "
            f"in {len(records)} records of {printable(source)}. Store the others, too."
        )
    labels, names = renumbered(np.array(found), source=printable(source))
    return {"labels": labels, "class_names": names}
