"""Whether a step's numbers are numbers: a step with one that is not leaves no trace."""

import contextlib
import threading

import keras
import numpy as np
import tensorflow as tf
from keras import ops

from keras_gans.engine import replicas
from keras_gans.engine.optimizer_pair import survives_overflow
from keras_gans.engine.spoilt import Spoilt, refuse
from keras_gans.engine.stateful import copies, put_back

SLOTS = 64  # numbers that a step may show


class Guard:
    """Looks at the numbers of a step, in the graph, before anything of it is kept.

    It sees the images, the fakes, the scores, every loss and penalty, and the lengths
    of both gradients and of all weights after the update. If one of them is not finite,
    all variables stay as they were before the step: networks, average, optimizers, the
    objects of the game, running means. An overflow in float16 that the loss scaling
    deals with is none of its business.

    Attributes:
        halted: int64 variable, 1 from a bad step on until it was told of, if nothing
            may move until then; such steps do not count.
        epoch: int, the epoch of `fit`, the first is 1; for the message.
        checkpoint: path of the last good file, or None; for the message.
    """

    def __init__(self):
        self._local = threading.local()  # replicas are traced in turn, by threads
        self._names, self._calls, self._known = [], 0, 0
        self._numbers = variable("numbers", "float32", (SLOTS,))
        self._at, self._count = variable("at"), variable("count")
        self._in_row = variable("in_row")
        self._halts, self.halted = variable("halts"), variable("halted")
        self.found, self.every = refuse, 1
        self.checkpoint = self.epoch = None

    # === In the step ===

    @contextlib.contextmanager
    def step(self, gan, parts):
        """Within it a step is played; after it all of it is kept, or nothing.

        Args:
            gan: a compiled `GAN`.
            parts: list of `Batch`, what the step is played on.
        """
        changing = state_of(gan)
        before = copies(changing)
        self._local.seen = {}
        try:
            self._look_at_batch([batch.real for batch in parts])
            yield
            self._look_at_weights(gan)
            applied = self._judge(self._local.seen, gan.step)
        finally:
            self._local.seen = None
        put_back(changing, before, unless=applied)

    def look(self, **numbers):
        """Takes note of scalars, or of lists of tensors; blind outside of a step."""
        seen = getattr(self._local, "seen", None)
        if seen is None:
            return
        for name, number in numbers.items():
            number = length(number) if isinstance(number, (list, tuple)) else number
            seen[name] = seen.get(name, 0.0) + ops.cast(number, "float32")

    def look_at_update(self, optimizer, loss, gradients):
        """Takes note of a player's loss and gradient; the optimizer has its name."""
        name, slope = optimizer.name, length(gradients)
        slope = ops.where(survives_overflow(optimizer), 0.0, slope)
        self.look(**{f"{name}_loss": loss, f"{name}_gradient": slope})

    def _look_at_batch(self, images):
        enough = ops.shape(images[0])[0] > 0
        self.look(batch=ops.where(enough, 0.0, float("inf")), images=images)

    def _look_at_weights(self, gan):
        weights = {"ema_generator": gan.ema_generator.weights}
        for player in "discriminator", "generator":
            still = getattr(gan, player).non_trainable_weights
            weights[player] = [*gan.moved_of(player), *still]
        for player, several in weights.items():
            floats = [weight for weight in several if "float" in weight.dtype]
            self.look(**{f"{player}_weights": floats})

    def _judge(self, seen, step):
        """Whether to keep the step; writes down what was wrong with it."""
        self._names = list(seen)
        [numbers] = replicas.total([ops.stack(list(seen.values()))])
        numbers = ops.pad(numbers, [[0, SLOTS - len(seen)]])
        going = self.halted == 0
        sound = ops.all(ops.isfinite(numbers))
        spoilt = ops.logical_and(going, ops.logical_not(sound))
        self._numbers.assign(ops.where(spoilt, numbers, self._numbers))
        self._at.assign(ops.where(spoilt, step, self._at))
        self._count.assign_add(ops.cast(spoilt, "int64"))
        self._in_row.assign(ops.where(sound, 0, self._in_row + 1))
        halts = ops.cast(spoilt, "int64") * self._halts
        self.halted.assign(ops.maximum(self.halted, halts))
        return ops.logical_and(going, sound)

    # === Around it ===

    def watch(self, found=refuse, every=1, halts=True):
        """Starts to watch a training.

        Args:
            found: function of a `Spoilt`, called outside of the graph. By default what
                is found is refused.
            every: int, how often `look_back` asks the device, in executions.
            halts: bool, whether nothing moves after a bad step until it was told of.
        """
        self.found, self.every = found, every
        self._halts.assign(int(halts))
        self.halted.assign(0)

    @property
    def count(self):
        """int, the steps that were not applied since the game was compiled."""
        return int(self._count.numpy())

    def snapshot(self, gan):
        """All that a step may change, as arrays, and the step at which that was."""
        return int(gan.step.numpy()), [variable.numpy() for variable in state_of(gan)]

    def restore(self, gan, snapshot):
        """Takes a GAN back to a snapshot, but for its step, which goes on."""
        step, arrays = snapshot
        for variable, array in zip(state_of(gan), arrays):
            variable.assign(array)
        gan.lead.assign_add(step - int(gan.step.numpy()))

    @contextlib.contextmanager
    def training(self):
        """Within it `fit` goes on; before and after it all that is found is refused."""
        self.watch()
        try:
            yield
            self.look_back()
        finally:
            self.watch()

    def watching(self, function):
        """A train function that looks back after each of its executions."""

        def run(iterator):
            logs = function(iterator)
            self._calls += 1
            if self._calls % self.every == 0:
                self.look_back()
            return logs

        return run

    def look_back(self):
        """Says what was found since it was last asked."""
        count = self.count
        if count == self._known:
            return
        self._known = count
        numbers = dict(zip(self._names, self._numbers.numpy()))
        bad = {k: float(v) for k, v in numbers.items() if not np.isfinite(v)}
        step, in_row = int(self._at.numpy()) + 1, int(self._in_row.numpy())
        self.halted.assign(0)  # whoever catches the error can go on
        self.found(Spoilt(step, self.epoch, bad, count, in_row, self.checkpoint))


def variable(name, dtype="int64", shape=()):
    """One that is no weight of the model: it is neither saved nor counted."""
    return keras.Variable(
        "zeros", shape, dtype, trainable=False, aggregation="none", name=name
    )


def state_of(gan):
    """All that a step of a compiled GAN may change, but for its step counter."""
    means = [v for mean in gan.metrics for v in mean.variables]
    several = [*gan.variables, *gan.optimizer.variables, *means]
    unique = {id(v): v for v in several if v is not gan.step}
    return list(unique.values())


def length(tensors):
    """The squared length of tensors as one vector, halved, float32.

    Some may be None. That a number is finite whose square is not does not count: an
    optimizer that squares gradients would be spoilt by it.
    """
    parts = []
    for tensor in tensors:
        if tensor is not None:
            rows = tensor.values if isinstance(tensor, tf.IndexedSlices) else tensor
            parts.append(tf.nn.l2_loss(ops.cast(rows, "float32")))
    return sum(parts, 0.0)
