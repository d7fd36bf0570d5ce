"""The doctor: numbers by hand, what it says and when, and that it changes nothing."""

import json
import math

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import ops

import keras_gans as kg
from benchmarks import doctor as bench
from contracts import (
    CLASSES,
    SHAPE,
    conditional,
    data,
    dcgan,
    differing,
    mlp,
    play,
    same,
    state,
    vanilla,
)
from keras_gans import runs
from keras_gans.callbacks.doctor import Diagnosis, likeness, notes
from keras_gans.callbacks.doctor import doctor as doctor_module
from keras_gans.callbacks.doctor.course import Course
from keras_gans.callbacks.doctor.examinations import EXAMINATIONS
from keras_gans.callbacks.doctor.reals import Reals
from keras_gans.callbacks.doctor.rounds import looks_until
from keras_gans.callbacks.doctor.vitals import Instruments, Vitals
from keras_gans.callbacks.doctor.window import Window
from keras_gans.runs.report.health import health

SQUARE = np.array([[0.0, 0.0], [0.0, 3.0], [4.0, 0.0], [4.0, 3.0]])  # sides 3, 4; 5

# Numbers by hand ----------------------------------------------------------------------


def test_distances_and_spread_of_a_rectangle():
    expected = [[0, 3, 4, 5], [3, 0, 5, 4], [4, 5, 0, 3], [5, 4, 3, 0]]
    np.testing.assert_allclose(likeness.distances(SQUARE, SQUARE), expected, atol=1e-7)
    assert likeness.spread(SQUARE) == pytest.approx(4.0)  # (3 + 4 + 5) / 3


def test_gap_is_0_for_one_distribution_and_1_for_two_constants():
    rng = np.random.default_rng(0)
    first, second = rng.normal(size=(2, 800, 3))
    assert abs(likeness.gap(first, second)) < 0.01
    assert likeness.gap(np.zeros((4, 2)), np.ones((4, 2))) == pytest.approx(1.0)
    assert likeness.gap(np.zeros((4, 2)), np.zeros((4, 2))) == 0.0
    # Points 0, 2 and 4, 6: across 4, 6, 2 and 4, within 2 and 2.
    rows = np.array([[0.0], [2.0]])
    assert likeness.gap(rows, rows + 4) == pytest.approx((2 * 4 - 2 - 2) / (2 * 4))


def test_perplexity_counts_kinds():
    assert likeness.perplexity([0, 1, 2, 3]) == pytest.approx(4)
    assert likeness.perplexity([7, 7, 7]) == pytest.approx(1)
    by_hand = math.exp(-(0.75 * math.log(0.75) + 0.25 * math.log(0.25)))
    assert likeness.perplexity([1, 1, 1, 5]) == pytest.approx(by_hand)


def test_saturated_share_of_bytes_and_floats():
    assert likeness.saturated(np.array([0, 255, 128, 1], "uint8")) == 0.5
    assert likeness.saturated(np.array([-1, 0.9995, 0.99, 0.0])) == 0.5


def test_rows_of_bytes_and_floats_agree():
    images = np.random.default_rng(0).integers(0, 256, (3, 4, 4, 1), dtype="uint8")
    floats = images.astype("float32") / 127.5 - 1
    rows = likeness.as_rows(images)
    assert rows.shape == (3, 16) and rows.max() <= 1
    np.testing.assert_allclose(likeness.as_rows(floats), rows, atol=1e-6)
    assert same([likeness.as_rows(SQUARE * 9)], [SQUARE * 9])  # points stay


def test_labels_explain_all_nothing_or_what_analysis_of_variance_says():
    labels = np.array([0, 0, 1, 1])
    assert likeness.explained(np.array([[0.0], [0], [2], [2]]), labels) == 1.0
    # Total 20, within 2 + 2, by chance 1 * 4 / (4 - 2).
    found = likeness.explained(np.array([[0.0], [2], [4], [6]]), labels)
    assert found == pytest.approx((20 - 4 - 2) / 20)
    rng = np.random.default_rng(0)
    noise, labels = rng.normal(size=(3000, 5)), rng.integers(0, 3, 3000)
    assert abs(likeness.explained(noise, labels)) < 0.003
    assert likeness.explained(np.zeros((4, 1)), np.array([0, 0, 1, 1])) == 0.0


def test_copies_lie_near_one_training_image_only():
    train = np.array([[0.0, 0.0], [10.0, 0.0], [0.0, 10.0]])
    fakes = np.array([[0.1, 0.0], [5.0, 0.0], [10.0, 0.0], [4.5, 0.0]])
    # Nearest and next: 0.1 and 9.9; 5 and 5; 0 and 10; 4.5 and 5.5.
    assert likeness.copied(fakes, train) == 0.5
    assert likeness.copied(train, train, own=True) == 0.0


def test_window_takes_means_since_the_last_look_out_of_means_of_the_epoch():
    losses, window, seen = [4.0, 2.0, 9.0, 1.0, 7.0], Window(), []
    for begin in (0, 3):  # two epochs, of three steps and of two
        window.begin_epoch()
        epoch = losses[begin : begin + 3]
        for i in range(len(epoch)):
            window.add(i + 1, {"loss": float(np.mean(epoch[: i + 1]))})
            if begin + i in (1, 4):
                seen.append(window.take()["loss"])
    assert seen == pytest.approx([3.0, (9 + 1 + 7) / 3])
    assert window.take() == {}


def test_a_finding_counts_after_three_in_a_row_and_so_does_its_end():
    course, said = Course(), []
    for i, found in enumerate([1, 1, 0, 1, 1, 1, 1, 0, 0, 1, 0, 0, 0, 0]):
        if course.changed(bool(found)):
            said.append((i, course.present))
    assert said == [(5, True), (12, False)]


# Each examination, on numbers made up -------------------------------------------------


class OfData:
    spread, saturated, kinds, classes = 4.0, 0.5, 10.0, True
    explained, copies = 0.4, 0.0


HEALTHY = Vitals(
    step=6000,
    logs=dict(discriminator_accuracy=0.75, real_score=1.0, fake_score=-1.0),
    moved=dict(generator=0.02, discriminator=0.03),
    gradients=dict(generator=1e-3, discriminator=1e-3),
    spread=3.9,
    gap=0.03,
    saturated=0.4,
    kinds=9.0,
    shift=0.1,
    explained=0.4,
    copies=0.01,
)
FAINT = dict(generator=1e-11, discriminator=1e-5)
BAD = dict(gap=0.4)
SICK = {
    "frozen generator": dict(moved=dict(generator=0.0, discriminator=0.03)),
    "frozen discriminator": dict(moved=dict(generator=0.02, discriminator=0.0)),
    "dead critic": dict(logs=dict(real_score=1e-7, fake_score=0.0), gradients=FAINT),
    "vanishing generator gradient": dict(
        logs=dict(discriminator_accuracy=1.0, real_score=9.0, fake_score=-9.0),
        gradients=FAINT,
    ),
    "discriminator won": dict(
        logs=dict(discriminator_accuracy=1.0, real_score=9.0, fake_score=-9.0), **BAD
    ),
    "blind discriminator": dict(
        logs=dict(discriminator_accuracy=0.5, real_score=0.0, fake_score=0.0), **BAD
    ),
    "mode collapse": dict(spread=0.4),
    "missing modes": dict(kinds=2.0),
    "oscillation": dict(shift=1.4, **BAD),
    "saturated pixels": dict(saturated=0.97),
    "memorisation": dict(copies=0.8),
    "ignored labels": dict(explained=0.001),
    "equilibrium": dict(
        logs=dict(discriminator_accuracy=0.52, real_score=0.1, fake_score=-0.1)
    ),
}


def found(now, before=None):
    """Name -> evidence of all that is found, in a course that stays as it is."""
    before = [now._replace(step=now.step - 100)] * 3 if before is None else before
    all_of_them = {e.name: e.find(now, before, OfData) for e in EXAMINATIONS}
    return {name: text for name, text in all_of_them.items() if text}


def test_nothing_is_found_in_a_healthy_game():
    assert found(HEALTHY) == {}
    nothing_to_compare = dict(shift=None, explained=None, copies=None)
    assert found(HEALTHY._replace(**nothing_to_compare), before=[]) == {}


def test_every_examination_is_tried():
    assert list(SICK) == [examination.name for examination in EXAMINATIONS]


@pytest.mark.parametrize("name", SICK)
def test_each_examination_finds_its_failure_and_no_other(name):
    assert list(found(HEALTHY._replace(**SICK[name]))) == [name]


def test_evidence_is_in_numbers():
    evidence = found(HEALTHY._replace(spread=0.4))["mode collapse"]
    assert evidence == (
        "fakes lie 10 times closer to each other than real images do (0.4 against 4)"
    )
    assert found(HEALTHY._replace(spread=0.0))["mode collapse"] == (
        "all fakes are the same"
    )
    assert found(HEALTHY._replace(saturated=0.97))["saturated pixels"] == (
        "97% of the fakes' pixels lie at the ends of the range, 50% of the data's"
    )
    assert found(HEALTHY._replace(kinds=2.0))["missing modes"] == (
        "fakes fill 2 classes of the data's 10"
    )


def test_a_bad_start_that_gets_better_is_no_failure():
    now = HEALTHY._replace(**SICK["discriminator won"])
    worse = [now._replace(gap=0.8, step=5700)] * 3
    assert found(now, worse) == {}
    now = HEALTHY._replace(kinds=3.0)
    assert found(now, [HEALTHY._replace(kinds=1.8)] * 3) == {}
    young = HEALTHY._replace(step=500, kinds=2.0, explained=0.0)
    assert found(young) == {}


def test_who_has_to_wait_is_neither_frozen_nor_beaten():
    logs = dict(HEALTHY.logs, generator_moves=0.0, discriminator_accuracy=1.0)
    still = dict(generator=0.0, discriminator=0.03)
    assert found(HEALTHY._replace(logs=logs, moved=still, gap=0.4)) == {}


@pytest.mark.parametrize("examination", EXAMINATIONS, ids=lambda e: e.name)
def test_remedies_name_what_there_is(examination):
    """Every `kg.room.Name` of a remedy exists."""
    words = examination.remedy.replace("[", " ").replace("=", " ").split()
    for word in words:
        if word.startswith("kg."):
            room, name = word.split("(")[0].split(".")[1:]
            assert callable(getattr(getattr(kg, room), name))
    assert bool(examination.remedy) == examination.alarm


# Data ---------------------------------------------------------------------------------


def test_reals_of_arrays_pairs_and_datasets():
    images, labels = data(40, labels=True)
    for given in (
        (images, labels),
        kg.data.from_arrays(images, labels, batch_size=8, shuffle=False),
    ):
        reals = Reals(given)
        assert reals.batch.shape == (256, 16, 16, 1)  # few images come again
        assert reals.rows.shape == (40, 256) and len(reals.train) == 40
        assert reals.classes and reals.kinds == pytest.approx(CLASSES, rel=0.15)
        assert reals.copies == 0.0
    plain = Reals(images)
    assert plain.labels is None and not plain.classes and plain.explained is None


def test_copies_are_only_looked_for_among_few_images():
    points = np.random.default_rng(0).normal(size=(2500, 2)).astype("float32")
    reals = Reals(points)
    assert reals.train is None and reals.copies is None
    assert reals.saturated is None  # points have no range


def test_an_endless_dataset_is_not_read_to_its_end():
    dataset = kg.data.from_arrays(data(16), batch_size=8).repeat()
    assert Reals(dataset).train is None


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (np.zeros((1, 16, 16, 1), "float32"), "at least 2 images"),
        (np.full((9, 16, 16, 1), 200.0), "uint8, or floats"),
        ((np.zeros((9, 16, 16, 1), "uint8"), np.zeros(4, int)), "one for each image"),
    ],
)
def test_doctor_refuses_data(given, message):
    with pytest.raises(ValueError, match=message):
        kg.callbacks.Doctor(given)


def test_doctor_refuses_what_does_not_fit():
    with pytest.raises(ValueError, match="`every` must be a whole number"):
        kg.callbacks.Doctor(data(), every=0)
    other = kg.callbacks.Doctor(np.zeros((9, 8, 8, 1), "uint8"))
    with pytest.raises(ValueError, match="size that the GAN makes"):
        vanilla().fit(data(), batch_size=8, verbose=0, callbacks=[other])
    images, labels = data(labels=True)
    unlabelled = kg.callbacks.Doctor(images)
    with pytest.raises(ValueError, match="needs labels"):
        conditional().fit(
            images, labels, batch_size=8, verbose=0, callbacks=[unlabelled]
        )


# A run --------------------------------------------------------------------------------


def watch(gan, images, steps, **settings):
    """`steps` steps under a doctor who looks every 2 steps, with no grace."""
    doctor = kg.callbacks.Doctor(images, **{"every": 2, **settings})
    images, labels = images if isinstance(images, tuple) else (images, None)
    gan.fit(
        images[:16],
        labels[:16] if gan.num_classes else None,
        batch_size=8,
        epochs=steps // 2,
        verbose=0,
        callbacks=[doctor],
    )
    return doctor


@pytest.fixture
def no_grace(monkeypatch):
    monkeypatch.setattr(doctor_module, "GRACE", 0)


@pytest.mark.parametrize("make", [vanilla, conditional])
def test_a_run_is_the_same_with_and_without_a_doctor(make):
    images, labels = data(16, labels=True)
    runs = []
    for observers in ([], [kg.callbacks.Doctor((images, labels), every=2)]):
        gan = make(jit_compile=False)
        history = gan.fit(
            images,
            labels if gan.num_classes else None,
            batch_size=8,
            epochs=3,
            verbose=0,
            callbacks=observers,
        )
        drawn = gan.generate(4, seed=0)
        runs.append([*state(gan).values(), drawn, *history.history.values()])
    assert observers[0].examinations == 3
    assert same(*runs)


OTHERS = {
    "packing": lambda: kg.GAN(
        kg.networks.MLPGenerator(SHAPE, 4, (8,)),
        kg.networks.MLPDiscriminator((*SHAPE[:2], 2), (8,)),
        packing=2,
        seed=0,
    ),
    "spectral": lambda: dcgan(normalization="spectral"),
}
GAMES = {
    "packing": {},
    "spectral": dict(
        augment=[kg.augment.DiffAugment(), kg.augment.InstanceNoise(0.1)],
        jury=kg.juries.History(size=1, every=1),
        replay=kg.replay.Replay(16),
        turns=kg.turns.UntilAccuracy(0.8),
        penalties=[kg.penalties.LeCam(), kg.penalties.r1()],
        unrolled_steps=1,
    ),
}


@pytest.mark.parametrize("name", OTHERS)
def test_any_game_can_be_looked_at_and_stays_as_it_is(name):
    gan = play(OTHERS[name](), run_eagerly=True, **GAMES[name])
    doctor = kg.callbacks.Doctor(data(16), every=1)
    gan.fit(data(8), batch_size=8, epochs=1, verbose=0, callbacks=[doctor])
    assert doctor.examinations == 1
    before = state(gan)
    assert Instruments(doctor.reals).measure(gan, {}).step == 1
    doctor.examine()  # without a step since then there is nothing to say
    assert doctor.examinations == 1
    assert differing(before, state(gan)) == []


def test_a_frozen_generator_is_found_once_until_it_moves_again(no_grace, capsys):
    gan = play(mlp(), run_eagerly=True)
    gan.generator_optimizer.learning_rate = 0.0
    doctor = kg.callbacks.Doctor(data(), every=2)

    def thaw(epoch, logs):
        if epoch == 8:
            gan.generator_optimizer.learning_rate = 0.01

    observers = [doctor, keras.callbacks.LambdaCallback(on_epoch_begin=thaw)]
    settings = dict(batch_size=8, epochs=13, verbose=0, callbacks=observers)
    gan.fit(data(16), **settings)
    [diagnosis] = [d for d in doctor.diagnoses if d.name == "frozen generator"]
    # Nothing is known at the first look, of step 2; the fourth is of step 8.
    assert diagnosis[:4] == (8, 4, "frozen generator", diagnosis.evidence)
    assert diagnosis.evidence == "its weights did not change in 2 steps"
    assert diagnosis.recovered == 22  # looks of steps 18, 20 and 22 saw it move
    lines = [line for line in capsys.readouterr().out.splitlines() if "frozen" in line]
    assert lines == [
        f"Doctor: {diagnosis.line}",
        "Doctor: frozen generator of step 8 is over at step 22.",
    ]


def test_constant_latents_are_found_to_be_a_collapse(no_grace, tmp_path):
    base = mlp()
    gan = kg.GAN(
        base.generator,
        base.discriminator,
        prior=lambda shape, seed: ops.zeros(shape),
        seed=0,
    )
    doctor = watch(play(gan, run_eagerly=True), data(), 8, folder=tmp_path / "run")
    [diagnosis] = [d for d in doctor.diagnoses if d.name == "mode collapse"]
    assert diagnosis.step == 6 and diagnosis.evidence == "all fakes are the same"
    written = json.loads((tmp_path / "run/doctor.json").read_text())
    assert written["examinations"] == 4 and written["step"] == 8
    assert diagnosis._asdict() in written["diagnoses"]


def test_a_critic_clipped_to_nothing_is_found_dead(no_grace):
    gan = play(
        mlp(),
        loss="wasserstein",
        constraint=kg.constraints.Clip(1e-9),
        run_eagerly=True,
    )
    for variable in gan.discriminator.trainable_variables:
        variable.assign(ops.zeros_like(variable))
    names = [d.name for d in watch(gan, data(), 8).diagnoses]
    assert "dead critic" in names and "frozen generator" not in names


def test_stop_ends_the_training_at_the_first_alarm(no_grace):
    gan = play(mlp(), run_eagerly=True)
    gan.generator_optimizer.learning_rate = 0.0
    gan.fit(
        data(16),
        batch_size=8,
        epochs=9,
        verbose=0,
        callbacks=[kg.callbacks.Doctor(data(), every=2, stop=True)],
    )
    assert int(gan.step) == 8


def test_nan_is_left_to_the_guard(no_grace):
    gan = play(mlp(), run_eagerly=True)
    for variable in gan.generator.trainable_variables:
        variable.assign(variable * np.nan)
    doctor = kg.callbacks.Doctor(data(), every=1)
    with pytest.raises(FloatingPointError, match="fakes=nan.* at step 1 "):
        gan.fit(data(16), batch_size=8, verbose=0, callbacks=[doctor])
    assert doctor.diagnoses == [] and doctor.examinations == 0
    assert Instruments(doctor.reals).measure(gan, {}) is None


def test_looks_do_not_depend_on_the_length_of_epochs_or_executions():
    for execution in (1, 3):
        gan = play(mlp(), steps_per_execution=execution, jit_compile=False)
        doctor = kg.callbacks.Doctor(data(), every=5)
        settings = dict(batch_size=8, epochs=2, verbose=0, callbacks=[doctor])
        gan.fit(data(48), **settings)  # 12 steps
        assert doctor.examinations == 2


# Uneven looks, and critics (A14) ------------------------------------------------------


def test_a14_ranks_of_scores_by_hand():
    # Above: 1 > 0, 2 > 0, 2 > 1; equal: 1 and 1.
    assert likeness.ranked_above([1, 2], [0, 1]) == (3 + 0.5) / 4
    patches = np.array([[[1.0], [5.0]], [[2.0], [2.0]]])  # means 3 and 2
    assert likeness.ranked_above(patches, np.array([[2.5], [9.0]])) == 1 / 4
    assert likeness.ranked_above(np.zeros(3), np.zeros(4)) == 0.5


@pytest.mark.parametrize("seed", [0, 1, 77, 2**31 - 1])
@pytest.mark.parametrize("every", [1, 3, 4, 10, 100])
def test_a14_there_is_one_look_in_each_stretch_of_steps(every, seed):
    counts = [looks_until(step, every, seed) for step in range(8 * every + 1)]
    assert counts[::every] == list(range(9))
    assert set(np.diff(counts)) <= {0, 1}


@pytest.mark.parametrize("period", [20, 40, 60, 80, 120, 150, 240])
def test_a14_no_period_hides_between_the_looks(period):
    """Looks at even steps of 120 would see each of these at one place, or at two."""
    counts = [looks_until(step, 120, 0) for step in range(120 * 60)]
    phases = np.flatnonzero(np.diff(counts)) % period / period
    assert len(np.unique(np.floor(phases * 8))) == 8  # every eighth of it is seen


def points(prior, loss="wasserstein"):
    """A GAN of points that makes its latents: the prior is the generator."""
    keras.utils.set_random_seed(0)
    generator = keras.Sequential([keras.Input((2,)), keras.layers.Dense(2)])
    generator.set_weights([np.eye(2), np.zeros(2)])
    critic = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    gan = kg.GAN(generator, critic, prior=prior, seed=0)
    gan.compile(*(keras.optimizers.SGD(1e-4) for _ in "gd"), loss=loss, ema=None)
    return gan


def looked_at(gan, every, steps):
    real = np.random.default_rng(0).normal(size=(512, 2)).astype("float32")
    doctor = kg.callbacks.Doctor(real, every=every)
    dataset = tf.data.Dataset.from_tensor_slices(real).batch(8).repeat()
    gan.fit(dataset, steps_per_epoch=steps, verbose=0, callbacks=[doctor])
    return [diagnosis.name for diagnosis in doctor.diagnoses]


def test_a14_circles_of_as_many_steps_as_lie_between_two_looks_are_seen(no_grace):
    def swinging(shape, seed):
        side = ops.where(seed.step % 8 < 4, 2.0, -2.0)
        return side + keras.random.normal(shape, seed=seed)

    assert "oscillation" in looked_at(points(swinging), every=8, steps=160)


def test_a14_a_critic_has_an_equilibrium_too(no_grace):
    names = looked_at(points("normal"), every=4, steps=24)
    assert names == ["equilibrium"]
    apart = dict(logs=dict(real_score=0.3, fake_score=0.2), apart=0.52)
    assert found(HEALTHY._replace(**apart))["equilibrium"].startswith(
        "the critic scores a real image above a fake in 52% of all pairs"
    )
    assert not found(HEALTHY._replace(**{**apart, "apart": 0.9}))
    assert not found(HEALTHY._replace(**{**apart, "apart": None}))


# Its file -----------------------------------------------------------------------------

PAST = Diagnosis(300, 1, "oscillation", "in circles", "r1", True, 900)


def test_a_resumed_run_goes_on_with_its_diagnoses(tmp_path):
    path, later = tmp_path / "doctor.json", PAST._replace(step=800, name="collapse")
    notes.write(path, 1000, 10, [PAST, later])
    assert notes.read(path, 1000) == (10, [PAST, later])
    # What was written of later steps is of a run that was given up.
    assert notes.read(path, 500) == (10, [PAST._replace(recovered=None)])


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"diagnoses": [{"odd": 1}]}'])
def test_a_damaged_file_says_nothing(tmp_path, content):
    path = tmp_path / "doctor.json"
    assert notes.read(path, 1) == (0, [])
    path.write_text(content)
    assert notes.read(path, 1) == (0, [])


def test_what_lasts_is_not_said_again_after_a_resume(no_grace, tmp_path, capsys):
    gan = play(mlp(), run_eagerly=True)
    gan.generator_optimizer.learning_rate = 0.0
    for _ in range(2):
        doctor = watch(gan, data(), 10, folder=tmp_path)
    assert [d.name for d in doctor.diagnoses].count("frozen generator") == 1
    assert doctor.examinations == 10
    assert capsys.readouterr().out.count("frozen generator") == 1


def test_a_full_disk_costs_the_file_and_not_the_run(
    no_grace, tmp_path, capsys, monkeypatch
):
    def refuse(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(notes, "write", refuse)
    doctor = watch(play(mlp(), run_eagerly=True), data(), 8, folder=tmp_path)
    assert doctor.examinations == 4
    assert capsys.readouterr().out.count("No space left on device") == 1


# On the page of a run, and in every run -----------------------------------------------


def test_page_shows_diagnoses_and_escapes_them(tmp_path):
    assert health(tmp_path) == ""
    notes.write(tmp_path / "doctor.json", 900, 9, [])
    assert "looked 9 times and found nothing wrong" in health(tmp_path)
    good = Diagnosis(1200, 3, "equilibrium", "near the data", alarm=False)
    notes.write(tmp_path / "doctor.json", 1200, 12, [PAST, good])
    text = health(tmp_path)
    assert "Oscillation <span>from step 300 to 900</span>" in text
    assert "<p>In circles.</p><p>Try r1.</p>" in text
    assert "<li class='good'>" in text and "from step 1,200 on" in text
    evil = PAST._replace(evidence="<script>")
    notes.write(tmp_path / "doctor.json", 1200, 12, [evil])
    assert "<script>" not in health(tmp_path)


@pytest.mark.parametrize("content", ["", "[]", '{"examinations": 3, "diagnoses": [1]}'])
def test_page_leaves_out_what_is_broken(tmp_path, content):
    (tmp_path / "doctor.json").write_text(content)
    assert "<li" not in health(tmp_path)


def test_every_run_has_a_doctor_who_knows_its_data(tmp_path):
    images, labels = data(20, labels=True)
    np.savez(tmp_path / "a.npz", x=((images + 1) * 127).astype("uint8"), y=labels)
    config = runs.new_config("conditional_mnist", tmp_path / "a.npz", batch_size=4)
    job = runs.start(tmp_path / "run", config)
    doctor = job.doctor
    assert doctor.path == tmp_path / "run" / "doctor.json"
    assert doctor.reals.classes and len(doctor.reals.train) == 20


# Its benchmark ------------------------------------------------------------------------


def test_benchmark_plants_what_the_doctor_knows(tmp_path, capsys):
    names = {e.name.replace(" ", "_") for e in EXAMINATIONS if e.alarm}
    assert set(bench.PLANTED) == names and len(bench.HEALTHY) == 10
    assert bench.right("mode_collapse", ["oscillation", "mode collapse"])
    assert not bench.right("mode_collapse", ["oscillation"])
    assert bench.right("vanilla", []) and not bench.right("vanilla", ["oscillation"])
    out = tmp_path / "doctor.json"
    bench.main(["--only", "ring_r1", "--seeds", "3", "--steps", "2", "--out", str(out)])
    written = json.loads(out.read_text())
    assert written["summary"] == {"planted": 0, "found": 0, "healthy": 1, "silent": 1}
    assert "silent in 1 of 1 healthy games" in capsys.readouterr().out
