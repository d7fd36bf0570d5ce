"""The card of a preset: what it is, what it is worth, how it was made. In Markdown."""

import inspect
import keyword
import re

from keras_gans.presets.card import metrics_text, wording
from keras_gans.presets.entry import Entry
from keras_gans.utils.arrays import is_image
from keras_gans.utils.counts import counted

SAMPLES = 64  # on the sheet of a card
FEW = 16  # of solids, and of those with what they were told beside them
NAMES = {
    "avatars": "avatars",
    "avatars_apart": "avatars",
    "blonde2black": "avatars",
    "fashion_mnist": "Fashion-MNIST",
    "furniture": "furniture",
    "mnist": "MNIST",
}
CREDITS = {  # of those that are on the Hugging Face Hub
    "fashion_mnist": "[Fashion-MNIST](https://github.com/zalandoresearch/fashion-mnist)"
    ": MIT licence, Zalando SE.",
    "mnist": "[MNIST](http://yann.lecun.com/exdb/mnist/): CC BY-SA 3.0, Yann LeCun and "
    "Corinna Cortes.",
}


def render(config, metadata, about=None):
    """The README.md of a preset's folder.

    Args:
        config: dict, the preset's `config.json`.
        metadata: dict, its `metadata.json`; None or empty for a mere recipe.
        about: str, the docstring of its family in the zoo, the first line of which is
            its title. None: a preset of one's own.

    Returns:
        str, Markdown with the front matter of the Hugging Face Hub.
    """
    metadata, ours = metadata or {}, about is not None
    what, differs, reference = told(about) if ours else ("", "", cited(config))
    sections = {
        "Use it": usage(config, metadata, ours),
        "How good it is": quality(metadata),
        "How it was made" if trained(metadata) else "How to train it": making(
            config, metadata, ours
        ),
        "Differs from the paper": differs,
        "What it cannot do": limits(config, metadata),
        "Data and licence": licence(config, ours),
        "Reference": reference,
    }
    parts = [front_matter(config, ours, metadata), f"# {config.get('name') or 'A GAN'}"]
    parts += opening(config, metadata, what)
    for title, text in sections.items():
        parts += [f"## {title}", text] if text else []
    return "\n\n".join(parts) + "\n"


# === What the zoo says ===


def told(about):
    """A family's docstring: what it is, how it differs from the paper, references."""
    text = inspect.cleandoc(about).partition("\n")[2]
    text, _, reference = text.partition("\nReference:\n")
    what, differs, *_ = [*re.split(r"\nDiffers from the papers?: ", text), ""]
    differs = differs.strip()
    return what.strip(), differs[:1].upper() + differs[1:], reference.strip()


def cited(config):
    return f"- <{config['paper']}>" if config.get("paper") else ""


# === Sections ===


def task_of(config, metadata):
    """The task in the words of the Hub, or None."""
    kinds = {told["written"] for told in told_of(metadata).values()}
    if len(metadata.get("image_shape") or (0, 0, 0)) != 3:
        return None
    if "words" in kinds:
        return "text-to-image"
    if "picture" in kinds:
        return "image-to-image"
    return None if kinds or classes_of(config) else "unconditional-image-generation"


def front_matter(config, ours, metadata):
    """What the Hub reads. The licence of a preset of one's own is one's own matter."""
    data = known_data(config)
    lines = ["license: apache-2.0"] if ours else []
    lines += ["library_name: keras"]
    tag = task_of(config, metadata)
    lines += [f"pipeline_tag: {tag}"] if tag else []
    lines += ["tags:", "- keras", "- keras_gans", "- gan"]
    lines += ["datasets:", f"- {data}"] if data in CREDITS else []
    return "\n".join(["---", *lines, "---"])


def opening(config, metadata, what):
    parts = [f"**{config['title']}.**"] if config.get("title") else []
    parts += [what] if what else []
    if not trained(metadata):
        return [*parts, "**Not trained yet:** this is a recipe without weights."]
    if "samples.png" not in metadata["files"]:
        return parts
    shape = Entry(config.get("name"), config, metadata).image_shape
    count = SAMPLES if is_image(shape) else FEW
    drawn = f"The first {count} samples of seed 0, none of them chosen."
    drawn += " Each column is a class." if classes_of(config) else ""
    if set(told_of(metadata)) - {"labels"}:
        drawn = "Samples of seed 0 beside what they were told, none of them chosen."
    return [*parts, f"![{drawn}](samples.png)", f"*{drawn}*"]


def usage(config, metadata, ours):
    handle = config["name"] if ours else "path/to/this/folder"
    if not trained(metadata):
        code = python(f'gan = kg.GAN.from_preset("{handle}", load_weights=False)')
        data = "--data FOLDER " if config.get("suits") else ""
        line = f"keras-gans train {handle} {data}--minutes 5"
        return f"{code}\n\n`{line}` trains it." * ours
    shape = Entry(handle, config, metadata).image_shape
    side = ", ".join(map(str, shape))
    columns, told = classes_of(config) or 8, asked_of(metadata)
    count = "count" if told else 64
    lines = [
        f'gan = kg.GAN.from_preset("{handle}")',
        f"images = gan.generate({told or 64}, seed=0)  # ({count}, {side}), float32 in "
        "[-1, 1]",
    ]
    if is_image(shape):
        lines += [f'kg.plots.save_grid(images, "samples.png", columns={columns})']
    text = [python(*lines), *asking(config, metadata)]
    text += [
        "The model is compiled with its own recipe: `gan.fit(my_images)` goes on from "
        "these weights, and `load_weights=False` starts anew, also at another size "
        "with `image_shape=`."
    ]
    return "\n\n".join(text)


def told_of(metadata):
    """What a preset of format 2 is told, by name; empty where nobody said so."""
    return metadata.get("told") or {}


def asked_of(metadata):
    """Arguments of `generate` that tell what cannot be made up."""
    examples = {"words": '["..."]', "picture": "{}", "numbers": "[...]"}
    told = {name: each["written"] for name, each in told_of(metadata).items()}
    given = {
        name: examples[how].format(several(name))
        for name, how in told.items()
        if how != "class"
    }
    return ", ".join(f"{name}={value}" for name, value in given.items())


def several(name):
    """A variable for several pictures of that name: "as" would be no variable."""
    return f"pictures_{name}" if keyword.iskeyword(f"{name}s") else f"{name}s"


def python(*lines):
    return "\n".join(["```python", "import keras_gans as kg", "", *lines, "```"])


def asking(config, metadata):
    """How to ask for a class."""
    count = classes_of(config)
    if not count:
        return []
    names = metadata.get("classes") or []
    known = ", ".join(f"{i} {name}" for i, name in enumerate(names) if name != str(i))
    example = f"`gan.generate(8, labels={min(3, count - 1)})` asks for one class."
    return [f"{example} The classes are {known}." if known else example]


def quality(metadata):
    if not trained(metadata):
        return ""
    metrics = metadata.get("metrics")
    return (
        metrics_text.values(metrics)
        if metrics
        else "Not measured: see `keras-gans evaluate`, or `benchmarks/applications.py` "
        "where no feature network knows the samples."
    )


def making(config, metadata, ours):
    text = []
    if ours and not config.get("suits"):  # the zoo has no data for those
        text += [f"```bash\npython -m zoo {config['name']}  # in a clone\n```"]
    text += [*training(metadata.get("training") or {})]
    rows = wording.rows_of(config, metadata.get("parameters") or {})
    text += [wording.table(["", ""], rows)]
    if "curves.png" in metadata.get("files", {}):
        text += ["![The numbers of the run, epoch by epoch](curves.png)"]
    return "\n\n".join(text)


def training(facts):
    """What is known of the run, in a sentence."""
    known = (("steps", "step"), ("images", "real image"))
    steps = [counted(facts[key], noun) for key, noun in known if facts.get(key)]
    if not steps:
        return []
    text = f"Trained for {' and '.join(steps)}"
    if facts.get("best_epoch") and facts.get("epochs"):
        text += (
            f", up to epoch {facts['best_epoch']}, the best of {facts['epochs']} on "
            "training images that were held out"
        )
    if facts.get("seconds"):
        text += f". The whole run took {wording.duration(facts['seconds'])}"
        text += f" on {facts['machine']}" if facts.get("machine") else ""
    return [f"{text}."]


def limits(config, metadata):
    """What falls short, as far as the numbers tell."""
    if not trained(metadata):
        return ""
    shape = Entry(config.get("name"), config, metadata).image_shape
    side = " x ".join(map(str, shape))
    data = f" {known_name(config)}" if known_data(config) else " its training images"
    lines = [f"It knows{data} and nothing else, at {side}."]
    lines += metrics_text.warnings(metadata.get("metrics") or {})
    return "\n".join(f"- {line}" for line in lines)


def licence(config, ours):
    data = known_data(config)
    text = [credit(data)] if data else []
    if ours:
        text += ["Weights and code: Apache-2.0."]
    elif config.get("data") and not data:
        text += [f"Trained on `{config['data']}`."]
    text += [] if ours else ["Add the licence of the weights before you share them."]
    return " ".join(text)


def credit(data):
    """Whose the data are, a sentence."""
    if data in CREDITS:
        return CREDITS[data]
    from keras_gans.data.names import DRAWN  # not above: it wants TensorFlow

    return DRAWN[data].attribution


# === Facts ===


def trained(metadata):
    return "generator.weights.h5" in metadata.get("files", {})


def classes_of(config):
    return config["networks"]["generator"]["config"].get("num_classes")


def known_data(config):
    """A key of `NAMES`, or None."""
    name = str(config.get("data") or "").removesuffix("_mini")
    return name if name in NAMES else None


def known_name(config):
    return NAMES[known_data(config)]
