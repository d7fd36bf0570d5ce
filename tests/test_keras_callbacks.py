"""Stock Keras callbacks run on a GAN and do what they promise."""

import csv

import keras
import numpy as np
import pytest

from contracts import bit_for_bit, dataset_for, differing, state, vanilla

pytestmark = pytest.mark.eager


def fit(gan, epochs=2, **kwargs):
    return gan.fit(dataset_for(gan), epochs=epochs, verbose=0, **kwargs)


def test_model_checkpoint_keeps_the_best(tmp_path):
    gan = vanilla()
    best = keras.callbacks.ModelCheckpoint(
        tmp_path / "best.keras",
        monitor="generator_loss",
        mode="min",
        save_best_only=True,
    )
    every = keras.callbacks.ModelCheckpoint(
        tmp_path / "{epoch}.weights.h5", save_weights_only=True
    )
    fit(gan, callbacks=[best, every])
    assert keras.models.load_model(tmp_path / "best.keras").generate(1).shape[0] == 1
    assert sorted(p.name for p in tmp_path.glob("*.h5")) == [
        "1.weights.h5",
        "2.weights.h5",
    ]


def test_early_stopping_stops():
    gan = vanilla()
    stop = keras.callbacks.EarlyStopping(
        monitor="discriminator_loss", mode="max", patience=0, min_delta=100
    )
    assert len(fit(gan, epochs=5, callbacks=[stop]).history["real_score"]) == 2


def test_csv_logger_writes_every_log(tmp_path):
    gan = vanilla()
    logger = keras.callbacks.CSVLogger(tmp_path / "log.csv")
    history = fit(gan, callbacks=[logger]).history
    with (tmp_path / "log.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 2
    for name, values in history.items():
        np.testing.assert_allclose([float(r[name]) for r in rows], values, rtol=1e-6)


@bit_for_bit
def test_backup_and_restore_goes_on_bit_for_bit(tmp_path):
    whole = vanilla()
    fit(whole, epochs=3)

    class Killed(keras.callbacks.Callback):
        def on_epoch_begin(self, epoch, logs=None):
            if epoch == 2:
                raise InterruptedError

    broken = vanilla()
    backup = keras.callbacks.BackupAndRestore(tmp_path / "backup")
    with pytest.raises(InterruptedError):
        fit(broken, epochs=3, callbacks=[backup, Killed()])
    again = vanilla()
    fit(
        again,
        epochs=3,
        callbacks=[keras.callbacks.BackupAndRestore(tmp_path / "backup")],
    )
    assert not differing(state(whole), state(again))


def test_tensorboard_writes_events(tmp_path):
    pytest.importorskip("tensorboard", reason="TensorBoard is an optional package")
    gan = vanilla()
    fit(
        gan,
        callbacks=[keras.callbacks.TensorBoard(tmp_path, write_steps_per_second=True)],
    )
    assert list(tmp_path.rglob("events.out.tfevents.*"))


def test_learning_rate_scheduler_moves_both_optimizers():
    gan = vanilla()
    gan.compile(keras.optimizers.Adam(1e-3), keras.optimizers.Adam(4e-3))
    halve = keras.callbacks.LearningRateScheduler(lambda epoch, rate: rate / 2)
    history = fit(gan, callbacks=[halve]).history
    rates = [
        float(o.learning_rate)
        for o in (gan.generator_optimizer, gan.discriminator_optimizer)
    ]
    np.testing.assert_allclose(rates, [2.5e-4, 1e-3], rtol=1e-5)
    logged = [
        history[f"learning_rate_{who}"][-1] for who in ("generator", "discriminator")
    ]
    np.testing.assert_allclose(logged, rates, rtol=1e-5)


def test_reduce_on_plateau_moves_both_optimizers():
    gan = vanilla()
    plateau = keras.callbacks.ReduceLROnPlateau(
        monitor="real_score", mode="max", patience=0, factor=0.1, min_delta=100
    )
    fit(gan, epochs=2, callbacks=[plateau])
    for optimizer in (gan.generator_optimizer, gan.discriminator_optimizer):
        np.testing.assert_allclose(float(optimizer.learning_rate), 1e-4, rtol=1e-5)
