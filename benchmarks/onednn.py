"""What TensorFlow's oneDNN kernels are worth on this processor.

    python benchmarks/onednn.py

TensorFlow turns them on by itself only where a processor has AVX512. The step of the
zoo's `dcgan_avatars`, 64 x 64 in colour, in two processes that train in turn, one with
and one without; the ratio is the median over rounds. Writes `benchmarks/onednn.json`.
"""

import argparse
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import time

FILE = pathlib.Path(__file__).with_suffix(".json")
NAME = "dcgan_avatars"


def measure():
    """Answers each line with the images per second of some steps."""
    import tensorflow as tf

    import zoo

    recipe = zoo.recipes[NAME]
    gan = recipe.build(**recipe.arguments)
    shape = (recipe.batch_size, *recipe.arguments["image_shape"])
    images = tf.random.uniform(shape, -1, 1, seed=0)
    batches = tf.data.Dataset.from_tensors(images).repeat()
    gan.fit(batches, steps_per_epoch=4, verbose=0)  # one with R1, and the compilation
    print("ready", flush=True)
    for line in sys.stdin:
        begin, steps = time.perf_counter(), int(line)
        gan.fit(batches, steps_per_epoch=steps, verbose=0)
        seconds = time.perf_counter() - begin
        print(steps * recipe.batch_size / seconds, flush=True)


def start(value):
    worker = subprocess.Popen(
        [sys.executable, __file__, "--measure"],
        env={**os.environ, "TF_ENABLE_ONEDNN_OPTS": value, "TF_CPP_MIN_LOG_LEVEL": "3"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    worker.stdout.readline()
    return worker


def ask(worker, steps):
    worker.stdin.write(f"{steps}\n")
    worker.stdin.flush()
    return float(worker.stdout.readline())


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--steps", type=int, default=8)
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        return measure()
    without, within = start("0"), start("1")
    rounds = [
        (ask(without, options.steps), ask(within, options.steps))
        for _ in range(options.rounds)
    ]
    for worker in (without, within):
        worker.stdin.close()
        worker.wait()
    result = {
        "recipe": NAME,
        "processor": platform.processor() or platform.machine(),
        "cores": os.cpu_count(),
        "images_per_second_without": statistics.median(a for a, _ in rounds),
        "images_per_second": statistics.median(b for _, b in rounds),
        "ratio": statistics.median(b / a for a, b in rounds),
    }
    FILE.write_text(json.dumps(result, indent=1) + "\n")
    print(json.dumps(result))


if __name__ == "__main__":
    main()
