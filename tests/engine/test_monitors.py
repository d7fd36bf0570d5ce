"""Keras's own callbacks on our numbers: which way is better, and what counts."""

import csv

import keras
import pytest

import keras_gans as kg
from contracts import data, dataset_for, mlp, play, vanilla
from keras_gans.engine import monitors

pytestmark = pytest.mark.eager

EarlyStopping = keras.callbacks.EarlyStopping
ReduceLROnPlateau = keras.callbacks.ReduceLROnPlateau
ModelCheckpoint = keras.callbacks.ModelCheckpoint


class Pixels:
    """A feature network of nothing."""

    name, sha256 = "pixels1", ""

    def features(self, images):
        return images.reshape(len(images), -1)[:, :2].astype("float64")


class Values(keras.callbacks.Callback):
    """Logs given values; None is an epoch that was not measured."""

    logged, directions = ("fd",), {"fd": "min"}

    def __init__(self, *values):
        super().__init__()
        self.values, self.measured = values, True

    def on_epoch_end(self, epoch, logs=None):
        value = self.values[epoch]
        self.measured = value is not None
        self.last = value if self.measured else self.last
        logs["fd"] = self.last


def fit(gan, *callbacks, epochs=1, **kwargs):
    settings = dict(epochs=epochs, verbose=0, callbacks=list(callbacks))
    return gan.fit(dataset_for(gan, 8, 8), **settings, **kwargs).history


def told(name, *writers, held_out=False, kind=EarlyStopping):
    """The mode that a callback is given for a log."""
    gan = play(mlp(), penalties=[kg.penalties.r1()])
    meters, callback = gan.trackers, kind(monitor=name)
    names = [*meters.means, *(f"val_{k}" for k in meters.means if held_out)]
    monitors.direct([*writers, callback], meters.directions, names)
    return callback.mode


def test_c5_losses_and_penalties_fall_and_accuracies_rise():
    ways = {
        "discriminator_loss": "min",
        "val_generator_loss": "min",
        "r1": "min",
        "discriminator_accuracy": "max",
        "val_discriminator_accuracy": "max",
    }
    assert {name: told(name, held_out=True) for name in ways} == ways


@pytest.mark.parametrize("metric", ["fd", "kd", "precision_recall", "density_coverage"])
def test_c5_what_evaluate_logs_has_the_direction_of_its_metric(metric):
    evaluate = kg.callbacks.Evaluate(data(40), metric, n=8, network=Pixels())
    for name in evaluate.logged:
        expected = "min" if name.startswith(("fd", "kd")) else "max"
        assert told(name, evaluate) == expected


@pytest.mark.parametrize("name", ["real_score", "fake_probability", "val_fake_score"])
def test_c5_what_has_no_direction_is_refused_with_the_fix(name):
    with pytest.raises(ValueError, match=f"monitor='{name}'.*Pass mode="):
        told(name, held_out=True)


@pytest.mark.parametrize("mode", ["min", "max"])
def test_c5_a_mode_that_was_given_stays(mode):
    callback = ReduceLROnPlateau(monitor="generator_loss", mode=mode)
    monitors.direct([callback], {"generator_loss": "min"}, ["generator_loss"])
    assert callback.mode == mode


def test_c5_fit_refuses_before_the_first_step():
    gan = vanilla()
    for wrong, message in [
        ([ReduceLROnPlateau(monitor="real_score")], "which way its log is better"),
        ([EarlyStopping(monitor="fd"), Values(1.0)], "behind who writes it.*Values"),
        (
            [
                ModelCheckpoint(
                    "a.keras", "generator_loss", save_best_only=True, save_freq=2
                )
            ],
            "save_freq=2",
        ),
        ([ModelCheckpoint("a.keras", "fake_score", save_best_only=True)], "mode="),
    ]:
        with pytest.raises(ValueError, match=message):
            fit(gan, *wrong)
    assert int(gan.step) == 0


def test_c5_three_callbacks_without_a_mode_do_what_they_promise(tmp_path):
    gan, values = vanilla(), Values(3.0, 2.0, 4.0, 5.0, 1.0)
    kept = ModelCheckpoint(tmp_path / "{epoch}.keras", "fd", save_best_only=True)
    slower = ReduceLROnPlateau("fd", factor=0.1, patience=1)
    stop = EarlyStopping("fd", patience=2)
    history = fit(gan, values, kept, slower, stop, epochs=5)
    assert history["fd"] == [3.0, 2.0, 4.0, 5.0]  # stopped after two worse ones
    assert sorted(path.stem for path in tmp_path.iterdir()) == ["1", "2"]
    assert history["learning_rate_generator"] == pytest.approx([1e-3, 1e-3, 1e-3, 1e-4])


def test_a16_epochs_that_were_not_measured_count_for_nobody(tmp_path):
    gan, values = vanilla(), Values(3.0, None, 2.0, None, None, 1.0)
    kept = ModelCheckpoint(tmp_path / "{epoch}.keras", "fd", save_best_only=True)
    slower, stop = ReduceLROnPlateau("fd", patience=1), EarlyStopping("fd", patience=1)
    best = kg.callbacks.BestGenerator(tmp_path / "best.keras", "fd", "min", patience=1)
    table = keras.callbacks.CSVLogger(tmp_path / "log.csv")
    history = fit(gan, values, kept, slower, stop, best, table, epochs=6)
    assert history["fd"] == [3.0, 3.0, 2.0, 2.0, 2.0, 1.0]  # the last value, never NaN
    assert history["learning_rate_generator"] == pytest.approx([1e-3] * 6)
    assert [value["epoch"] for value in best.values] == [1, 3, 6]
    assert [path.stem for path in sorted(tmp_path.glob("?.keras"))] == ["1", "3", "6"]
    with (tmp_path / "log.csv").open() as file:
        assert [
            row["fd"] for row in csv.DictReader(file)
        ] == "3.0 3.0 2.0 2.0 2.0 1.0".split()
    assert not {"on_epoch_end"} & vars(stop).keys()  # as it was before


def test_a16_held_out_images_that_are_not_looked_at_count_for_nobody():
    gan = vanilla()
    stop = EarlyStopping("val_generator_loss", patience=2, min_delta=100.0)
    held_out = dict(validation_data=dataset_for(gan, 8, 8), validation_freq=2)
    history = fit(gan, stop, epochs=8, **held_out)
    assert len(history["generator_loss"]) == 6  # looks of epochs 2, 4 and 6
