"""What it costs to train on more images than the memory holds.

    python benchmarks/streaming.py --scratch FOLDER [--count 200000]

Writes so many PNGs of 64 x 64 below FOLDER (few distinct ones, again and again), goes
over them once in each way, each in a process of its own, and removes them. Prints a
line each: how long it took and how much memory was resident at most, TensorFlow's own
included. Then trains a small DCGAN on batches from memory, from the decoded file and
on images that are decoded again and again, in turns, so that a machine whose speed
drifts is as fast for one as for the others; the median of the ratios is printed.
"""

import argparse
import io
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

BATCH, SIDE, DISTINCT, PER_FOLDER = 64, 64, 500, 10_000
STEPS, ROUNDS = 10, 5
MEMORY, KEPT, AGAIN = "in memory", "decoded once, from disk", "decoded in each epoch"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scratch", type=pathlib.Path)
    parser.add_argument("--count", type=int, default=200_000)
    parser.add_argument("--part", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.part:
        return PARTS[options.part](options.scratch)
    with tempfile.TemporaryDirectory(dir=options.scratch) as scratch:
        scratch = pathlib.Path(scratch)
        seconds = timed(write_pngs, scratch / "images", options.count)
        print(f"{options.count:,} PNGs written in {seconds:.0f} s", flush=True)
        for name in PARTS:
            run(name, scratch)


def timed(function, *args):
    began = time.perf_counter()
    function(*args)
    return time.perf_counter() - began


def write_pngs(folder, count):
    """Smooth colours with a grain, so that they compress as photographs do."""
    import numpy as np
    from PIL import Image

    random, contents = np.random.default_rng(0), []
    for _ in range(min(DISTINCT, count)):
        small = Image.fromarray(random.integers(0, 256, (4, 4, 3), "uint8"))
        smooth = np.asarray(small.resize((SIDE, SIDE), Image.Resampling.BICUBIC))
        grain = random.integers(-4, 5, smooth.shape)
        image = Image.fromarray((smooth + grain).clip(0, 255).astype("uint8"))
        file = io.BytesIO()
        image.save(file, "PNG")
        contents.append(file.getvalue())
    for number in range(count):
        path = folder / f"{number // PER_FOLDER:03}" / f"{number:07}.png"
        if number % PER_FOLDER == 0:
            path.parent.mkdir(parents=True)
        path.write_bytes(contents[number % len(contents)])


def run(name, scratch):
    """One part, in a process whose memory and caches are its own."""
    home = scratch / "home"  # each finds what the first one has decoded
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "KERAS_HOME": str(home)}
    command = [sys.executable, __file__, "--scratch", str(scratch), "--part", name]
    subprocess.run(command, env=environment, check=True)


def streamed(folder, kept=True):
    """Batches from disk; without room for decoded images they are decoded each time."""
    import keras_gans as kg
    from keras_gans.data import decoded

    if not kept:
        decoded.is_sound, decoded.room_bytes = lambda path: False, lambda path: 0
    return kg.data.load(folder / "images", batch_size=BATCH, stream=True)


def one_pass(folder, kept=True):
    began = time.perf_counter()
    dataset = streamed(folder, kept)
    ready, steps = time.perf_counter(), 0
    for _ in dataset:
        steps += 1
    now = time.perf_counter()
    print(
        f"{KEPT if kept else AGAIN}: {steps * BATCH:,} images; ready in "
        f"{ready - began:.0f} s, one pass in {now - ready:.0f} s, "
        f"{steps * BATCH / (now - ready):,.0f} images a second; "
        f"{most_resident() / 1e9:.2f} GB resident at most",
        flush=True,
    )


def most_resident():
    """Bytes, of this process since it began; `ru_maxrss` would count its parent's."""
    lines = pathlib.Path("/proc/self/status").read_text().splitlines()
    line = next(line for line in lines if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024


def compare(folder):
    """Steps of a DCGAN on each kind of batches, in turns."""
    import keras
    import numpy as np

    import keras_gans as kg

    shape = (SIDE, SIDE, 3)
    gan = kg.GAN(
        kg.networks.DCGANGenerator(shape, 100, 32),
        kg.networks.DCGANDiscriminator(shape, 32),
        seed=0,
    )
    adam = keras.optimizers.Adam
    gan.compile(adam(2e-4, beta_1=0.5), adam(2e-4, beta_1=0.5))
    images = np.random.default_rng(0).integers(0, 256, (5000, *shape), "uint8")
    batches = {MEMORY: kg.data.from_arrays(images, batch_size=BATCH)}
    batches |= {KEPT: streamed(folder), AGAIN: streamed(folder, kept=False)}
    batches = {name: iter(dataset.repeat()) for name, dataset in batches.items()}
    found = {name: [] for name in batches}
    for _ in range(ROUNDS + 1):  # the first one warms up
        for name, iterator in batches.items():
            fetch, train = timed(take, iterator), timed(fit, gan, iterator)
            found[name].append((fetch / STEPS, train / STEPS))
    for name, seconds in found.items():
        fetch, train = (statistics.median(s) for s in zip(*seconds[1:]))
        ratios = [mine[1] / base[1] for mine, base in zip(seconds, found[MEMORY])][1:]
        print(
            f"{name}: a batch in {fetch * 1e3:.1f} ms, a step with it in "
            f"{train * 1e3:.0f} ms, {statistics.median(ratios):.2f} times the step "
            "from memory",
            flush=True,
        )


def take(iterator):
    for _ in range(STEPS):
        next(iterator)


def fit(gan, iterator):
    for _ in range(STEPS):
        gan.train_on_batch(next(iterator))


PARTS = {
    "once": one_pass,
    "again": lambda folder: one_pass(folder, kept=False),
    "steps": compare,
}

if __name__ == "__main__":
    main()
