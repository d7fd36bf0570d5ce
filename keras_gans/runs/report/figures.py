"""A closer look: pictures of what samples alone don't tell, explained to anybody.

`keras_gans.runs.pictures` writes the files, and `pictures.json` which says what they
show.
"""

from keras_gans.runs.folder import read_notes
from keras_gans.runs.report.embedding import embedded
from keras_gans.runs.report.strip import strip
from keras_gans.runs.report.words import number, safe
from keras_gans.utils.counts import counted


def figures(folder):
    """Renders the pictures that lie in the folder of a run, each with its caption.

    Args:
        folder: `pathlib.Path` of the run.

    Returns:
        HTML; empty where there is no picture, or no word about it.
    """
    notes = read_notes(folder / "pictures.json")
    found = "".join(_figure(folder, name, notes) for name in PICTURES)
    return f"{_intro(notes)}<div class='pictures'>{found}</div>" if found else ""


def _figure(folder, name, notes):
    """One picture with its caption; empty where either is missing."""
    title, alt, caption = PICTURES[name]
    text = _try(caption, notes.get(name)) if notes.get(name) else ""
    image = _picture(folder / f"{name}.png", alt, notes[name]) if text else ""
    if not image:
        return ""
    return (
        f"<figure class='picture'><h3>{title}</h3>{image}"
        f"<figcaption>{text}</figcaption></figure>"
    )


def _picture(path, alt, facts):
    """What the file shows, as a film if it is a strip of frames."""
    if not path.stem.endswith(STRIP):
        return embedded(path, alt)
    return strip(path, alt, facts.get("frames"), turns="solids" in facts)


def neighbours(facts):
    unseen = facts.get("unseen")
    return " ".join(
        [
            _with_unseen(facts) if unseen else _without_unseen(facts),
            _copies(facts["copies"], facts["samples"]),
            _searched(facts["searched"], facts["training_images"]),
        ]
    ).strip()


def _with_unseen(facts):
    shown, samples, unseen = _counts(facts, "shown", "samples", "unseen")
    return (
        "Each row: an image that the generator made, the training image most like it, "
        f"and the most similar of {unseen} real images that it never saw. A generator "
        "that has learnt is about as near to the one as to the other, a ratio of about "
        "1; a copy is far nearer to its training image, a ratio near 0. Shown are the "
        f"{shown} lowest ratios of {samples} samples. The middle one of all is "
        f"<b>{facts['median_ratio']:.2f}</b>; for real images in place of the samples "
        f"it is <b>{facts['real_median_ratio']:.2f}</b>."
    )


def _without_unseen(facts):
    shown, samples = _counts(facts, "shown", "samples")
    distances = facts["median_distance"], facts["real_median_distance"]
    found, expected = (number(distance, 3) for distance in distances)
    return (
        "Each row: an image that the generator made, the training image most like it, "
        "and how far apart they are; a copy would be at 0. Shown are the "
        f"{shown} nearest of {samples} samples. The middle distance of all is "
        f"<b>{found}</b>; from one training image to the next nearest one it is "
        f"<b>{expected}</b>, and far less than that is a sign of copying."
    )


def _copies(count, samples):
    if not count:
        return ""
    return f"{number(count)} of {number(samples)} are copies, pixel for pixel."


def _searched(searched, of):
    if searched == of:
        return ""
    return f"{number(searched)} of the {number(of)} training images were searched."


def walk(facts):
    return (
        "Each row goes from one sample (left) to another (right) in equal steps of the "
        "generator's input. Smooth changes by way of images that could be real mean "
        "that it has learnt more than single images; sudden jumps, that it knows only "
        "a few."
    )


def walk_strip(facts):
    return (
        f"{counted(facts['samples'], 'sample')} that turn into others as the slider "
        "moves: the same steps, one after another."
    )


def turn_strip(facts):
    beside = ", ".join(map(str, facts["beside"]))
    text = f"{counted(facts['solids'], 'solid')}, once around."
    return f"{text} On the left, {safe(beside)}: what it was told." if beside else text


def told(facts):
    where = "data that it never saw" if facts["unseen"] else "its training data"
    names = " and ".join(map(str, facts["told"])) or "what is drawn"
    text = f"What the generator made of {safe(names)}, from {where}."
    return f"{text} On the right of each, the truth." if facts["truth"] else text


def classes(facts):
    text = "A row for each class that the generator was asked for."
    if facts["shown"] < facts["classes"]:
        shown, every = number(facts["shown"]), number(facts["classes"])
        text = f"A row for each of the first {shown} of {every} classes."
    return f"{text} A sample that belongs in another row is one it got wrong."


STRIP = "_strip"  # ends the names of pictures that are films

# name of the file and of its facts -> title, alternative text, caption
PICTURES = {
    "told": ("What it was told", "Samples beside what was told", told),
    "turn_strip": ("From all sides", "Solids that turn", turn_strip),
    "neighbours": ("Does it copy?", "Samples beside real images", neighbours),
    "classes": ("Class by class", "Samples of each class", classes),
    "walk_strip": ("A walk", "Samples that turn into others", walk_strip),
    "walk": ("From one sample to another", "Walks between samples", walk),
}


def _intro(notes):
    step, best = notes.get("step"), notes.get("best")
    if not isinstance(step, int):
        return ""
    when = ", where its samples were best" if best else ""
    return f"<p class='intro'>By the model after {number(step)} steps{when}.</p>"


def _counts(facts, *names):
    return [number(facts[name]) for name in names]


def _try(caption, facts):
    """The caption, or nothing where a fact is missing or is no number."""
    try:
        return caption(facts)
    except (KeyError, TypeError, ValueError, AttributeError):
        return ""
