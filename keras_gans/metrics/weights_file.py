"""The files of the shipped feature networks: arrays, and a card beside them."""

import hashlib
import io
import json
import pathlib
import zipfile

import numpy as np

from keras_gans.metrics.attribute_classifier import AttributeClassifier
from keras_gans.metrics.classifier import Classifier
from keras_gans.utils import files

FOLDER = pathlib.Path(__file__).with_name("weights")


def read_classifier(name, folder=FOLDER):
    """The network of `name.npz`, if it is the file that `name.json` describes.

    The file is compared with its sha256 before it is opened; pickles are never read.

    Raises:
        ValueError: a file that is damaged or another one.
    """
    card = json.loads(files.read(folder / f"{name}.json"))
    content = files.read(folder / f"{name}.npz")
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
    kind = AttributeClassifier if "attributes" in card else Classifier
    return kind(arrays, name, found, card)


def write_classifier(classifier, folder=FOLDER, **card):
    """Writes `name.npz` in float16 and `name.json`; returns the classifier as read.

    The same arrays make the same bytes.
    """
    halves = {k: array.astype("float16") for k, array in classifier.arrays.items()}
    content = io.BytesIO()
    np.savez_compressed(content, **halves)
    sha256 = hashlib.sha256(content.getvalue()).hexdigest()
    files.write_bytes(folder / f"{classifier.name}.npz", content.getvalue())
    card = {"name": classifier.name, "sha256": sha256, **card}
    files.write_json(folder / f"{classifier.name}.json", card)
    return read_classifier(classifier.name, folder)
