"""The bar of `train` on a terminal: Keras's own, on one line, with the time left."""

import io
import re
import shutil
import time

import keras
import pytest

from keras_gans import callbacks
from keras_gans.cli import bar, narrator, progress
from keras_gans.runs.budget import Epochs

CODES = re.compile(r"\x1b\[\d*m|\x08")
LOSSES = {"discriminator_loss": -123.4, "generator_loss": 1}
LOGS = {"discriminator_accuracy": 0.75, **LOSSES}


class Terminal(io.StringIO):
    def isatty(self):
        return True


class Model:
    def __init__(self, step):
        self.step = keras.Variable(step, dtype="int64")


@pytest.fixture
def screen(monkeypatch):
    """A terminal of some columns, and what it was sent."""

    def of(columns):
        size = shutil.os.terminal_size((columns, 24))
        monkeypatch.setattr(shutil, "get_terminal_size", lambda *_: size)
        terminal = Terminal()
        monkeypatch.setattr("sys.stdout", terminal)
        return terminal

    return of


def lines_of(terminal):
    """What stood on the line, one after another, without colours."""
    return CODES.sub("", terminal.getvalue()).strip().split("\r")


def played(monkeypatch, steps=9, first=40_000, total=50_000, seconds=125.0):
    """A run that goes on, a step a second after the first, which takes a minute."""
    now = [1000.0]
    monkeypatch.setattr(time, "time", lambda: now[0])
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    timer, model = callbacks.Timer(), Model(first)
    timer.seconds_to_go = lambda: seconds
    shown = bar.Bar(timer, steps_per_epoch=100, total_steps=total)
    shown.set_model(model)
    shown.on_train_begin()
    for step in range(steps):
        now[0] += 1 if step else 60
        model.step.assign_add(1)
        shown.on_train_batch_end(step, LOGS)
    shown.on_epoch_end(0, {**LOGS, "seconds": 3.0})
    shown.close()


@pytest.mark.parametrize("columns", [61, 80, 100, 132, 200])
@pytest.mark.parametrize("total", [50_000, None])
def test_it_stays_on_its_line(screen, monkeypatch, columns, total):
    terminal = screen(columns)
    assert bar.fits()
    played(monkeypatch, total=total)
    assert terminal.getvalue().count("\n") == 1 and terminal.getvalue()[-1] == "\n"
    lines = lines_of(terminal)
    assert len(lines) == 9 and max(map(len, lines)) < columns  # steps 2 to 9, end


def test_the_pace_is_that_of_this_sitting(screen, monkeypatch):
    """And the first step, which builds the graph, does not count."""
    terminal = screen(132)
    played(monkeypatch)
    line = lines_of(terminal)[-2]
    assert " 9/10000 " in line and "2:46:31" in line  # 9,991 steps, a second each
    assert "1s/step - epoch: 400.0900 - d_loss: -123.4000 - g_loss: 1.0000" in line
    assert "seconds" not in terminal.getvalue()


def test_where_the_time_sets_the_end_it_says_what_is_left(screen, monkeypatch):
    terminal = screen(132)
    played(monkeypatch, total=None)
    assert "9/Unknown" in lines_of(terminal)[-1]
    assert "minutes_left: 2.0833 - epoch: 400.0900" in lines_of(terminal)[-1]


def test_elsewhere_there_are_lines(screen, monkeypatch):
    class Job:
        steps_per_epoch = 5

    teller = narrator.Narrator(Job(), Epochs(2))
    screen(80)
    assert type(teller.observer(callbacks.Timer())) is bar.Bar
    screen(bar.LEAST_COLUMNS)  # of which the last one stays free
    assert type(teller.observer(callbacks.Timer())) is progress.Progress
    screen(80)
    monkeypatch.setattr("sys.stdout", io.StringIO())
    assert type(teller.observer(callbacks.Timer())) is progress.Progress
