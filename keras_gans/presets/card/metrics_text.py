"""What a card says of a preset's metrics: a table, how it came about, warnings."""

from keras_gans.presets.card import wording
from keras_gans.presets.card.wording import number
from keras_gans.presets.entry import plainly

CEILINGS = {"one_image": "one image, repeated", "noise": "noise"}
WORDS = {
    "fd": "Fréchet distance to the {}",
    "kd": "kernel distance to the {}",
    "precision": "precision, share of samples that lie among real images",
    "recall": "recall, share of real images that lie among samples",
    "density": "density of real images around the samples",
    "coverage": "coverage, share of real images with a sample nearby",
    "score": "classifier score",
    "label_accuracy": "label accuracy, share of samples that show the class asked for",
    "caption_accuracy": "caption accuracy, share of samples with all that is named",
    "class_fd": "Fréchet distance, class by class",
    "attribute_recall": "attribute recall, share of values drawn half as often or more",
    "rarest_value": "frequency of the rarest value, 1 being as often as in the data",
    "readable": "readable samples: every attribute has a probability above 0.9",
    "least_class": "frequency of the rarest class, 1 being as often as in the data",
    "copying_score": "copying score C_T, below −3 for copies",
    "authenticity": "authenticity, share of samples that are no near copies",
}
COPIES, RARE = -3, 0.5  # from where on a card warns


def values(metrics):
    """The values beside their floor and their ceilings, and how they were measured.

    Args:
        metrics: dict, "metrics" of a `metadata.json`: "values" and "protocol", as the
            zoo writes it, or what `kg.metrics.evaluate` returns.

    Returns:
        str, Markdown.
    """
    head, rows = table_of(metrics)
    images = judges(metrics)
    cells = [
        (f"{WORDS.get(metric, metric).format(images)}<br>`{name}`", *numbers)
        for name, metric, *numbers in rows
    ]
    table = wording.table(["", *head], cells)
    return f"{table}\n\n{protocol(metrics.get('protocol', {}))}"


def table_of(metrics):
    """The values as words.

    Returns:
        Head of the columns, and rows of name, metric and a number for each column.
    """
    rows = list(map(plainly, metrics["values"].items()))
    shown = [key for key in CEILINGS if any(r.get(key) is not None for r in rows)]
    head = ["this GAN", "other real images", *map(CEILINGS.get, shown)]
    return head, [
        [
            row["name"],
            row["metric"],
            number(row["mean"], row.get("stderr")),
            *(number(row.get(key)) for key in ("floor", *shown)),
        ]
        for row in rows
    ]


def judges(metrics):
    """What the real images are called: the zoo measures on test images alone."""
    ours = metrics.get("protocol", {}).get("seeds")
    return "test images" if ours else "reference images"


def protocol(facts):
    draws, name = facts.get("seeds", []), facts.get("network", {}).get("name")
    text = f"{facts['fake_images']:,} samples" if "fake_images" in facts else "Samples"
    if len(draws) > 1:
        text += f", mean ± standard error over {len(draws)} draws,"
    if "reference_images" in facts:
        text += f" against {facts['reference_images']:,} images"
    text += (
        " that neither training nor the choice of the best epoch has seen."
        if draws
        else ". Had it been trained on these, the values would say little."
    )
    text += " No generator can be expected to beat other real images."
    if name:
        text += f" The features are those of `{name}`: no value here is an FID."
    return text


def warnings(metrics):
    """What falls short, as far as the values tell: a list of sentences."""
    rows = map(plainly, metrics.get("values", {}).items())
    found = {row["metric"]: row for row in rows}
    if not found:
        return []
    told = [warning(found) for warning in WARNINGS]
    return [
        *(word.format(judges(metrics)) for word in told if word),
        "One run of one seed: another seed gives another GAN, and the errors above are "
        "those of drawing samples only.",
    ]


def variety(found):
    if "coverage" not in found:
        return ""
    mean, floor = found["coverage"]["mean"], found["coverage"]["floor"]
    if mean is None or floor is None:
        return ""
    return (
        f"It does not make all there is: its samples come near {mean:.0%} of the "
        f"{{}}, where other real images come near {floor:.0%}."
    )


def rare(found):
    value = found.get("least_class", {"mean": 1})
    if value["mean"] >= RARE:
        return ""
    return f"One class is made {value['mean']:.2g} times as often as in the data."


def copies(found):
    if found.get("copying_score", {"mean": 0})["mean"] >= COPIES:
        return ""
    return "Its samples lie nearer to training images than new images do: it copies."


WARNINGS = (variety, rare, copies)
