"""How the time of a step and the memory grow with what you choose.

    python benchmarks/growth.py                  all of it; wants a quiet machine
    python benchmarks/growth.py --only side width

One DCGAN (images of 32 x 32 x 3, width 32, batches of 64, one update of a discriminator
without normalisation, no penalty, 1,000 images in memory), and the same with one thing
changed. The two train in turn in processes of their own, so that a machine whose speed
drifts is as fast for one as for the other; the median of the rounds' ratios counts.
What is chosen by size gets the exponent that fits its ratios best (least squares of
their logarithms): time ~ size^exponent. Writes `benchmarks/growth.json`.
"""

import argparse
import json
import math
import os
import pathlib
import platform
import statistics
import sys

ROOT = pathlib.Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
from benchmarks.steps import turns  # noqa: E402

FILE = pathlib.Path(__file__).with_suffix(".json")
BASE = dict(
    side=32, width=32, batch_size=64, discriminator_steps=1, penalty="none", images=1000
)
CHANGES = {  # what is changed, and to what
    "side": (16, 64, 128),
    "width": (16, 64),
    "batch_size": (16, 256),
    "discriminator_steps": (2, 5),
    "penalty": ("r1, every=16", "r1, every=4", "r1", "wgan_gp"),
    "images": (10_000, 100_000),
}
SIZES = ("side", "width", "batch_size")  # with an exponent
SECONDS = 2.0  # of training, in a round


def trained(side, width, batch_size, discriminator_steps, penalty, images):
    """A function that trains some steps of such a GAN."""
    import keras
    import numpy as np

    import keras_gans as kg

    penalties = {
        "none": [],
        "r1, every=16": [kg.penalties.r1(every=16)],
        "r1, every=4": [kg.penalties.r1(every=4)],
        "r1": [kg.penalties.r1()],
        "wgan_gp": [kg.penalties.wgan_gp()],
    }
    shape = (side, side, 3)
    gan = kg.GAN(
        kg.networks.DCGANGenerator(shape, 100, width),
        kg.networks.DCGANDiscriminator(shape, width, normalization=None),
        seed=0,
    )
    gan.compile(
        keras.optimizers.Adam(2e-4, beta_1=0.5),
        keras.optimizers.Adam(2e-4, beta_1=0.5),
        penalties=penalties[penalty],
        discriminator_steps=discriminator_steps,
    )
    pixels = np.random.default_rng(0).integers(0, 256, (images, *shape), "uint8")
    in_all = discriminator_steps * batch_size
    dataset = kg.data.from_arrays(pixels, batch_size=in_all).repeat()
    return lambda steps: gan.fit(dataset, steps_per_epoch=steps, verbose=0)


def contestant(settings):
    """Such a training, in a process of its own."""
    return turns.Contestant([__file__, "--serve", json.dumps(settings)])


def measured(name, value, base, rounds):
    """What a step takes with one thing changed, as a multiple of the base's step."""
    one = contestant({**BASE, name: value})
    steps, of_base = (max(2, round(SECONDS * c.speed(2))) for c in (one, base))
    ratios = [base.speed(of_base) / one.speed(steps) for _ in range(rounds)]
    row = {"value": value, "time": statistics.median(ratios), "peak_bytes": one.end()}
    print(f"{name}={value}: time {row['time']:.2f}, {row['peak_bytes'] / 1e9:.2f} GB")
    return row


def exponent(name, rows):
    """n of time ~ size^n, through the base: least squares of logarithms."""
    points = [(math.log(r["value"] / BASE[name]), math.log(r["time"])) for r in rows]
    return sum(x * y for x, y in points) / sum(x * x for x, _ in points)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", nargs="+", choices=CHANGES, default=list(CHANGES))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--out", type=pathlib.Path, default=FILE)
    parser.add_argument("--serve", type=json.loads, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        return turns.serve(trained(**options.serve))
    result = json.loads(options.out.read_text()) if options.out.exists() else {}
    changes, base = result.get("changes", {}), contestant(BASE)
    for name in options.only:
        rows = [measured(name, v, base, options.rounds) for v in CHANGES[name]]
        fit = {"exponent": exponent(name, rows)} if name in SIZES else {}
        changes[name] = {"rows": rows, **fit}
    seconds = 1 / base.speed(round(SECONDS * base.speed(2)))
    result = {
        "cores": os.cpu_count(),
        "machine": platform.machine(),
        "base": {**BASE, "seconds": seconds, "peak_bytes": base.end()},
        "changes": changes,
    }
    options.out.write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()
