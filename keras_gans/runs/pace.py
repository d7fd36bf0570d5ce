"""How wide the networks of one's own images are, for the minutes that there are."""

import time

from keras_gans.runs.suits import width_for

STEPS = 4  # that are measured: of a penalty that is paid every four, one has it
LEAST = 16  # channels: 8 were never ahead (`benchmarks/first_minutes.py`)
GAIN = 2.0  # times as many images a second, with half the channels


def chosen(config, image_shape, trial):
    """The config, with narrower networks if wide ones would see too few images.

    A GAN needs many updates before it needs many parameters. Where a recipe says
    how many images are "enough" and a user how many minutes there are, a few steps are
    measured, and the channels halved as often as it takes.

    Args:
        config: dict, of a run.
        image_shape: tuple, of its images.
        trial: function from a config to a step: a function that takes one batch.

    Returns:
        dict, with "paced" if that was measured: the channels of the recipe ("from"),
        those that are taken ("to"), and "images_per_second" of the first.
    """
    rules = config.get("suits") or {}
    if not {"enough", "minutes"} <= rules.keys():
        return config
    speed = images_per_second(trial(config), config["batch_size"])
    width = first = width_for(image_shape, rules)
    wanted = rules["enough"] / (60 * rules["minutes"])
    reached = speed
    while reached < wanted and width > LEAST:
        width, reached = max(LEAST, width // 2), GAIN * reached
    paced = {"from": first, "to": width, "images_per_second": round(speed, 1)}
    narrowed = [[side, min(most, width)] for side, most in rules["width"]]
    return {**config, "paced": paced, "suits": {**rules, "width": narrowed}}


def images_per_second(step, batch_size):
    """The speed of a function that takes one batch; its first call does not count."""
    step()
    began = time.perf_counter()
    for _ in range(STEPS):
        step()
    return STEPS * batch_size / (time.perf_counter() - began)
