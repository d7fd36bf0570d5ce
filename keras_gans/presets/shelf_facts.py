"""What lies on the shelf, in a few words each."""

from keras_gans.presets import library, manifest, sketch

TOLD = ("title", "data", "paper")


def facts():
    """Facts of every preset on the shelf.

    Returns:
        dict of name -> dict with "title", "data", "paper", "parameters" (a dict of
        "generator" and "discriminator"), "trained" (bool) and, if trained, "metrics".
    """
    return {name: facts_of(name) for name in library.names()}


def facts_of(name):
    config, metadata = library.read(name), manifest.read_metadata(name)
    told = {key: config.get(key) for key in TOLD}
    if not metadata:
        size = sketch.size_of(config)
        count = {"generator": size.generator, "discriminator": size.discriminator}
        return {**told, "parameters": count, "trained": False}
    known = {key: metadata.get(key) for key in ("parameters", "metrics")}
    return {**told, "trained": True, **known}
