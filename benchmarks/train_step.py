"""Images per second of one DCGAN, trained in three ways on the same machine.

    python benchmarks/train_step.py              ours and the keras.io way
    pip install ".[bench]" first                 PyTorch too, plain and channels_last

The same networks (28 x 28 x 1, batch 128, widths 64-128-256, float32, batch
normalisation, Adam 2e-4), the same loss, no average of weights in any of them. Each has
a process of its own; they train in turn, a few seconds each, so that a machine whose
speed drifts is as fast for one as for the other. The ratios are those of one round, and
their median is quoted. Writes `benchmarks/train_step.json`.
"""

import argparse
import importlib.util
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import time

BATCH, WIDTH, LATENT = 128, 64, 100
SKIPPED = 5  # steps before the clock starts


def ours():
    """keras_gans through `fit`."""
    import keras
    import numpy as np

    import keras_gans as kg

    gan = kg.GAN(
        kg.networks.DCGANGenerator((28, 28, 1), LATENT, WIDTH),
        kg.networks.DCGANDiscriminator((28, 28, 1), WIDTH),
        seed=0,
    )
    gan.compile(
        keras.optimizers.Adam(2e-4, beta_1=0.5),
        keras.optimizers.Adam(2e-4, beta_1=0.5),
        ema=None,
    )
    images = np.random.default_rng(0).uniform(-1, 1, (4096, 28, 28, 1))
    dataset = kg.data.from_arrays(images.astype("float32"), batch_size=BATCH)
    dataset = dataset.repeat()
    return lambda steps: gan.fit(dataset, steps_per_epoch=steps, verbose=0)


def keras_io():
    """As the keras.io DCGAN example: Keras layers, two generator passes, tf.data."""
    return keras_io_game(shuffled)


def keras_io_step():
    """The same on our batches: the step alone, without what its tf.data costs.

    With tf.data's autotune on, as it is by default, each `fit` and each epoch waits at
    its end for a sleeping thread.
    """
    import keras_gans as kg

    return keras_io_game(kg.data.from_arrays)


def shuffled(images, batch_size):
    import tensorflow as tf

    dataset = tf.data.Dataset.from_tensor_slices(images).shuffle(len(images))
    return dataset.batch(batch_size, drop_remainder=True)


def keras_io_game(batches):
    import keras
    import numpy as np
    import tensorflow as tf

    model = keras_io_model(keras, tf)
    images = np.random.default_rng(0).uniform(-1, 1, (4096, 28, 28, 1))
    dataset = batches(images.astype("float32"), batch_size=BATCH).repeat()
    return lambda steps: model.fit(
        dataset, steps_per_epoch=steps, verbose=0, shuffle=False
    )


def keras_io_model(keras, tf):
    """Real and fake in one batch for D; fresh fakes, by a second pass, for G."""
    from keras import layers

    def up(filters):
        convolution = layers.Conv2DTranspose(
            filters, 4, strides=2, padding="same", use_bias=False
        )
        return [convolution, layers.BatchNormalization(), layers.ReLU()]

    def down(filters, norm=True):
        convolution = layers.Conv2D(
            filters, 4, strides=2, padding="same", use_bias=not norm
        )
        norms = [layers.BatchNormalization()] if norm else []
        return [convolution, *norms, layers.LeakyReLU(0.2)]

    start = 7 * 7 * 4 * WIDTH
    generator = keras.Sequential(
        [
            keras.Input((LATENT,)),
            layers.Dense(start, use_bias=False),
            layers.Reshape((7, 7, 4 * WIDTH)),
            layers.BatchNormalization(),
            layers.ReLU(),
            *up(2 * WIDTH),
            *up(WIDTH),
            layers.Conv2D(1, 5, padding="same", activation="tanh"),
        ]
    )
    discriminator = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            *down(WIDTH, norm=False),
            *down(2 * WIDTH),
            *down(4 * WIDTH),
            layers.Flatten(),
            layers.Dense(1),
        ]
    )
    cross_entropy = keras.losses.BinaryCrossentropy(from_logits=True)

    class Example(keras.Model):
        def __init__(self):
            super().__init__()
            self.d_optimizer = keras.optimizers.Adam(2e-4, beta_1=0.5)
            self.g_optimizer = keras.optimizers.Adam(2e-4, beta_1=0.5)
            self.d_mean = keras.metrics.Mean(name="d_loss")
            self.g_mean = keras.metrics.Mean(name="g_loss")

        @property
        def metrics(self):
            return [self.d_mean, self.g_mean]

        def train_step(self, real):
            count = tf.shape(real)[0]
            fake = generator(tf.random.normal((count, LATENT)), training=True)
            images = tf.concat([fake, real], axis=0)
            labels = tf.concat([tf.zeros((count, 1)), tf.ones((count, 1))], axis=0)
            with tf.GradientTape() as tape:
                d_loss = cross_entropy(labels, discriminator(images, training=True))
            weights = discriminator.trainable_weights
            self.d_optimizer.apply(tape.gradient(d_loss, weights), weights)
            z = tf.random.normal((count, LATENT))
            with tf.GradientTape() as tape:
                scores = discriminator(generator(z, training=True), training=True)
                g_loss = cross_entropy(tf.ones((count, 1)), scores)
            weights = generator.trainable_weights
            self.g_optimizer.apply(tape.gradient(g_loss, weights), weights)
            self.d_mean.update_state(d_loss)
            self.g_mean.update_state(g_loss)
            return {"d_loss": self.d_mean.result(), "g_loss": self.g_mean.result()}

    model = Example()
    model.compile()
    return model


def torch_plain():
    """PyTorch, eager, NCHW."""
    return torch_game(channels_last=False)


def torch_channels_last():
    """PyTorch, eager, channels_last."""
    return torch_game(channels_last=True)


def torch_game(channels_last):
    import torch
    from torch import nn
    from torch.nn.functional import softplus

    def up(before, after):
        convolution = nn.ConvTranspose2d(before, after, 4, 2, 1, bias=False)
        return [convolution, nn.BatchNorm2d(after), nn.ReLU(True)]

    def down(before, after, padding=1, norm=True):
        convolution = nn.Conv2d(before, after, 4, 2, padding, bias=not norm)
        norms = [nn.BatchNorm2d(after)] if norm else []
        return [convolution, *norms, nn.LeakyReLU(0.2, True)]

    generator = nn.Sequential(
        nn.Linear(LATENT, 7 * 7 * 4 * WIDTH, bias=False),
        nn.Unflatten(1, (4 * WIDTH, 7, 7)),
        nn.BatchNorm2d(4 * WIDTH),
        nn.ReLU(True),
        *up(4 * WIDTH, 2 * WIDTH),
        *up(2 * WIDTH, WIDTH),
        nn.Conv2d(WIDTH, 1, 5, padding=2),
        nn.Tanh(),
    )
    discriminator = nn.Sequential(
        *down(1, WIDTH, norm=False),
        *down(WIDTH, 2 * WIDTH),
        nn.ZeroPad2d((0, 1, 0, 1)),  # 7 -> 4, as `padding="same"` does
        *down(2 * WIDTH, 4 * WIDTH),
        nn.Flatten(),
        nn.Linear(4 * 4 * 4 * WIDTH, 1),
    )
    layout = torch.channels_last if channels_last else torch.contiguous_format
    generator, discriminator = (
        network.to(memory_format=layout) for network in (generator, discriminator)
    )
    adam = [
        torch.optim.Adam(network.parameters(), 2e-4, betas=(0.5, 0.999))
        for network in (discriminator, generator)
    ]
    images = torch.rand(4096, 1, 28, 28) * 2 - 1

    def step():
        index = torch.randint(0, 4096, (BATCH,))
        real = images[index].to(memory_format=layout)
        fake = generator(torch.randn(BATCH, LATENT))
        scores = discriminator(real), discriminator(fake.detach())
        adam[0].zero_grad()
        (softplus(-scores[0]).mean() + softplus(scores[1]).mean()).backward()
        adam[0].step()
        adam[1].zero_grad()
        softplus(-discriminator(fake)).mean().backward()
        adam[1].step()

    return lambda steps: [step() for _ in range(steps)]


CONTESTANTS = {
    function.__name__: function
    for function in (ours, keras_io, keras_io_step, torch_plain, torch_channels_last)
}


def serve(name):
    """A contestant's process: trains as many steps as each line of its input says."""
    train = CONTESTANTS[name]()
    train(SKIPPED)
    print("ready", flush=True)
    for line in sys.stdin:
        began = time.perf_counter()
        train(int(line))
        print(int(line) * BATCH / (time.perf_counter() - began), flush=True)


def start(name):
    """A contestant, warmed up and waiting."""
    command = [sys.executable, __file__, "--contestant", name]
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}
    pipes = dict(stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    process = subprocess.Popen(command, env=environment, **pipes)
    if process.stdout.readline().strip() != "ready":
        sys.exit(f"{name} did not start")
    return process


def measure(process, steps):
    """Images per second of one contestant over a few steps."""
    process.stdin.write(f"{steps}\n")
    process.stdin.flush()
    return float(process.stdout.readline())


def compare(rounds, steps):
    """{contestant: images per second by round}, the contestants in turn."""
    names = list(CONTESTANTS)
    if importlib.util.find_spec("torch") is None:
        names = [name for name in names if not name.startswith("torch")]
    processes = {name: start(name) for name in names}
    speeds = {name: [] for name in names}
    for i in range(rounds):
        for name, process in processes.items():
            speeds[name].append(measure(process, steps))
        row = "  ".join(f"{name} {speeds[name][-1]:.0f}" for name in names)
        print(f"round {i + 1:2}, images/s:  {row}", flush=True)
    for process in processes.values():
        process.stdin.close()
        process.wait()
    return speeds


def report(speeds):
    """A table of medians, and of the medians of the ratios within each round."""
    rows = {}
    print(f"\n{'':20} {'images/s':>9} {'ours is faster by':>19}")
    for name, values in speeds.items():
        ratios = [a / b for a, b in zip(speeds["ours"], values, strict=True)]
        row = {"images_per_second": values, "ours_over_this": ratios}
        rows[name] = {**row, "median_ratio": statistics.median(ratios)}
        median, ratio = statistics.median(values), rows[name]["median_ratio"]
        print(f"{name:20} {median:9.0f} {ratio:18.2f}x")
    return rows


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--contestant", choices=CONTESTANTS)
    arguments.add_argument("--steps", type=int, default=10)
    arguments.add_argument("--rounds", type=int, default=15)
    options = arguments.parse_args()
    if options.contestant:
        return serve(options.contestant)
    rows = report(compare(options.rounds, options.steps))
    machine = {"cores": os.cpu_count(), "machine": platform.machine()}
    result = {"batch": BATCH, "width": WIDTH, **machine, "contestants": rows}
    path = pathlib.Path(__file__).with_suffix(".json")
    path.write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()
