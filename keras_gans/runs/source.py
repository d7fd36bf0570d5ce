"""The data of a run: where they lie, and whether they are still the same."""

import pathlib

from keras_gans import data
from keras_gans.data.sources import as_path
from keras_gans.utils.printable import printable


def place_of(source):
    """A name as it is; a path so that it leads there from any folder."""
    path = as_path(source)
    return str(source) if path is None else str(path.absolute())


def images_of(config, download=False):
    """The images of a run, as a `data.Source`: in memory if they fit."""
    size, pairs = config.get("image_size"), needs_pairs(config)
    return data.open_images(
        config["data"],
        image_size=size,
        download=download,
        pairs=pairs,
        on_error=config.get("on_error", "raise"),
    )


def needs_pairs(config):
    """Whether a folder has to show what the networks are told beside each image."""
    path, shapes = as_path(config["data"]), told_pictures(config)
    return bool(path and path.is_dir() and set(shapes) - set(data.source.DERIVED))


def told_pictures(config):
    """The shapes of pictures that the generator is told, by name."""
    told = config["networks"]["generator"]["config"].get("given_shapes") or {}
    return {name: shape for name, shape in told.items() if len(shape) == 3}


def found(config, asked=None, changed=False):
    """The config of a run whose data are where it says, or where the user says.

    Args:
        config: dict, the run's.
        asked: where the same images lie now, or None.
        changed: bool, whether other images are welcome.

    Returns:
        dict, with the place and the fingerprint of today.

    Raises:
        ValueError: other images than the run was begun with, or none there.
    """
    place = place_of(asked or config["data"])
    check_there(config, place)
    today = fingerprint_of(config, place)
    old = config.get("fingerprint") or today
    difference = data.difference(old, today)
    if difference and not changed:
        raise ValueError(
            f"A resumed run keeps its data={config['data']!r}. Received: "
            f"data={place!r}, which holds others: {difference}. Put them back, start "
            "another run with --out, or pass --data-changed to train on with these."
        )
    return {**config, "data": place, "fingerprint": today}


def fingerprint_of(config, place):
    try:
        return data.fingerprint(place)
    except ValueError as error:
        raise ValueError(
            f"A resumed run keeps its data={config['data']!r}. Received: "
            f"data={place!r}. {error}"
        ) from error


def check_there(config, place):
    """Says of data that were moved that they were."""
    if pathlib.Path(place).is_absolute() and not pathlib.Path(place).exists():
        raise ValueError(
            f"A resumed run keeps its data={config['data']!r}. Received: nothing at "
            f"{printable(place)}. Pass --data with the place where they are now."
        )
