"""How many channels networks of one's own images should have for a few minutes.

    python benchmarks/first_minutes.py --minutes 5

Trains the recipe `images` on 20,000 people of 64 x 64, once for each number of
channels, for the same minutes, and prints on the way how far 1,000 samples are from
test people (`fd_avatar1@1k`) and how many images were seen. A narrower network sees
more of them. What looking takes is not counted. Written to
`benchmarks/first_minutes.json`.
"""

import argparse
import json
import pathlib
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import keras  # noqa: E402

import keras_gans as kg  # noqa: E402
import zoo  # noqa: E402
from keras_gans.utils import cores, files  # noqa: E402

FILE = pathlib.Path(__file__).with_suffix(".json")
WIDTHS = (8, 16, 32)
BATCH = 64
COUNT = 1000  # samples of each look


class Looks(keras.callbacks.Callback):
    """Looks at samples at some seconds of training, and ends it at the last."""

    def __init__(self, people, at):
        super().__init__()
        self.network = kg.metrics.feature_network("avatar1")
        self.real = self.network.features(people.images)
        self.at, self.seen, self.spent = list(at), [], 0.0

    def on_train_batch_begin(self, batch, logs=None):
        self.began = time.perf_counter()

    def on_train_batch_end(self, batch, logs=None):
        if int(self.model.step) == 1:  # in which TensorFlow builds the graph
            return
        self.spent += time.perf_counter() - self.began
        if self.spent >= self.at[0]:
            self.look(self.at.pop(0))
        self.model.stop_training = not self.at

    def look(self, seconds):
        """A row of what was reached by then."""
        samples = kg.plots.to_uint8(self.model.generate(COUNT, seed=0))
        fd = kg.metrics.frechet_distance(self.real, self.network.features(samples))
        images = int(self.model.step) * BATCH
        self.seen.append(
            {"minutes": seconds / 60, "images": images, "fd": round(float(fd), 2)}
        )
        print(self.seen[-1], flush=True)


def known():
    """Rows of widths that were measured before."""
    return json.loads(FILE.read_text())["rows"] if FILE.exists() else {}


def main(args=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=5, help="of each width (5)")
    parser.add_argument("--widths", type=int, nargs="+", default=WIDTHS)
    options = parser.parse_args(args)
    people = kg.data.load("avatars", batch_size=BATCH)
    test = kg.data.load_arrays("avatars", "test", count=2000)
    recipe, rows = zoo.recipes["images"], known()
    at = [60 * options.minutes * share for share in (0.25, 0.5, 1.0)]
    for width in options.widths:
        print(f"{width} channels", flush=True)
        keras.utils.set_random_seed(0)
        gan = recipe.build(**{**recipe.arguments, "width": width})
        looks = Looks(test, at)
        gan.fit(people, epochs=1000, callbacks=[looks], verbose=0)
        rows[str(width)] = looks.seen
        files.write_json(FILE, {"cores": cores.cores(), "rows": rows})


if __name__ == "__main__":
    main()
