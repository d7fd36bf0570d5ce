"""One entry of the shelf: the facts that the gallery and `keras-gans list` show."""

from keras_gans.presets import builtin
from keras_gans.presets.card.wording import number
from keras_gans.presets.format import manifest

METRICS = ("fd", "coverage", "label_accuracy")
TASKS = {  # by how what it is told is written, the most telling first
    "picture": "told a picture",
    "words": "told a caption",
    "class": "told a class",
    "numbers": "told numbers",
}
DRAWS = "draws"  # the task of one that is told nothing


class Entry:
    """A preset in the words of a table.

    Args:
        name: str.
        config: dict, its `config.json`.
        metadata: dict, its `metadata.json`; empty where it was not trained.
    """

    def __init__(self, name, config, metadata):
        self.name, self.config, self.metadata = name, config, metadata or {}

    @classmethod
    def of(cls, handle):
        """That of a name on the shelf, a folder, or "hf://user/repo@revision"."""
        from keras_gans.presets import loader  # which knows every class by name

        return cls(str(handle), loader.read(handle), manifest.read_metadata(handle))

    @classmethod
    def on_shelf(cls, name):
        """That of a name on the shelf, of which nothing needs to be built."""
        return cls(name, builtin.read(name), manifest.read_metadata(name))

    @property
    def parameters(self):
        """dict of "generator" and "discriminator" to counts."""
        if self.metadata:
            return self.metadata["parameters"]
        from keras_gans.presets.format import param_count

        size = param_count.size_of(self.config)
        return {"generator": size.generator, "discriminator": size.discriminator}

    @property
    def image_shape(self):
        """The shape of what it makes, such as (28, 28, 1)."""
        shape = self.metadata.get("image_shape")
        if shape:
            return tuple(shape)
        from keras_gans.presets.format import param_count

        return param_count.size_of(self.config).image_shape

    @property
    def minutes(self):
        """How long it was trained, a word; a dash if nobody knows."""
        seconds = (self.metadata.get("training") or {}).get("seconds")
        return f"{seconds / 60:.0f}" if seconds else "–"

    @property
    def task(self):
        """What it is for, by what it is told: one of `TASKS`, or `DRAWS`."""
        told = [each["written"] for each in (self.metadata.get("told") or {}).values()]
        told += ["class"] * bool(self.metadata.get("num_classes"))
        return next((TASKS[written] for written in TASKS if written in told), DRAWS)

    @property
    def headline(self):
        """The number that says most, as a row of `plainly`; None if not measured."""
        found = (self.metadata.get("metrics") or {}).get("values", {})
        rows = [plainly(row) for row in found.items()]
        first = [row for row in rows if row["metric"] == METRICS[0]]
        return next(iter([*first, *rows]), None)

    def values(self, errors=True):
        """`METRICS`, each beside what real images get; a dash if not measured."""
        found = (self.metadata.get("metrics") or {}).get("values", {})
        rows = {row["metric"]: row for row in map(plainly, found.items())}
        return [beside(rows.get(metric), errors) for metric in METRICS]


def plainly(named):
    """A value of one draw, as `kg.metrics.evaluate` has it, as one of several."""
    name, row = named
    known = {"mean": row.get("value"), "floor": row.get("real")}
    metric = name.partition("@")[0].rpartition("_")[0] or name
    return {"name": name, "metric": metric, **known, **row}


def beside(row, errors):
    """A mean, and after a stroke that of real images."""
    if row is None:
        return "–"
    mean = number(row["mean"], row.get("stderr") if errors else None)
    return f"{mean} / {number(row.get('floor'))}"
