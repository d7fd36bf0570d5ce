"""What the look at every step's numbers costs.

    python benchmarks/guard.py

The zoo's DCGAN, 28 x 28 x 1, batch 64, and its step without the guard, in turn; the
ratios are those of one round, and their median is printed. Writes
`benchmarks/guard.json`.
"""

import argparse
import contextlib
import json
import pathlib
import statistics
import sys
import time

import numpy as np
import tensorflow as tf

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import zoo  # noqa: E402
from keras_gans.engine.finite import Guard  # noqa: E402

FILE = pathlib.Path(__file__).with_suffix(".json")
BATCH = 64


class Blind(Guard):
    """Looks at nothing and puts nothing back."""

    @contextlib.contextmanager
    def step(self, gan, parts):
        yield

    def look_back(self):
        pass


def step_of(guard):
    """A function that makes some train steps, which were compiled."""
    recipe = zoo.recipes["dcgan_fashion_mnist"]
    gan = recipe.build(**recipe.arguments)
    gan.guard = guard
    images = np.random.default_rng(0).uniform(-1, 1, (BATCH, *gan.image_shape))
    batch = tf.constant(images, "float32")
    gan.train_on_batch(batch)

    def run(steps):
        began = time.perf_counter()
        for _ in range(steps):
            gan.train_on_batch(batch)
        return (time.perf_counter() - began) / steps

    run(3)
    return run


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--steps", type=int, default=10)
    options = parser.parse_args()
    ways = {"guarded": step_of(Guard()), "blind": step_of(Blind())}
    rounds = []
    for i in range(options.rounds):
        order = list(ways)[:: 1 if i % 2 else -1]  # neither is always the first
        rounds.append({name: ways[name](options.steps) for name in order})
        print({name: f"{1000 * t:.1f} ms" for name, t in rounds[-1].items()})
    ratios = sorted(r["guarded"] / r["blind"] for r in rounds)
    cost = statistics.median(ratios) - 1
    print(f"the guard costs {100 * cost:.1f} % of a step ({len(ratios)} rounds)")
    result = {"cost": cost, "ratios": ratios, "batch_size": BATCH}
    FILE.write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()
