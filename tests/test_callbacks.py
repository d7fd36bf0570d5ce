"""What the observers write, and when they stop a run, on a GAN of one weight."""

import math
import os
import warnings

import keras
import numpy as np
import pytest
from PIL import Image

from keras_gans import callbacks, plots
from keras_gans.callbacks import timer as timer_module

IMAGES = np.zeros((12, 4, 4, 1), "float32")


class TinyGAN(keras.Model):
    """The public verbs of a GAN. Each step makes its images a little brighter."""

    image_shape = (4, 4, 1)

    def __init__(self, num_classes=None):
        super().__init__()
        self.num_classes = num_classes
        self.step = self.add_weight(shape=(), dtype="int64", trainable=False)
        self.level = self.add_weight(shape=(), initializer="zeros")
        self.loss_mean = keras.metrics.Mean(name="discriminator_loss")
        self.compile(optimizer="sgd")

    @property
    def metrics(self):
        return [self.loss_mean]

    def call(self, inputs):
        return inputs

    def train_step(self, images):
        self.step.assign_add(1)
        self.level.assign_add(0.01)
        self.loss_mean.update_state(keras.ops.mean(images))
        return {"discriminator_loss": self.loss_mean.result()}

    def generate(self, count, seed=0, labels=None):
        noise = np.random.default_rng(seed).uniform(-1, 0, (count, 4, 4, 1))
        noise = noise if labels is None else np.reshape(labels, (-1, 1, 1, 1)) / 10
        return (noise + np.ones((count, 4, 4, 1)) * self.level.numpy()).astype(
            "float32"
        )


def fit(model, *observers, images=IMAGES, **kwargs):
    settings = {"batch_size": 2, "epochs": 2, "verbose": 0, "shuffle": False}
    return model.fit(images, callbacks=list(observers), **{**settings, **kwargs})


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def frames(path):
    with Image.open(path) as film:
        return film.n_frames


def middle(path, block, index=0):
    """The grey value in the middle of a one-row sheet's image number `index`."""
    pixels = np.asarray(Image.open(path))
    return pixels[2 * block, (2 + 6 * index) * block]


# SampleGrid --------------------------------------------------------------------------


def test_sample_grid_draws_before_training_and_after_every_epoch(tmp_path):
    fit(TinyGAN(), callbacks.SampleGrid(tmp_path / "a/b", count=4))
    assert names(tmp_path / "a/b") == [
        "film.gif",
        "step_000000.png",
        "step_000006.png",
        "step_000012.png",
    ]
    assert frames(tmp_path / "a/b/film.gif") == 3


def test_sample_grid_shows_the_same_latents_each_time(tmp_path):
    model = TinyGAN()
    first = model.generate(4, seed=7)
    fit(model, callbacks.SampleGrid(tmp_path, count=4, seed=7, film=False))
    for step in (0, 6, 12):
        expected = plots.grid(first + np.float32(0.01 * step))
        shown = np.asarray(Image.open(tmp_path / f"step_{step:06d}.png"))
        scale = len(shown) // len(expected)
        difference = shown[::scale, ::scale].astype(int) - expected[..., 0]
        assert np.abs(difference).max() <= 1  # Float sums may round either way.
    assert "film.gif" not in names(tmp_path)


@pytest.mark.parametrize(
    ("steps_per_execution", "steps"),
    [(1, [0, 4, 8, 12]), (3, [0, 6, 9, 12]), (6, [0, 6, 12])],
)
def test_sample_grid_every_n_steps(tmp_path, steps_per_execution, steps):
    model = TinyGAN()
    model.compile(optimizer="sgd", steps_per_execution=steps_per_execution)
    fit(model, callbacks.SampleGrid(tmp_path, every=4, count=1, film=False))
    assert names(tmp_path) == [f"step_{step:06d}.png" for step in steps]


def test_sample_grid_draws_the_last_step_too(tmp_path):
    fit(TinyGAN(), callbacks.SampleGrid(tmp_path, every=5, count=1, film=False))
    assert names(tmp_path)[-1] == "step_000012.png"


def test_sample_grid_gives_each_class_a_column(tmp_path):
    fit(TinyGAN(num_classes=3), callbacks.SampleGrid(tmp_path, count=7), epochs=1)
    sheet = np.asarray(Image.open(tmp_path / "step_000000.png"))
    scale = 800 // 20  # Three columns of 4 pixels and four lines of 2.
    assert sheet.shape == (14 * scale, 20 * scale)
    small = sheet[::scale, ::scale]
    expected = plots.to_uint8(np.array([0, 0.1, 0.2]))
    for row in (2, 8):
        assert [small[row, column] for column in (2, 8, 14)] == expected.tolist()


def test_sample_grid_takes_as_many_images_as_labels(tmp_path):
    observer = callbacks.SampleGrid(tmp_path, labels=[5, 2], film=False)
    fit(TinyGAN(num_classes=10), observer, epochs=1)
    scale = 800 // 14
    shown = [middle(tmp_path / "step_000000.png", scale, i) for i in (0, 1)]
    assert shown == plots.to_uint8(np.array([0.5, 0.2])).tolist()


def test_sample_grid_goes_on_where_a_run_was_resumed(tmp_path):
    model = TinyGAN()
    fit(model, callbacks.SampleGrid(tmp_path, count=1))
    (tmp_path / "step_000500.png").write_bytes(b"of a run that was given up")
    fit(model, callbacks.SampleGrid(tmp_path, count=1), epochs=1)
    assert "step_000018.png" in names(tmp_path)
    assert frames(tmp_path / "film.gif") == 4


def test_sample_grid_saves_its_film_after_an_interrupt(tmp_path):
    def interrupt(batch, logs):
        if batch == 3:
            raise KeyboardInterrupt

    observer = callbacks.SampleGrid(tmp_path, every=1, count=1)
    stop = keras.callbacks.LambdaCallback(on_train_batch_end=interrupt)
    with pytest.raises(KeyboardInterrupt):
        fit(TinyGAN(), observer, stop)
    assert observer.save_film() == tmp_path / "film.gif"
    assert frames(tmp_path / "film.gif") == 5


def test_sample_grid_without_an_epoch_draws_nothing(tmp_path):
    observer = callbacks.SampleGrid(tmp_path)
    fit(TinyGAN(), observer, epochs=0)
    assert names(tmp_path) == [] and observer.save_film() is None


def test_sample_grid_refuses_a_file_in_the_way(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ValueError, match="must be a folder. Received: .*file"):
        callbacks.SampleGrid(tmp_path / "file" / "samples")


def test_sample_grid_finds_out_before_step_1_that_it_cannot_write(
    tmp_path, monkeypatch
):
    def refuse(**_):
        raise PermissionError("read-only")

    monkeypatch.setattr("tempfile.TemporaryFile", refuse)
    model = TinyGAN()
    with pytest.raises(OSError, match="that can be written to. Received: .*read-only"):
        fit(model, callbacks.SampleGrid(tmp_path))
    assert int(model.step) == 0


def test_sample_grid_survives_a_full_disk_with_one_warning(tmp_path, monkeypatch):
    def refuse(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", refuse)
    model = TinyGAN()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        fit(model, callbacks.SampleGrid(tmp_path))
    caught = [str(w.message) for w in caught if "SampleGrid" in str(w.message)]
    assert len(caught) == 1 and "No space left on device" in caught[0]
    assert int(model.step) == 12
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    "wrong", [{"every": 0}, {"every": "step"}, {"every": True}, {"count": 0}]
)
def test_sample_grid_refuses(tmp_path, wrong):
    with pytest.raises(ValueError, match=f"`{next(iter(wrong))}` must be"):
        callbacks.SampleGrid(tmp_path, **wrong)


class TinyPointGAN(TinyGAN):
    """Its points begin at the origin, and each step moves them by (0.1, 0.1)."""

    image_shape = (2,)

    def generate(self, count, seed=0, labels=None):
        self.asked = count
        return np.full((count, 2), 10 * self.level.numpy(), "float32")


def test_sample_grid_of_a_gan_of_points_is_a_scatter(tmp_path):
    corners = np.array([[-2.0, -2.0], [2.0, 2.0]])
    model = TinyPointGAN()
    fit(model, callbacks.SampleGrid(tmp_path, real=corners))
    assert model.asked == 2500
    assert frames(tmp_path / "film.gif") == 3
    for step in (0, 6, 12):
        expected = np.full((2500, 2), step / 10, "float32")
        plots.save_scatter(expected, tmp_path / "expected.png", real=corners)
        shown = Image.open(tmp_path / f"step_{step:06d}.png")
        assert np.array_equal(shown, Image.open(tmp_path / "expected.png"))


def test_sample_grid_draws_as_many_points_as_asked(tmp_path):
    model = TinyPointGAN()
    fit(model, callbacks.SampleGrid(tmp_path, count=7), epochs=1)
    assert model.asked == 7


def test_sample_grid_refuses_real_images(tmp_path):
    with pytest.raises(ValueError, match="`real` must be numbers of shape"):
        callbacks.SampleGrid(tmp_path, real=IMAGES)


# NonFiniteGuard ----------------------------------------------------------------------


def poisoned(value, image=7):
    images = IMAGES.copy()
    images[image, 0, 0] = value
    return images


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_non_finite_guard_stops_at_that_step(value):
    model = TinyGAN()
    where = f"discriminator_loss={float(value)} in epoch 1, at or before batch 4"
    with pytest.raises(FloatingPointError, match=where):
        fit(model, callbacks.NonFiniteGuard(), images=poisoned(value))
    assert int(model.step) == 4


def test_non_finite_guard_sees_what_keras_does_not():
    model = TinyGAN()
    fit(model, keras.callbacks.TerminateOnNaN(), images=poisoned(np.nan))
    assert int(model.step) == 12


@pytest.mark.parametrize(("every", "step"), [(5, 5), (100, 6)])
def test_non_finite_guard_looks_every_so_often_and_when_the_epoch_ends(every, step):
    model = TinyGAN()
    with pytest.raises(FloatingPointError):
        fit(model, callbacks.NonFiniteGuard(every), images=poisoned(np.nan))
    assert int(model.step) == step


def test_non_finite_guard_lets_other_callbacks_log_nan():
    def skip_evaluation(epoch, logs):
        logs["frechet_distance"] = math.nan

    skip = keras.callbacks.LambdaCallback(on_epoch_end=skip_evaluation)
    history = fit(TinyGAN(), skip, callbacks.NonFiniteGuard()).history
    assert len(history["frechet_distance"]) == 2


@pytest.mark.parametrize("wrong", [0, -1, 2.0, True, None])
def test_non_finite_guard_refuses(wrong):
    with pytest.raises(ValueError, match="`every` must be a whole number"):
        callbacks.NonFiniteGuard(wrong)


# Timer -------------------------------------------------------------------------------


class Clock:
    """Time passes in the steps (1 s, the first one 10 s) and between epochs (5 s)."""

    def __init__(self, monkeypatch):
        self.now = 100.0
        monkeypatch.setattr(timer_module.time, "perf_counter", lambda: self.now)

    def run(self, timer, epochs=2, batches=(0, 1, 2), first_epoch=0):
        timer.set_params({"epochs": epochs})
        timer.set_model(TinyGAN())
        timer.on_train_begin()
        epoch_logs = []
        for epoch in range(first_epoch, epochs):
            timer.on_epoch_begin(epoch)
            for batch in batches:
                timer.on_train_batch_begin(batch)
                self.now += 10 if (epoch, batch) == (first_epoch, batches[0]) else 1
                timer.on_train_batch_end(batch)
            self.now += 5
            epoch_logs.append({})
            timer.on_epoch_end(epoch, epoch_logs[-1])
        return epoch_logs


def test_timer_by_hand(monkeypatch):
    first, second = Clock(monkeypatch).run(callbacks.Timer(images_per_step=8))
    assert first == {"images_per_second": 8, "seconds": 17, "seconds_left": 17}
    assert second == {"images_per_second": 8, "seconds": 25, "seconds_left": 0}


def test_timer_counts_the_steps_of_an_execution(monkeypatch):
    first, second = Clock(monkeypatch).run(callbacks.Timer(), batches=(4, 9, 14))
    assert first["steps_per_second"] == second["steps_per_second"] == 5


def test_timer_with_one_step_only(monkeypatch):
    (logs,) = Clock(monkeypatch).run(callbacks.Timer(), epochs=1, batches=(0,))
    assert logs["steps_per_second"] == pytest.approx(0.1)


def test_timer_adds_the_time_of_earlier_parts(monkeypatch):
    timer = callbacks.Timer(8, limit_minutes=0.5, seconds_before=1000.0)
    first, second = Clock(monkeypatch).run(timer, epochs=9, first_epoch=7)
    assert first["seconds"] == 1017 and second["seconds"] == timer.seconds == 1025
    assert first["seconds_left"] == 13  # The limit comes before the second epoch's end.
    assert not timer.model.stop_training


def test_timer_counts_several_fits_against_the_limit(monkeypatch):
    clock, timer = Clock(monkeypatch), callbacks.Timer(limit_minutes=0.5)
    clock.run(timer, epochs=1)
    clock.now += 1000  # Between two fits nothing is trained.
    (logs,) = clock.run(timer, epochs=1, batches=(0,))
    assert logs["seconds"] == 17 + 15 and timer.model.stop_training is False
    clock.run(timer, epochs=1, batches=(0,))
    assert timer.model.stop_training


def test_timer_ends_a_run_in_the_middle_of_an_epoch(tmp_path):
    def sleep(batch, logs):
        timer_module.time.sleep(0.1)

    timer = callbacks.Timer(images_per_step=2, limit_minutes=0.2 / 60)
    slow = keras.callbacks.LambdaCallback(on_train_batch_end=sleep)
    table = keras.callbacks.CSVLogger(tmp_path / "history.csv")
    model = TinyGAN()
    history = fit(model, timer, slow, table, epochs=1000).history
    assert 1 <= int(model.step) <= 4
    assert len(history["images_per_second"]) == 1
    written = plots.read_history(tmp_path / "history.csv")
    assert written["seconds"] == history["seconds"] and written["seconds"][0] >= 0.2


@pytest.mark.parametrize("wrong", [0, -1, math.nan, math.inf, "5", True])
@pytest.mark.parametrize("name", ["images_per_step", "limit_minutes"])
def test_timer_refuses(name, wrong):
    with pytest.raises(ValueError, match=f"`{name}` must be a positive number"):
        callbacks.Timer(**{name: wrong})
