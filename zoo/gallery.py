"""zoo/README.md: a card for each entry of the shelf; and those of the front page."""

import pathlib
import re

import zoo
from keras_gans.presets.card import page as card
from keras_gans.presets.card import wording
from keras_gans.presets.entry import DRAWS, TASKS, Entry
from zoo import front

PAGE = pathlib.Path(__file__).with_name("README.md")
FRONT = PAGE.parent.parent / "docs" / "index.md"
MARKS = "<!-- zoo: written by `python -m zoo cards` -->", "<!-- /zoo -->"
SHELF = "../keras_gans/presets/shelf"  # as a link on either page
OPENING = """\
# The zoo

Written by `python -m zoo cards` out of what the runs left; a picture leads to its card.
`python -m zoo NAME` makes an entry again from nothing: it trains the recipe of this
folder, takes the epoch that was best on held-out training images, measures it on the
test images and writes the folder on the shelf. Interrupt it, and it goes on where it
was. `keras-gans demo NAME` opens a page to play with it.

```python
import keras_gans as kg

gan = kg.GAN.from_preset("dcgan_fashion_mnist")
kg.plots.save_grid(gan.generate(64, seed=0), "samples.png")
```
"""
EXPLAINED = """\
Each picture shows the first samples of seed 0, none of them chosen. Beside a number,
after the stroke, is what other real images get. `fd` is a Fréchet distance to the test
images in the features of a small classifier that is shipped, mean ± standard error over
draws of samples; it is no FID. What else was measured is on the cards.
"""
HEADINGS = {
    DRAWS: "It draws",
    TASKS["class"]: "It is told a class",
    TASKS["words"]: "It is told a caption",
    TASKS["picture"]: "It is told a picture",
    TASKS["numbers"]: "It is told numbers",
}
CARD = """\
<div class="card" markdown>

[<img src="{shelf}/{name}/samples.png" width="{width}" alt="{alt}">]({link})

**[`{name}`]({link})** {title}

{number}

{facts}

</div>
"""


FRONT_CARD = """\
<div class="card" markdown>

[{picture}]({link})

{about}

[`{name}`]({link}): {number}, {facts}.

</div>
"""


def write(page=PAGE, start=FRONT):
    """Writes the page of the whole shelf, which is returned, and the front page."""
    entries = [Entry.of(name) for name in zoo.recipes]
    page.write_text(render(entries), encoding="utf-8")
    front.draw(entries)
    text = start.read_text(encoding="utf-8")
    start.write_text(with_opening(text, entries), encoding="utf-8")
    return page


def render(entries):
    """The page, Markdown, of a list of entries."""
    trained = [entry for entry in entries if entry.metadata]
    parts = [OPENING, *([EXPLAINED] if trained else [])]
    for task, heading in HEADINGS.items():
        group = [entry for entry in trained if entry.task == task]
        if group:
            parts += [f"## {heading}", cards(map(card_of, group))]
    parts += [waiting(entries)]
    return "\n\n".join(part.strip() for part in parts if part) + "\n"


def cards(texts, kind="cards"):
    """Cards, side by side."""
    body = "\n".join(texts)
    return f'<div class="{kind}" markdown>\n\n{body}\n</div>'


def card_of(entry, width=220):
    """A picture, a name, a line, a number beside its floor, minutes, data, licence."""
    config, data = entry.config, card.known_data(entry.config)
    paper = f"[{config['paper'].rpartition('/')[2]}]({config['paper']})"
    sizes = " + ".join(f"{count:,}" for count in entry.parameters.values())
    facts = f"{entry.minutes} minutes, {sizes} parameters, {paper}."
    return CARD.format(
        shelf=SHELF,
        name=entry.name,
        link=f"{SHELF}/{entry.name}/README.md",
        width=width,
        alt=f"Samples of {entry.name}",
        title=f"{config['title']}.",
        number=number_of(entry),
        facts=f"{facts} {card.credit(data) if data else ''}".strip(),
    )


def number_of(entry, docs="../docs/"):
    """The number that says most, beside that of real images."""
    row = entry.headline
    if row is None:  # no network knows such samples
        return f"Measured in [what GANs are for]({docs}applications.md)"
    mean = wording.number(row["mean"], row.get("stderr"))
    return f"`{row['metric']}` **{mean}** / {wording.number(row.get('floor'))} real"


def waiting(entries):
    """The recipes without weights, in a list."""
    left = [entry for entry in entries if not entry.metadata]
    links = [(e, f"[`{e.name}`]({SHELF}/{e.name}/README.md)") for e in left]
    lines = [f"* {link}: {entry.config['title']}" for entry, link in links]
    return "\n".join(["## Not trained yet", "", *lines]) if lines else ""


# === The front page ===


def with_opening(text, entries):
    """The front page with what the zoo can do today between its marks."""
    begin, end = map(re.escape, MARKS)
    body = f"{MARKS[0]}\n\n{opening(entries)}\n\n{MARKS[1]}"
    return re.sub(f"{begin}.*?{end}", lambda _: body, text, flags=re.DOTALL)


def opening(entries):
    """The best entry of each scene."""
    scenes = [front_card(scene.heading, entry) for scene, entry in front.shown(entries)]
    return cards(scenes, "cards scenes")


def front_card(heading, entry):
    """A large picture that moves, and what it is."""
    return FRONT_CARD.format(
        picture=picture_of(entry, f"{heading}: samples of {entry.name}"),
        name=entry.name,
        link=f"{SHELF}/{entry.name}/README.md",
        about=f"**{heading}.** {entry.config['title']}.",
        number=number_of(entry, docs=""),
        facts=f"{entry.minutes} minutes on {machine_of(entry)}",
    )


def picture_of(entry, alt):
    """The film of an entry, a still where motion is unwelcome; else its samples."""
    if not (front.FOLDER / f"{entry.name}.webp").exists():
        return f'<img src="{SHELF}/{entry.name}/samples.png" alt="{alt}">'
    still = '<source media="(prefers-reduced-motion: reduce)" srcset="front/{}.png">'
    film = '<img src="front/{}.webp" alt="{}">'
    film = still.format(entry.name) + film.format(entry.name, alt)
    return f"<picture>{film}</picture>"


def machine_of(entry):
    """Where it was trained, as the run says."""
    known = (entry.metadata.get("training") or {}).get("machine")
    return known or "a machine that nobody noted"
