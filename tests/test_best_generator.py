"""The best epoch is kept, found again after a resume, and told."""

import json

import keras
import numpy as np
import pytest

import contracts
from keras_gans.callbacks import BestGenerator, Checkpoint

NAME, STEPS = "fd_columns1@8", 4
NAN = float("nan")


class Model:
    """All that the callback asks of a GAN; its weights are its step."""

    def __init__(self, step=0):
        self.step, self.stop_training = keras.Variable(step, dtype="int64"), False

    def save(self, path):
        path.write_text(str(int(self.step)))

    def load_weights(self, path):
        self.step.assign(int(path.read_text()))


def train(path, *values, model=None, first=0, **kwargs):
    """Epochs from `first` on, each with its value in the logs."""
    best = BestGenerator(path, NAME, **kwargs)
    best.set_model(model or Model(first * STEPS))
    best.on_train_begin()
    for epoch in range(first, len(values)):
        best.on_epoch_begin(epoch)
        best.model.step.assign_add(STEPS)
        best.on_epoch_end(epoch, {NAME: values[epoch]})
        if best.model.stop_training:
            break
    best.on_train_end()
    return best


def test_the_first_of_the_best_is_kept(tmp_path):
    path = tmp_path / "run" / "best.keras"
    best = train(path, 5.0, 2.0, 2.0, 3.0)
    assert best.best == {"epoch": 2, "step": 8, "value": 2.0}
    assert best.last == {"epoch": 4, "step": 16, "value": 3.0}
    assert best.worse == 0.5
    assert path.read_text() == "8"
    assert json.loads(path.with_suffix(".json").read_text())["best"] == best.best
    assert sorted(p.name for p in path.parent.iterdir()) == ["best.json", "best.keras"]


def test_summary_tells_the_winner_and_the_loss(tmp_path):
    path = tmp_path / "best.keras"
    assert train(path, 5.0, 2.0, 3.0).summary() == (
        f"Epoch 2 was best: {NAME} 2. The last one, epoch 3, got 3, 50% worse."
    )
    assert train(path, 2.0).summary() == (
        f"Epoch 1 was best: {NAME} 2. It was the last one."
    )
    assert train(path, NAN).summary() == f"No epoch was measured by {NAME}."
    assert train(path, 0.5, 0.4, mode="max").summary().endswith("20% worse.")


def test_mode_follows_the_metric(tmp_path):
    path = tmp_path / "best.keras"
    assert train(path, 0.5, 0.9, 0.6, mode="max").best["epoch"] == 2
    assert BestGenerator(path, "recall_fashion1@2k").sign == -1
    assert BestGenerator(path, "label_accuracy_fashion1@2k").sign == -1
    assert BestGenerator(path, "kd_fashion1@2k").sign == 1


def test_patience_counts_measured_epochs_only(tmp_path):
    values = (3.0, 2.0, NAN, 2.5, NAN, NAN, 2.6, 1.0)
    best = train(tmp_path / "best.keras", *values, patience=2)
    assert best.last["epoch"] == 7 and best.best["epoch"] == 2
    assert best.model.step == 7 * STEPS


def test_restore_puts_the_best_model_back(tmp_path):
    assert train(tmp_path / "best.keras", 2.0, 1.0, 3.0, restore=True).model.step == 8


@pytest.mark.parametrize("cut", [1, 2, 3])
@pytest.mark.parametrize("values", [(4.0, 2.0, 3.0, 5.0), (4.0, 3.0, 5.0, 1.0)])
def test_a_resumed_run_ends_as_one_that_was_not_interrupted(tmp_path, values, cut):
    whole, path = train(tmp_path / "whole.keras", *values), tmp_path / "best.keras"
    train(path, *values[:cut])
    resumed = train(path, *values, first=cut)
    assert resumed.values == whole.values and resumed.best == whole.best
    assert path.read_text() == whole.path.read_text()


def test_patience_survives_a_resume(tmp_path):
    path = tmp_path / "best.keras"
    train(path, 1.0, 2.0, patience=2)
    best = train(path, 1.0, 2.0, 3.0, 4.0, first=2, patience=2)
    assert best.last["epoch"] == 3


@pytest.mark.parametrize("values", [(1.0, 3.0, 2.0), (3.0, 1.0, 2.0)])
def test_a_kill_between_best_and_checkpoint_loses_nothing(tmp_path, values):
    """The checkpoint is an epoch behind the notes: that epoch is played again."""
    whole, path = train(tmp_path / "whole.keras", *values), tmp_path / "best.keras"
    train(path, *values[:2])
    resumed = train(path, *values, first=1)
    assert resumed.best == whole.best
    assert path.read_text() == whole.path.read_text()


def test_files_of_another_run_are_forgotten(tmp_path):
    path = tmp_path / "best.keras"
    train(path, 0.1, 0.1)
    assert train(path, 2.0).best["value"] == 2.0
    for damaged in ("{", "[]", '{"monitor": "fd_columns1@8"}'):
        path.with_suffix(".json").write_text(damaged)
        assert train(path, 3.0, 4.0, first=1).best["value"] == 4.0
    path.unlink()
    assert train(path, 3.0, 4.0, 5.0, first=2).best["value"] == 5.0


class Script(keras.callbacks.Callback):
    """Puts given values into the logs of a real GAN, and keeps what it generated."""

    logged = [NAME]

    def __init__(self, *values):
        super().__init__()
        self.values, self.images = values, []

    def on_epoch_end(self, epoch, logs):
        logs[NAME] = self.values[epoch]
        self.images.append(self.model.generate(2, seed=0))


def test_a_gan_comes_back_as_it_was_at_its_best(tmp_path):
    gan, script = contracts.vanilla(), Script(2.0, 1.0, 3.0)
    best = BestGenerator(tmp_path / "best.keras", NAME, restore=True)
    observers = [script, best, Checkpoint(tmp_path / "gan.keras")]
    gan.fit(contracts.dataset_for(gan), epochs=3, verbose=0, callbacks=observers)
    kept = keras.models.load_model(best.path)
    assert int(kept.step) == int(gan.step) == best.best["step"] == 8
    for each in (kept, gan):
        np.testing.assert_array_equal(each.generate(2, seed=0), script.images[1])
    last = keras.models.load_model(tmp_path / "gan.keras", compile=False)
    np.testing.assert_array_equal(last.generate(2, seed=0), script.images[2])


def test_refuses_wrong_arguments(tmp_path):
    with pytest.raises(ValueError, match="`path` must end in .keras"):
        BestGenerator(tmp_path / "best.h5", NAME)
    with pytest.raises(ValueError, match='`mode` must be "auto"'):
        BestGenerator(tmp_path / "best.keras", NAME, mode="low")
    for patience in (0, 1.5, True):
        with pytest.raises(ValueError, match="`patience` must be a whole number"):
            BestGenerator(tmp_path / "best.keras", NAME, patience=patience)
    with pytest.raises(ValueError, match="Say so with `mode=`"):
        BestGenerator(tmp_path / "best.keras", "generator_loss")


def test_a_value_that_nobody_logs_is_refused(tmp_path):
    gan = contracts.vanilla()
    best = BestGenerator(tmp_path / "best.keras", NAME)
    with pytest.raises(ValueError, match="must wait for a log that is written"):
        gan.fit(contracts.dataset_for(gan), epochs=1, verbose=0, callbacks=[best])
    with pytest.raises(ValueError, match="Put `kg.callbacks.Evaluate` before"):
        best.on_epoch_end(0, {"generator_loss": 1.0})
