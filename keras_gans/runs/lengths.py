"""Schedules of a recipe that end where a run of it ends."""

import types
from typing import Any

from keras_gans.runs.budget import budget_of
from keras_gans.utils.counts import check_count

CLOSE = 0.05  # by which the length of a run may differ, and nothing is changed


def fitted(count: int, config: dict) -> dict:
    """A config whose schedules are stretched or shrunk to the length of its run.

    A recipe with schedules says under "steps" how long a run they were made for: a
    learning rate that falls in the last third of it shall do so in a run of fewer
    epochs, smaller batches or other images, too. Of a run that a clock ends nobody
    knows the length: `new_config` leaves "steps" out.

    Args:
        count: int, training images.
        config: dict, as `new_config` makes it.
    """
    made_for = config.get("steps")
    if made_for is None:
        return config
    check_count("steps", made_for)
    per_epoch = max(1, count // config["batch_size"])
    run = types.SimpleNamespace(steps_per_epoch=per_epoch, config=config)
    steps = budget_of(config).last_step(run)
    if abs(steps / made_for - 1) <= CLOSE:
        return config
    game = stretched(config["game"], steps / made_for)
    return {**config, "game": game, "steps": steps}


def stretched(spec: Any, factor: float) -> Any:
    """A description of a game, each schedule in it over `factor` times its steps."""
    if isinstance(spec, list):
        return [stretched(part, factor) for part in spec]
    if not isinstance(spec, dict):
        return spec
    if spec.keys() >= {"start", "end", "steps"}:
        begin = round(spec.get("begin", 0) * factor)
        steps = max(begin + 1, round(spec["steps"] * factor))
        return {**spec, "steps": steps, **({"begin": begin} if begin else {})}
    return {key: stretched(value, factor) for key, value in spec.items()}
