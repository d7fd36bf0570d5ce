"""The best epoch is kept, found again after a resume, and told."""

import json

import keras
import numpy as np
import pytest

import contracts
from keras_gans.callbacks import BestGenerator, Checkpoint

NAME = "fd_columns1@8"
NAN = float("nan")


class Script(keras.callbacks.Callback):
    """Puts given values into the logs, one an epoch; keeps what was generated."""

    logged = [NAME]

    def __init__(self, *values):
        super().__init__()
        self.values, self.images = values, {}

    def on_epoch_end(self, epoch, logs):
        logs[NAME] = self.values[epoch]
        self.images[epoch + 1] = self.model.generate(2, seed=0)


def train(path, *values, gan=None, first=0, **kwargs):
    gan, script = gan or contracts.vanilla(), Script(*values)
    best = BestGenerator(path, NAME, **kwargs)
    gan.fit(
        contracts.dataset_for(gan),
        initial_epoch=first,
        epochs=len(values),
        verbose=0,
        callbacks=[script, best],
    )
    return gan, script, best


def test_the_best_model_is_in_the_file(tmp_path):
    path = tmp_path / "run" / "best.keras"
    gan, script, best = train(path, 5.0, 2.0, 2.0, 3.0)
    assert best.best == {"epoch": 2, "step": 8, "value": 2.0}  # the first of equals
    assert best.last == {"epoch": 4, "step": 16, "value": 3.0}
    assert best.worse == 0.5
    kept = keras.models.load_model(path)
    assert int(kept.step) == 8
    np.testing.assert_array_equal(kept.generate(2, seed=0), script.images[2])
    assert json.loads(path.with_suffix(".json").read_text())["best"] == best.best
    assert sorted(p.name for p in path.parent.iterdir()) == ["best.json", "best.keras"]


def test_summary_tells_the_winner_and_the_loss(tmp_path):
    path = tmp_path / "best.keras"
    assert train(path, 5.0, 2.0, 3.0)[2].summary() == (
        f"Epoch 2 was best: {NAME} 2. The last one, epoch 3, got 3, 50% worse."
    )
    assert train(path, 2.0)[2].summary() == (
        f"Epoch 1 was best: {NAME} 2. It was the last one."
    )
    assert train(path, NAN)[2].summary() == f"No epoch was measured by {NAME}."


def test_mode_follows_the_metric(tmp_path):
    path = tmp_path / "best.keras"
    assert train(path, 0.5, 0.9, 0.6, mode="max")[2].best["epoch"] == 2
    assert BestGenerator(path, "recall_fashion1@2k").sign == -1
    assert BestGenerator(path, "label_accuracy_fashion1@2k").sign == -1
    assert BestGenerator(path, "kd_fashion1@2k").sign == 1


def test_patience_counts_measured_epochs_only(tmp_path):
    values = (3.0, 2.0, NAN, 2.5, NAN, NAN, 2.6, 1.0)
    gan, _, best = train(tmp_path / "best.keras", *values, patience=2)
    assert best.last["epoch"] == 7 and best.best["epoch"] == 2
    assert int(gan.step) == 7 * 4


def test_restore_puts_the_best_model_back(tmp_path):
    gan, script, best = train(tmp_path / "best.keras", 2.0, 1.0, 3.0, restore=True)
    assert int(gan.step) == best.best["step"] == 8
    np.testing.assert_array_equal(gan.generate(2, seed=0), script.images[2])


@pytest.mark.parametrize("values", [(4.0, 2.0, 3.0, 5.0), (4.0, 3.0, 5.0, 1.0)])
def test_a_resumed_run_ends_as_one_that_was_not_interrupted(tmp_path, values):
    whole = train(tmp_path / "whole.keras", *values)[2]
    path = tmp_path / "best.keras"
    gan, _, _ = train(path, *values[:2])
    gan.save(tmp_path / "gan.keras")
    gan = keras.models.load_model(tmp_path / "gan.keras")
    resumed = train(path, *values, gan=gan, first=2)[2]
    assert resumed.values == whole.values and resumed.best == whole.best
    kept, expected = (
        contracts.state(keras.models.load_model(p))
        for p in (path, tmp_path / "whole.keras")
    )
    assert not contracts.differing(kept, expected)


def test_patience_survives_a_resume(tmp_path):
    path = tmp_path / "best.keras"
    gan, _, _ = train(path, 1.0, 2.0, patience=2)
    _, _, best = train(path, 1.0, 2.0, 3.0, 4.0, gan=gan, first=2, patience=2)
    assert best.last["epoch"] == 3


def test_a_kill_between_best_and_checkpoint_loses_nothing(tmp_path):
    """The checkpoint is an epoch behind the notes: that epoch is played again."""
    values = (1.0, 3.0, 2.0)
    path = tmp_path / "best.keras"
    gan = contracts.vanilla()
    gan, _, _ = train(path, *values[:1], gan=gan)
    gan.save(tmp_path / "gan.keras")
    train(path, *values[:2], gan=gan, first=1)
    gan = keras.models.load_model(tmp_path / "gan.keras")
    best = train(path, *values, gan=gan, first=1)[2]
    assert [v["value"] for v in best.values] == [1.0, 3.0, 2.0]
    assert best.best["epoch"] == 1
    assert int(keras.models.load_model(path).step) == 4


def test_files_of_another_run_are_forgotten(tmp_path):
    path = tmp_path / "best.keras"
    train(path, 0.1, 0.1)
    assert train(path, 2.0)[2].best["value"] == 2.0
    path.with_suffix(".json").write_text("{")
    assert train(path, 3.0)[2].best["value"] == 3.0


def test_works_beside_checkpoint(tmp_path):
    gan, script = contracts.vanilla(), Script(2.0, 3.0)
    best = BestGenerator(tmp_path / "best.keras", NAME)
    observers = [script, best, Checkpoint(tmp_path / "gan.keras")]
    gan.fit(contracts.dataset_for(gan), epochs=2, verbose=0, callbacks=observers)
    steps = [
        int(keras.models.load_model(tmp_path / f).step)
        for f in ("best.keras", "gan.keras")
    ]
    assert steps == [4, 8]


def test_refuses_wrong_arguments(tmp_path):
    with pytest.raises(ValueError, match="`path` must end in .keras"):
        BestGenerator(tmp_path / "best.h5", NAME)
    with pytest.raises(ValueError, match='`mode` must be "auto"'):
        BestGenerator(tmp_path / "best.keras", NAME, mode="low")
    for patience in (0, 1.5, True):
        with pytest.raises(ValueError, match="`patience` must be None or a whole"):
            BestGenerator(tmp_path / "best.keras", NAME, patience=patience)
    with pytest.raises(ValueError, match="Say so with `mode=`"):
        BestGenerator(tmp_path / "best.keras", "generator_loss")


def test_a_value_that_nobody_logs_is_refused(tmp_path):
    gan = contracts.vanilla()
    best = BestGenerator(tmp_path / "best.keras", NAME)
    with pytest.raises(ValueError, match="must wait for a log that is written"):
        gan.fit(contracts.dataset_for(gan), epochs=1, verbose=0, callbacks=[best])
    other = keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: None)
    with pytest.raises(ValueError, match="Put `kg.callbacks.Evaluate` before"):
        gan.fit(
            contracts.dataset_for(gan), epochs=1, verbose=0, callbacks=[best, other]
        )
