"""What a training will cost, said after its first steps, beside what it then costs."""

import json
import time
import types

import keras
import pytest
from test_run import start
from tiny_shelf import BATCH, make_tiny

import keras_gans as kg
from keras_gans.runs import estimate
from keras_gans.runs.estimate import Cost, Estimate
from keras_gans.runs.shares import SAVING, SHARE
from keras_gans.utils.memory import peak_bytes

pytestmark = pytest.mark.rewritten
BESIDE = 1 + SHARE + SAVING


class Job:
    """Steps of 0.1 s, 8 images each, after one of 20 s; 7 s at the end."""

    evaluate, config, steps_per_epoch = None, {"batch_size": 8}, 100

    def __init__(self, clock, **limits):
        self.now, self.steps = 0.0, 40  # a run that goes on
        clock.setattr(estimate.time, "perf_counter", lambda: self.now)
        self.timer = kg.callbacks.Timer(**limits)
        part = types.SimpleNamespace(seconds=0.0)
        self.shares = types.SimpleNamespace(end_seconds=lambda: 7.0, measures=part)
        self.gan = types.SimpleNamespace(step=types.SimpleNamespace(numpy=self.step))
        self.costs = []

    def step(self):
        return self.steps

    def train(self, steps):
        watch = Estimate(self, self.costs.append)
        watch.set_model(self.gan)
        for i in range(steps):
            self.now += 0.1 if i else 20.0
            self.steps += 1
            self.timer.seconds = self.now
            watch.on_train_batch_end(i)
        return self.costs


def test_the_first_step_does_not_count(monkeypatch):
    assert Job(monkeypatch, total_steps=1041).train(20) == []  # less than 2 s
    [cost] = Job(monkeypatch, total_steps=1041).train(30)
    assert cost.images_per_second == pytest.approx(80) and cost.last_step == 1041
    assert cost.memory_bytes == pytest.approx(peak_bytes(), rel=0.1)
    left = 1041 - 40 - 21
    assert cost.seconds == pytest.approx(left * 0.1 * BESIDE + 7, rel=0.02)


def test_minutes_reach_a_step(monkeypatch):
    job = Job(monkeypatch, limit_minutes=2.0)
    [cost] = job.train(30)
    left = 120 - 22.1  # or so: the first step, and 2 seconds of others
    assert cost.seconds == pytest.approx(left, rel=0.01)
    made = (left - 7) / (0.1 * BESIDE)
    assert cost.last_step == pytest.approx(40 + 21 + made, rel=0.01)


def test_what_measures_will_cost_counts(monkeypatch):
    """As many images as are measured, at the pace of steps, twice."""
    alone = Job(monkeypatch, total_steps=1041).train(30)[0].seconds
    job = Job(monkeypatch, total_steps=1041)
    evaluator = types.SimpleNamespace(n=800)
    job.evaluate = types.SimpleNamespace(evaluator=evaluator)
    assert job.train(30)[0].seconds == pytest.approx(alone + 2 * 800 / 80)


def test_it_is_said_in_words(monkeypatch, capsys):
    from keras_gans.cli.narrator import Narrator
    from keras_gans.cli.records import Records

    cost, job = Cost(1234.4, 5000, 372.0, 3 * 2**29), Job(monkeypatch)
    Narrator(job, None).estimated(cost)
    said = "1,234 images/s: step 5,000 (epoch 50.0) in 6 min 12 s, report included"
    assert f"  estimate    {said}; 1.5 GB of memory so far\n" == capsys.readouterr().out
    Records(types.SimpleNamespace(gan=job.gan), None).estimated(cost)
    known = json.loads(capsys.readouterr().out)
    assert known["event"] == "estimate" and known["last_step"] == 5000
    assert known["images_per_second"] == 1234.4 and known["seconds"] == 372.0


@pytest.mark.slow
@pytest.mark.flaky(reruns=2)  # of a machine that does something else for a moment
def test_the_estimate_comes_true(shelf, monkeypatch, tmp_path):
    """A tiny run of slow steps, so that they cost what they cost anywhere."""
    make_tiny(monkeypatch, shelf)
    job, found = start(tmp_path / "run"), []

    def told(cost):
        found.append((cost, time.perf_counter()))

    job.train(steps=40, verbose=0, callbacks=[Slow(), Estimate(job, told)])
    [(cost, then)] = found
    took = time.perf_counter() - then  # without the pictures and the page
    assert 0.5 * took <= cost.seconds <= 2 * took + job.shares.end_seconds()
    assert cost.images_per_second <= BATCH / 0.15
    assert cost.memory_bytes >= 0.75 * peak_bytes()


class Slow(keras.callbacks.Callback):
    """Makes every step take 0.15 s longer, in a graph or not."""

    def on_train_batch_begin(self, batch, logs=None):
        time.sleep(0.15)
