"""How good are samples after so many minutes? Ours, keras.io's and PyTorch's DCGAN.

    python benchmarks/minutes.py                    six minutes each
    python benchmarks/minutes.py --minutes 20
    python benchmarks/minutes.py --picture          of the last measurement, again

Trains on Fashion-MNIST, each in a process of its own with the same cores:

* ours: the networks, losses and optimizers of `dcgan_fashion_mnist`, by `fit`, three
  seeds; samples come from the average of the generator's weights;
* keras.io: the example of `benchmarks/quality.py`, as today's page has it;
* PyTorch: the networks and settings of its DCGAN tutorial (`benchmarks/tutorial.py`),
  in its own eager way. Needs `pip install torch`.

They take turns of a minute, so that whatever else the machine does hits all alike;
oneDNN kernels are on for both of TensorFlow's, as `keras-gans train` has them. Each
clock runs while its process trains, compilation included, and stands still while it
draws 10,000 samples; those are compared with the test images by `fd_fashion1@10k`.
Writes `benchmarks/minutes.json` and `docs/guides/minutes.png`, and prints how long ours
take until they are as good as keras.io's example after its 20 epochs, whose distance is
that of `quality.json`, and its time that at the speed of this measurement.
"""

import argparse
import importlib.util
import json
import pathlib
import sys
import tempfile
import time

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from benchmarks import minutes_picture  # noqa: E402
from benchmarks.steps.turns import Process  # noqa: E402

FILE = pathlib.Path(__file__).with_suffix(".json")
DATA, NAME, BATCH = "fashion_mnist", "dcgan_fashion_mnist", 64
MINUTES, TURN = 6, 60.0  # seconds of a turn
SAMPLES = 10_000
EXAMPLE_IMAGES = 20 * 60_000  # that keras.io's example sees
FOREVER = 10**9  # steps


class Turns:
    """The clock of one training: it runs while it is this one's turn.

    Each line of the input is a file name: train for a turn, draw into that file, print
    the seconds and images until now as JSON. At the end of the input it is over.

    Args:
        draw: function of no arguments that returns samples, uint8.
        lines: iterator of str; default: the process's input.
    """

    def __init__(self, draw, lines=sys.stdin, turn=TURN):
        self.draw, self.lines, self.turn = draw, iter(lines), turn
        self.seconds, self.images, self.over = 0.0, 0, False
        self.wait()

    def wait(self):
        """Until it is this one's turn again."""
        self.file = next(self.lines, "").strip()
        self.over, self.began = not self.file, time.perf_counter()

    def step(self, images):
        """Called after each train step of so many images."""
        self.images += images
        spent = time.perf_counter() - self.began
        if spent >= self.turn:
            self.seconds += spent
            np.save(self.file, self.draw())
            done = {"seconds": self.seconds, "images": self.images}
            print(json.dumps(done), flush=True)
            self.wait()


# === The contestants ===


def ours(seed, images):
    """Our recipe, by `fit`."""
    import keras_gans as kg

    gan = kg.presets.build(kg.presets.read(NAME), seed=seed)
    batches = kg.data.from_arrays(images, batch_size=BATCH, seed=seed)
    fit(gan, batches, lambda: kg.plots.to_uint8(gan.generate(SAMPLES, seed=0)))


def keras_io(seed, images):
    """The example of keras.io."""
    import keras
    import tensorflow as tf

    import keras_gans as kg
    from benchmarks import quality

    keras.utils.set_random_seed(seed)
    model = quality.Example(*quality.page())
    model.compile(optimizer=None, jit_compile=False)
    batches = tf.data.Dataset.from_tensor_slices(images.astype("float32") / 255)
    batches = batches.shuffle(len(images)).batch(BATCH, drop_remainder=True)
    fit(model, batches, lambda: kg.plots.to_uint8(model.generate(SAMPLES, seed=0)))


def fit(model, batches, draw):
    """Trains until its turns are over."""
    import keras

    turns = Turns(draw)

    class Watch(keras.callbacks.Callback):
        def on_train_batch_end(self, batch, logs=None):
            turns.step(BATCH)
            self.model.stop_training = turns.over

    how = dict(steps_per_epoch=FOREVER, shuffle=False, verbose=0)
    model.fit(batches.repeat().prefetch(8), callbacks=[Watch()], **how)


def pytorch(seed, images):
    """The tutorial of PyTorch."""
    from benchmarks import tutorial

    training = tutorial.Training(images, seed)
    turns = Turns(lambda: training.draw(SAMPLES))
    while not turns.over:
        turns.step(training.step())


# === The race ===


class Contestant(Process):
    """A training in a process of its own.

    Attributes:
        points: list of dicts, `seconds` and `images` at the end of each turn, and `fd`.
    """

    def __init__(self, kind, seed, images):
        self.kind, self.seed, self.points = kind, seed, []
        played = ["--play", kind, "--seed", str(seed), "--images", str(images)]
        super().__init__([__file__, *played], TF_ENABLE_ONEDNN_OPTS="1")

    def take_turn(self, file):
        """Trains on; its samples."""
        said = self.ask(file)
        if not said:
            sys.exit(f"{self.kind} ended with status {self.process.wait()}")
        self.points.append(json.loads(said))
        return np.load(file)


STARTED = [("ours", 0), ("ours", 1), ("ours", 2), ("keras_io", 0), ("pytorch", 0)]


def race(minutes):
    """Writes the file anew after each round: a curve for each training."""
    import keras_gans as kg

    network = kg.metrics.network_for(DATA)
    reals = network.features(kg.data.load_arrays(DATA, "test").images)
    with tempfile.TemporaryDirectory() as folder:
        images, drawn = (pathlib.Path(folder) / f"{n}.npy" for n in ("real", "fake"))
        np.save(images, kg.data.load_arrays(DATA, "train").images)
        all_of_them = [Contestant(*each, images) for each in STARTED]
        for turn in range(round(60 * minutes / TURN)):
            for each in all_of_them:
                fakes = network.features(each.take_turn(drawn))
                point = each.points[-1]
                point["fd"] = round(kg.metrics.frechet_distance(reals, fakes), 4)
                print(f"{turn + 1:3} {each.kind:9} {each.seed} {point}", flush=True)
            write(all_of_them)
        for each in all_of_them:
            each.end()


def write(contestants):
    rows = [dict(kind=c.kind, seed=c.seed, points=c.points) for c in contestants]
    FILE.write_text(json.dumps({"n": SAMPLES, "rows": rows}, indent=1) + "\n")


def as_good_as_the_example(rows, wanted):
    """Minutes until each of ours is as near as `wanted`, and those of its 20 epochs."""
    (points,) = [row["points"] for row in rows if row["kind"] == "keras_io"]
    needed = EXAMPLE_IMAGES * points[-1]["seconds"] / points[-1]["images"] / 60
    there = [
        min(point["seconds"] for point in row["points"] if point["fd"] <= wanted) / 60
        for row in rows
        if row["kind"] == "ours"
    ]
    return there, needed


def distance_of_the_example():
    """Of its best epoch of 20, by the same metric."""
    from benchmarks import quality

    rows = json.loads(quality.FILE.read_text())[DATA]["rows"]
    return min(quality.by_metric(row)["fd"] for row in rows if quality.is_example(row))


def main(args=None):
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=MINUTES)
    parser.add_argument("--picture", action="store_true", help="draw, measure nothing")
    parser.add_argument("--play", choices=PLAYED, help=argparse.SUPPRESS)
    parser.add_argument("--seed", type=int, default=0, help=argparse.SUPPRESS)
    parser.add_argument("--images", help=argparse.SUPPRESS)
    options = parser.parse_args(args)
    if options.play:
        return PLAYED[options.play](options.seed, np.load(options.images))
    if not options.picture:
        if importlib.util.find_spec("torch") is None:
            parser.error("PyTorch is one of them. Install it by `pip install torch`")
        race(options.minutes)
    rows, wanted = json.loads(FILE.read_text())["rows"], distance_of_the_example()
    minutes_picture.draw(rows)
    there, needed = as_good_as_the_example(rows, wanted)
    ours = ", ".join(f"{minutes:.1f}" for minutes in there)
    print(f"fd {wanted:.2f}: ours after {ours} min, keras.io's after {needed:.0f} min")


PLAYED = {play.__name__: play for play in (ours, keras_io, pytorch)}

if __name__ == "__main__":
    main()
