"""Configs that an older version wrote, as this one has them."""


def upgraded(config):
    """A config in which `batch_size` is that of the data: images of a train step.

    Format 1 counts the images of one update of the discriminator there, of which a
    step has several. Where it has one, both are the same.

    Args:
        config: dict, of a preset or a run, sound or not.

    Returns:
        The dict itself, or a changed copy of format 2.
    """
    game, size = config.get("game"), config.get("batch_size")
    updates = game.get("discriminator_steps", 1) if isinstance(game, dict) else 1
    numbers = isinstance(size, int) and isinstance(updates, int)
    if config.get("format") != 1 or not numbers or updates == 1:
        return config
    return {**config, "batch_size": size * updates, "format": 2}
