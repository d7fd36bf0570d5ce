"""What `evaluate` and `validation_data` report."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers

import keras_gans as kg
from contracts import CLASSES, conditional, data, dataset_for, mlp, play
from keras_gans.engine import validation

pytestmark = pytest.mark.rewritten


def linear(slope=2.0, noise=False):
    """D(x) = slope * x on single numbers; G makes 0, or passes z on."""
    z, x = keras.Input((1,)), keras.Input((1,))
    kernel = keras.initializers.Constant(slope)
    dense = dict(use_bias=False)
    makes = layers.Dense(1, **dense, kernel_initializer="ones" if noise else "zeros")
    judges = layers.Dense(1, **dense, kernel_initializer=kernel)
    return kg.GAN(keras.Model(z, makes(z)), keras.Model(x, judges(x)), seed=0)


REAL = np.linspace(-1, 1, 16, dtype="float32")[:, None]


def evaluated(gan, x=REAL, batch_size=4):
    return gan.evaluate(x, batch_size=batch_size, verbose=0, return_dict=True)


PENALTIES = {  # of a critic of slope 2, by hand
    "r1": (kg.penalties.r1(3.0, every=4), 3 / 2 * 4),
    "r2": (kg.penalties.r2(3.0, every=3), 3 / 2 * 4),
    "wgan_gp": (kg.penalties.wgan_gp(10.0, every=16), 10.0),
    "dragan": (kg.penalties.dragan(5.0, every=2), 5.0),
}


@pytest.mark.parametrize("name", PENALTIES)
def test_a8_a_lazy_penalty_is_the_plain_one_whatever_the_step(name):
    penalty, expected = PENALTIES[name]
    gan = play(linear(), loss="wasserstein", penalties=[penalty], run_eagerly=True)
    values = []
    for step in (0, 1, 4):
        gan.step.assign(step)
        values.append(evaluated(gan)[name])
    np.testing.assert_allclose(values, expected, rtol=1e-5)


def test_a8_training_still_pays_n_times_each_nth_step():
    gan = play(linear(), penalties=[kg.penalties.r1(3.0, every=4)])
    gan.discriminator_optimizer.learning_rate = 0.0
    logs = [gan.train_on_batch(REAL, return_dict=True)["r1"] for _ in range(5)]
    np.testing.assert_allclose(logs, [24, 0, 0, 0, 24], rtol=1e-6)


def test_a8_penalties_draw_by_batch_and_never_by_step():
    """The same real images four times: other points between them and the fakes."""
    z, x = keras.Input((1,)), keras.Input((1,))
    square = layers.Dense(1, use_bias=False, kernel_initializer="ones")(x * x)
    made = layers.Dense(1, kernel_initializer="zeros", use_bias=False)(z)
    gan = kg.GAN(keras.Model(z, made), keras.Model(x, square), seed=0)
    play(gan, penalties=[kg.penalties.GradientPenalty("between", 0.0, 1.0)])
    values = []
    gan.penalties[0].evaluate = watched(gan.penalties[0].evaluate, values)
    gan.run_eagerly = True
    ones = np.ones((16, 1), "float32")
    first = evaluated(gan, ones)
    assert len(set(values)) == len(values) == 4
    gan.step.assign(7)
    assert evaluated(gan, ones) == pytest.approx(first)


def watched(function, seen):
    def watching(*args):
        seen.append(float(function(*args)))
        return seen[-1]

    return watching


@pytest.mark.parametrize("wrap", [lambda loss: loss, kg.losses.TopK])
@pytest.mark.parametrize(
    "noise", [dict(label_flips=0.4), dict(label_noise=0.4), dict()]
)
@pytest.mark.parametrize("loss", [kg.losses.NonSaturating, kg.losses.Minimax])
def test_a8_held_out_images_are_judged_without_noise(loss, noise, wrap):
    """Flips and noise are off, smoothing is part of the loss: by hand."""
    smooth = wrap(loss(label_smoothing=0.05, **noise))
    gan = play(linear(), loss=smooth, run_eagerly=True)
    softplus = np.logaddexp(0, 2 * REAL), np.logaddexp(0, -2 * REAL)
    real = np.mean(0.05 * softplus[0] + 0.95 * softplus[1])
    value = evaluated(gan)["discriminator_loss"]
    np.testing.assert_allclose(value, real + np.log(2), rtol=1e-5)


def test_a8_the_state_of_the_game_is_not_a_loss():
    """It was logged as 0 whatever it was; now it stands in the training logs alone."""
    moved = kg.augment.DiffAugment(("brightness",))
    augment = kg.augment.AdaptiveAugment(moved, -0.9, images_to_full=16, every=1)
    gan = play(mlp(), augment=augment, turns=kg.turns.Balance())
    held_out = data(8)
    history = gan.fit(
        data(16), batch_size=8, validation_data=(held_out,), verbose=0
    ).history
    playing = {"augment_probability", "discriminator_moves", "generator_moves"}
    assert playing <= set(history)
    shown = {name[4:] for name in history if name.startswith("val_")}
    assert shown == set(history) - playing - {f"val_{name}" for name in shown}
    p = float(augment.p)
    logs = gan.evaluate(held_out, verbose=0, return_dict=True)
    assert set(logs) == shown and float(augment.p) == p > 0
    assert len(gan.evaluate(held_out, verbose=0)) == len(shown)


def test_a8_a_callback_cannot_wait_for_what_is_not_logged():
    gan = conditional(turns=kg.turns.Balance())
    stop = keras.callbacks.EarlyStopping("val_generator_moves", mode="min")
    with pytest.raises(ValueError, match="a log that is written"):
        validation.check_monitors(
            [stop], gan.trackers.means, gan.trackers.held_out_names()
        )
    allowed = keras.callbacks.EarlyStopping("val_real_score", mode="min")
    validation.check_monitors(
        [allowed], gan.trackers.means, gan.trackers.held_out_names()
    )


def test_a8_schedules_go_by_the_step_of_training():
    """A share of the best fakes: 1 at step 0 and a half from step 10 on."""
    share = kg.schedules.Linear(1.0, 0.5, steps=10)
    gan = play(linear(noise=True), loss=kg.losses.TopK("wasserstein", share))
    seen = []
    generator = gan.loss.generator
    gan.loss.generator = lambda real, fake, seed: (
        seen.append((int(seed.step), seed.training)) or generator(real, fake, seed)
    )
    gan.run_eagerly = True
    gan.step.assign(10)
    evaluated(gan)
    assert seen == [(10, False)] * 4


def test_a8_evaluation_moves_nothing_and_repeats_itself():
    gan = conditional(
        matching_aware=True, jury=kg.juries.History(2, every=1, vote="random")
    )
    gan.fit(dataset_for(gan, 16), verbose=0)
    held_out = dataset_for(gan, 16)
    first = gan.evaluate(held_out, verbose=0, return_dict=True)
    assert gan.evaluate(held_out, verbose=0, return_dict=True) == first


# === Ways to train that the first release did not know ===


@pytest.mark.parametrize(
    ("dtype", "integers", "eager"),
    [
        ("float32", "int64", True),
        ("float64", "uint8", True),
        ("uint8", "int32", True),
        ("uint8", "int64", False),
    ],
)
def test_a11_numpy_batches_train_a_conditional_gan(dtype, integers, eager):
    images, labels = data(8, labels=True)
    if dtype == "uint8":
        images = (images + 1) * 127
    gan = conditional(run_eagerly=eager)
    batch = images.astype(dtype), labels.astype(integers)
    logs = gan.train_on_batch(*batch, return_dict=True)
    logs |= gan.test_on_batch(*batch, return_dict=True)
    assert np.isfinite(list(logs.values())).all() and int(gan.step) == 1
    assert np.isfinite(list(gan.gradient_norms(*batch).values())).all()


def test_a11_and_an_unconditional_one():
    gan = play(mlp(), run_eagerly=True, discriminator_steps=2)
    gan.train_on_batch(data(8))
    assert int(gan.discriminator_optimizer.iterations) == 2


# === Weights ===

ONES = np.ones(16, "float32")
ARGUMENTS = {
    "sample_weight": (dict(sample_weight=ONES), "repeat its row"),
    "class_weight": (dict(class_weight={0: 2.0}), "sample_from_datasets"),
    "validation_split": (dict(validation_split=0.25), "validation_data="),
}


@pytest.mark.parametrize("name", ARGUMENTS)
def test_b5_fit_refuses_weights_and_splits_at_once(name):
    arguments, advice = ARGUMENTS[name]
    gan = conditional()
    with pytest.raises(ValueError, match=f"Received: {name}=.*{advice}"):
        gan.fit(*data(16, labels=True), verbose=0, **arguments)
    assert int(gan.step) == 0


def test_b5_what_was_not_given_is_no_weight():
    gan = conditional()
    nothing = dict(sample_weight=None, class_weight=None, validation_split=0.0)
    gan.fit(*data(8, labels=True), batch_size=8, verbose=0, **nothing)
    assert int(gan.step) == 1


@pytest.mark.parametrize("verb", ["evaluate", "train_on_batch", "test_on_batch"])
def test_b5_other_verbs_refuse_weights(verb):
    gan = conditional()
    with pytest.raises(ValueError, match=r"sample_weight=an array of shape \(16,\)"):
        getattr(gan, verb)(*data(16, labels=True), sample_weight=ONES)
    if verb == "train_on_batch":
        with pytest.raises(ValueError, match="class_weight"):
            gan.train_on_batch(*data(16, labels=True), class_weight={0: 1.0})


class Three(keras.utils.PyDataset):
    def __len__(self):
        return 1

    def __getitem__(self, i):
        return triple()


def triple():
    return *data(16, labels=True), ONES


WEIGHTED = {
    "dataset": lambda: tf.data.Dataset.from_tensor_slices(triple()).batch(8),
    "generator": lambda: iter([triple()]),
    "pydataset": Three,
}


@pytest.mark.parametrize("kind", WEIGHTED)
def test_b5_batches_of_three_are_refused(kind):
    rule = r"Received: \(images, labels, weights\)=.*dataset.map"
    gan = conditional()
    with pytest.raises(ValueError, match=rule):
        gan.fit(WEIGHTED[kind](), verbose=0)
    with pytest.raises(ValueError, match=rule):
        gan.evaluate(WEIGHTED[kind](), verbose=0)
    with pytest.raises(ValueError, match=rule):
        gan.fit(*data(16, labels=True), validation_data=WEIGHTED[kind](), verbose=0)
    assert int(gan.step) == 0


def test_b5_validation_data_of_three_arrays():
    gan = conditional()
    with pytest.raises(ValueError, match="images, labels, weights"):
        gan.fit(*data(16, labels=True), validation_data=triple(), verbose=0)


# === A number of classes ===


def own(shape=(16, 16, 1)):
    """A conditional pair of Functional networks that know of no library."""
    z, x = keras.Input((4,)), keras.Input(shape)
    label = [keras.Input((), dtype="int32") for _ in range(2)]
    told = layers.Concatenate()([z, layers.Embedding(CLASSES, 3)(label[0])])
    made = layers.Reshape(shape)(layers.Dense(256, activation="tanh")(told))
    flat = layers.Flatten()(x)
    seen = layers.Concatenate()([flat, layers.Embedding(CLASSES, 3)(label[1])])
    judged = layers.Dense(1)(seen)
    return keras.Model([z, label[0]], made), keras.Model([x, label[1]], judged)


def by_attribute():
    networks = own()
    for network in networks:
        network.num_classes = CLASSES
    return kg.GAN(*networks, seed=0)


@pytest.mark.parametrize(
    "make", [by_attribute, lambda: kg.GAN(*own(), num_classes=CLASSES, seed=0)]
)
def test_c1_a_gan_of_own_conditional_networks_is_loaded_again(make, tmp_path):
    gan = play(make())
    gan.fit(dataset_for(gan, 16), verbose=0)
    gan.save(tmp_path / "gan.keras")
    again = keras.models.load_model(tmp_path / "gan.keras")
    assert again.num_classes == CLASSES
    np.testing.assert_array_equal(again.generate(4, seed=0), gan.generate(4, seed=0))
    again.fit(dataset_for(again, 16), verbose=0)


@pytest.mark.slow
def test_c1_also_in_another_process(tmp_path):
    import subprocess
    import sys

    gan = play(by_attribute())
    gan.save(tmp_path / "gan.keras")
    script = (
        "import keras, keras_gans\n"
        f"gan = keras.models.load_model({str(tmp_path / 'gan.keras')!r})\n"
        "print(gan.num_classes, gan.generate(2, labels=1).shape)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True
    )
    assert done.stdout.split("\n")[0] == f"{CLASSES} (2, 16, 16, 1)", done.stderr


@pytest.mark.parametrize("num_classes", [0, 2.0, True])
def test_c1_a_number_of_classes_is_a_number(num_classes):
    with pytest.raises(ValueError, match="num_classes"):
        kg.GAN(*own(), num_classes=num_classes)


def test_c1_networks_that_know_better_are_heard():
    library = mlp(num_classes=CLASSES)
    with pytest.raises(ValueError, match="num_classes=5 for the GAN, num_classes=3"):
        kg.GAN(library.generator, library.discriminator, num_classes=5)
    with pytest.raises(ValueError, match=r"GAN\(..., num_classes=10\)"):
        kg.GAN(*own())
