"""Several processes that train one GAN: `tf.distribute.MultiWorkerMirroredStrategy`.

Keras 3 calls the strategy unsupported. Its own `fit` runs under it all the same, once
three things are seen to, which is what is done here: a log has an axis to be averaged
along; what callbacks decide is decided by one worker, the chief, and told to the
others before anybody waits for them; and a worker that is lost is said to be lost.

Every function here does nothing where one process trains alone.
"""

import contextlib
import re

import numpy as np
import tensorflow as tf
from keras import ops

from keras_gans.utils.cluster import JOBS

LOST = (
    tf.errors.AbortedError,
    tf.errors.CancelledError,
    tf.errors.DeadlineExceededError,
    tf.errors.FailedPreconditionError,
    tf.errors.InternalError,
    tf.errors.UnavailableError,
    tf.errors.UnknownError,
)


# === Who is there ===


def count(strategy):
    """How many processes train under a strategy: 1, if it is of one machine."""
    resolver = strategy.cluster_resolver
    if resolver is None or not resolver.task_type:
        return 1
    jobs = resolver.cluster_spec().as_dict()
    return sum(len(jobs.get(job, ())) for job in JOBS) or 1


def is_chief(strategy):
    """Whether this process writes: the chief, or else the first worker."""
    if count(strategy) == 1:
        return True
    resolver = strategy.cluster_resolver
    first = "chief" if "chief" in resolver.cluster_spec().jobs else "worker"
    return (resolver.task_type, resolver.task_id) == (first, 0)


def several(gan):
    """Whether a model is trained by several processes."""
    return count(home(gan)) > 1


def writes(gan):
    """Whether this process writes what becomes of a model."""
    return is_chief(home(gan))


def home(gan):
    """The strategy under which a model was built."""
    return getattr(gan, "_distribute_strategy", None) or tf.distribute.get_strategy()


# === In a step ===


def in_rows(logs):
    """The logs of a replica as Keras averages them over workers: along an axis."""
    if count(tf.distribute.get_strategy()) == 1:
        return logs
    return {name: ops.expand_dims(value, 0) for name, value in logs.items()}


# === Between steps: all workers call these, in the same order ===


def from_chief(gan, value):
    """A number or a list of numbers as the chief has it."""
    if not several(gan):
        return value
    return sum_over(gan, np.asarray(value) if writes(gan) else np.zeros_like(value))


def from_any(gan, flag):
    """Whether any worker says so."""
    return bool(sum_over(gan, int(flag))) if several(gan) else flag


def sum_over(gan, value):
    """The sum of what each worker has, an array."""
    return home(gan).reduce("SUM", tf.convert_to_tensor(value), axis=None).numpy()


def share(gan, variables):
    """Gives all workers the chief's values of variables, whatever it did to them."""
    kinds = {}
    for variable in variables:
        kinds.setdefault(exact(variable.dtype), []).append(parts(gan, variable))
    for kind, several_parts in kinds.items():
        flat = [tf.reshape(tf.cast(mine[0], kind), [-1]) for mine in several_parts]
        told = tf.convert_to_tensor(from_chief(gan, tf.concat(flat, 0).numpy()))
        values = tf.split(told, [part.shape[0] for part in flat])
        for mine, value in zip(several_parts, values):
            for part in mine:
                part.assign(tf.reshape(tf.cast(value, part.dtype), part.shape))


def exact(dtype):
    """A type in which workers can add, and that holds all values of another."""
    if dtype == "float64":
        return dtype
    return "float32" if "float" in dtype else "int64"


def parts(gan, variable):
    """What this process holds of a variable: a `tf.Variable` for each of its devices.

    To read a mean of a metric in any other way asks all workers for theirs.
    """
    return home(gan).experimental_local_results(variable.value)


def put(gan, variables, values):
    """Gives the running means of a model the values that all replicas had together."""
    for variable, value in zip(variables, values):
        if not several(gan):
            variable.assign(value)
            continue
        for part in parts(gan, variable):
            part.assign(tf.cast(value / home(gan).num_replicas_in_sync, part.dtype))


# === Around `fit` ===


def check(gan, method):
    """Refuses what would wait for other workers for ever."""
    if not several(gan):
        return
    if tf.distribute.has_strategy():
        raise ValueError(
            f"With several workers `{method}` is called outside of the strategy's "
            "scope, or each variable that a callback makes would wait for the other "
            f"workers. Received: gan.{method}(...) within `with strategy.scope():`. "
            "Take it out of the block; networks, GAN and `compile` stay in it."
        )
    if getattr(gan, "_alone", False):
        raise ValueError(
            f"All workers call `{method}` together. Received: a call from a callback, "
            "which runs on the chief alone. Give the callback a class attribute "
            "`everywhere = True`, so that it runs on each worker."
        )


@contextlib.contextmanager
def alone(gan):
    """Within it a model does what it does on this process alone, without the others."""
    before, gan._alone = getattr(gan, "_alone", False), True
    try:
        yield
    finally:
        gan._alone = before


@contextlib.contextmanager
def losses_said(gan):
    """Says that a worker was lost, where TensorFlow says what it waited for.

    Raises:
        RuntimeError: with the last checkpoint, from which all go on.
    """
    try:
        yield
    except LOST as error:
        if not several(gan):
            raise
        resolver = home(gan).cluster_resolver
        saved = gan.guard.checkpoint
        kept = f" The last checkpoint is {saved}." if saved else ""
        raise RuntimeError(
            f"All {count(home(gan))} workers train together, and one was lost. "
            f"Received by {resolver.task_type} {resolver.task_id}: "
            f"{plain(error.message)}.{kept} Start all of them again "
            "with the same lines: with a `Checkpoint` training goes on from there."
        ) from None


def plain(message):
    """The first line of TensorFlow's word for an error, without the name of a node."""
    first = re.sub(r"\{\{.*?\}\}\s*", "", message.splitlines()[0])
    return first[:300].rstrip(" .:")
