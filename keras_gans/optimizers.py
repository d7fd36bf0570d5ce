"""Two optimizers as one, for the stock callbacks that look for `model.optimizer`."""

import contextlib

import keras


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
        return self.optimizers[0].iterations

    @property
    def learning_rate(self):
        """The generator's; set the learning rate of each optimizer on itself."""
        return self.optimizers[0].learning_rate

    @property
    def variables(self):
        return [v for optimizer in self.optimizers for v in optimizer.variables]

    @property
    def built(self):
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


def prepare_pair(generator_optimizer, discriminator_optimizer, gan, last=None):
    """An `OptimizerPair` ready to train both networks of a GAN.

    Args:
        generator_optimizer, discriminator_optimizer: what `get_pair` returned.
        gan: a `GAN`.
        last: the `OptimizerPair` of its last game, or None.
    """
    first, second = lasting(last)
    return OptimizerPair(
        prepare(generator_optimizer, gan.generator, "generator", first),
        prepare(discriminator_optimizer, gan.discriminator, "discriminator", second),
    )


def prepare(optimizer, network, role, last=None):
    """An optimizer ready to train one network: scaled, built.

    Args:
        optimizer: a Keras optimizer.
        network: the model whose trainable variables it moves.
        role: "generator" or "discriminator", the optimizer's name from now on.
        last: the optimizer of the last game. Passed again it goes on as it is.

    """
    if is_again(optimizer, last):
        return last
    optimizer.name = role
    scaled = isinstance(optimizer, keras.optimizers.LossScaleOptimizer)
    if not scaled and computes_in_float16(network):
        optimizer = keras.optimizers.LossScaleOptimizer(optimizer, name=role)
    optimizer.build(network.trainable_variables)
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


def foreseen(optimizer, variables, values, gradients, state):
    """One update as a differentiable function, by the optimizer's own `update_step`.

    Keras has `stateless_apply` on other backends only. Gradient clipping and weight
    decay, which stand outside of `update_step`, are not foreseen.

    Args:
        optimizer: a built Keras optimizer.
        variables: the variables that it was built for.
        values: list of tensors, to be seen in their place.
        gradients: list of tensors, by `values`.
        state: list of tensors, to be seen in place of `optimizer.variables`.

    Returns:
        New `values` and `state`; no variable has changed.
    """
    keys = [*variables, *optimizer.variables]
    before = [*values, *state]
    with keras.StatelessScope(state_mapping=list(zip(keys, before))) as scope:
        with plain_assignments(optimizer, variables):
            rate = optimizer.learning_rate
            for gradient, variable in zip(gradients, variables):
                optimizer.update_step(gradient, variable, rate)
        optimizer.iterations.assign_add(1)
    after = [scope.get_current_value(key) for key in keys]
    return after[: len(values)], after[len(values) :]


@contextlib.contextmanager
def plain_assignments(optimizer, variables):
    """Lets an optimizer assign to Keras variables, as a `StatelessScope` wants it.

    On TensorFlow it assigns to the `tf.Variable` inside them instead.
    """
    index = {id(variable): i for i, variable in enumerate(variables)}
    plain = {
        "assign": lambda variable, value: variable.assign(value),
        "assign_add": lambda variable, value: variable.assign(variable + value),
        "assign_sub": lambda variable, value: variable.assign(variable - value),
        "_get_variable_index": lambda variable: index[id(variable)],
    }
    for name, method in plain.items():
        object.__setattr__(optimizer, name, method)
    try:
        yield
    finally:
        for name in plain:
            object.__delattr__(optimizer, name)
