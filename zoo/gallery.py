"""zoo/README.md: every entry of the shelf in one table, and a picture of each."""

import pathlib

import zoo
from keras_gans.presets import wording
from keras_gans.presets.entry import Entry

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
    page.write_text(render([Entry.of(name) for name in zoo.recipes]), encoding="utf-8")
    return page


def render(entries):
    """The page, Markdown, of a list of entries."""
    trained = [entry for entry in entries if entry.metadata]
    parts = [OPENING]
    if trained:
        parts += [wording.table(HEAD, [row_of(entry) for entry in trained]), EXPLAINED]
    parts += [waiting(entries), pictures(trained)]
    return "\n\n".join(part.strip() for part in parts if part) + "\n"


def link_of(entry):
    return f"[`{entry.name}`]({SHELF}/{entry.name}/README.md)"


def row_of(entry):
    paper = entry.config["paper"]
    return (
        link_of(entry),
        f"[{paper.rpartition('/')[2]}]({paper})",
        entry.config["data"],
        *(f"{count:,}" for count in entry.parameters.values()),
        entry.minutes,
        *entry.values(),
    )


HEAD = (
    *("entry", "paper", "data", "generator's parameters", "discriminator's"),
    *("minutes", "fd / real", "coverage / real", "labels / real"),
)


def waiting(entries):
    """The recipes without weights, in a list."""
    lines = [f"* {link_of(e)}: {e.config['title']}" for e in entries if not e.metadata]
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
