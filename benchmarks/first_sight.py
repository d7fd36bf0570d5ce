"""Which discriminator soon sees what is small in a picture.

    python benchmarks/first_sight.py --images 40000
    python benchmarks/first_sight.py --only DCGAN    the others stay as measured

No generator: the last features of each recipe's discriminator learn to say which hair,
beard, eyes, mouth and eyebrows real avatars have, by a softmax of each attribute and
the recipe's optimizer. What a network is slow to see here, a generator is slow to be
taught. Printed is how often each is right for people that were not trained on, of 64 x
64 pixels; "always the same" is how often the commonest answer is. Written to
`benchmarks/first_sight.json`.
"""

import argparse
import json
import pathlib
import sys

import keras
import numpy as np
from keras import layers

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import keras_gans as kg  # noqa: E402
import zoo  # noqa: E402
from keras_gans.data import avatars  # noqa: E402
from keras_gans.presets import parts  # noqa: E402
from keras_gans.utils import files  # noqa: E402

FILE = pathlib.Path(__file__).with_suffix(".json")
NAMED = ("hair", "beard", "eyes", "mouth", "eyebrows")
COLUMNS = [avatars.column(name) for name in NAMED]
BATCH, ASKED = 64, 1000
SHUT = {"residual_init": "zeros"}
WAYS = {  # name -> recipe, and what is changed in its discriminator
    "DCGAN": ("dcgan_avatars", {}),
    "SNGAN, norms of 1": ("sngan_avatars", {"spectral_gain": 1.0}),
    "SNGAN, norms of 2": ("sngan_avatars", {"spectral_gain": 2.0}),
    "R3GAN, blurred, shut": ("r3gan_avatars", {"antialias": True, **SHUT}),
    "R3GAN, averaged, shut": ("r3gan_avatars", SHUT),
    "R3GAN, averaged, open": ("r3gan_avatars", {}),
    "StyleGAN2, blurred": ("stylegan2_avatars", {"antialias": True}),
    "StyleGAN2, averaged": ("stylegan2_avatars", {}),
}


def main(args=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--images", type=int, default=40_000, help="(40000)")
    parser.add_argument("--only", nargs="+", choices=WAYS, help="(all)")
    options = parser.parse_args(args)
    images, measured = options.images, known(options)
    people = kg.data.load_arrays("avatars", "train", given=("attributes",))
    test = kg.data.load_arrays("avatars", given=("attributes",), count=ASKED)
    rows = {"always the same": common(test)}
    print(f"always the same: {json.dumps(rows['always the same'])}", flush=True)
    for way in WAYS:
        if way in measured:
            rows[way] = measured[way]
            continue
        reader, optimizer = reader_of(way)
        learn(reader, people, optimizer, images // BATCH)
        rows[way] = right(reader, test)
        print(f"{way}: {json.dumps(rows[way])}", flush=True)
    files.write_json(FILE, {"images": images, "rows": rows})


def known(options):
    """The rows that stay as they were measured, of as many images."""
    if options.only is None:
        return {}
    found = json.loads(FILE.read_text())
    if found["images"] != options.images:
        raise SystemExit(f"The others are of --images {found['images']}.")
    return {way: row for way, row in found["rows"].items() if way not in options.only}


def reader_of(way):
    """A softmax for each attribute on the last features, and the optimizer."""
    name, changes = WAYS[way]
    config = zoo.recipes[name].config(name)
    config["networks"]["discriminator"]["config"].update(changes)
    judge = kg.presets.build(config, seed=0).discriminator
    features = judge.layers[-1].input
    heads = [layers.Dense(len(avatars.ATTRIBUTES[name])) for name in NAMED]
    reader = keras.Model(judge.inputs, [head(features) for head in heads])
    return reader, parts.make(config["game"]["discriminator_optimizer"], "optimizer")


def learn(reader, people, optimizer, steps):
    """Cross-entropy of all attributes together."""
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    reader.compile(optimizer, [loss] * len(NAMED))
    reader.fit(batches(people), steps_per_epoch=steps, shuffle=False, verbose=0)


def batches(people):
    """Images and their attributes, drawn with a seed, without end."""
    answers, random = answers_of(people), np.random.default_rng(0)
    while True:
        rows = random.integers(0, len(people.images), BATCH)
        yield kg.data.to_float(people.images[rows]), tuple(answers[:, rows])


def right(reader, people):
    """Share of people whose attribute is the likeliest, for each attribute."""
    said = reader.predict(kg.data.to_float(people.images), batch_size=100, verbose=0)
    return shares([np.argmax(logits, 1) for logits in said], people)


def common(people):
    """The share of the commonest word of each attribute."""
    return shares([np.bincount(row).argmax() for row in answers_of(people)], people)


def shares(said, people):
    found = [(a == b).mean() for a, b in zip(said, answers_of(people))]
    return {name: round(float(x), 3) for name, x in zip(NAMED, found)}


def answers_of(people):
    """Each attribute's words by number, (attributes, people)."""
    return np.asarray(people.given["attributes"])[:, COLUMNS].T


if __name__ == "__main__":
    main()
