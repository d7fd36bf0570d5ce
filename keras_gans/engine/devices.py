"""Where a training runs: one device, several of a machine, or several machines."""

import contextlib

import tensorflow as tf

from keras_gans.engine import workers
from keras_gans.utils import cluster


def strategy_of(devices=None):
    """The strategy for devices that a user asks for.

    It must be made before TensorFlow does anything else, if there are several workers.

    Args:
        devices: "all", or int: so many GPUs of this machine, or CPUs where it has none.
            None: the one that TensorFlow takes. Where TF_CONFIG names several workers,
            each trains on all of its own.

    Returns:
        A `tf.distribute.Strategy`, or None for one device.

    Raises:
        ValueError: more devices than there are, or a number of them for workers.
    """
    if cluster.workers() > 1:
        if devices not in (None, "all"):
            raise ValueError(
                "Each worker that TF_CONFIG names trains on all devices of its "
                f"machine. Received: devices={devices}. Leave it out, and say by "
                "CUDA_VISIBLE_DEVICES which GPUs there are."
            )
        return tf.distribute.MultiWorkerMirroredStrategy()
    names = [device.name for device in found()]
    count = {"all": len(names), None: 1}.get(devices, devices)
    if count > len(names):
        raise ValueError(
            f"This machine has {len(names)} of the devices that TensorFlow would train "
            f"on: {', '.join(names)}. Received: devices={devices}. Ask for fewer, or "
            'for "all".'
        )
    return tf.distribute.MirroredStrategy(names[:count]) if count > 1 else None


def found():
    """The GPUs of this machine; its CPUs if it has none."""
    gpus = tf.config.list_logical_devices("GPU")
    return gpus or tf.config.list_logical_devices("CPU")


def scope(strategy):
    """The scope of a strategy; of None, nothing."""
    return strategy.scope() if strategy else contextlib.nullcontext()


def is_chief(strategy):
    """Whether this process writes what becomes of a training."""
    return strategy is None or workers.is_chief(strategy)
