"""One entry of the shelf: the facts that the gallery and `keras-gans list` show."""

from keras_gans.presets import builtin, manifest
from keras_gans.presets.wording import number

METRICS = ("fd", "coverage", "label_accuracy")


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
        from keras_gans.presets import param_count

        size = param_count.size_of(self.config)
        return {"generator": size.generator, "discriminator": size.discriminator}

    @property
    def image_shape(self):
        """The shape of what it makes, such as (28, 28, 1)."""
        shape = self.metadata.get("image_shape")
        if shape:
            return tuple(shape)
        from keras_gans.presets import param_count

        return param_count.size_of(self.config).image_shape

    @property
    def minutes(self):
        """How long it was trained, a word; a dash if nobody knows."""
        seconds = (self.metadata.get("training") or {}).get("seconds")
        return f"{seconds / 60:.0f}" if seconds else "–"

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
