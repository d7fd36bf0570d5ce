"""A run: everything that it leaves behind, and that it can always be gone on with."""

import base64
import json
import shutil

import keras
import numpy as np
import pytest
from tiny_shelf import IMAGES, STEPS, make_tiny, write_classes

from contracts import bit_for_bit, usually
from keras_gans import callbacks, plots, presets, runs
from keras_gans.runs import config as configs
from keras_gans.utils import files

pytestmark = pytest.mark.rewritten

FILES = [
    ".lock",
    "config.json",
    "curves.png",
    "gan.keras",
    "history.csv",
    "neighbours.png",
]
FILES += ["pictures.json", "report.html", "walk.png", "walk_strip.png"]


@pytest.fixture(autouse=True)
def tiny(shelf, monkeypatch):
    make_tiny(monkeypatch, shelf)


def start(folder, name="vanilla", **changes):
    return runs.start(folder, runs.new_config(name, **changes))


def trained(folder, name="vanilla", epochs=1, **changes):
    job = start(folder, name, **changes)
    job.train(epochs, verbose=0)
    job.finish()
    return job


def state_of(folder):
    """Every variable of the model in a run folder: weights, optimizers, step."""
    gan = runs.load(folder)
    pair = [gan.generator_optimizer, gan.discriminator_optimizer]
    variables = [*gan.weights, *pair[0].variables, *pair[1].variables]
    return [keras.ops.convert_to_numpy(variable) for variable in variables]


def same(one, other):
    pairs = zip(state_of(one), state_of(other), strict=True)
    return all(np.array_equal(a, b) for a, b in pairs)


def stop_at(job, step):
    """Makes the next `train` end as Ctrl-C would end it."""

    def interrupt(batch, logs):
        if int(job.gan.step) == step:
            raise KeyboardInterrupt

    watch = keras.callbacks.LambdaCallback(on_train_batch_end=interrupt)
    observers = job.observers
    job.observers = lambda: [*observers(), watch]


def spoil_epoch(monkeypatch, number):
    """Makes every run of now lose its mind when that epoch begins."""
    observers = runs.Run.observers

    def with_spoiler(job):
        def spoil(epoch, logs):
            if epoch == number:
                weight = job.gan.generator.trainable_weights[0]
                weight.assign(weight * np.nan)

        spoiler = keras.callbacks.LambdaCallback(on_epoch_begin=spoil)
        return [spoiler, *observers(job)]

    monkeypatch.setattr(runs.Run, "observers", with_spoiler)


@pytest.fixture(scope="module")
def finished(shelf, tmp_path_factory):
    """A run of two epochs in one go."""
    with pytest.MonkeyPatch.context() as patch:
        make_tiny(patch, shelf)
        job = trained(tmp_path_factory.mktemp("finished") / "run", epochs=2)
    return job.folder


def test_a_run_leaves_everything(finished):
    assert sorted(p.name for p in finished.iterdir() if p.is_file()) == FILES
    sheets = sorted(path.name for path in (finished / "samples").glob("*"))
    assert sheets[0] == "film.gif"
    ends = ["step_000000.png", f"step_{2 * STEPS:06d}.png"]  # and as time allows
    assert [sheets[1], sheets[-1]] == ends
    history = plots.read_history(finished / "history.csv")
    assert history["epoch"] == [0, 1]
    assert np.isfinite(history["generator_loss"]).all()
    config = json.loads((finished / "config.json").read_text())
    assert config["images"] == IMAGES and config["image_shape"] == [16, 16, 1]
    assert config["parameters"]["generator"] > 0 and config["versions"]["keras"]
    assert "<html" in (finished / "report.html").read_text()
    assert int(runs.load(finished).step) == 2 * STEPS


def test_the_page_shows_pictures_of_what_was_trained(finished):
    notes = json.loads((finished / "pictures.json").read_text())
    assert notes["step"] == 2 * STEPS and notes["best"] is False
    assert notes["neighbours"]["training_images"] == IMAGES
    page = (finished / "report.html").read_text()
    assert "Does it copy?" in page and "From one sample to another" in page
    for name in ("neighbours.png", "walk.png"):
        content = base64.b64encode((finished / name).read_bytes()).decode()
        assert f"src='data:image/png;base64,{content}'" in page


def test_pictures_are_of_the_best_epoch(finished, tmp_path):
    """Where one was kept; a later one belongs to a run that was given up."""
    for step, shown in ((STEPS, STEPS), (3 * STEPS, 2 * STEPS)):
        folder = tmp_path / str(step)
        shutil.copytree(finished, folder)
        job = runs.resume(folder)
        job.gan.step.assign(step)
        job.gan.save(folder / "best.keras")
        job.gan.step.assign(2 * STEPS)
        files.write_json(folder / "best.json", {"best": {"epoch": 1, "step": step}})
        job.finish()
        notes = json.loads((folder / "pictures.json").read_text())
        assert (notes["step"], notes["best"]) == (shown, shown == step)


def test_a_spoilt_run_keeps_the_pictures_it_had(finished, tmp_path):
    shutil.copytree(finished, tmp_path / "run")
    before = (tmp_path / "run" / "walk.png").read_bytes()
    job = runs.resume(tmp_path / "run")
    for weight in job.gan.ema_generator.trainable_weights:
        weight.assign(weight * np.nan)
    job.finish(save=False)
    assert (tmp_path / "run" / "walk.png").read_bytes() == before


def test_config_builds_the_same_game_again(finished):
    config = json.loads((finished / "config.json").read_text())
    assert presets.describe(presets.build(config)) == presets.describe(
        runs.load(finished)
    )


@bit_for_bit
@pytest.mark.parametrize("step", [1, 4])
def test_resumed_run_equals_the_uninterrupted_one(finished, tmp_path, step):
    """Stopped within the first epoch or within the second one."""
    job = start(tmp_path / "run")
    stop_at(job, step)
    with pytest.raises(KeyboardInterrupt):
        job.train(2, verbose=0)
    job.finish()
    assert int(runs.load(job.folder).step) == step
    again = runs.resume(job.folder)
    again.train(2, verbose=0)
    again.finish()
    assert same(job.folder, finished)
    epochs = plots.read_history(job.folder / "history.csv")["epoch"]
    assert epochs == [0, 1]


@pytest.mark.slow
@pytest.mark.parametrize("name", usually(["conditional", "dcgan", "wgan"], "dcgan"))
def test_every_entry_trains_and_goes_on(tmp_path, name):
    """With batch norm, dropout, labels, or two critic updates a step."""
    whole = trained(tmp_path / "whole", name, epochs=2)
    trained(tmp_path / "parts", name)
    again = runs.resume(tmp_path / "parts", name=name)
    again.train(2, verbose=0)
    again.finish()
    assert same(whole.folder, again.folder)
    assert int(whole.gan.step) == 2 * STEPS


def test_row_42_a_killed_run_goes_on_from_its_last_checkpoint(tmp_path, finished):
    """Without `finish`: from the start, from the end of an epoch."""
    job = start(tmp_path / "run")
    stop_at(job, STEPS + 1)
    with pytest.raises(KeyboardInterrupt):
        job.train(2, verbose=0)
    again = runs.resume(job.folder)
    assert int(again.gan.step) == STEPS
    again.train(2, verbose=0)
    again.finish()
    assert same(job.folder, finished)


def test_a_run_killed_before_its_first_epoch_ends_starts_anew(tmp_path):
    job = start(tmp_path / "run")
    stop_at(job, 1)
    with pytest.raises(KeyboardInterrupt):
        job.train(1, verbose=0)
    assert int(runs.resume(job.folder).gan.step) == 0


def test_nothing_is_left_to_do(finished):
    job = runs.resume(finished)
    job.train(2, verbose=0)
    assert int(job.gan.step) == 2 * STEPS


def test_minutes_end_a_run_within_an_epoch(tmp_path):
    job = start(tmp_path / "run")
    job.train(minutes=1e-9, verbose=0)
    job.finish()
    assert int(job.gan.step) == 1
    assert int(runs.load(job.folder).step) == 1


def test_a_folder_of_classes_sets_the_number_of_classes(tmp_path):
    source = write_classes(tmp_path / "fruit", ("apple", "pear"), count=4)
    job = trained(tmp_path / "run", "conditional", source=source)
    assert job.gan.num_classes == 2 and int(job.gan.step) == 2
    config = json.loads((tmp_path / "run" / "config.json").read_text())
    assert config["classes"] == ["apple", "pear"]
    players = config["networks"].values()
    assert [player["config"]["num_classes"] for player in players] == [2, 2]
    page = (tmp_path / "run" / "report.html").read_text()
    assert "Class by class" in page and (tmp_path / "run" / "classes.png").exists()
    assert runs.load(tmp_path / "run").generate(3, labels=1).shape == (3, 16, 16, 1)


def test_images_are_resized_and_a_resumed_run_keeps_the_size(tmp_path):
    source = write_classes(tmp_path / "fruit", side=19)
    job = start(tmp_path / "run", "dcgan", source=source, image_size=20)
    job.save()
    assert job.gan.image_shape == (20, 20, 1)
    runs.resume(tmp_path / "run", image_size=20)
    with pytest.raises(ValueError, match="keeps its image_size=20.*image_size=16"):
        runs.resume(tmp_path / "run", image_size=16)


def test_conditional_entries_need_labels(tmp_path):
    write_classes(tmp_path, ("fruit",))
    with pytest.raises(ValueError) as caught:
        start(tmp_path / "run", "conditional", source=tmp_path / "fruit")
    assert "Received: " in str(caught.value) and "one folder per" in str(caught.value)
    assert not (tmp_path / "run" / "config.json").exists()


def test_a_folder_with_a_run_is_not_overwritten(finished):
    with pytest.raises(ValueError, match="holds a run already. Pass --resume.*--out"):
        start(finished)


@pytest.mark.parametrize(
    "given",
    [{"name": "dcgan"}, {"data": "mnist"}, {"batch_size": 8}, {"seed": 7}],
)
def test_row_43_a_resumed_run_keeps_its_settings(finished, given):
    ((key, value),) = given.items()
    with pytest.raises(
        ValueError, match=f"keeps its {key}=.*Received: {key}={value!r}"
    ):
        runs.resume(finished, **given)


def test_folders_that_hold_no_run(tmp_path):
    with pytest.raises(ValueError, match="not a run folder.*without --resume"):
        runs.resume(tmp_path)
    with pytest.raises(ValueError, match="holds no model.*gan.keras"):
        runs.load(tmp_path)
    (tmp_path / "config.json").write_text("{")
    with pytest.raises(ValueError, match="config.json is damaged"):
        runs.resume(tmp_path)


def test_the_embedded_set_stands_in(monkeypatch):
    monkeypatch.setattr(configs.data, "available", lambda name: False)
    assert runs.own_or_embedded("fashion_mnist") == "fashion_mnist_mini"
    assert runs.own_or_embedded("mnist") == "mnist"
    monkeypatch.setattr(configs.data, "available", lambda name: True)
    assert runs.own_or_embedded("fashion_mnist") == "fashion_mnist"


def test_a_save_that_fails_keeps_the_old_checkpoint(tmp_path, monkeypatch):
    job = start(tmp_path / "run")
    job.save()
    before = (job.folder / "gan.keras").read_bytes()

    def full(path):
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(job.gan, "save", full)
    with pytest.raises(OSError, match="No space"):
        callbacks.save_atomically(job.gan, job.folder / "gan.keras")
    assert (job.folder / "gan.keras").read_bytes() == before
    assert not list(job.folder.glob("*partial*"))


def test_f9_row_40_a_full_disk_at_the_end_costs_a_picture(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    job = start(tmp_path / "run")
    job.train(epochs=1, verbose=0)
    monkeypatch.setattr(job, "save_pictures", full)
    with pytest.warns(UserWarning, match="No pictures of .*No space left"):
        page = job.finish()
    assert page.exists() and (tmp_path / "run" / "gan.keras").exists()


def test_f12_a_run_streams_what_does_not_fit(tmp_path, monkeypatch):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "home"))
    pixels = np.random.default_rng(0).integers(0, 256, (40, 16, 16, 1), "uint8")
    np.save(tmp_path / "images.npy", pixels)
    batches = []
    for free in (10**9, 10):
        monkeypatch.setattr("keras_gans.data.memory.free_bytes", lambda: free)
        source = str(tmp_path / "images.npy")
        job = start(tmp_path / str(free), source=source, batch_size=8)
        assert all(part.streamed is (free == 10) for part in job.images)
        batches.append(next(iter(job.dataset)))
    np.testing.assert_array_equal(*batches)
