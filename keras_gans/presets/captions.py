"""A preset that reads captions, for captions in other words."""

from collections.abc import Iterable

from keras_gans import conditions
from keras_gans.conditions.tokens import pieces_of
from keras_gans.presets.parts import spec

EXAMPLES = 16  # captions that it tells where nobody says anything


def readers(config: dict) -> list[str]:
    """Names of what a config is told in words."""
    told = config.get("conditions", {})
    return [name for name, part in told.items() if part["class"] == "Tokens"]


def retold(config: dict, name: str, captions: Iterable[str]) -> tuple[dict, dict]:
    """A config for other captions, and the arguments that its networks need.

    Args:
        config: dict, of a preset.
        name: str, of what is told in words.
        captions: list of str, all that there are.

    Returns:
        The config with the vocabulary of the captions, and a dict of overrides for
        `build`.
    """
    words = conditions.vocabulary_of(captions)
    length = max(len(pieces_of(caption)) for caption in captions)
    told = conditions.Tokens(words, length, list(captions[:EXAMPLES]))
    changed = {**config["conditions"], name: spec(told)}
    overrides = {"vocabulary_size": len(words) + 1, "caption_length": length}
    return {**config, "conditions": changed}, overrides
