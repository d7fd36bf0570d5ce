"""Which callbacks run where, if several workers train."""

import keras
import pytest
import two_workers

from contracts import mlp, play
from keras_gans.engine import together


def test_callbacks_of_one_process_stay_as_they_are():
    gan, callback = play(mlp()), keras.callbacks.Callback()
    assert together.callbacks_of(gan, "first", [callback]) == ["first", callback]


def test_the_chief_has_all_callbacks_and_others_those_that_run_everywhere(monkeypatch):
    gan, plain, shared = play(mlp()), keras.callbacks.Callback(), together.Together()
    for number, kinds in ((0, ["OnChief", "Together"]), (1, ["Together"])):
        two_workers.pretend(monkeypatch, number)
        first, *found = together.callbacks_of(gan, "first", [plain, shared])
        assert first == "first"
        assert [type(c).__name__ for c in found] == [*kinds, "Together"]


def test_a_list_that_all_would_share_is_refused(monkeypatch):
    gan = play(mlp())
    two_workers.pretend(monkeypatch, 0)
    with pytest.raises(ValueError, match="Received: a `CallbackList`"):
        together.callbacks_of(gan, "first", keras.callbacks.CallbackList([]))


def test_rates_that_are_schedules_are_nobodys_to_tell():
    rates = [1e-3, keras.optimizers.schedules.CosineDecay(1e-3, 10)]
    optimizers = [keras.optimizers.SGD(rate) for rate in rates]
    gan = mlp()
    gan.compile(*optimizers)
    [rate] = together.rates_of(gan)
    assert rate is optimizers[0].learning_rate
