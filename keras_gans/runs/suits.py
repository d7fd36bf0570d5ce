"""A recipe for anybody's images, made for these."""

import math


def kept(config, asked):
    """The config with its rules as a user asked: so many epochs, or minutes."""
    if not config.get("suits"):
        return config
    rules = dict(config["suits"])
    if "epochs" in asked:
        rules.pop("seen", None)
    if "minutes" in asked:
        rules["minutes"] = asked["minutes"]
    return {**config, "suits": rules}


def suited(images, config):
    """The config, and overrides of its networks, for images that nobody knew.

    A recipe may say under "suits" what it makes of them: "width", pairs of the longest
    side and the channels of both networks up to there; "few" and "augment", below how
    many images whatever the discriminator sees is augmented, and how; "seen", how many
    images are seen in all; and "enough", how many of them must be in the "minutes" that
    a user gave (see `runs.pace`).

    Args:
        images: `data.Source`, those that are held out included.
        config: dict, as `new_config` makes it.
    """
    rules = config.get("suits")
    if not rules:
        return config, {}
    check(rules)
    count, game = len(images) - config.get("held_out", 0), dict(config["game"])
    if count < rules["few"]:
        game["augment"] = [rules["augment"]]
    changes = {"game": game}
    if "seen" in rules:
        changes["epochs"] = math.ceil(rules["seen"] / count)
    return {**config, **changes}, {"width": width_for(images.image_shape, rules)}


def check(rules):
    """Refuses rules that no recipe of the zoo has: a preset may be anybody's."""
    widths = rules.get("width")
    counts = rules.get("few"), rules.get("seen", 1), rules.get("enough", 1)
    pairs = isinstance(widths, list) and all(len(pair) == 2 for pair in widths)
    whole = [*counts, *(n for pair in widths for n in pair)] if pairs else [None]
    minutes = rules.get("minutes", 1)
    fit = all(type(n) is int and n > 0 for n in whole) and "augment" in rules
    if not (fit and type(minutes) in (int, float) and minutes > 0):
        raise ValueError(
            'The "suits" of a config say "width", pairs of whole numbers, "few", '
            f'"augment" and perhaps "seen", "enough" and "minutes". Received: {rules}. '
            "Upgrade keras-gans, or take a preset of the zoo."
        )


def width_for(image_shape, rules):
    """How many channels networks for images of a shape have."""
    side = max(image_shape[:2])
    fitting = [width for most, width in rules["width"] if side <= most]
    return fitting[0] if fitting else rules["width"][-1][1]
