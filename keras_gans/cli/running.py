"""`keras-gans show runs/X`: how a run is getting on, out of its files alone."""

from keras_gans import runs
from keras_gans.cli import words
from keras_gans.cli.words import tell, tell_json
from keras_gans.runs.budget import budget_of
from keras_gans.utils.counts import counted


def show(source, as_json=False):
    """What is trained, how far it came, which epoch was best, and what to do next.

    Args:
        source: str, the folder of a run.
        as_json: bool, whether to print its config instead.
    """
    place = runs.RunFolder(source)
    config = place.config
    if as_json:
        tell_json(config)
        return 0
    tell(f"{config.get('title') or 'A GAN'} ({config.get('name')}), in {place.path}")
    for what, how in facts_of(place, config):
        tell(f"  {what:10}  {how}")
    tell()
    for what, line in commands_of(place, config):
        tell(f"  {what:8} {line}")
    return 0


def facts_of(place, config):
    """Rows of two words."""
    shape = " x ".join(map(str, config.get("image_shape") or []))
    images = counted(config.get("images", 0), "image")
    yield "data", f"{config.get('data')}: {images} of {shape}"
    if config.get("classes"):
        yield "classes", ", ".join(map(str, config["classes"]))
    yield "trained", progress_of(place, config)
    best = place.best
    if best.get("epoch"):
        yield "best", f"epoch {best['epoch']}: {place.monitor} {best['value']:.4g}"
    yield "report", place.report if place.is_finished else "not yet"


def progress_of(place, config):
    """How many epochs in how much time."""
    epochs = place.epochs
    if not epochs:
        return "less than an epoch"
    minutes = f"{place.seconds / 60:.1f} minutes"
    if config.get("budget"):
        return f"{counted(epochs, 'epoch')}, to {budget_of(config)}, in {minutes}"
    every = counted(config.get("epochs") or epochs, "epoch")
    return f"{epochs} of {every}, in {minutes}"


def commands_of(place, config):
    yield "images:", words.command("generate", place.path, "--count", 64)
    yield "measure:", words.command("evaluate", place.path)
    again = ("train", config.get("name"), "--resume", "--out", place.path)
    yield "go on:", words.command(*again)
