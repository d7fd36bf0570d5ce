"""Which discriminator soon sees what is small in a picture.

    python benchmarks/first_sight.py --images 40000

No generator: the last features of each network learn to say which hair, beard, eyes,
mouth and eyebrows real avatars have, by a softmax of each attribute. What a network is
slow to see here, a generator is slow to be taught. Printed is how often each is right
for people that were not trained on, of 64 x 64 pixels; chance is about 20 %. Written to
`benchmarks/first_sight.json`.
"""

import argparse
import json
import pathlib

import keras
import numpy as np
import tensorflow as tf
from keras import layers, ops

import keras_gans as kg
from keras_gans import networks
from keras_gans.data import avatars
from keras_gans.utils import files

FILE = pathlib.Path(__file__).with_suffix(".json")
NAMED = ("hair", "beard", "eyes", "mouth", "eyebrows")
COLUMNS = [avatars.column(name) for name in NAMED]
SHAPE, BATCH, ASKED = (64, 64, 3), 64, 1000
RATES = {"StyleGAN2": 4e-3, "R3GAN": 1e-3, "SNGAN": 4e-4, "DCGAN": 4e-4}
WAYS = {
    "DCGAN": (32, dict(normalization=None)),
    "SNGAN": (16, {}),
    "R3GAN": (16, {}),
    "R3GAN, averages": (16, dict(antialias=False)),
    "R3GAN, averages, open blocks": (
        16,
        dict(antialias=False, residual_init="scaled"),
    ),
    "StyleGAN2": (16, {}),
    "StyleGAN2, averages": (16, dict(antialias=False)),
}


def main(args=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--images", type=int, default=40_000, help="(40000)")
    images = parser.parse_args(args).images
    people = kg.data.load_arrays("avatars", "train", given=("attributes",))
    test = kg.data.load_arrays("avatars", given=("attributes",), count=ASKED)
    rows = {}
    for way in WAYS:
        reader = reader_of(way)
        learn(reader, people, RATES[family(way)], images // BATCH)
        rows[way] = dict(zip(NAMED, right(reader, test)))
        print(f"{way}: {json.dumps(rows[way])}", flush=True)
    files.write_json(FILE, {"images": images, "rows": rows})


def family(way):
    return way.split(",")[0]


def reader_of(way):
    """A discriminator's body, and a softmax for each attribute on its last features."""
    keras.utils.set_random_seed(0)
    width, arguments = WAYS[way]
    build = getattr(networks, f"{family(way)}Discriminator")
    judge = build(SHAPE, width, **arguments)
    features = judge.layers[-1].input
    heads = [layers.Dense(len(avatars.ATTRIBUTES[name])) for name in NAMED]
    return keras.Model(judge.inputs, [head(features) for head in heads])


def learn(reader, people, rate, steps):
    """Cross-entropy of all attributes, Adam as the recipes have it."""
    optimizer = keras.optimizers.Adam(rate, beta_1=0.0, beta_2=0.99)
    optimizer.build(reader.trainable_variables)
    answers = np.asarray(people.given["attributes"])[:, COLUMNS]
    random = np.random.default_rng(0)

    @tf.function
    def step(images, answers):
        with tf.GradientTape() as tape:
            said = reader(images, training=True)
            costs = [
                ops.sparse_categorical_crossentropy(
                    answers[:, i], ops.cast(logits, "float32"), from_logits=True
                )
                for i, logits in enumerate(said)
            ]
            cost = ops.mean(ops.stack(costs))
        weights = reader.trainable_variables
        optimizer.apply_gradients(zip(tape.gradient(cost, weights), weights))

    for _ in range(steps):
        rows = random.integers(0, len(answers), BATCH)
        step(kg.data.to_float(people.images[rows]), tf.constant(answers[rows]))


def right(reader, people):
    """Share of people whose attribute is the likeliest, for each attribute."""
    said = reader.predict(kg.data.to_float(people.images), batch_size=100, verbose=0)
    answers = np.asarray(people.given["attributes"])[:, COLUMNS].T
    shares = [(np.argmax(s, 1) == a).mean() for s, a in zip(said, answers)]
    return [round(float(share), 3) for share in shares]


if __name__ == "__main__":
    main()
