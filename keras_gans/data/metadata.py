"""Sentences beside pictures: `metadata.csv` or `metadata.jsonl`, as on Hugging Face.

The file lies in the folder of the pictures, names each in the column `file_name`, and
says what it shows in `text` (or `caption`, or a column of the name that is asked for).
"""

import csv
import json
import pathlib

import numpy as np

from keras_gans.utils.odd_files import open_regular
from keras_gans.utils.printable import printable

FILE = "file_name"
COLUMNS = "text", "caption"


def beside(folder, names, column):
    """What is said of some files.

    Args:
        folder: path of the folder of pictures.
        names: list of str, files relative to it.
        column: str, what is asked for, such as "caption".

    Returns:
        array of str, one for each name.

    Raises:
        ValueError: no such column, or a picture of which nothing is said.
    """
    path = path_in(folder)
    rows = read(path)
    columns = [column, *COLUMNS]
    chosen = next((c for c in columns if rows and c in rows[0]), None)
    if chosen is None or FILE not in rows[0]:
        found = ", ".join(map(str, rows[0])) if rows else "nothing"
        raise ValueError(
            f"{printable(path)} must have the columns {FILE} and {column} or "
            f"{' or '.join(COLUMNS)}. Received: {found}."
        )
    said = {row[FILE]: row.get(chosen) for row in rows}
    silent = [name for name in names if not said.get(name)]
    if silent:
        raise ValueError(
            f"{printable(path)} must say what each picture shows. Received: nothing of "
            f"{printable(silent[0])} and {len(silent) - 1} others. Add rows, or remove "
            "the pictures."
        )
    return np.array([str(said[name]) for name in names])


def path_in(folder):
    """Where the sentences of a folder are, or None."""
    places = [pathlib.Path(folder) / f"metadata{end}" for end in (".csv", ".jsonl")]
    return next((place for place in places if place.exists()), None)


def read(path):
    """The rows of a file, dicts."""
    with open_regular(path) as file:
        text = file.read().decode("utf-8-sig")
    try:
        if path.suffix == ".csv":
            return list(csv.DictReader(text.splitlines()))
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    except (csv.Error, json.JSONDecodeError) as error:
        raise ValueError(f"{printable(path)} cannot be read: {error}") from error
