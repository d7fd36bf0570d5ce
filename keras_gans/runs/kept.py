"""What a run that is gone on with keeps: its settings, and what it runs on."""

import warnings

from keras_gans.utils.printable import printable

KEPT = (  # parts of config.json that say how it trains
    *("networks", "prior", "game", "packing", "conditions", "batch_size"),
    *("image_size", "held_out", "seed", "dtype"),
)
NAMED = 3  # differences in words
ABSENT = "nothing"


def check_settings(place):
    """Refuses a config.json that was edited since the newest checkpoint.

    Args:
        place: a `RunFolder`.

    Raises:
        ValueError: with what differs.
    """
    trained = place.state.get("notes", {}).get("config")
    if trained is None:  # of a version that kept no settings in its checkpoints
        return
    config = place.config
    pair = ({k: c[k] for k in KEPT if k in c} for c in (trained, config))
    found = list(differences(*pair))
    if found:
        more = f" and {len(found) - NAMED} more" * (len(found) > NAMED)
        raise ValueError(
            f"A resumed run keeps its settings. Received: {printable(place.path)}/"
            f"config.json with {', '.join(found[:NAMED])}{more}. Put them back, or "
            "start another run with --out."
        )


def differences(old, new, where=""):
    """Yields in words what two values of JSON do not have in common."""
    if not (isinstance(old, dict) and isinstance(new, dict)):
        if old != new:
            yield printable(f"{where}={new!r} instead of {old!r}")
        return
    for key in {**old, **new}:
        both = (each.get(key, ABSENT) for each in (old, new))
        yield from differences(*both, f"{where}.{key}".lstrip("."))


def say_versions(old, new):
    """Warns of libraries that are others than when the run began.

    Args:
        old, new: dicts of name -> version.
    """
    found = [printable(text) for text in differences(old or new, new)]
    if found:
        warnings.warn(
            f"The run goes on with {', '.join(found)}: it learns on from where it was, "
            "but perhaps not bit for bit as it would have.",
            stacklevel=3,
        )
