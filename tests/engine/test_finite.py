"""A step with a number that is not finite leaves no trace, and somebody is told."""

import keras
import numpy as np
import pytest
import tensorflow as tf

import keras_gans as kg
from contracts import SHAPE, data, differing, mlp, play, state, vanilla

STEPS, BATCH, BAD = 6, 8, 3
WAYS = {
    "graph": {},
    "eager": {"run_eagerly": True},
    "xla": {"jit_compile": True},
    "many": {"steps_per_execution": 2},  # the fourth step runs before anybody looks
    "slices": {"discriminator_steps": 2},
}
in_all_ways = pytest.mark.parametrize(
    "way",
    [
        pytest.param(way, id=name, marks=() if name == "graph" else pytest.mark.slow)
        for name, way in WAYS.items()
    ],
)


def batches(spoil=None, bad=(BAD,)):
    """Batches some of which were spoilt."""
    images = data(BATCH * STEPS).reshape(STEPS, BATCH, *SHAPE)
    spoilt = [spoil(x) if i + 1 in bad and spoil else x for i, x in enumerate(images)]
    spec = tf.TensorSpec((None, *SHAPE), "float32")
    made = tf.data.Dataset.from_generator(lambda: iter(spoilt), output_signature=spec)
    return made.apply(tf.data.experimental.assert_cardinality(STEPS))


def with_value(value):
    def spoil(images):
        images = images.copy()
        images[2, 3, 4] = value
        return images

    return spoil


nan, inf = with_value(np.nan), with_value(np.inf)


def none(images):
    return images[:0]


class Notes(keras.callbacks.Callback):
    """The state of a GAN after each execution that was sound."""

    def on_train_begin(self, logs=None):
        self.state = state(self.model)

    def on_train_batch_end(self, batch, logs=None):
        self.state = state(self.model)


def fit(gan, dataset, *callbacks, **kwargs):
    notes = Notes()
    gan.fit(dataset, callbacks=[notes, *callbacks], verbose=0, **kwargs)
    return notes


def refused(gan, dataset, error, match, **kwargs):
    """Trains until it is refused; nothing of that step may be left."""
    notes = Notes()
    with pytest.raises(error, match=match):
        gan.fit(dataset, callbacks=[notes], verbose=0, **kwargs)
    assert not differing(notes.state, state(gan))
    assert int(gan.step) == BAD - 1
    assert all(np.isfinite(array).all() for array in state(gan).values())


@in_all_ways
def test_c3_nan_pixels_are_refused_in_their_step(way):
    refused(
        vanilla(**way),
        batches(nan),
        FloatingPointError,
        r"images=nan, .*discriminator_loss=nan.* at step 3 \(epoch 1\).*NaN among",
    )


@pytest.mark.parametrize("way", [{}, {"run_eagerly": True}], ids=["graph", "eager"])
def test_c3_an_empty_batch_is_refused(way):
    refused(vanilla(**way), batches(none), ValueError, "at least one image")


def too_few():
    """From a generator: the batches of a `tf.data.Dataset` repeat their images."""
    return iter(batches(lambda images: images[:2]))


def test_c3_a_batch_of_fewer_images_than_slices_is_refused():
    gan = vanilla(discriminator_steps=4)
    refused(gan, too_few(), ValueError, "too few at step 3")


@keras.saving.register_keras_serializable("test_finite")
class Burst(keras.layers.Layer):
    """Passes its input on; at one step its gradient is not finite."""

    def __init__(self, value, step=BAD, **kwargs):
        super().__init__(**kwargs)
        self.value, self.at = value, step
        self.seen = self.add_weight(
            shape=(), initializer="zeros", trainable=False, name="seen"
        )

    def call(self, inputs, training=False):
        if not training:
            return inputs
        self.seen.assign_add(1.0)
        factor = tf.where(self.seen == float(self.at), self.value, 1.0)

        @tf.custom_gradient
        def burst(x):
            return tf.identity(x), lambda upstream: upstream * factor

        return burst(inputs)

    def get_config(self):
        return {**super().get_config(), "value": self.value, "step": self.at}


def bursting(player, value=np.inf, calls=1):
    """A GAN one of whose gradients bursts at step 3, behind a ReLU."""
    keras.utils.set_random_seed(0)
    burst = Burst(value, (BAD - 1) * calls + 1)
    mine = [burst] if player == "generator" else []
    generator = keras.Sequential(
        [keras.Input((4,)), keras.layers.Dense(8, activation="relu"), *mine]
        + [keras.layers.Dense(256, activation="tanh"), keras.layers.Reshape(SHAPE)]
    )
    mine = [burst] if player == "discriminator" else []
    discriminator = keras.Sequential(
        [keras.Input(SHAPE), keras.layers.Flatten(), keras.layers.Dense(8), *mine]
        + [keras.layers.ReLU(), keras.layers.Dense(1)]
    )
    return kg.GAN(generator, discriminator, seed=0)


@pytest.mark.parametrize(
    "value",
    [np.inf, *(pytest.param(v, marks=pytest.mark.slow) for v in (-np.inf, np.nan))],
)
@pytest.mark.parametrize(("player", "calls"), [("generator", 1), ("discriminator", 3)])
def test_c3_a_gradient_that_no_loss_shows_is_refused(player, calls, value):
    gan = play(bursting(player, value, calls), ema=None)
    match = f"Received: {player}_gradient=(nan|inf).* at step 3"
    refused(gan, batches(), FloatingPointError, match)


@pytest.mark.parametrize("part", ["discriminator", "generator", "ema_generator"])
def test_c3_weights_that_are_nan_are_refused_though_a_relu_hides_them(part):
    gan = play(bursting("nobody"))
    network = getattr(gan, part)
    network.set_weights([np.full_like(w, np.nan) for w in network.get_weights()])
    with pytest.raises(FloatingPointError, match="at step 1"):
        fit(gan, batches())


def test_c3_a_penalty_is_named():
    class Late(kg.penalties.LeCam):
        def __call__(self, critic, real, fake, seed):
            return tf.where(seed.step == BAD - 1, np.nan, 0.0)

    gan = play(mlp(), penalties=[Late(name="late")])
    refused(gan, batches(), FloatingPointError, "Received: late=nan, disc.* at step 3")


def test_c3_the_last_step_of_all_is_looked_at():
    with pytest.raises(FloatingPointError, match=r"at step 12 \(epoch 2\)"):
        twice = batches().concatenate(batches(nan, [STEPS]))
        vanilla().fit(twice, epochs=2, steps_per_epoch=STEPS, verbose=0)


def test_c3_train_on_batch_refuses_and_can_go_on():
    gan, images = vanilla(), data(BATCH)
    gan.train_on_batch(images)
    before = state(gan)
    with pytest.raises(FloatingPointError, match="images=nan.* at step 2,"):
        gan.train_on_batch(nan(images))
    assert not differing(before, state(gan))
    gan.train_on_batch(images)
    assert int(gan.step) == 2


def test_c3_the_last_good_checkpoint_is_named(tmp_path):
    gan, path = vanilla(), tmp_path / "gan.keras"
    keep = kg.callbacks.Checkpoint(path)
    gan.fit(batches(), callbacks=[keep], verbose=0)
    with pytest.raises(FloatingPointError, match=f"last good checkpoint is {path}"):
        gan.fit(batches(nan), callbacks=[keep], verbose=0)


# === Policies ===


def guard(**kwargs):
    return kg.callbacks.NonFiniteGuard(**kwargs)


@in_all_ways
def test_c3_a_skipped_step_is_as_if_it_had_not_been(way):
    """The next steps draw and learn as if the bad batch had been a pause."""
    gan, other = vanilla(**way), vanilla(**way)
    skip = guard(policy="skip")
    with pytest.warns(UserWarning, match="at step 3.*Training goes on"):
        history = gan.fit(batches(nan), callbacks=[skip], verbose=0).history
    assert int(gan.step) == STEPS and skip.skipped == 1
    assert history["skipped_steps"] == [1]
    assert all(np.isfinite(values).all() for values in history.values())
    sound = list(batches().take(BAD - 1)), list(batches().skip(BAD))
    for images in sound[0]:
        other.train_on_batch(images)
    other.step.assign_add(1)
    other.lead.assign_add(-1)  # a step without an update
    for images in sound[1]:
        other.train_on_batch(images)
    assert not differing(state(gan), state(other))


@pytest.mark.nightly
@pytest.mark.slow
def test_c3_a_batch_of_too_few_images_can_be_skipped():
    gan, skip = vanilla(discriminator_steps=4), guard(policy="skip")
    with pytest.warns(UserWarning, match="too few at step 3"):
        fit(gan, too_few(), skip, steps_per_epoch=STEPS)
    assert int(gan.step) == STEPS and skip.skipped == 1
    assert all(np.isfinite(array).all() for array in state(gan).values())


def test_c3_skipping_ends_when_nothing_else_comes():
    gan = vanilla()
    all_bad = batches(nan, range(1, STEPS + 1)).take(4)
    sound = batches().take(1)
    with pytest.warns(UserWarning), pytest.raises(FloatingPointError, match="step 4"):
        fit(gan, sound.concatenate(all_bad), guard(policy="skip", patience=2))


def test_c3_roll_back_goes_to_the_begin_of_the_epoch():
    gan = vanilla()
    begin = {}
    note = keras.callbacks.LambdaCallback(
        on_epoch_begin=lambda epoch, logs: begin.update(state(gan))
    )
    back = guard(policy="rollback")
    with pytest.warns(UserWarning, match="at step 6"):
        gan.fit(batches(nan, [STEPS]), callbacks=[back, note], verbose=0)
    assert int(gan.step) == STEPS == -int(gan.lead)  # no update of them is left
    assert len(differing(begin, state(gan))) == 2


def test_c3_roll_back_gives_up_after_a_while():
    with pytest.warns(UserWarning), pytest.raises(FloatingPointError, match="step 5"):
        back = guard(policy="rollback", patience=2)
        fit(vanilla(), batches(nan, [2, 3, 5]), back)


@pytest.mark.parametrize("wrong", [dict(policy="stop"), dict(patience=0)])
def test_c3_a_wrong_policy_is_refused(wrong):
    with pytest.raises(ValueError, match="Unknown policy|`patience` must be"):
        guard(**wrong)


def test_c3_nan_on_held_out_images_is_the_guards_business_too():
    with pytest.raises(FloatingPointError, match="val_discriminator_loss=nan"):
        held_out = batches(nan, [2]).take(2)
        fit(vanilla(), batches(), guard(), validation_data=held_out)


# === What is no such step ===


@pytest.mark.nightly
@pytest.mark.slow
def test_c3_an_overflow_that_the_loss_scaling_deals_with_is_none():
    gan = play(mlp(dtype="mixed_float16"))
    gan.discriminator_optimizer.dynamic_scale.assign(2.0**120)
    fit(gan, batches())
    assert gan.discriminator_optimizer.dynamic_scale.numpy() <= 2.0**114
    assert all(np.isfinite(array).all() for array in state(gan).values())
    assert gan.guard.count == 0


def test_c3_an_overflow_without_a_scale_is_one():
    gan = play(bursting("generator"), ema=None)
    scaled = keras.optimizers.LossScaleOptimizer(
        keras.optimizers.Adam(), initial_scale=1.0
    )
    gan.compile(scaled, keras.optimizers.Adam(), ema=None)
    refused(gan, batches(), FloatingPointError, "generator_gradient=.* at step 3")


def test_c3_what_is_sound_is_trained_as_without_a_look():
    gan = vanilla()
    fit(gan, batches())
    assert int(gan.step) == int(gan.generator_optimizer.iterations) == STEPS
    assert gan.guard.count == 0
