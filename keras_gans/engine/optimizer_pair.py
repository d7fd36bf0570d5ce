"""Two optimizers as one, for the stock callbacks that look for `model.optimizer`."""

import collections
import contextlib

import keras
import tensorflow as tf

from keras_gans.engine import replicas

INSIDE = collections.Counter()  # replicas within `plain_assignments`, traced in turn


class OptimizerPair:
    """What Keras callbacks may ask of a GAN's optimizer; it holds no weights.

    `LearningRateScheduler` and `ReduceLROnPlateau` move each optimizer of the pair by
    its own learning rate, and log both: `learning_rate_generator` and
    `learning_rate_discriminator`.

    Args:
        generator: the generator's optimizer, built.
        discriminator: the discriminator's optimizer, built.
    """

    def __init__(self, generator, discriminator):
        self.optimizers = [generator, discriminator]

    @property
    def iterations(self):
        """The number of updates of the discriminator."""
        return self.optimizers[0].iterations

    @property
    def learning_rate(self):
        """The generator's; set the learning rate of each optimizer on itself."""
        return self.optimizers[0].learning_rate

    @property
    def variables(self):
        """Those of both optimizers."""
        return [v for optimizer in self.optimizers for v in optimizer.variables]

    @property
    def built(self):
        """Whether both optimizers have their variables."""
        return all(optimizer.built for optimizer in self.optimizers)

    def build(self, variables):
        """Nothing to do: both were built by `GAN.compile`, each for its own network."""

    def get_config(self):
        """The settings of both, for callbacks that write down how a run was made."""
        configs = [unwrapped(optimizer).get_config() for optimizer in self.optimizers]
        roles = zip(("generator", "discriminator"), configs)
        return {f"{role}_{key}": v for role, c in roles for key, v in c.items()}


def get_pair(generator_optimizer, discriminator_optimizer, last=None):
    """The optimizers of both players, found by name.

    Args:
        last: the `OptimizerPair` of the last game, or None.

    Raises:
        ValueError: something else than an optimizer, one for both players, or one that
            has trained something else.
    """
    given = {"generator": generator_optimizer, "discriminator": discriminator_optimizer}
    pair = {role: keras.optimizers.get(each) for role, each in given.items()}
    for role, optimizer in pair.items():
        if not isinstance(optimizer, keras.optimizers.Optimizer):
            raise ValueError(
                "Each player needs a Keras optimizer. "
                f"Received: {role}_optimizer={optimizer!r}"
            )
    if pair["generator"] is pair["discriminator"]:
        raise ValueError(
            "Each player needs its own optimizer: the moments of one are wrong for the "
            "other. Received: the same object twice. Make two, for example "
            "`generator_optimizer=Adam(2e-4), discriminator_optimizer=Adam(2e-4)`."
        )
    for (role, optimizer), own in zip(pair.items(), lasting(last)):
        check_unused(optimizer, role, own)
    return tuple(pair.values())


def lasting(pair):
    """The optimizers of an `OptimizerPair`; of None, two times None."""
    return pair.optimizers if pair else (None, None)


def prepare_pair(generator_optimizer, discriminator_optimizer, gan, game, last=None):
    """An `OptimizerPair` ready to train both networks of a GAN.

    Args:
        generator_optimizer, discriminator_optimizer: what `get_pair` returned.
        gan: a `GAN`.
        game: the settings of the game to come.
        last: the `OptimizerPair` of its last game, or None.
    """
    first, second = lasting(last)
    return OptimizerPair(
        prepare(generator_optimizer, gan, game, "generator", first),
        prepare(discriminator_optimizer, gan, game, "discriminator", second),
    )


def prepare(optimizer, gan, game, role, last=None):
    """An optimizer ready to train one network: scaled, built.

    Args:
        optimizer: a Keras optimizer.
        gan: the `GAN`, whose player it moves.
        game: the settings of its game.
        role: "generator" or "discriminator", the optimizer's name from now on.
        last: the optimizer of the last game. Passed again it goes on as it is.
    """
    if is_again(optimizer, last):
        return last
    optimizer.name = role
    scaled = isinstance(optimizer, keras.optimizers.LossScaleOptimizer)
    if not scaled and computes_in_float16(getattr(gan, role)):
        optimizer = keras.optimizers.LossScaleOptimizer(optimizer, name=role)
    optimizer.build(gan.moved_of(role, game))
    return optimizer


def is_again(optimizer, last):
    return last is not None and unwrapped(optimizer) is unwrapped(last)


def check_unused(optimizer, role, last):
    """Refuses moments and counts of other weights; one's own go on."""
    if optimizer.built and not is_again(optimizer, last):
        kind = type(optimizer).__name__
        raise ValueError(
            "Each network needs an optimizer of its own, which has trained nothing "
            f"else. Received: {role}_optimizer={kind}, which is built for other "
            f"weights. Make a new one: `{kind}.from_config(old.get_config())`."
        )


def computes_in_float16(network):
    """Whether a network computes in float16 at any depth."""
    if network.compute_dtype == "float16":
        return True
    return any(map(computes_in_float16, getattr(network, "layers", [])))


def unwrapped(optimizer):
    """The optimizer that the user gave, without the loss scaling added around it."""
    return getattr(optimizer, "inner_optimizer", optimizer)


def survives_overflow(optimizer):
    """Whether a gradient that is not finite is what this optimizer expects.

    A loss scaling skips such a step and halves its scale. At a scale of 1 or less the
    overflow is none of its making.
    """
    if isinstance(optimizer, keras.optimizers.LossScaleOptimizer):
        return optimizer.dynamic_scale > 1.0
    return False


def check_foreseeable(optimizer):
    """Refuses what an unrolled game could not look ahead of."""
    waits = {
        "gradient_accumulation_steps": "moves in some of the steps only",
        "ema_overwrite_frequency": "jumps to an average in some of the steps",
    }
    for name, what in waits.items():
        if getattr(optimizer, name, None):
            raise ValueError(
                "`unrolled_steps` foresees each of the discriminator's steps, and an "
                f"optimizer with `{name}` {what}. Received: {name}="
                f"{getattr(optimizer, name)}. Leave it out, or `unrolled_steps=0`."
            )
    if type(optimizer).update_step is keras.optimizers.Optimizer.update_step:
        raise ValueError(
            "`unrolled_steps` foresees optimizers by their `update_step`. Received: "
            f"{type(optimizer).__name__}, which has none. Use one optimizer for the "
            "whole discriminator, or `unrolled_steps=0`."
        )


def foresee(optimizer, variables, gradients):
    """One update as it will come, differentiable, within a `keras.StatelessScope`.

    It is `optimizer.apply` in its order, which Keras has as `stateless_apply` on other
    backends only: clipping, weight decay, the update, constraints of layers.

    Args:
        optimizer: a built Keras optimizer.
        variables: the variables that it was built for; the scope holds their values.
        gradients: list of tensors, by those values; None where there is none.
    """
    moved = [(v, g) for v, g in zip(variables, gradients) if g is not None]
    variables = [variable for variable, _ in moved]
    gradients = [tf.convert_to_tensor(gradient) for _, gradient in moved]
    gradients = replicas.total(optimizer._clip_gradients(gradients))
    rate = optimizer.learning_rate
    with plain_assignments(optimizer, variables):
        decay(optimizer, variables, rate)
        optimizer._backend_update_step([], [], rate)  # done once: Nadam's product
        for gradient, variable in zip(gradients, variables):
            optimizer.update_step(kept_finite(gradient), variable, rate)
    for variable in variables:
        if variable.constraint is not None:
            variable.assign(variable.constraint(variable))
    optimizer.iterations.assign_add(1)


def decay(optimizer, variables, rate):
    """variable -= rate * weight_decay * variable, where the optimizer does so"""
    if optimizer.weight_decay is None:
        return
    for variable in filter(optimizer._use_weight_decay, variables):
        variable.assign(variable * (1 - rate * optimizer.weight_decay))


@tf.custom_gradient
def kept_finite(x):
    """x. Backwards it stops what is not finite: Adam's root of 0 has no derivative."""

    def backward(upstream):
        return tf.where(tf.math.is_finite(upstream), upstream, 0.0)

    return tf.identity(x), backward


@contextlib.contextmanager
def plain_assignments(optimizer, variables):
    """Lets an optimizer assign to Keras variables, as a `StatelessScope` wants it.

    On TensorFlow it assigns to the `tf.Variable` inside them instead, and knows them
    by it. Several replicas may be within at once: where one waits for the others, the
    next one is traced.
    """
    plain = {
        "assign": lambda variable, value: variable.assign(value),
        "assign_add": lambda variable, value: variable.assign(variable + value),
        "assign_sub": lambda variable, value: variable.assign(variable - value),
        # `_value` is the variable itself, also in a scope that has another value.
        "_var_key": lambda variable, key=optimizer._var_key: key(variable._value),
    }
    key = id(optimizer)
    if not INSIDE[key]:
        for name, method in plain.items():
            object.__setattr__(optimizer, name, method)
    INSIDE[key] += 1
    try:
        yield
    finally:
        INSIDE[key] -= 1
        if not INSIDE[key]:
            del INSIDE[key]
            for name in plain:
                object.__delattr__(optimizer, name)
