"""What StyleGAN2's layers cost on this machine, by the ways that they can be computed.

    python benchmarks/modulation.py

Forward and backward of one layer, in turn with the others, the least of several rounds
in processor time, so that a busy machine changes little.

- modulation: one convolution of scaled activations, against a kernel for each example
  (a convolution each, a matrix product of patches, one grouped convolution).
- upsampling: a transposed convolution and a filter, against upsampling first, or one
  larger kernel.
- downsampling: a filter and a strided convolution, against one larger kernel.
- groups: R3GAN's 3 x 3 convolution with and without groups.
"""

import argparse
import time

import numpy as np
import tensorflow as tf

from keras_gans.layers import BlurBeforeStride2D, BlurUpSampling2D, ModulatedConv2D
from keras_gans.layers.blur import TAPS

ROUNDS = 7


def normal(*shape, scale=1.0):
    return tf.random.stateless_normal(shape, (0, len(shape))) * scale


# === Modulation ===


def kernels_of(styles, kernel):
    """Equations 1 and 3 of the paper: a kernel for each example."""
    kernels = kernel[None] * styles[:, None, None, :, None]
    squares = tf.reduce_sum(kernels**2, (1, 2, 3), keepdims=True)
    return kernels * tf.math.rsqrt(squares + 1e-8)


def scaled(x, styles, kernel):
    layer = ModulatedConv2D(kernel.shape[-1], use_bias=False)
    layer.kernel, layer.built = kernel * np.sqrt(np.prod(kernel.shape[:-1])), True
    return layer.call(x, styles)


def one_by_one(x, styles, kernel):
    kernels = kernels_of(styles, kernel)
    parts = zip(tf.split(x, x.shape[0]), tf.unstack(kernels))
    return tf.concat([tf.nn.conv2d(*part, 1, "SAME") for part in parts], 0)


def patches(x, styles, kernel):
    count, height, width, channels = x.shape
    cut = tf.image.extract_patches(x, [1, 3, 3, 1], [1] * 4, [1] * 4, "SAME")
    cut = tf.reshape(cut, (count, height * width, 9 * channels))
    kernels = tf.reshape(kernels_of(styles, kernel), (count, 9 * channels, -1))
    return tf.reshape(cut @ kernels, (count, height, width, -1))


def grouped(x, styles, kernel):
    count, height, width, channels = x.shape
    kernels = tf.transpose(kernels_of(styles, kernel), (1, 2, 3, 0, 4))
    kernels = tf.reshape(kernels, (3, 3, channels, -1))
    x = tf.reshape(tf.transpose(x, (1, 2, 0, 3)), (1, height, width, -1))
    x = tf.nn.conv2d(x, kernels, 1, "SAME")
    return tf.transpose(tf.reshape(x, (height, width, count, -1)), (2, 0, 1, 3))


# === Resampling ===


def square():
    taps = np.outer(TAPS, TAPS) / np.sum(TAPS) ** 2
    return tf.constant(taps[:, :, None, None], "float32")


def smeared(kernel):
    """A 3 x 3 kernel and the filter after it as one of 6 x 6."""
    _, _, before, after = kernel.shape
    planes = tf.reshape(tf.transpose(kernel, (2, 3, 0, 1)), (-1, 3, 3, 1))
    planes = tf.pad(planes, ((0, 0), (3, 3), (3, 3), (0, 0)))
    planes = tf.nn.conv2d(planes, square(), 1, "VALID")
    return tf.transpose(tf.reshape(planes, (before, after, 6, 6)), (2, 3, 0, 1))


def transposed_then_filter(x, kernel):
    layer = ModulatedConv2D(kernel.shape[-1], size=(2, 2))
    return layer.convolved(x, kernel)


def upsampled_first(x, kernel):
    return tf.nn.conv2d(BlurUpSampling2D(2)(x), kernel, 1, "SAME")


def one_transposed(x, kernel):
    count, height, width, _ = x.shape
    shape = (count, 2 * height, 2 * width, kernel.shape[-1])
    kernel = tf.transpose(4 * smeared(kernel)[::-1, ::-1], (0, 1, 3, 2))
    return tf.nn.conv2d_transpose(x, kernel, shape, 2, "SAME")


def filter_then_stride(x, kernel):
    return tf.nn.conv2d(BlurBeforeStride2D(2)(x), kernel, 2, "VALID")


def one_strided(x, kernel):
    return tf.nn.conv2d(x, smeared(kernel), 2, "SAME")


def in_groups(count):
    def convolution(x, kernel):
        return tf.nn.conv2d(x, kernel[:, :, : x.shape[-1] // count], 1, "SAME")

    return convolution


WAYS = {
    "modulation": dict(
        scaled=scaled, one_by_one=one_by_one, patches=patches, grouped=grouped
    ),
    "upsampling": dict(
        transposed_then_filter=transposed_then_filter,
        upsampled_first=upsampled_first,
        one_kernel=one_transposed,
    ),
    "downsampling": dict(filter_then_stride=filter_then_stride, one_kernel=one_strided),
    "groups": dict(no_groups=in_groups(1), groups_of_16=in_groups(4)),
}


def slopes_of(way):
    """A function to the gradients of a layer by all that it takes."""

    @tf.function
    def slopes(*given):
        with tf.GradientTape() as tape:
            tape.watch(given)
            cost = tf.reduce_sum(way(*given) ** 2)
        return tape.gradient(cost, given)

    return slopes


def seconds_of(functions, given):
    """The least processor time of each, taken in turn; None for what cannot run."""
    least = {}
    for name, function in functions.items():
        try:
            function(*given)
            least[name] = np.inf
        except (tf.errors.InvalidArgumentError, tf.errors.UnimplementedError):
            least[name] = None
    for _ in range(ROUNDS):
        for name in [name for name in least if least[name]]:
            start = time.process_time()
            [part.numpy() for part in functions[name](*given)]
            least[name] = min(least[name], time.process_time() - start)
    return least


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--batch-size", type=int, default=16)
    arguments.add_argument("--side", type=int, default=16)
    arguments.add_argument("--channels", type=int, default=64)
    options = arguments.parse_args()
    count, side, channels = options.batch_size, options.side, options.channels
    x = normal(count, side, side, channels)
    kernel = normal(3, 3, channels, channels, scale=1 / np.sqrt(9 * channels))
    print(f"{count} images of {side} x {side} x {channels}, milliseconds, ratio")
    for what, ways in WAYS.items():
        given = (x, 1 + normal(count, channels, scale=0.1), kernel)
        given = given if what == "modulation" else (x, kernel)
        functions = {name: slopes_of(way) for name, way in ways.items()}
        least = seconds_of(functions, given)
        first = next(iter(least.values()))
        for name, seconds in least.items():
            cell = "cannot be trained on this device"
            if seconds:
                cell = f"{1000 * seconds:9.1f} {seconds / first:6.2f}"
            print(f"{what:14} {name:24} {cell}", flush=True)


if __name__ == "__main__":
    main()
