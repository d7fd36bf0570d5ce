"""What part of a training's time its checkpoints take.

    python benchmarks/checkpoint_cost.py [--minutes 10]

The zoo's DCGAN on Fashion-MNIST's small relative trains by `Checkpoint` as it is by
default: at an epoch's end where the cost allows, and every five minutes. Prints a line
and writes `benchmarks/checkpoint_cost.json`.
"""

import argparse
import json
import pathlib
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import keras_gans as kg  # noqa: E402
import zoo  # noqa: E402


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=10.0)
    options = parser.parse_args()
    recipe = zoo.recipes["dcgan_fashion_mnist_mini"]
    gan = recipe.build(**recipe.arguments)
    batches = kg.data.load("fashion_mnist_mini", batch_size=64)
    with tempfile.TemporaryDirectory() as folder:
        saver = kg.callbacks.Checkpoint(folder)
        limit = kg.callbacks.Timer(64, limit_minutes=options.minutes)
        saves = counted(saver.snapshots)
        began = time.perf_counter()
        gan.fit(batches, epochs=100_000, verbose=0, callbacks=[saver, limit])
        seconds = time.perf_counter() - began
    spent = saver.every.spent_seconds
    print(
        f"{len(saves)} checkpoints in {seconds:.0f} s of training took {spent:.1f} s, "
        f"{100 * spent / seconds:.2f} % of the time"
    )
    result = {"seconds": seconds, "spent_seconds": spent, "checkpoints": len(saves)}
    path = pathlib.Path(__file__).with_suffix(".json")
    path.write_text(json.dumps({**result, "share": spent / seconds}, indent=2) + "\n")


def counted(snapshots):
    """A list that grows by a step with each checkpoint."""
    write, steps = snapshots.write, []

    def noted(step, fill):
        steps.append(step)
        return write(step, fill)

    snapshots.write = noted
    return steps


if __name__ == "__main__":
    main()
