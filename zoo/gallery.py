"""zoo/README.md: every entry of the shelf in one table, and a picture of each."""

import pathlib

import zoo
from keras_gans import presets
from keras_gans.presets import wording
from keras_gans.presets.wording import number

PAGE = pathlib.Path(__file__).with_name("README.md")
SHELF = "../keras_gans/presets/shelf"  # as a link on the page
OPENING = """\
# The zoo

Written by `python -m zoo cards` out of what the runs left; a name leads to its card.
`python -m zoo NAME` makes an entry again from nothing: it trains the recipe of this
folder, takes the epoch that was best on held-out training images, measures it on the
test images and writes the folder on the shelf. Interrupt it, and it goes on where it
was.

```python
import keras_gans as kg

gan = kg.GAN.from_preset("dcgan_fashion_mnist")
kg.plots.save_grid(gan.generate(64, seed=0), "samples.png")
```
"""
EXPLAINED = """\
`fd` is a Fréchet distance to the test images in the features of a small classifier that
is shipped, mean ± standard error over draws of samples; it is no FID. Beside it, after
the stroke, is what other real images get. `coverage` is the share of test images with a
sample nearby, in the same way, and `labels` the share of samples that show the class
that was asked for.
"""


def write(page=PAGE):
    """Writes the page of the whole shelf; returns its path."""
    page.write_text(render([entry_of(name) for name in zoo.recipes]), encoding="utf-8")
    return page


def entry_of(name):
    return Entry(name, presets.read(name), presets.read_metadata(name))


def render(entries):
    """The page, Markdown, of a list of entries."""
    trained = [entry for entry in entries if entry.metadata]
    parts = [OPENING]
    if trained:
        parts += [wording.table(HEAD, [entry.row for entry in trained]), EXPLAINED]
    parts += [waiting(entries), pictures(trained)]
    return "\n\n".join(part.strip() for part in parts if part) + "\n"


class Entry:
    """One entry of the shelf.

    Args:
        name: str.
        config: dict, its `config.json`.
        metadata: dict, its `metadata.json`; empty where it was not trained.
    """

    def __init__(self, name, config, metadata):
        self.name, self.config, self.metadata = name, config, metadata

    @property
    def link(self):
        return f"[`{self.name}`]({SHELF}/{self.name}/README.md)"

    def value(self, metric):
        """A metric beside its floor; a stroke if it was not measured."""
        values = (self.metadata.get("metrics") or {}).get("values", {})
        for row in values.values():
            if row["metric"] == metric:
                mean = number(row["mean"], row["stderr"])
                return f"{mean} / {number(row['floor'])}"
        return "–"

    @property
    def row(self):
        facts = self.metadata
        return (
            self.link,
            f"[{self.config['paper'].rpartition('/')[2]}]({self.config['paper']})",
            self.config["data"],
            *(f"{count:,}" for count in facts["parameters"].values()),
            f"{facts['training']['seconds'] / 60:.0f}",
            *(self.value(metric) for metric in ("fd", "coverage", "label_accuracy")),
        )


HEAD = (
    *("entry", "paper", "data", "generator's parameters", "discriminator's"),
    *("minutes", "fd / real", "coverage / real", "labels / real"),
)


def waiting(entries):
    """The recipes without weights, in a list."""
    lines = [f"* {e.link}: {e.config['title']}" for e in entries if not e.metadata]
    if not lines:
        return ""
    return "\n".join(["## Not trained yet", "", *lines])


def pictures(entries):
    """A picture for each, and how to make it again."""
    if not entries:
        return ""
    parts = ["## Samples", "The first 64 of seed 0, none of them chosen."]
    for entry in entries:
        picture = f"{SHELF}/{entry.name}/samples.png"
        parts += [
            f"### {entry.name}",
            f"{entry.config['title']}. `python -m zoo {entry.name}`",
            f'<img src="{picture}" width="420" alt="64 samples of {entry.name}">',
        ]
    return "\n\n".join(parts)
