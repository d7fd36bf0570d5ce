"""The shelf beside the GAN that most Keras users know: the DCGAN of keras.io.

    python benchmarks/quality.py                    20 epochs, two hours of two cores
    python benchmarks/quality.py --data mnist       the digits instead of the clothes
    python benchmarks/quality.py --recipes first    another recipe, see below
    python benchmarks/quality.py --recipes          our presets anew, nothing else
    python benchmarks/quality.py --images 500k      all at equal images, see below

Trains the example of https://keras.io/examples/generative/dcgan_overriding_train_step/
in plain Keras on all training images, and measures its last epoch, and the one that was
best on training images, as the presets were measured: the same test images, features,
numbers of samples and seeds. The page has had two recipes:

* `page`: today's, for faces of 64 x 64. For 28 x 28 it starts from 7 x 7 and leaves out
  the last of the three upsampling layers; batches of 64.
* `first`: its first version, which was for digits of 28 x 28 and is taken as it was.
  It has a larger learning rate, and label noise that lifts targets above 1 leaves the
  loss without a lower bound: its images may well go black within a few epochs.

The last convolution is computed by `kg.layers.ThinConv2D`, which has the same weights
and the same result as theirs, in less time. A run is saved after each epoch in
`runs/quality/`, and goes on from there. Prints it beside all trained presets and writes
`benchmarks/quality.json`.

--images trains instead: our recipes of the data (or --names) by `kg.runs.compare`, and
the example beside them for as many images, measured at the same points by the same
metrics on the same test images. Writes its table and its picture into
`runs/quality/DATA/`.
"""

import argparse
import json
import pathlib
import sys
import time

import keras
import tensorflow as tf
from keras import layers

import keras_gans as kg

ROOT = pathlib.Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
from keras_gans.cli.amounts import many  # noqa: E402
from keras_gans.runs.comparison import compare as comparing  # noqa: E402
from keras_gans.runs.comparison import plan, scores, table  # noqa: E402
from zoo.score import SEEDS, Judge  # noqa: E402

FILE = pathlib.Path(__file__).with_suffix(".json")
DATA = ("fashion_mnist", "mnist", "fashion_mnist_mini")
LATENT, BATCH = 128, 64
WATCHED = 2000  # training images that each epoch is compared with
BEST = "best.weights.h5"
SHOWN = ("fd", "kd", "precision", "recall", "density", "coverage", "least_class")


# === The example's two recipes ===


def page():
    """Today's page: generator, discriminator, learning rate."""
    generator = keras.Sequential(
        [
            keras.Input((LATENT,)),
            layers.Dense(7 * 7 * 128),
            layers.Reshape((7, 7, 128)),
            *up(128),
            *up(256),
            kg.layers.ThinConv2D(5, activation="sigmoid"),
        ]
    )
    discriminator = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            *down(64, 4),
            *down(128, 4),
            *down(128, 4),
            layers.Flatten(),
            layers.Dropout(0.2),
            layers.Dense(1),
        ]
    )
    return generator, discriminator, 1e-4


def first():
    """The page's first version."""
    generator = keras.Sequential(
        [
            keras.Input((LATENT,)),
            layers.Dense(7 * 7 * 128),
            layers.LeakyReLU(0.2),
            layers.Reshape((7, 7, 128)),
            *up(128),
            *up(128),
            kg.layers.ThinConv2D(7, activation="sigmoid"),
        ]
    )
    discriminator = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            *down(64, 3),
            *down(128, 3),
            layers.GlobalMaxPooling2D(),
            layers.Dense(1),
        ]
    )
    return generator, discriminator, 3e-4


RECIPES = {"page": page, "first": first}


def up(filters):
    convolution = layers.Conv2DTranspose(filters, 4, strides=2, padding="same")
    return convolution, layers.LeakyReLU(0.2)


def down(filters, side):
    convolution = layers.Conv2D(filters, side, strides=2, padding="same")
    return convolution, layers.LeakyReLU(0.2)


class Example(keras.Model):
    """The page's model: noisy labels, fresh fakes for each player, no average."""

    def __init__(self, generator, discriminator, learning_rate):
        super().__init__()
        self.generator, self.discriminator = generator, discriminator
        self.d_optimizer = keras.optimizers.Adam(learning_rate)
        self.g_optimizer = keras.optimizers.Adam(learning_rate)
        self.d_optimizer.build(discriminator.trainable_variables)
        self.g_optimizer.build(generator.trainable_variables)
        self.loss_function = keras.losses.BinaryCrossentropy(from_logits=True)
        self.built = True

    def train_step(self, real):
        count = tf.shape(real)[0]
        z = tf.random.normal((count, LATENT))
        images = tf.concat([self.generator(z, training=True), real], axis=0)
        labels = tf.concat([tf.ones((count, 1)), tf.zeros((count, 1))], axis=0)
        labels += 0.05 * tf.random.uniform(tf.shape(labels))
        with tf.GradientTape() as tape:
            scores = self.discriminator(images, training=True)
            d_loss = self.loss_function(labels, scores)
        weights = self.discriminator.trainable_variables
        self.d_optimizer.apply(tape.gradient(d_loss, weights), weights)
        z = tf.random.normal((count, LATENT))
        with tf.GradientTape() as tape:
            scores = self.discriminator(self.generator(z, training=True), training=True)
            g_loss = self.loss_function(tf.zeros((count, 1)), scores)
        weights = self.generator.trainable_variables
        self.g_optimizer.apply(tape.gradient(g_loss, weights), weights)
        return {"d_loss": d_loss, "g_loss": g_loss}

    @property
    def step(self):
        """How many updates each player has made."""
        return self.g_optimizer.iterations

    def generate(self, count, seed):
        """As `GAN.generate`: images in [-1, 1]."""
        z = keras.random.normal((count, LATENT), seed=seed)
        return 2 * self.generator.predict(z, batch_size=500, verbose=0) - 1


# === Training ===


class Watch(keras.callbacks.Callback):
    """Notes the distance to training images after each epoch; keeps the best weights.

    Args:
        images: uint8 images that are compared with.
        network: as `kg.metrics.feature_network` returns it.
        folder: path, for distances.json and best.weights.h5.
    """

    def __init__(self, images, network, folder):
        super().__init__()
        self.reals, self.network = network.features(images), network
        self.file, self.weights = folder / "distances.json", folder / BEST

    def on_epoch_end(self, epoch, logs=None):
        known = json.loads(self.file.read_text()) if self.file.exists() else {}
        fakes = kg.plots.to_uint8(self.model.generate(len(self.reals), seed=0))
        fakes = self.network.features(fakes)
        known[str(epoch + 1)] = kg.metrics.frechet_distance(self.reals, fakes)
        logs["fd"] = known[str(epoch + 1)]
        if logs["fd"] == min(known.values()):
            self.model.save_weights(self.weights)
        self.file.write_text(json.dumps(known))


def train(recipe, images, network, epochs, folder):
    """The example after so many epochs, and its distances epoch by epoch."""
    keras.utils.set_random_seed(0)
    model = Example(*RECIPES[recipe]())
    model.compile(optimizer=None, jit_compile=False)
    folder.mkdir(parents=True, exist_ok=True)
    watch = Watch(images[:WATCHED], network, folder)
    backup = keras.callbacks.BackupAndRestore(str(folder), delete_checkpoint=False)
    dataset = tf.data.Dataset.from_tensor_slices(images.astype("float32") / 255)
    dataset = dataset.shuffle(len(images)).batch(BATCH).prefetch(8)
    options = dict(callbacks=[watch, backup], shuffle=False, verbose=2)
    model.fit(dataset, epochs=epochs, **options)
    return model, json.loads(watch.file.read_text())


# === Side by side ===


def rows_of_example(recipe, judge, epochs, folder):
    """Its last epoch and its best one."""
    images = kg.data.load_arrays(judge.test.name, "train").images
    model, distances = train(recipe, images, judge.network, epochs, folder)
    row = {
        "name": f"keras.io, {recipe}, last epoch",
        "epochs": epochs,
        "parameters": {
            "generator": model.generator.count_params(),
            "discriminator": model.discriminator.count_params(),
        },
        "distances": distances,
        "values": judge.score(model)["values"],
    }
    model.load_weights(folder / BEST)
    best = int(min(distances, key=distances.get))
    named = {"name": f"keras.io, {recipe}, best epoch", "epochs": best}
    return [row, {**row, **named, "values": judge.score(model)["values"]}]


def rows_of_presets(data, n):
    """Every trained preset of this data that was measured by the same protocol."""
    for name in kg.presets.names():
        if kg.presets.read(name)["data"] != data:
            continue
        facts = kg.presets.read_metadata(name)
        protocol = (facts.get("metrics") or {}).get("protocol", {})
        if protocol.get("fake_images") == n and len(protocol["seeds"]) == SEEDS:
            yield {
                "name": name,
                "epochs": facts["training"]["best_epoch"],
                "parameters": facts["parameters"],
                "values": facts["metrics"]["values"],
            }


def with_known(result, examples, n):
    """These examples, and those of another recipe that an earlier result has."""
    names = {row["name"] for row in examples}
    known = result.get("rows", []) if result.get("n") == n else []
    return [r for r in known if is_example(r) and r["name"] not in names] + examples


def is_example(row):
    return row["name"].startswith("keras.io")


def by_metric(row):
    return {value["metric"]: value["mean"] for value in row["values"].values()}


def report(rows):
    """Prints the table, best first, and how many times better than the example."""
    rows = sorted(rows, key=lambda row: by_metric(row)["fd"])
    print(f"\n{'':32} {'epochs':>6}", *(f"{name:>11}" for name in SHOWN))
    for row in rows:
        numbers = " ".join(f"{by_metric(row)[name]:11.4f}" for name in SHOWN)
        print(f"{row['name']:32} {row['epochs']:6} {numbers}")
    best = by_metric(next(filter(is_example, rows)))["fd"]
    print("\nfd of the better example over that of each preset:")
    for row in rows:
        if not is_example(row):
            print(f"{row['name']:32} {best / by_metric(row)['fd']:6.2f}")


# === At equal images ===


def compare(names, data, images, seeds, recipes, folder, n=None):
    """Our recipes and the example's, as `kg.runs.compare` returns it."""
    result = kg.runs.compare(folder, names, data, images=images, seeds=seeds, n=n)
    budget = plan.check_budget(images, None)
    ours = plan.Plan(folder, names, data, budget, seeds, n, None, None, False)
    for recipe in recipes:
        place = pathlib.Path(folder) / f"keras.io_{recipe}"
        result["rows"].append(row_at_points(recipe, ours, place))
    result["rows"].sort(key=lambda row: table.distance(row)["mean"])
    table.write(result, pathlib.Path(folder))
    return result


def row_at_points(recipe, ours, folder):
    """The example, seed by seed, at the points of the comparison: a row of it."""
    images = ours.images.sample().images
    batch = min(BATCH, len(images))
    points = comparing.points_of(-(-ours.budget.amount // batch))
    known, seconds = [], 0.0
    for seed in ours.seeds:
        place = folder / f"seed_{seed}"
        place.mkdir(parents=True, exist_ok=True)
        if points[-1] not in scores.read(place):
            seconds += train_to(recipe, seed, images, batch, points, ours, place)
        known.append(scores.read(place))
    found = table.points_of(known, batch)
    speed = len(ours.seeds) * points[-1] * batch / seconds if seconds else float("nan")
    known = {"name": f"keras.io, {recipe}", "seeds": list(ours.seeds)}
    spent = {"seconds": seconds / len(ours.seeds), "images_per_second": speed}
    return {**known, **found[-1], "points": found, **spent}


def train_to(recipe, seed, images, batch, points, ours, folder):
    """One training of the example until the last point; its seconds."""
    keras.utils.set_random_seed(seed)
    model = Example(*RECIPES[recipe]())
    model.compile(optimizer=None, jit_compile=False)
    dataset = tf.data.Dataset.from_tensor_slices(images.astype("float32") / 255)
    dataset = dataset.shuffle(len(images), seed=seed).batch(batch, drop_remainder=True)
    watch = scores.Scores(folder, points, ours.evaluator)
    watch.known = {}  # nothing of it can be gone on with: it is trained anew
    dataset, began = dataset.repeat().prefetch(8), time.monotonic()
    how = dict(steps_per_epoch=points[-1], shuffle=False, verbose=0)
    model.fit(dataset, callbacks=[watch], **how)
    return time.monotonic() - began


def names_of(data):
    """Our recipes of a data set."""
    return [n for n in kg.presets.names() if kg.presets.read(n)["data"] == data]


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", default="fashion_mnist", choices=DATA)
    parser.add_argument("--recipes", nargs="*", choices=RECIPES, default=["page"])
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--images", type=many, help="compare at so many, see above")
    parser.add_argument("--names", nargs="+", help="our recipes; default: all of them")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--n", type=int, default=None)
    parser.add_argument("--runs", type=pathlib.Path, default="runs/quality")
    parser.add_argument("--out", type=pathlib.Path, default=FILE)
    options = parser.parse_args()
    if options.images:
        names = options.names or names_of(options.data)
        asked = options.data, options.images, options.seeds, options.recipes
        result = compare(names, *asked, options.runs / options.data, options.n)
        print(table.markdown(result))
        return
    judge = Judge(options.data, n=options.n)
    examples = []
    for name in options.recipes:
        folder = options.runs / f"{name}_{options.data}"
        examples += rows_of_example(name, judge, options.epochs, folder)
    result = json.loads(options.out.read_text()) if options.out.exists() else {}
    examples = with_known(result.get(options.data, {}), examples, judge.n)
    rows = [*examples, *rows_of_presets(options.data, judge.n)]
    result[options.data] = {"n": judge.n, "seeds": SEEDS, "rows": rows}
    options.out.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n")
    report(rows)


if __name__ == "__main__":
    main()
