"""How soon a discriminator knows what is small in a picture, if captions say it.

    python benchmarks/small_parts.py --steps 1000

No generator: real avatars and their captions train the discriminator of the recipe
`text2image_avatars` to tell right captions from wrong ones. It says one score for a
whole caption, as `matching_aware` trains it; or which phrases of the batch are a
picture's own; or of which picture each phrase is (`contrastive`). And its residual
branches are shut at first, as DF-GAN has them, so that what it sees is averaged at each
stride, or open; or there are none between picture and phrases, but plain convolutions
of the phrases' own (`reading_width`, which the recipe has not yet). Printed is how
often it picks the right one of all captions that name one attribute, for test people;
chance is one in as many as there are. Written to `benchmarks/small_parts.json`, where
`--only` leaves the other rows as they are.
"""

import argparse
import json
import pathlib
import sys

import keras
import numpy as np
import tensorflow as tf

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import keras_gans as kg  # noqa: E402
import zoo  # noqa: E402
from benchmarks import captions  # noqa: E402
from keras_gans.data import avatars  # noqa: E402
from keras_gans.data.avatars import apart  # noqa: E402
from keras_gans.layers import Gate, PhraseContrast  # noqa: E402
from keras_gans.layers.phrase_contrast import SHARPNESS, unit_length  # noqa: E402
from keras_gans.utils import files  # noqa: E402
from zoo.text2image import LENGTH, colour  # noqa: E402

FILE = pathlib.Path(__file__).with_suffix(".json")
STEPS = 1000  # of 64 images
NAME = "text2image_avatars"
NAMED = ("hair", "beard", "eyes", "mouth", "eyebrows")
GATES = {"shut": 0.0, "open": 1.0}
PLAIN, READING = "none: the phrases' own trunk", 32  # channels of its first layer
TOKENS = kg.conditions.Tokens(captions.WORDS, LENGTH)
ASKED, TOGETHER = 500, 100  # people; at once, under all captions


def main(args=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--steps", type=int, default=STEPS, help=f"of 64 images ({STEPS})"
    )
    parser.add_argument("--only", nargs="+", choices=[*GATES, PLAIN], help="branches")
    options = parser.parse_args(args)
    measured = kept(options)
    images, told = captions.people("train", 20_000)
    people = avatars.draw(apart.indices_of("test", ASKED))
    for way, branches in WAYS:
        if (way, branches) in measured:
            continue
        judge, loss = discriminator(branches), LOSSES[way]
        learn(judge, loss, images, told, options.steps)
        shares = {name: known(judge, loss, people, name) for name in NAMED}
        measured[way, branches] = {"says": way, "branches": branches, **shares}
        print(json.dumps(measured[way, branches]), flush=True)
    found = {"steps": options.steps, "images": options.steps * captions.BATCH}
    files.write_json(FILE, {**found, "rows": [measured[way] for way in WAYS]})


def kept(options):
    """The rows that stay as they were measured, after as many steps."""
    if options.only is None:
        return {}
    found = json.loads(FILE.read_text())
    if found["steps"] != options.steps:
        raise SystemExit(f"The others are of --steps {found['steps']}.")
    rows = {(row["says"], row["branches"]): row for row in found["rows"]}
    return {way: row for way, row in rows.items() if way[1] not in options.only}


def discriminator(branches):
    """That of the recipe, by what is between picture and phrases."""
    keras.utils.set_random_seed(0)
    config = zoo.recipes[NAME].config(NAME)["networks"]["discriminator"]["config"]
    gamma = GATES.get(branches, 1.0)
    own = READING if branches == PLAIN else None
    judge = kg.networks.DFGANDiscriminator(**{**config, "reading_width": own})
    for layer in judge.layers:
        if isinstance(layer, Gate):
            layer.gamma.assign(gamma)
    return judge


def by_sentence(judge, images, told):
    """The score of right captions above that of wrong ones, by cross-entropy."""
    right = judge([images, told], training=True)[:, 0]
    wrong = judge([images, tf.roll(told, 1, axis=0)], training=True)[:, 0]
    return tf.reduce_mean(tf.nn.softplus(-right) + tf.nn.softplus(wrong))


def among_phrases(judge, images, told):
    """The picture's own phrases more likely than the others of the batch."""
    contrast = next(x for x in judge.layers if isinstance(x, PhraseContrast))
    look = keras.Model(judge.inputs, contrast.input)
    features, _ = look([images, told], training=True)
    phrases = unit_length(contrast.meaning(contrast.heard(told)))
    fits = SHARPNESS * tf.einsum(
        "iu,jlu->ijl", unit_length(contrast.seen(features)), phrases
    )
    there = tf.cast(told != 0, "float32")
    every = tf.reduce_logsumexp(fits + tf.math.log(there), axis=(1, 2))
    own = tf.einsum("iil->il", fits) - every[:, None]
    return -tf.reduce_mean(
        tf.reduce_sum(there * own, axis=1) / tf.reduce_sum(there, axis=1)
    )


def among_pictures(judge, images, told):
    """Each phrase's own picture more likely than the others of the batch."""
    return -tf.reduce_mean(judge([images, told], training=True)[:, 1])


LOSSES = {
    "one score for the caption": by_sentence,
    "which phrases are its own": among_phrases,
    "of which picture a phrase is": among_pictures,
}
WAYS = [(way, branches) for way in LOSSES for branches in GATES]
WAYS.append(("of which picture a phrase is", PLAIN))
COLUMNS = {by_sentence: 0, among_phrases: 1, among_pictures: 1}


def learn(judge, loss, images, told, steps):
    """Real images, in batches drawn with a seed."""
    optimizer = keras.optimizers.Adam(colour["learning_rate"], beta_1=0.0)
    optimizer.build(judge.trainable_variables)
    random = np.random.default_rng(0)

    @tf.function
    def step(images, told):
        with tf.GradientTape() as tape:
            cost = loss(judge, images, told)
        weights = judge.trainable_variables
        values = [weight.value for weight in weights]
        slopes = tape.gradient(cost, values, unconnected_gradients="zero")
        optimizer.apply_gradients(zip(slopes, weights))

    for _ in range(steps):
        rows = random.integers(0, len(images), captions.BATCH)
        step(kg.data.to_float(images[rows]), tf.constant(told[rows]))


def known(judge, loss, people, name):
    """Share of people whose word for an attribute is the likeliest of all words."""
    words = avatars.ATTRIBUTES[name]
    told = TOKENS.encode([avatars.caption_of(**{name: word}) for word in words])
    images = kg.data.to_float(avatars.render(people, colour["image_shape"][0]))
    right = people[:, list(avatars.ATTRIBUTES).index(name)]
    chosen = [
        choice(judge, COLUMNS[loss], some, told)
        for some in np.array_split(images, max(1, len(images) // TOGETHER))
    ]
    return round(float(np.mean(np.concatenate(chosen) == right)), 3)


def choice(judge, column, images, told):
    """For each image the number of the caption that suits it best, of all of them."""
    every = np.repeat(images, len(told), axis=0), np.tile(told, (len(images), 1))
    scores = np.asarray(judge(list(map(tf.constant, every))))[:, column]
    return scores.reshape(len(images), len(told)).argmax(axis=1)


if __name__ == "__main__":
    main()
