import inspect
import math

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import ops

import keras_gans as kg
from contracts import batch_for, mlp, play
from keras_gans import losses
from keras_gans.engine import seeds
from keras_gans.losses import own

REAL, FAKE = np.array([[2.0], [0.5]]), np.array([[-1.0], [1.0]])


def log1pexp(x):
    return math.log(1 + math.exp(x))


def mean(*values):
    return sum(values) / len(values)


# Both players' losses at REAL and FAKE, written out.
BY_HAND = {
    "non_saturating": (
        mean(log1pexp(-2), log1pexp(-0.5)) + mean(log1pexp(-1), log1pexp(1)),
        mean(log1pexp(1), log1pexp(-1)),
    ),
    "minimax": (
        mean(log1pexp(-2), log1pexp(-0.5)) + mean(log1pexp(-1), log1pexp(1)),
        -mean(log1pexp(-1), log1pexp(1)),
    ),
    "least_squares": (
        mean((2 - 1) ** 2, (0.5 - 1) ** 2) / 2 + mean(1, 1) / 2,
        mean((-1 - 1) ** 2, 0) / 2,
    ),
    "hinge": (mean(0, 0.5) + mean(0, 2), -mean(-1, 1)),
    "wasserstein": (0 - 1.25, 0),
    "relativistic_pairing": (
        mean(log1pexp(-3), log1pexp(0.5)),
        mean(log1pexp(3), log1pexp(-0.5)),
    ),
}


@pytest.mark.parametrize("name", BY_HAND)
def test_equals_the_number_computed_by_hand(name):
    loss = losses.get(name)
    discriminator, generator = BY_HAND[name]
    np.testing.assert_allclose(loss.discriminator(REAL, FAKE), discriminator, rtol=1e-6)
    np.testing.assert_allclose(
        loss.generator(REAL, FAKE), generator, rtol=1e-6, atol=1e-7
    )


@pytest.mark.parametrize("name", BY_HAND)
def test_gradients_push_scores_the_right_way(name):
    """D raises real and lowers fake scores; G raises fake scores."""
    loss = losses.get(name)
    real, fake = tf.constant([[0.1]]), tf.constant([[0.2]])
    with tf.GradientTape(persistent=True) as tape:
        tape.watch([real, fake])
        for_d, for_g = loss.discriminator(real, fake), loss.generator(real, fake)
    assert float(tape.gradient(for_d, real)[0, 0]) < 0
    assert float(tape.gradient(for_d, fake)[0, 0]) > 0
    assert float(tape.gradient(for_g, fake)[0, 0]) < 0


def test_minimax_saturates_where_non_saturating_does_not():
    """At a score of -10 sigma(-10) = 4.5e-5 is left of the saturating gradient."""
    fake = tf.constant([[-10.0]])
    slopes = []
    for loss in (losses.Minimax(), losses.NonSaturating()):
        with tf.GradientTape() as tape:
            tape.watch(fake)
            cost = loss.generator(None, fake)
        slopes.append(float(tape.gradient(cost, fake)[0, 0]))
    np.testing.assert_allclose(slopes, [-4.5398e-5, -0.9999546], rtol=1e-4)


@pytest.mark.parametrize("name", BY_HAND)
def test_is_finite_for_huge_scores(name):
    loss = losses.get(name)
    for value in (-1e4, 0.0, 1e4):
        scores = ops.full((3, 1), value)
        assert np.isfinite(float(loss.discriminator(scores, scores)))
        assert np.isfinite(float(loss.generator(scores, scores)))


@pytest.mark.parametrize("name", BY_HAND)
def test_config_round_trip(name):
    loss = losses.get(name)
    again = keras.saving.deserialize_keras_object(
        keras.saving.serialize_keras_object(loss)
    )
    assert type(again) is type(loss) and again.get_config() == loss.get_config()


def test_every_loss_of_the_module_has_a_name():
    classes = [
        c
        for _, c in inspect.getmembers(losses, inspect.isclass)
        if issubclass(c, losses.AdversarialLoss) and hasattr(c, "generator")
    ]
    wrappers = {losses.TopK, losses.AuxiliaryClassifier, losses.Scaled}
    public = set(classes) - wrappers - {losses.AdversarialLoss}
    assert public == set(losses.NAMED.values())


def test_smoothing_is_one_sided_and_stays_in_0_1():
    """Target 0.9 for real: cross-entropy 0.9 * s(-x) + 0.1 * s(x); fakes keep 0."""
    loss = losses.NonSaturating(label_smoothing=0.1)
    real, fake = np.array([[3.0]]), np.array([[-2.0]])
    expected = 0.9 * log1pexp(-3) + 0.1 * log1pexp(3) + log1pexp(-2)
    np.testing.assert_allclose(loss.discriminator(real, fake), expected, rtol=1e-6)
    for wrong in (-0.05, 0.5, 1.1):
        with pytest.raises(ValueError, match="label_smoothing"):
            losses.NonSaturating(label_smoothing=wrong)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("non_saturating", 0.75),  # both real above 0, one fake of two below
        ("least_squares", 0.625),  # 2.0 > 0.5, half of 0.5, and -1 < 0.5 alone
        ("relativistic_pairing", 0.5),  # 2 > -1, but 0.5 < 1
    ],
)
def test_accuracy_counts_images_told_apart(name, expected):
    assert float(losses.get(name).accuracy(REAL, FAKE)) == expected


def test_unknown_name_lists_near_matches():
    with pytest.raises(ValueError, match="Did you mean 'hinge'"):
        losses.get("hing")
    with pytest.raises(ValueError, match="kg.losses.AdversarialLoss"):
        losses.get(3)


def test_a_loss_of_two_arguments_is_told_of_the_third():
    class Old(losses.AdversarialLoss):
        def discriminator(self, real_scores, fake_scores):
            return 0.0

    with pytest.raises(ValueError, match="Add `seed=None`"):
        losses.get(Old())


# === Labels that are not quite true ===


def seed(step=0):
    return seeds.Seed(0, "labels", step=step)


def test_noisy_targets_stay_between_the_label_and_a_half():
    loss = losses.NonSaturating(label_smoothing=0.1, label_noise=0.2)
    scores = np.zeros((4000, 1), "float32")
    real = np.asarray(loss.targets(scores, 0.9, seed()))
    fake = np.asarray(loss.targets(scores, 0.0, seed()))
    assert 0.7 <= real.min() < 0.71 and 0.89 < real.max() <= 0.9
    assert 0.0 <= fake.min() < 0.01 and 0.19 < fake.max() <= 0.2
    assert abs(real.mean() - 0.8) < 4 * 0.2 / math.sqrt(12 * 4000)


def test_flips_are_as_frequent_as_asked_and_mean_what_they_say():
    """E[loss] = (1 - p) loss(t) + p loss(1 - t), for each side."""
    loss = losses.Minimax(label_flips=0.25)
    n, real, fake = 20_000, 2.0, -1.0
    scores = [np.full((n, 1), value, "float32") for value in (real, fake)]
    told = np.asarray(loss.targets(scores[0], 1.0, seed()))
    assert set(np.unique(told)) == {0.0, 1.0}
    assert abs((told == 0).mean() - 0.25) < 4 * math.sqrt(0.25 * 0.75 / n)
    expected = 0.75 * log1pexp(-real) + 0.25 * log1pexp(real)
    expected += 0.75 * log1pexp(fake) + 0.25 * log1pexp(-fake)
    assert float(loss.discriminator(*scores, seed())) == pytest.approx(
        expected, abs=0.03
    )


def test_labels_are_drawn_anew_in_each_step():
    loss = losses.NonSaturating(label_flips=0.5 - 1e-6)
    scores = np.zeros((64, 1), "float32")
    draws = [np.asarray(loss.targets(scores, 1.0, seed(step))) for step in (0, 0, 1)]
    assert np.array_equal(draws[0], draws[1])
    assert not np.array_equal(draws[0], draws[2])


def test_labels_that_would_lie_are_refused():
    for wrong in (
        dict(label_noise=0.5),
        dict(label_flips=-0.1),
        dict(label_smoothing=0.3, label_noise=0.3),
    ):
        with pytest.raises(ValueError, match=r"in \[0, 0.5\)"):
            losses.NonSaturating(**wrong)


# === Losses around a loss ===


@pytest.mark.parametrize("name", sorted(losses.NAMED))
def test_top_k_has_the_gradient_of_the_best_half_alone(name):
    plain, best = losses.get(name), losses.TopK(name, share=0.5)
    real = tf.constant([[0.3], [1.0], [-0.2], [0.1]])
    fake = tf.Variable([[0.5], [-3.0], [2.0], [0.1]])
    top = [2, 0]
    with tf.GradientTape(persistent=True) as tape:
        over_all = best.generator(real, fake)
        pairs = tf.gather(real, top), tf.gather(fake, top)
        alone = plain.generator(*pairs)
    np.testing.assert_allclose(
        tape.gradient(over_all, fake),
        tf.convert_to_tensor(tape.gradient(alone, fake)),
        atol=1e-6,
    )
    np.testing.assert_allclose(over_all, plain.generator(real, fake), rtol=1e-6)
    assert float(best.discriminator(real, fake)) == float(
        plain.discriminator(real, fake)
    )


def test_top_k_of_all_is_the_plain_loss_and_shares_may_be_scheduled():
    fake = tf.Variable([[0.5], [-3.0], [2.0], [0.1]])
    falling = losses.TopK("hinge", kg.schedules.Linear(1.0, 0.5, steps=10))
    for step, heard in ((0, 4), (5, 3), (10, 2)):
        with tf.GradientTape() as tape:
            loss = falling.generator(None, fake, seed(step))
        gradient = tape.gradient(loss, fake).numpy()
        assert np.count_nonzero(gradient) == heard
        assert gradient.sum() == pytest.approx(-1.0)


def test_auxiliary_classifier_by_hand():
    """Column 1 is log p(label | image): both players want it high."""
    real = np.array([[2.0, math.log(0.5)], [0.5, math.log(0.25)]], "float32")
    fake = np.array([[-1.0, math.log(0.1)], [1.0, math.log(0.2)]], "float32")
    loss = losses.AuxiliaryClassifier("non_saturating", weight=2.0)
    source = BY_HAND["non_saturating"]
    told_real = mean(math.log(0.5), math.log(0.25))
    told_fake = mean(math.log(0.1), math.log(0.2))
    assert float(loss.discriminator(real, fake)) == pytest.approx(
        source[0] - 2 * (told_real + told_fake), rel=1e-5
    )
    assert float(loss.generator(None, fake)) == pytest.approx(
        source[1] - 2 * told_fake, rel=1e-5
    )
    assert float(loss.accuracy(real, fake)) == 0.75
    alone = losses.AuxiliaryClassifier("non_saturating", weight=2.0, fakes=False)
    assert float(alone.discriminator(real, fake)) == pytest.approx(
        source[0] - 2 * told_real, rel=1e-5
    )
    assert float(alone.generator(None, fake)) == float(loss.generator(None, fake))
    with pytest.raises(ValueError, match='label_encoding="auxiliary"'):
        loss.discriminator(real[:, :1], fake[:, :1])


def test_what_was_asked_for_is_judged_by_the_columns_of_labels_alone():
    """The mean of -log p; without such columns, the generator's whole loss."""
    scores = tf.constant([[3.0, -1.0], [-5.0, -2.0]])
    for wrap in (lambda loss: loss, lambda loss: losses.TopK(loss, 0.5)):
        loss = wrap(losses.AuxiliaryClassifier("hinge", weight=7.0))
        assert float(loss.as_told(scores)) == 1.5
        assert float(wrap(losses.get("wasserstein")).as_told(scores[:, :1])) == 1.0
    assert float(losses.get(Pearson()).as_told(scores[:, :1])) == -(9 + 25) / 8 + 1
    scaled = losses.Scaled(losses.AuxiliaryClassifier("hinge"), 0.5)
    assert float(scaled.as_told(scores)) == 0.75


@pytest.mark.parametrize(
    "loss",
    [
        losses.TopK("hinge", 0.75),
        losses.TopK("minimax", kg.schedules.Linear(1.0, 0.5, 100)),
        losses.AuxiliaryClassifier(losses.NonSaturating(0.1), 0.5, fakes=False),
    ],
)
def test_wrappers_come_back_from_their_config(loss):
    serialised = keras.saving.serialize_keras_object(loss)
    again = keras.saving.deserialize_keras_object(serialised)
    assert keras.saving.serialize_keras_object(again) == serialised


# === Who is ranked, who is told what (A5, A6) ===


def told_scores(sources, log_p):
    return tf.constant([list(pair) for pair in zip(sources, log_p)], "float32")


@pytest.mark.parametrize(
    "wrap", [lambda loss: loss, lambda loss: losses.TopK(loss, 1.0)], ids=["one", "two"]
)
def test_a6_the_best_fakes_are_those_that_look_real(wrap):
    """The two best by the first column keep their gradient, in both columns."""
    loss = losses.TopK(wrap(losses.AuxiliaryClassifier()), share=0.5)
    scores = told_scores([2.0, 1.0, 0.0, -1.0], [-9.0, -0.1, -0.1, -0.1])
    with tf.GradientTape() as tape:
        tape.watch(scores)
        cost = loss.generator(None, scores)
    heard = np.abs(tape.gradient(cost, scores)).sum(axis=1) > 0
    assert heard.tolist() == [True, True, False, False]


def test_a6_patches_are_ranked_by_their_mean():
    """An image's patches are one vote: (3 - 9) / 2 is below (0 + 0) / 2."""
    scores = tf.constant([[[3.0], [-9.0]], [[0.0], [0.0]]])
    with tf.GradientTape() as tape:
        tape.watch(scores)
        cost = losses.TopK("wasserstein", share=0.5).generator(None, scores)
    heard = np.abs(tape.gradient(cost, scores)).sum(axis=(1, 2)) > 0
    assert heard.tolist() == [False, True]


@pytest.mark.parametrize(
    "loss",
    [losses.AuxiliaryClassifier(), losses.TopK(losses.AuxiliaryClassifier())],
    ids=["plain", "top"],
)
def test_a5_wrong_labels_are_not_told_to_a_classifier(loss):
    gan = mlp(num_classes=3, judge_label_encoding="auxiliary")
    with pytest.raises(ValueError, match="does not depend on the label"):
        play(gan, loss=loss, matching_aware=True)
    play(gan, loss=loss)  # the refused game has left nothing behind
    assert not gan.matching_aware


# === A loss of one's own (C6) ===


class Pearson:
    """The two methods of a loss, and nothing of the library's."""

    def discriminator(self, real_scores, fake_scores, seed=None):
        conjugate = ops.square(fake_scores) / 4 + fake_scores
        return ops.mean(conjugate) - ops.mean(real_scores)

    def generator(self, real_scores, fake_scores, seed=None):
        return -ops.mean(ops.square(fake_scores) / 4 + fake_scores)


class Shifted(Pearson):
    """One that says more: where it is undecided, and how it was made."""

    boundary = None

    def __init__(self, shift):
        self.shift = shift

    def generator(self, real_scores, fake_scores, seed=None):
        return super().generator(real_scores, fake_scores + self.shift, seed)

    def get_config(self):
        return {"shift": self.shift}


@pytest.mark.parametrize(
    "loss",
    [Pearson(), Shifted(0.5), losses.TopK(Pearson()), losses.TopK(Shifted(2.0))],
    ids=["plain", "more", "top", "top more"],
)
def test_c6_two_methods_are_a_loss(loss, tmp_path, monkeypatch):
    """It plays, is saved by the name of its class, and is what it was."""
    gan = play(mlp(), loss=loss)
    logs = gan.train_on_batch(batch_for(gan), return_dict=True)
    assert np.isfinite(list(logs.values())).all()
    sign = losses.get(loss).boundary is not None
    assert ("discriminator_accuracy" in logs) == sign
    gan.save(tmp_path / "gan.keras")
    kinds = {"Pearson": Pearson, "Shifted": Shifted}
    monkeypatch.setattr("keras_gans.utils.own.PLAYED", {})  # as in another process
    again = keras.models.load_model(tmp_path / "gan.keras", custom_objects=kinds)
    scores = REAL.astype("float32"), FAKE.astype("float32")
    for player in ("discriminator", "generator"):
        told = (getattr(each.loss, player)(*scores) for each in (gan, again))
        np.testing.assert_array_equal(*told)


def test_c6_the_rest_is_as_in_any_loss():
    loss = losses.get(Pearson())
    base = losses.AdversarialLoss
    assert not loss.relativistic and not loss.reads_labels and loss.boundary == 0.0
    np.testing.assert_array_equal(loss.source(REAL), REAL)
    assert float(loss.accuracy(REAL, FAKE)) == float(base().accuracy(REAL, FAKE))
    assert losses.get(Shifted(1.0)).boundary is None


def test_c6_a_file_names_no_class_that_it_likes():
    """`subprocess.Popen` would start whatever the file says."""
    forged = {"kind": "Popen", "config": {"args": ["true"]}}
    with pytest.raises(ValueError, match="not known here.*custom_objects"):
        own.OwnLoss.from_config(forged)


def test_c6_what_is_no_loss_is_told_so():
    class Half:
        def discriminator(self, real_scores, fake_scores, seed=None):
            return 0.0

    class Silent(Pearson):
        def __init__(self, state):
            self.state = state

    for wrong in (Half(), Pearson, len):
        with pytest.raises(ValueError, match="methods `discriminator` and `generator`"):
            losses.get(wrong)
    with pytest.raises(ValueError, match="saved by its `get_config`"):
        losses.get(Silent(3)).get_config()
