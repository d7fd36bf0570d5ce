"""Survival: checkpoints that are whole or not there, one process a folder, signals."""

import csv
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time

import keras
import numpy as np
import pytest
from test_cli import PATCHED, start_process, wait_for
from test_run import same, start
from tiny_shelf import STEPS, make_tiny, write_classes

import keras_gans as kg
from contracts import bit_for_bit, mlp, play, usually
from contracts import data as small_data
from keras_gans import callbacks, cli, runs
from keras_gans.callbacks import every as every_module
from keras_gans.runs import lock
from keras_gans.utils import files
from keras_gans.utils.snapshots import Snapshots, fault_of

pytestmark = pytest.mark.rewritten

EPOCHS = 3


@pytest.fixture(autouse=True)
def tiny(shelf, monkeypatch, tmp_path):
    make_tiny(monkeypatch, shelf)
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="module")
def whole(shelf, tmp_path_factory):
    """A run of three epochs in one go."""
    with pytest.MonkeyPatch.context() as patch:
        make_tiny(patch, shelf)
        job = start(tmp_path_factory.mktemp("whole") / "run")
        job.train(EPOCHS, verbose=0)
        job.finish()
    return job.folder


def rows(folder):
    """The history without clocks."""
    with open(folder / "history.csv", newline="") as file:
        found = list(csv.DictReader(file))
    return [{k: v for k, v in row.items() if "second" not in k} for row in found]


def ask_at(job, step):
    """Makes `train` end as a signal would end it, at a step."""

    def ask(batch, logs):
        job.halt.asked = int(job.gan.step) == step

    observers = job.observers
    watch = keras.callbacks.LambdaCallback(on_train_batch_end=ask)
    job.observers = lambda: [watch, *observers()]


# === Whole or not there ===


@bit_for_bit
@pytest.mark.parametrize("step", usually([1, 3, 4, 8], 3, 4))
def test_a_run_goes_on_bit_for_bit_and_so_does_its_history(whole, tmp_path, step):
    """Within an epoch, at its end (3), within the last one; losses are means of all."""
    job = start(tmp_path / "run")
    ask_at(job, step)
    with pytest.raises(KeyboardInterrupt):
        job.train(EPOCHS, verbose=0)
    job.finish()
    state = runs.RunFolder(job.folder).state
    assert (state["epoch"], state["batch"]) == divmod(step, STEPS)
    again = runs.resume(job.folder)
    again.train(EPOCHS, verbose=0)
    again.finish()
    assert same(job.folder, whole)
    assert rows(job.folder) == rows(whole)


def test_a_partial_epoch_leaves_one_row_in_the_end(whole, tmp_path):
    """Minutes end a run within an epoch; its row is of that part alone."""
    job = start(tmp_path / "run")
    job.train(minutes=1e-9, verbose=0)
    job.finish()
    assert [row["epoch"] for row in rows(job.folder)] == ["0"]
    again = runs.resume(job.folder)
    assert again.seconds > 0
    again.train(EPOCHS, verbose=0)
    assert rows(job.folder) == rows(whole)


def test_two_whole_checkpoints_are_kept_and_the_model_for_users(whole):
    found = sorted(path.name for path in (whole / "checkpoints").iterdir())
    assert len(found) == 2 and found[-1] == f"{EPOCHS * STEPS:09d}"
    newest = whole / "checkpoints" / found[-1]
    assert fault_of(newest) is None
    manifest = json.loads((newest / "manifest.json").read_text())
    assert {"gan.keras", "state.json", "history.csv"} <= set(manifest["files"])
    assert (
        int(runs.load(whole).step)
        == EPOCHS * STEPS
        == int(keras.models.load_model(whole / "gan.keras").step)
    )


@pytest.mark.parametrize("name", ["gan.keras", "state.json", "manifest.json"])
@pytest.mark.parametrize("way", ["truncated", "flipped", "missing", "pipe"])
def test_f6_a_damaged_checkpoint_is_passed_over_and_said(whole, tmp_path, name, way):
    shutil.copytree(whole, tmp_path / "run")
    older, newest = sorted((tmp_path / "run" / "checkpoints").iterdir())
    damage(newest / name, way)
    place = runs.RunFolder(tmp_path / "run")
    path, passed = place.snapshots.newest()
    assert path == older and len(passed) == 1 and str(newest) in passed[0]
    assert place.state["step"] == int(older.name)


def damage(path, way):
    content = path.read_bytes()
    path.unlink()
    if way == "truncated":
        path.write_bytes(content[: len(content) // 2])
    if way == "flipped":
        middle = len(content) // 2
        flipped = bytes([content[middle] ^ 1])
        path.write_bytes(content[:middle] + flipped + content[middle + 1 :])
    if way == "pipe":
        os.mkfifo(path)


def test_f6_a_run_goes_on_from_the_one_before(whole, tmp_path):
    shutil.copytree(whole, tmp_path / "run")
    older, newest = sorted((tmp_path / "run" / "checkpoints").iterdir())
    damage(newest / "gan.keras", "flipped")
    with pytest.warns(UserWarning, match="Passed over"):
        job = runs.resume(tmp_path / "run")
        assert int(job.gan.step) == int(older.name)
        job.train(EPOCHS, verbose=0)
    job.finish()
    assert same(job.folder, whole) and rows(job.folder) == rows(whole)


def test_f6_the_best_model_is_there_where_nothing_else_is(whole, tmp_path):
    shutil.copytree(whole, tmp_path / "run")
    shutil.copy(tmp_path / "run" / "gan.keras", tmp_path / "run" / "best.keras")
    shutil.rmtree(tmp_path / "run" / "checkpoints")
    damage(tmp_path / "run" / "gan.keras", "truncated")
    with pytest.warns(UserWarning, match="gan.keras cannot be read.*best.keras"):
        assert int(runs.load(tmp_path / "run").step) == EPOCHS * STEPS


def test_a_run_of_the_first_release_goes_on(whole, tmp_path):
    """It has a model and no checkpoint."""
    shutil.copytree(whole, tmp_path / "run")
    shutil.rmtree(tmp_path / "run" / "checkpoints")
    config = json.loads((tmp_path / "run" / "config.json").read_text())
    del config["fingerprint"]
    (tmp_path / "run" / "config.json").write_text(json.dumps(config))
    job = runs.resume(tmp_path / "run")
    job.train(EPOCHS + 1, verbose=0)
    assert int(job.gan.step) == (EPOCHS + 1) * STEPS
    assert [row["epoch"] for row in rows(job.folder)] == ["0", "1", "2", "3"]


def test_f1_what_is_not_finite_is_never_saved(tmp_path):
    job = start(tmp_path / "run")
    job.train(1, verbose=0)
    job.finish()
    before = (job.folder / "gan.keras").read_bytes()
    job.gan.step.assign(5)
    job.gan.generator.trainable_weights[0].assign(
        job.gan.generator.trainable_weights[0] * np.inf
    )
    for save in (job.save, lambda: job.checkpoint.save((1, 2))):
        with pytest.raises(FloatingPointError, match="must be finite.*step 5"):
            save()
    assert (job.folder / "gan.keras").read_bytes() == before
    assert runs.RunFolder(job.folder).state["step"] == STEPS


def full(*_, **__):
    raise OSError(28, "No space left on device")


def test_f2_a_start_that_failed_can_be_started_again(tmp_path, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(kg.GAN, "save", full)
        with pytest.raises(OSError, match="No space.*run"):
            start(tmp_path / "run")
    assert not (tmp_path / "run").exists()
    job = start(tmp_path / "run")
    assert runs.RunFolder(job.folder).state["step"] == 0


def test_f2_a_start_that_was_killed_can_be_started_again(tmp_path, monkeypatch):
    """Before config.json nothing counts, and with it there is something to resume."""
    with monkeypatch.context() as patch:
        patch.setattr(runs.RunFolder, "remove", lambda place: None)  # as a kill does
        patch.setattr(files, "write_json", full)
        with pytest.raises(OSError):
            start(tmp_path / "run")
    assert not runs.RunFolder(tmp_path / "run").is_begun
    assert int(start(tmp_path / "run").gan.step) == 0


def test_row_39_a_disk_that_fills_keeps_the_old_checkpoints(
    whole, tmp_path, monkeypatch
):
    shutil.copytree(whole, tmp_path / "run")
    job = runs.resume(tmp_path / "run")
    before = job.checkpoint.snapshots.steps()
    job.gan.step.assign(99)
    monkeypatch.setattr(job.gan, "save", full)
    with pytest.raises(OSError, match=r"No space.*checkpoints/000000099"):
        job.checkpoint.save((33, 0))
    assert job.checkpoint.snapshots.steps() == before
    assert not list((tmp_path / "run" / "checkpoints").glob(".*"))


def test_row_39_a_full_disk_costs_a_checkpoint_and_no_training(tmp_path, monkeypatch):
    """At the end it is an error: what was trained is not on the disk."""
    from contracts import dataset_for, mlp, play

    gan = play(mlp(), run_eagerly=True)
    whole, checkpoint = gan.save, kg.callbacks.Checkpoint(tmp_path, every=1e-9)
    monkeypatch.setattr(gan, "save", full)
    with pytest.warns(UserWarning, match="No space left.*Training goes on"):
        with pytest.raises(OSError, match="No space"):
            gan.fit(dataset_for(gan, 24), callbacks=[checkpoint], verbose=0)
    assert int(gan.step) == 3 and not checkpoint.snapshots.steps()
    monkeypatch.setattr(gan, "save", whole)
    gan.fit(dataset_for(gan, 24), callbacks=[checkpoint], epochs=2, verbose=0)
    assert checkpoint.snapshots.steps()


def test_snapshots_by_themselves(tmp_path):
    snapshots = Snapshots(tmp_path / "all", keep=2)
    assert snapshots.newest() == (None, [])
    for step in (5, 10, 9, 10):
        snapshots.write(step, lambda draft: (draft / "x").write_text(str(step)))
    assert snapshots.steps() == [10, 9]
    path, passed = snapshots.newest()
    assert path.name == "000000010" and passed == []
    draft = tmp_path / "all" / f".000000011.1{files.MARK}"
    draft.mkdir()
    assert snapshots.newest()[0] == path  # what was never finished is not there
    snapshots.prune()
    assert not draft.exists()


@pytest.mark.parametrize("epoch_seconds", [1, 100, 1000, 10_000])
def test_checkpoints_by_wall_time(monkeypatch, epoch_seconds):
    """Every five minutes, at an epoch's end, and for at most 2 % of the time."""
    now, done, kept = [0.0], [], every_module.Minutes()
    monkeypatch.setattr(every_module.time, "monotonic", lambda: now[0])
    kept.begin(0)

    def save():
        with kept.spending():
            now[0] += 1.0
        done.append(now[0])

    for step in range(1, 20_000):
        now[0] += 1.0
        if kept.after_step(step):
            save()
        if step % epoch_seconds == 0 and kept.after_epoch(step):
            save()
    gaps = np.diff([0.0, *done])
    save()  # as training's end does
    assert gaps.max() <= 303 and kept.spent_seconds <= 0.02 * now[0]
    assert done[0] == min(301, epoch_seconds + 1)


# === In a notebook ===


def fit(folder, epochs, stop=None, step=None, every=5.0):
    """A notebook that is run from its first line; returns the model."""
    gan = play(mlp(dropout=0.3), ema=0.9)
    dataset = kg.data.from_arrays(small_data(24), batch_size=4, seed=1)
    checkpoint = callbacks.Checkpoint(folder, every)
    log = keras.callbacks.CSVLogger(folder / "history.csv", append=True)
    observers = [checkpoint, log]
    if stop:

        def end(batch, logs):
            if int(gan.step) == stop:
                if checkpoint.place[1]:
                    checkpoint.save()  # which never happens before an epoch's row
                raise RuntimeError("killed")

        observers.append(keras.callbacks.LambdaCallback(on_train_batch_end=end))
    try:
        gan.fit(dataset, epochs=epochs, callbacks=observers, verbose=0)
    finally:
        if log.csv_file is not None:
            log.csv_file.close()  # which Keras does at the end of a training only
    return gan


def weights_of(gan):
    return [
        keras.ops.convert_to_numpy(v) for v in [*gan.weights, *gan.optimizer.variables]
    ]


@bit_for_bit
@pytest.mark.parametrize("stop", usually([4, 6, 9], 6))
def test_a_notebook_that_is_run_again_goes_on(tmp_path, stop):
    """Six steps an epoch: within the first, at its end, within the second."""
    for name in ("whole", "parts"):
        (tmp_path / name).mkdir()
    expected = fit(tmp_path / "whole", 3)
    with pytest.raises(RuntimeError, match="killed"):
        fit(tmp_path / "parts", 3, stop)
    gan = fit(tmp_path / "parts", 3)
    assert int(gan.step) == 18
    for ours, theirs in zip(weights_of(gan), weights_of(expected), strict=True):
        np.testing.assert_array_equal(ours, theirs)
    assert rows(tmp_path / "parts") == rows(tmp_path / "whole")
    assert gan._initial_epoch is None
    assert int(fit(tmp_path / "parts", 3).step) == 18  # nothing is left to do


def test_foreign_data_begin_their_epoch_again(tmp_path):
    import tensorflow as tf

    gan = play(mlp())
    foreign = tf.data.Dataset.from_tensor_slices(small_data(8)).batch(2)
    gan.resumed_batch = 2
    with pytest.warns(UserWarning, match="Epoch 1 begins again"):
        gan.fit(foreign, epochs=1, verbose=0)
    assert int(gan.step) == 4 and gan.resumed_batch == 0


# === B8: a run knows its data ===


@pytest.fixture
def own(tmp_path):
    """A run of a folder of one's own, begun from beside it."""
    write_classes(tmp_path / "mine", ("apple", "pear"), count=6)
    assert cli.main(["train", "vanilla", "--data", "./mine", "--epochs", "1"]) == 0
    return tmp_path / "runs" / "vanilla"


def test_b8_from_another_folder(own, monkeypatch, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    line = ["train", "vanilla", "--resume", "--out", str(own), "--epochs", "2"]
    assert cli.main(line) == 0
    assert cli.main(["generate", str(own), "--count", "4"]) == 0
    assert runs.RunFolder(own).config["data"] == str(tmp_path / "mine")


@pytest.mark.parametrize("word", ["mine", "./mine", "{}/mine", "runs/../mine"])
def test_b8_other_words_for_the_same_place(own, tmp_path, word):
    job = runs.resume(own, data=word.format(tmp_path))
    assert int(job.gan.step) == 3


def test_b8_data_that_moved(own, tmp_path, capsys):
    os.rename(tmp_path / "mine", tmp_path / "moved")
    line = ["train", "vanilla", "--resume", "--epochs", "2"]
    assert cli.main(line) == 2
    complaint = capsys.readouterr().err
    assert "nothing at" in complaint and "--data" in complaint
    assert cli.main([*line, "--data", "moved"]) == 0
    assert runs.RunFolder(own).config["data"] == str(tmp_path / "moved")
    assert int(runs.load(own).step) == 6


def test_b8_row_44_other_images_are_refused_with_the_difference(own, tmp_path, capsys):
    write_classes(tmp_path / "more", ("apple",), count=3)
    for path in (tmp_path / "more" / "apple").iterdir():
        shutil.copy(path, tmp_path / "mine" / "apple" / f"new{path.name}")
    line = ["train", "vanilla", "--resume", "--epochs", "3"]
    assert cli.main(line) == 2
    complaint = capsys.readouterr().err
    assert "15 files instead of 12" in complaint and "apple" in complaint
    assert "--data-changed" in complaint
    assert cli.main([*line, "--data-changed"]) == 0
    assert [row["epoch"] for row in rows(own)] == ["0", "1", "2"]
    assert runs.RunFolder(own).config["fingerprint"]["count"] == 15
    assert cli.main(["train", "vanilla", "--resume", "--epochs", "3"]) == 0


def test_row_25_a_run_leaves_out_what_cannot_be_read(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    source = write_classes(tmp_path / "mine", ("apple", "pear"))
    (source / "pear" / "0.png").write_bytes(b"no picture")
    line = ["train", "vanilla", "--data", str(source), "--epochs", "1"]
    assert cli.main(line) == 2
    assert "pear/0.png" in (said := capsys.readouterr().err) and "--on-error" in said
    assert cli.main([*line, "--on-error", "skip"]) == 0
    assert "1 image that cannot be read (pear/0.png)" in capsys.readouterr().out
    config = runs.RunFolder(tmp_path / "runs" / "vanilla").config
    assert config["images"] == 7 and config["on_error"] == "skip"
    assert cli.main(["train", "vanilla", "--resume", "--epochs", "2"]) == 0
    with pytest.raises(ValueError, match="keeps its on_error='skip'"):
        runs.resume("runs/vanilla", on_error="raise")


def test_b8_changed_pixels_are_other_images(own, tmp_path):
    path = tmp_path / "mine" / "pear" / "0.png"
    path.write_bytes(path.read_bytes() + b"\0")
    with pytest.raises(ValueError, match="keeps its data.*--data-changed"):
        runs.resume(own)


# === B9: one process a folder ===

CLAIM = """
import sys, time
from keras_gans.runs import lock
import pathlib
try:
    lock.claim(pathlib.Path(sys.argv[1]))
except ValueError as error:
    print(error)
    sys.exit(2)
print("claimed", flush=True)
time.sleep(60)
"""


def claimant(folder):
    code = f"import sys\nsys.argv[0] = 'keras-gans'{CLAIM}"
    return subprocess.Popen(
        [sys.executable, "-c", code, str(folder)], stdout=subprocess.PIPE, text=True
    )


def test_b9_row_45_a_second_process_is_refused_and_a_dead_one_holds_nothing(tmp_path):
    first = claimant(tmp_path)
    try:
        assert first.stdout.readline() == "claimed\n"
        second = claimant(tmp_path)
        told, _ = second.communicate(timeout=60)
        assert second.returncode == 2
        assert f"process {first.pid} has claimed" in told and "--out" in told
    finally:
        first.kill()
        first.communicate()
    lock.claim(tmp_path)
    lock.claim(tmp_path)  # by the same process
    third = claimant(tmp_path)
    third.communicate(timeout=60)
    assert third.returncode == 2
    lock.release(tmp_path)
    lock.release(tmp_path)
    fourth = claimant(tmp_path)
    try:
        assert fourth.stdout.readline() == "claimed\n"
    finally:
        fourth.kill()
        fourth.communicate()


def test_b9_a_run_lets_go_when_it_has_finished(tmp_path):
    job = start(tmp_path / "run")
    assert job.folder.resolve() in lock.HELD
    job.train(1, verbose=0)
    job.finish()
    assert job.folder.resolve() not in lock.HELD


def test_b9_a_claimed_folder_is_answered_before_anything_is_written(
    tmp_path, monkeypatch
):
    def taken(folder):
        raise ValueError("claimed by 1")

    monkeypatch.setattr(lock, "claim", taken)
    with pytest.raises(ValueError, match="claimed by 1"):
        start(tmp_path / "run")
    assert not list(tmp_path.rglob("*.keras"))


# === Real processes ===


@pytest.mark.nightly
@pytest.mark.slow
def test_b9_two_commands_with_one_folder(shelf, tmp_path):
    line = "train vanilla --epochs 60 --out both"
    pair = [start_process(shelf, tmp_path, line) for _ in range(2)]
    ends = []
    for process in pair:
        output, complaint = process.communicate(timeout=600)
        ends.append((process.returncode, complaint))
    assert sorted(code for code, _ in ends) == [0, 2]
    told = next(complaint for code, complaint in ends if code == 2)
    assert "claimed" in told or "holds a run already" in told
    assert int(runs.load(tmp_path / "both").step) == 60 * STEPS


@pytest.mark.slow
@pytest.mark.parametrize("kind, code", [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_row_41_signals_end_with_their_own_code(shelf, tmp_path, kind, code):
    process = start_process(shelf, tmp_path, "train vanilla --epochs 50000")
    history = tmp_path / "runs" / "vanilla" / "history.csv"
    try:
        wait_for(lambda: history.exists() and history.stat().st_size, process)
        process.send_signal(kind)
        output, _ = process.communicate(timeout=120)
    finally:
        process.kill()
    assert process.returncode == code and "keeping everything" in output
    state = runs.RunFolder(history.parent).state
    assert int(runs.load(history.parent).step) == state["step"] > 0


@pytest.mark.slow
def test_a_signal_before_anything_was_done(shelf, tmp_path):
    """While Python and TensorFlow are imported: no traceback, no folder."""
    script = PATCHED.replace(
        "with cli.quiet_import():", "print('on', flush=True)\nif 1:"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script, str(shelf), "train", "vanilla"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
    )
    assert process.stdout.readline() == "on\n"
    time.sleep(1.5)
    process.send_signal(signal.SIGTERM)
    _, complaint = process.communicate(timeout=120)
    assert process.returncode in (143, -15) and "Traceback" not in complaint


@pytest.mark.slow
def test_a_second_signal_leaves_at_once(shelf, tmp_path):
    process = start_process(shelf, tmp_path, "train vanilla --epochs 50000")
    history = tmp_path / "runs" / "vanilla" / "history.csv"
    try:
        wait_for(lambda: history.exists() and history.stat().st_size, process)
        process.send_signal(signal.SIGTERM)
        process.send_signal(signal.SIGINT)
        process.wait(20)
    finally:
        process.kill()
        process.communicate()
    assert process.returncode in (130, 143)
    assert runs.RunFolder(history.parent).state
    assert int(runs.resume(history.parent).gan.step) >= 0


@pytest.mark.nightly
@bit_for_bit
@pytest.mark.parametrize("seed", range(2))
def test_row_42_kills_lose_nothing(shelf, tmp_path, whole, seed):
    """SIGKILL at random instants, from loading to the report; each time it goes on."""
    random, line = np.random.default_rng(seed), "train vanilla --epochs 3"
    kills = 0
    for attempt in range(3):
        begun = (tmp_path / "runs" / "vanilla" / "config.json").exists()
        process = start_process(shelf, tmp_path, line + " --resume" * begun)
        try:
            process.communicate(timeout=random.uniform(5, 20))
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            kills += 1
            continue
        break
    if process.returncode != 0:
        begun = (tmp_path / "runs" / "vanilla" / "config.json").exists()
        process = start_process(shelf, tmp_path, line + " --resume" * begun)
        _, complaint = process.communicate(timeout=300)
        assert process.returncode == 0, complaint
    folder = pathlib.Path(tmp_path / "runs" / "vanilla")
    assert int(runs.load(folder).step) == EPOCHS * STEPS
    assert [row["epoch"] for row in rows(folder)] == ["0", "1", "2"]
