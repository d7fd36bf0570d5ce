"""What antialiasing in the discriminator costs in the first minutes.

    python benchmarks/antialias.py                          the recipe of StyleGAN2
    python benchmarks/antialias.py r3gan_avatars --minutes 10

Trains a recipe of people twice, in turn, for as many minutes: features blurred before
each stride of the discriminator, as the papers have it, and averaged. Prints how many
images each has seen and how far its samples are from real ones (`fd_avatar1@2k`), and
writes `benchmarks/antialias.json` and a sheet of each into `docs/antialias`.
"""

import argparse
import json
import pathlib

import keras_gans as kg
from keras_gans.utils import files

FILE = pathlib.Path(__file__).with_suffix(".json")
DOCS = pathlib.Path(__file__).parent.parent / "docs" / "antialias"
WAYS = {"blurred": True, "averaged": False}
JUDGED = 2000


def main(args=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("recipes", nargs="*", default=["stylegan2_avatars"])
    parser.add_argument("--minutes", type=float, default=5, help="of each (5)")
    options = parser.parse_args(args)
    known = json.loads(FILE.read_text()) if FILE.exists() else {}
    for name in options.recipes:
        known[name] = {"minutes": options.minutes}
        for way, antialias in WAYS.items():
            gan = gan_of(name, antialias)
            known[name][way] = train(gan, name, options.minutes)
            print(f"{name} {way:9} {known[name][way]}", flush=True)
            DOCS.mkdir(exist_ok=True)
            kg.plots.save_grid(gan.generate(32, seed=0), DOCS / f"{name}_{way}.png")
        files.write_json(FILE, known)


def gan_of(name, antialias):
    """The GAN of a recipe, whose discriminator blurs or averages."""
    config = kg.presets.read(name)
    config["networks"]["discriminator"]["config"]["antialias"] = antialias
    return kg.presets.build(config, seed=0)


def train(gan, name, minutes):
    """Trains so long, and says how far it came."""
    size = kg.presets.read(name)["batch_size"]
    held = kg.data.load_arrays("avatars", "test").images
    judge = kg.metrics.Evaluator(held, ["fd"], JUDGED, 0, "avatar1", None, None)
    images = kg.data.load("avatars", batch_size=size)
    clock = kg.callbacks.Timer(limit_minutes=minutes)
    gan.fit(images, epochs=1000, verbose=0, callbacks=[clock])
    fd = next(iter(judge.evaluate(gan)["values"].values()))["value"]
    return {"images": int(gan.step) * size, "fd_avatar1@2k": round(fd, 1)}


if __name__ == "__main__":
    main()
