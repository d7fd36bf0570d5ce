"""How wide the networks of one's own images are, for the minutes that there are."""

from keras_gans.runs.precision import measured
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
        those that are taken ("to"), the "minutes", and "images_per_second" of the
        first.
    """
    rules = dict(config.get("suits") or {})
    if not {"enough", "minutes"} <= rules.keys():
        return config
    seconds = measured({"": trial(config)}, STEPS)[""]
    speed = STEPS * config["batch_size"] / seconds
    width = first = width_for(image_shape, rules)
    minutes = rules.pop("minutes")  # of this run; no part of its recipe
    wanted = rules["enough"] / (60 * minutes)
    reached = speed
    while reached < wanted and width > LEAST:
        width, reached = max(LEAST, width // 2), GAIN * reached
    paced = {"from": first, "to": width, "minutes": minutes}
    paced["images_per_second"] = round(speed, 1)
    narrowed = [[side, min(most, width)] for side, most in rules["width"]]
    return {**config, "paced": paced, "suits": {**rules, "width": narrowed}}
