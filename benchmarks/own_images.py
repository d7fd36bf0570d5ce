"""What `train images` makes of folders of one's own, beside the DCGAN recipe.

    python benchmarks/own_images.py --scratch FOLDER          all four, 10 minutes each
    python benchmarks/own_images.py --scratch FOLDER --only few letters
    python benchmarks/own_images.py --page                    docs/own_images.md

Makes four folders of PNGs, as somebody may have them: 150 people, 2,000 busts that are
not square, 20,000 people, and letters on transparent ground. On each, the command line
trains `images` and `dcgan_fashion_mnist`, the first release's recipe, for as long; then
it draws. Samples lie in `docs/own_images`, numbers in `benchmarks/own_images.json`.
"""

import argparse
import json
import os
import pathlib
import sys

import numpy as np
from matplotlib import font_manager
from PIL import Image, ImageDraw, ImageFont

if "tensorflow" not in sys.modules:  # as the command line sets it
    os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "1")
import keras_gans as kg  # noqa: E402
from keras_gans import cli, runs  # noqa: E402
from keras_gans.utils import cores, files  # noqa: E402
from keras_gans.utils.counts import counted  # noqa: E402

FILE = pathlib.Path(__file__).with_suffix(".json")
DOCS = pathlib.Path(__file__).parent.parent / "docs"
RECIPES = {"images": "`images`", "dcgan_fashion_mnist": "the DCGAN recipe"}
SAMPLES = 36


def people(folder, count):
    """So many people of 64 x 64."""
    pictures = kg.data.load_arrays("avatars", "train", count=count).images
    for number, pixels in enumerate(pictures):
        Image.fromarray(pixels).save(folder / f"{number:05}.png")


def busts(folder, count=2000):
    """People of 48 x 64, higher than wide."""
    for number, pixels in enumerate(kg.data.load_arrays("avatars", count=count).images):
        Image.fromarray(pixels[:, 8:56]).save(folder / f"{number:05}.png")


def letters(folder, sizes=range(20, 40), turns=range(-12, 13, 6)):
    """The alphabet in colour, of several sizes and slants, on transparent ground."""
    path = font_manager.findfont("DejaVu Sans:bold")
    colours, number = np.random.default_rng(0), 0
    for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ":
        for size in sizes:
            for turn in turns:
                picture = Image.new("RGBA", (48, 48))
                colour = (*colours.integers(0, 200, 3).tolist(), 255)
                font = ImageFont.truetype(path, size)
                pen = ImageDraw.Draw(picture)
                pen.text((24, 24), letter, fill=colour, font=font, anchor="mm")
                picture.rotate(turn).save(folder / f"{number:05}.png")
                number += 1


FOLDERS = {
    "few": ("150 people", lambda folder: people(folder, 150)),
    "busts": ("2,000 busts of 48 x 64", busts),
    "people": ("20,000 people", lambda folder: people(folder, 20_000)),
    "letters": ("2,600 letters of 48 x 48 with alpha", letters),
}


def main(args=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scratch", type=pathlib.Path, help="folder for all of it")
    parser.add_argument("--only", nargs="+", choices=FOLDERS, default=list(FOLDERS))
    parser.add_argument("--minutes", type=float, default=10, help="of each run (10)")
    parser.add_argument("--page", action="store_true", help="write the page")
    options = parser.parse_args(args)
    if options.page:
        return write_page(json.loads(FILE.read_text()))
    if options.scratch is None:
        parser.error("--scratch FOLDER: where the folders and runs shall lie")
    for name in options.only:
        rows = {
            recipe: train(options.scratch, name, recipe, options.minutes)
            for recipe in RECIPES
        }
        known = json.loads(FILE.read_text()) if FILE.exists() else {}
        files.write_json(FILE, {**known, name: rows})


def train(scratch, name, recipe, minutes):
    """Facts of a run by the command line, whose samples are left in the docs."""
    data, out = scratch / name, scratch / f"{name}_{recipe}"
    if not data.exists():
        data.mkdir(parents=True)
        FOLDERS[name][1](data)
    spent = ("--minutes", minutes, "--out", out)
    run_command("train", recipe, "--data", data, *spent)
    (DOCS / "own_images").mkdir(exist_ok=True)
    sheet = DOCS / "own_images" / f"{name}_{recipe}.png"
    draw = ("generate", out, "--count", SAMPLES, "--seed", 1, "--out", sheet)
    run_command(*draw, "--force")
    run = runs.RunFolder(out)
    return {
        "minutes": round(run.seconds / 60, 1),
        "epochs": run.epochs,
        "images": int(runs.load(out).step) * run.config["batch_size"],
        "best": run.best,
        "cores": cores.cores(),
    }


def run_command(*words):
    """One command of `keras-gans`, as a user types it."""
    code = cli.main([str(word) for word in words])
    if code:
        raise SystemExit(code)


# === The page ===


def write_page(known):
    """docs/own_images.md: samples of both recipes, side by side."""
    text = [
        "# Folders of one's own",
        "What `keras-gans train images --data FOLDER` makes of folders, beside the "
        "recipe of the first release on the same, one seed: "
        "`python benchmarks/own_images.py`. Nothing is chosen but the epoch that "
        "`train` itself takes for the best.",
    ]
    for name in (name for name in FOLDERS if name in known):
        rows = known[name]
        text.append(f"## {FOLDERS[name][0]}")
        for recipe, facts in rows.items():
            where = f"{facts['minutes']:g} minutes on {counted(facts['cores'], 'core')}"
            seen = f"{facts['images']:,} images in {where}"
            sheet = f"own_images/{name}_{recipe}.png"
            text.append(f"**{RECIPES[recipe]}**, {seen}\n\n![Samples]({sheet})")
    (DOCS / "own_images.md").write_text("\n\n".join(text) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
