"""On paper: how long a step of several GPUs would take beside a step of one.

    python benchmarks/scaling.py

Nothing is measured here but what the graph of a train step says of itself: parameters,
logs and floating point operations. The rest are assumptions about machines, which are
printed, and arithmetic: each update of a player sums its gradients over all replicas in
a ring, by which 2 (N - 1) / N of their bytes pass through each link; a step also sums
small numbers (two for each log, one for the guard, two for callbacks), which cost a
latency each. Nothing overlaps. Writes `benchmarks/scaling.json`.
"""

import json
import pathlib
import sys

import keras
import tensorflow as tf
from tensorflow.compat.v1 import profiler

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import keras_gans as kg  # noqa: E402
import zoo  # noqa: E402

GPU_FLOPS = 15e12  # of an A100 on such layers, a tenth of what TF32 promises
INSIDE = {"bytes_per_second": 100e9, "latency_seconds": 30e-6}  # NVLink
BETWEEN = {"bytes_per_second": 12.5e9, "latency_seconds": 100e-6}  # 100 Gb/s
PLACES = {  # name -> (replicas of a machine, machines)
    "8 GPUs, one machine": (8, 1),
    "64 GPUs, eight machines": (8, 8),
}


def of_zoo(name):
    recipe = zoo.recipes[name]
    return recipe.build(**recipe.arguments), recipe.batch_size


def large():
    """StyleGAN2 for 256 x 256, 64 channels at full resolution."""
    shape, adam = (256, 256, 3), lambda: keras.optimizers.Adam(2.5e-3, 0.0, 0.99)
    generator = kg.networks.StyleGAN2Generator(shape, 512, 64, style_dim=512)
    judge = kg.networks.StyleGAN2Discriminator(shape, 64)
    gan = kg.GAN(generator, judge, seed=0)
    gan.compile(adam(), adam(), penalties=[kg.penalties.r1(1.0, every=16)])
    return gan, 8


GANS = {
    "dcgan_fashion_mnist": lambda: of_zoo("dcgan_fashion_mnist"),
    "stylegan2_avatars": lambda: of_zoo("stylegan2_avatars"),
    "StyleGAN2, 256 x 256": large,
}


def facts_of(gan, batch_size):
    """What a step of one GPU does."""
    images = tf.TensorSpec((batch_size, *gan.image_shape))
    step = tf.function(gan.train_step, autograph=False)
    step = step.get_concrete_function(images)
    options = profiler.ProfileOptionBuilder.float_operation()
    found = profiler.profile(step.graph, options={**options, "output": "none"})
    k, count = gan.discriminator_steps, lambda network: network.count_params()
    moved = k * count(gan.discriminator) + count(gan.generator)
    return {
        "generator": count(gan.generator),
        "discriminator": count(gan.discriminator),
        "batch_size": batch_size,
        "operations": found.total_float_ops,
        "bytes": 4 * moved,
        "sums": k + 1 + 2 * len(gan.metrics) + 3,
    }


def ring_seconds(facts, count, link):
    """The time of all sums of a step over a ring of some places."""
    if count == 1:
        return 0.0
    passed = 2 * (count - 1) / count * facts["bytes"]
    return passed / link["bytes_per_second"] + facts["sums"] * link["latency_seconds"]


def estimate(facts, replicas, machines):
    """Seconds of a step, and what part of N times the speed of one is left."""
    alone = facts["operations"] / GPU_FLOPS
    talk = ring_seconds(facts, replicas, INSIDE)
    talk += ring_seconds(facts, machines, BETWEEN)
    return {"alone": alone, "talk": talk, "efficiency": alone / (alone + talk)}


def main():
    result = {}
    for name, make in GANS.items():
        facts = facts_of(*make())
        print(
            f"{name}: generator {facts['generator']:,}, discriminator "
            f"{facts['discriminator']:,} parameters; a step of {facts['batch_size']} "
            f"images: {facts['operations'] / 1e9:,.1f} GFLOP, gradients of "
            f"{facts['bytes'] / 1e6:.1f} MB, {facts['sums']} sums"
        )
        result[name] = {**facts, "places": {}}
        for place, sizes in PLACES.items():
            found = result[name]["places"][place] = estimate(facts, *sizes)
            print(
                f"  {place}: {1e3 * found['alone']:.2f} ms of work, "
                f"{1e3 * found['talk']:.2f} ms of sums, {found['efficiency']:.0%} of "
                f"{sizes[0] * sizes[1]} times the speed of one"
            )
    path = pathlib.Path(__file__).with_suffix(".json")
    path.write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    sys.exit(main())
