"""Two hundred people and no more: what is augmentation worth in colour?

    python benchmarks/few_shot.py                     every way, one after another
    python benchmarks/few_shot.py --ways DiffAugment  one, beside those in the file
    python benchmarks/few_shot.py --page              docs/few_shot.md, and its picture

Trains the recipe of `dcgan_avatars` on the first so many avatars, as it is, with
`DiffAugment`, and with `AdaptiveAugment`; and on all 20,000. At equal numbers of steps
it measures the Fréchet distance of 5,000 samples to the test images, and how far the
discriminator has learnt its images by heart: how much of the way from fake to training
image an image that it has never seen falls short,

    r_v = (E D(train) - E D(test)) / (E D(train) - E D(fake)),

equation 1 of Karras et al., 2020 (https://arxiv.org/abs/2006.06676): 0 if it has not, 1
if it takes them for fakes. Writes `benchmarks/few_shot.json`.
"""

import argparse
import json
import pathlib

import numpy as np
from matplotlib.figure import Figure

import keras_gans as kg
from keras_gans.presets import parts
from keras_gans.utils import files

FILE = pathlib.Path(__file__).with_suffix(".json")
DOCS = pathlib.Path(__file__).parent.parent / "docs"
RECIPE, BATCH, SAMPLES, LOOKED_AT = "dcgan_avatars", 64, 5000, 500
FULL = 100_000  # images until ADA's p is 1; the paper's 500,000 outlast this training
ALL = "all 20,000"
WAYS = {
    "none": [],
    "DiffAugment": [kg.augment.DiffAugment()],
    "AdaptiveAugment": [kg.augment.AdaptiveAugment(images_to_full=FULL)],
    ALL: [],
}
HEADS = "| augmentation | fd, lowest | at step | fd, at the end | r_v, at the end |"


def main(args=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ways", nargs="+", choices=WAYS, default=list(WAYS))
    parser.add_argument("--count", type=int, default=200, help="avatars (200)")
    parser.add_argument("--steps", type=int, default=1500, help=f"of {BATCH} (1,500)")
    parser.add_argument("--page", action="store_true", help="write the page")
    options = parser.parse_args(args)
    if options.page:
        return write_page(json.loads(FILE.read_text()))
    for way in options.ways:
        rows, samples = train(way, options.count, options.steps)
        known = json.loads(FILE.read_text()) if FILE.exists() else {}
        protocol = {"count": options.count, "steps": options.steps, "batch": BATCH}
        if known.get("protocol") != protocol:
            known = {"protocol": protocol, "ways": {}}
        known["ways"][way] = rows
        files.write_json(FILE, known)
        kg.plots.save_grid(samples, DOCS / "few_shot" / f"{name_of(way)}.png")


def train(way, count, steps, looks=8):
    """Rows of step, fd and r_v, and samples of the end."""
    config = kg.presets.read(RECIPE)
    config["game"]["augment"] = [parts.spec(each) for each in WAYS[way]]
    gan = kg.presets.build(config, seed=0)
    seen, test = (kg.data.load_arrays("avatars", part).images for part in SPLITS)
    seen = seen if way == ALL else seen[:count]
    judge = kg.metrics.Evaluator(test, ["fd"], SAMPLES, 0, "avatar1", None, None)
    dataset, rows = batches(seen, steps // looks), []
    for look in range(looks):
        gan.fit(dataset, initial_epoch=look, epochs=look + 1, verbose=0)
        fd = next(iter(judge.evaluate(gan)["values"].values()))["value"]
        rows.append({"step": int(gan.step), "fd": fd, "r_v": by_heart(gan, seen, test)})
        print(f"{way:16} {rows[-1]}", flush=True)
    return rows, gan.generate(32, seed=0)


SPLITS = ("train", "test")


def batches(images, steps):
    """A data set of so many steps an epoch, of images that come again and again."""
    again = -(-steps * BATCH // len(images))
    images = np.concatenate([images] * again)[: steps * BATCH]
    return kg.data.from_arrays(images, batch_size=BATCH)


def by_heart(gan, seen, test):
    """r_v of `LOOKED_AT` images of each kind."""
    fakes = gan.generate(LOOKED_AT, seed=1)
    kinds = (seen[:LOOKED_AT], test[:LOOKED_AT])
    real, new, fake = (
        float(np.mean(gan.discriminator.predict(images, batch_size=50, verbose=0)))
        for images in (*(x.astype("float32") / 127.5 - 1 for x in kinds), fakes)
    )
    return (real - new) / (real - fake)


# === The page ===


def name_of(way):
    return way.replace(" ", "_").replace(",", "").lower()


def write_page(known):
    """docs/few_shot.md and docs/few_shot.png."""
    ways = {way: known["ways"][way] for way in WAYS if way in known["ways"]}
    count, steps = known["protocol"]["count"], next(iter(ways.values()))[-1]["step"]
    lines = [HEADS, "|---|" + "---:|" * 4]
    for way, rows in ways.items():
        best, last = min(rows, key=lambda row: row["fd"]), rows[-1]
        cells = f"{best['fd']:.1f} | {best['step']:,} | {last['fd']:.1f}"
        lines.append(f"| {way} | {cells} | {last['r_v']:.2f} |")
    sheets = [
        f"**{way}**\n\n![Samples after {steps:,} steps](few_shot/{name_of(way)}.png)"
        for way in ways
    ]
    text = [
        f"# {count} avatars and no more",
        f"The recipe of `{RECIPE}`, {steps:,} steps of {BATCH}, on {count} avatars, "
        "one seed: `python benchmarks/few_shot.py`. fd: Fréchet distance of "
        f"{SAMPLES:,} samples to test images in `avatar1`'s features. r_v: how far the "
        "discriminator has its images by heart, 0 not at all, 1 if it takes unseen "
        "ones for fakes ([Karras et al., 2020](https://arxiv.org/abs/2006.06676), "
        "equation 1).",
        "\n".join(lines),
        "![fd and r_v, step by step](few_shot.png)",
        "What is by heart (r_v) has not made samples worse here yet, and "
        "`DiffAugment`, which prevents it, learns far more slowly; whether it is ahead "
        "later was not measured. `keras-gans train images` takes `AdaptiveAugment` "
        "below 5,000.",
        "## Samples of the end, none of them chosen",
        *sheets,
    ]
    (DOCS / "few_shot.md").write_text("\n\n".join(text) + "\n", encoding="utf-8")
    curves(ways).savefig(DOCS / "few_shot.png", dpi=110)


def curves(ways):
    """Both measures, a line for each way."""
    figure = Figure((9, 3.4), facecolor="white", layout="constrained")
    for axes, key in zip(figure.subplots(1, 2), ("fd", "r_v")):
        for way, rows in ways.items():
            steps, values = zip(*((row["step"], row[key]) for row in rows))
            axes.plot(steps, values, marker="o", markersize=3, label=way)
        axes.set(title=key, xlabel="step")
        axes.spines[["top", "right"]].set_visible(False)
        axes.axhline(0, color="grey", linewidth=0.5)
    axes.legend(frameon=False)
    return figure


if __name__ == "__main__":
    main()
