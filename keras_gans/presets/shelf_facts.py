"""What lies on the shelf, in a few words each."""

from keras_gans.presets import builtin
from keras_gans.presets.entry import Entry

TOLD = ("title", "data", "paper")


def facts() -> dict[str, dict]:
    """Facts of every preset on the shelf.

    Returns:
        dict of name -> dict with "title", "data", "paper", "parameters" (a dict of
        "generator" and "discriminator"), "trained" (bool) and, if trained, "metrics".
    """
    return {name: facts_of(name) for name in builtin.names()}


def facts_of(name):
    entry = Entry.of(name)
    told = {key: entry.config.get(key) for key in TOLD}
    told |= {"parameters": entry.parameters, "trained": bool(entry.metadata)}
    return {**told, "metrics": entry.metadata["metrics"]} if entry.metadata else told
