"""The command line: what it prints, what it leaves, and how it answers mistakes."""

import contextlib
import io
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import time

import numpy as np
import pytest
from PIL import Image
from test_run import same, spoil_epoch
from tiny_shelf import IMAGES, STEPS, make_tiny, write_classes

from contracts import bit_for_bit
from keras_gans import callbacks, cli, plots, presets, runs
from keras_gans.cli import measuring
from keras_gans.presets import builtin

pytestmark = pytest.mark.rewritten

PATCHED = """
import pathlib, sys
sys.argv[0] = "keras-gans"
from keras_gans import cli
with cli.quiet_import():
    from keras_gans.presets import builtin
builtin.FOLDER = pathlib.Path(sys.argv[1])
sys.exit(cli.main(sys.argv[2:]))
"""

ENDS = pytest.mark.parametrize(
    "kind, end", [(signal.SIGINT, 130), (signal.SIGTERM, 143)]
)


@pytest.fixture(autouse=True)
def tiny(shelf, monkeypatch, tmp_path):
    """Tiny presets, and an empty folder to work in."""
    make_tiny(monkeypatch, shelf)
    monkeypatch.chdir(tmp_path)
    before = {k: signal.getsignal(k) for k in (signal.SIGINT, signal.SIGTERM)}
    yield
    for kind, handler in before.items():
        signal.signal(kind, handler)


@pytest.fixture(scope="module")
def finished(shelf, tmp_path_factory):
    """The folders of a plain and a conditional run of one epoch."""
    folder = tmp_path_factory.mktemp("runs")
    with pytest.MonkeyPatch.context() as patch:
        make_tiny(patch, shelf)
        for name in ("vanilla", "conditional"):
            given = ["--epochs", "1", "--out", str(folder / name), "--json"]
            with contextlib.redirect_stdout(io.StringIO()) as said:
                assert cli.main(["train", name, *given]) == 0
            (folder / f"{name}.jsonl").write_text(said.getvalue())
    return folder


@pytest.fixture
def refused(call):
    """Runs a command that must end with one line on stderr, and that code."""

    def check(line, *words, code=2):
        got, _, complaint = call(line)
        assert complaint.startswith("keras-gans: ") and complaint.count("\n") == 1
        assert "Traceback" not in complaint
        for word in words:
            assert word in complaint, f"{word!r} is not in: {complaint}"
        assert got == code

    return check


# === Help ===


def test_help_is_quick_and_does_not_import_tensorflow():
    script = (
        "import sys; sys.argv = ['keras-gans', '--help']; from keras_gans import cli\n"
        "try: cli.main()\n"
        "finally: assert 'tensorflow' not in sys.modules and 'keras' not in sys.modules"
    )
    seconds = []
    for _ in range(3):
        began = time.perf_counter()
        result = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True
        )
        seconds.append(time.perf_counter() - began)
    assert min(seconds) < 1
    assert "examples:" in result.stdout and result.stderr == ""


def test_what_no_command_asks_for_is_not_imported(tmp_path, monkeypatch):
    (tmp_path / "asked_for.py").write_text("there = True")
    monkeypatch.syspath_prepend(tmp_path)
    with cli.without("json", "asked_for"):
        with pytest.raises(ImportError):
            import asked_for
        import json as kept  # is here already
    import asked_for

    assert asked_for.there and kept is json


def test_no_command_prints_the_help(call):
    code, output, complaint = call("")
    assert code == 0 and "COMMAND" in output and complaint == ""


def test_version(call):
    code, output, _ = call("--version")
    assert code == 0
    assert [line.split()[0] for line in output.splitlines()] == [
        "keras-gans",
        "keras",
        "tensorflow",
    ]


def test_list_and_show(call):
    code, output, _ = call("list")
    assert code == 0
    assert all(f"\n  {name} " in output for name in presets.names())
    config = presets.read("dcgan")
    code, output, _ = call("show dcgan")
    assert code == 0 and output.startswith(f"{config['title']} ({config['paper']})\n")
    assert "images of 16 x 16 x 1" in output and "average of weights" in output
    assert "Train it:  keras-gans train dcgan" in output and "`" not in output
    code, output, _ = call("show dcgan --json")
    assert code == 0 and json.loads(output) == config


# === Train ===


def test_train_tells_programs_a_line_for_each_event(finished):
    lines = (finished / "vanilla.jsonl").read_text().splitlines()
    begun, epoch, done = map(json.loads, lines)
    folder = str(finished / "vanilla")
    assert (begun["event"], begun["folder"], begun["step"]) == ("begun", folder, 0)
    assert begun["last_step"] == STEPS and begun["images"] == IMAGES
    assert (epoch["event"], epoch["epoch"], epoch["step"]) == ("epoch", 1, STEPS)
    history = plots.read_history(finished / "vanilla" / "history.csv")
    assert epoch["generator_loss"] == history["generator_loss"][0]
    facts = {"folder": folder, "report": f"{folder}/report.html", "best": None}
    assert done == {"event": "done", "step": STEPS, **facts}


def test_train_says_what_it_does_and_leaves_everything(call, tmp_path):
    code, output, complaint = call("train dcgan --epochs 1 --batch-size 6 --seed 3")
    assert code == 0 and complaint == ""
    for words in (
        f"{IMAGES} images of 16 x 16 x 1",
        "discriminator",
        "6 images, for 1 discriminator update, 2 steps an epoch",
        "best epoch  is not looked for",
        "from step 0 to epoch 1 (2 steps)",
        "writes to   runs/dcgan/",
        "report.html",
        "keras-gans generate runs/dcgan --count 64",
    ):
        assert words in output
    folder = tmp_path / "runs" / "dcgan"
    assert {path.name for path in folder.iterdir()} == {
        ".lock",
        "checkpoints",
        "config.json",
        "curves.png",
        "neighbours.png",
        "pictures.json",
        "walk.png",
        "walk_strip.png",
        "gan.keras",
        "history.csv",
        "report.html",
        "samples",
    }
    config = json.loads((folder / "config.json").read_text())
    assert (config["seed"], config["batch_size"], config["epochs"]) == (3, 6, 1)


@bit_for_bit
def test_resume_equals_one_go(call, finished):
    shutil.copytree(finished / "vanilla", "parts")  # one epoch of two
    assert call("train vanilla --out whole --epochs 2")[0] == 0
    line = "train vanilla --out parts --epochs 2 --resume"
    assert call(line)[0] == 0
    assert same("whole", "parts")
    code, output, _ = call(line)
    assert code == 0 and "epoch 2, which is reached" in output


def test_a_folder_of_classes_trains_a_conditional_gan(call, tmp_path):
    write_classes(tmp_path / "fruit", ("apple", "pear", "plum"), side=20)
    line = "train conditional --epochs 1 --data fruit --image-size 16"
    code, output, complaint = call(line)
    assert code == 0 and complaint == "" and "12 images of 16 x 16 x 1" in output
    assert runs.load("runs/conditional").num_classes == 3


def test_ctrl_c_keeps_everything(call, monkeypatch):
    def interrupt(self, *_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(runs.Run, "train", interrupt)
    code, output, complaint = call("train vanilla")
    assert code == 130 and complaint == "" and "keeping everything" in output
    assert int(runs.load("runs/vanilla").step) == 0


def test_ctrl_c_during_the_pictures_says_what_is_kept(call, monkeypatch):
    def interrupt(self, save):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(runs.Run, "finish", interrupt)
        code, output, _ = call("train vanilla --epochs 1")
    assert code == 130 and "kept in runs/vanilla/gan.keras" in output
    assert not pathlib.Path("runs/vanilla/report.html").exists()
    assert call("train vanilla --resume")[0] == 0
    assert pathlib.Path("runs/vanilla/report.html").exists()


def test_data_that_are_refused_leave_no_folder(refused):
    refused("train vanilla --data ./nope --out mine", "There is no folder")
    assert not pathlib.Path("mine").exists()


@ENDS
def test_a_signal_whose_exception_was_dropped_still_stops(call, monkeypatch, kind, end):
    usual = callbacks.Timer.on_epoch_end

    def drop(self, epoch, logs=None):
        with contextlib.suppress(KeyboardInterrupt):  # as a finalizer does
            signal.raise_signal(kind)
        return usual(self, epoch, logs)

    monkeypatch.setattr(callbacks.Timer, "on_epoch_end", drop)
    code, output, _ = call("train vanilla --epochs 3")
    assert code == end and "keeping everything" in output
    assert int(runs.load("runs/vanilla").step) == STEPS
    assert pathlib.Path("runs/vanilla/report.html").exists()


def test_losses_that_become_nan_keep_the_last_good_checkpoint(
    refused, monkeypatch, tmp_path
):
    spoil_epoch(monkeypatch, 1)
    words = "generator_loss=nan", "epoch 2", "The last good checkpoint is"
    refused("train vanilla --epochs 3", *words, code=1)
    folder = tmp_path / "runs" / "vanilla"
    gan = runs.load(folder)
    assert int(gan.step) == STEPS
    assert all(np.isfinite(weight.numpy()).all() for weight in gan.weights)
    assert (folder / "report.html").exists()
    assert (folder / "samples" / "film.gif").exists()
    assert plots.read_history(folder / "history.csv")["epoch"] == [0]


@pytest.mark.parametrize(
    "error, words",
    [
        (OSError(28, "No space left on device"), "No space left"),
        (RuntimeError("two\nlines"), "two lines"),
        (MemoryError(), "MemoryError"),
    ],
)
def test_failures_on_the_way_end_with_code_1(refused, monkeypatch, error, words):
    def fail(self, *_, **__):
        raise error

    monkeypatch.setattr(runs.Run, "train", fail)
    refused("train vanilla", words, code=1)


def test_debug_shows_the_traceback():
    with pytest.raises(ValueError, match="Unknown preset"):
        cli.main(["--debug", "show", "nope"])


@pytest.mark.filterwarnings("default::UserWarning")
def test_warnings_are_one_line(call, tmp_path):
    np.savez(tmp_path / "dull.npz", x=np.full((8, 16, 16), 7, "uint8"))
    line = "train vanilla --epochs 1 --data dull.npz"
    code, _, complaint = call(line)
    assert code == 0, complaint
    assert complaint.startswith("keras-gans: All pixels are")
    assert complaint.count("\n") == 1


# === Generate ===


def pixels_of(path):
    with Image.open(path) as image:
        return np.asarray(image)


def test_generate_a_sheet(call, finished):
    code, output, complaint = call(f"generate {finished}/vanilla --count 4")
    assert code == 0 and complaint == "" and "4 images in samples.png" in output
    again = f"generate {finished}/vanilla --count 4 --force --out again.png"
    assert call(again)[0] == 0
    assert pixels_of("samples.png").shape[0] > 32
    np.testing.assert_array_equal(pixels_of("samples.png"), pixels_of("again.png"))


def test_generate_single_files(call, finished, tmp_path):
    assert call(f"generate {finished}/vanilla --count 11 --out many")[0] == 0
    files = sorted((tmp_path / "many").iterdir())
    assert [file.name for file in files] == [f"{i:02}.png" for i in range(11)]
    expected = plots.to_uint8(runs.load(finished / "vanilla").generate(11, seed=0))
    images = [pixels_of(file) for file in files]
    assert [image.shape for image in images] == [(16, 16)] * 11
    np.testing.assert_array_equal(images, expected[..., 0])


@pytest.mark.parametrize(
    "given, labels",
    [
        ("", [0, 1, 2, 0, 1]),
        ("--labels 2", [2, 2, 2, 2, 2]),
        ("--labels 2,0", [2, 0, 2, 0, 2]),
    ],
)
def test_generate_an_array_with_labels(call, finished, given, labels):
    out = "--count 5 --seed 7 --out images.npz"
    assert call(f"generate {finished}/conditional {out} {given}")[0] == 0
    with np.load("images.npz") as arrays:
        assert arrays["images"].shape == (5, 16, 16, 1)
        assert arrays["images"].dtype == "uint8"
        assert arrays["labels"].tolist() == labels


def test_generate_an_array_without_labels(call, finished):
    code, output, _ = call(f"generate {finished}/vanilla --out images.npz --json")
    facts = {"path": "images.npz", "count": 16, "shape": [16, 16, 1], "seed": 0}
    assert (code, json.loads(output)) == (0, facts)
    with np.load("images.npz") as arrays:
        assert arrays.files == ["images"] and len(arrays["images"]) == 16


# === Presets ===


@pytest.fixture
def mine(finished, tmp_path):
    """The preset of a run, in the folder `mine`."""
    gan = runs.load(finished / "vanilla")
    presets.save(gan, tmp_path / "mine", config={"title": "Mine", "data": "mnist"})
    return gan


def test_generate_with_a_preset(call, mine):
    code, _, complaint = call("generate mine --count 3 --seed 4 --out images.npz")
    assert code == 0 and complaint == ""
    with np.load("images.npz") as arrays:
        expected = plots.to_uint8(mine.generate(3, seed=4))
        np.testing.assert_array_equal(arrays["images"], expected)


def test_show_and_list_tell_what_is_known_of_a_preset(
    call, mine, tmp_path, monkeypatch
):
    facts = presets.read_metadata("mine")
    counts = [f"{count:,}" for count in facts["parameters"].values()]
    code, output, _ = call("show mine --json")
    assert code == 0 and json.loads(output)["metadata"] == facts
    assert "Not measured. Measure it:  keras-gans evaluate mine" in call("show mine")[1]
    values = {"fd_x@100": {"mean": 0.4567, "stderr": 0.01}}
    presets.seal("mine", {"metrics": {"values": values}})
    code, output, _ = call("show mine")
    assert code == 0 and output.startswith("Mine\n")
    assert re.search(r"^  fd_x@100 +0.457 ± 0.01 +-$", output, re.MULTILINE)
    monkeypatch.setattr(builtin, "FOLDER", tmp_path)
    line = rf"^mnist\n  mine +{counts[0]} \+ {counts[1]} +- +0.457 / - +- +-$"
    assert re.search(line, call("list")[1], re.MULTILINE)


def test_what_a_stranger_wrote_commands_no_terminal(call, mine, refused):
    title = "\x1b]0;owned\x07\x1b[2J\nmine"
    presets.save(mine, "mine", {"training": {"steps": 3}}, {"title": title})
    code, output, _ = call("show mine")
    assert code == 0 and output.startswith(r"\x1b]0;owned\x07\x1b[2J\nmine")
    assert "Trained for 3 steps." in output and "\x1b" not in output
    presets.seal("mine", {"training": {"steps": "many"}})
    refused("show mine", "metadata of other words", "--json")


def test_values_of_a_preset_go_where_one_stands(mine, finished, tmp_path):
    def out_of(line):
        return measuring.out_of(cli.parser().parse_args(line.split()))

    assert str(out_of("evaluate mine")) == "metrics.json"
    assert str(out_of("evaluate mine --out x.json")) == "x.json"
    assert out_of(f"evaluate {finished}/vanilla").parent == finished / "vanilla"


def test_a_damaged_preset_is_one_line(refused, mine, tmp_path):
    (tmp_path / "mine/generator.weights.h5").write_bytes(b"")
    refused("generate mine", "generator.weights.h5", "bytes", "Received: 0")
    refused("generate mine --last", "--last", "mine is none")


# === Row 50: wrong input is one line, and code 2 ===


@pytest.mark.parametrize(
    "line, words",
    [
        ("trian vanilla", ["invalid choice: 'trian'", "train"]),
        ("train vanila", ["Unknown preset: 'vanila'", "Did you mean 'vanilla'?"]),
        ("show dcgam", ["Did you mean 'dcgan'"]),
        ("train", ["required: NAME", "keras-gans train --help"]),
        ("train vanilla --epocs 3", ["unrecognized arguments: --epocs"]),
        ("train vanilla --seed -1", ["--seed: must be at least 0, got -1"]),
        ("train vanilla --seed x", ["--seed: invalid whole number value: 'x'"]),
        ("train vanilla --epochs 0", ["--epochs: must be at least 1, got 0"]),
        ("train vanilla --epochs 1.5", ["--epochs", "whole number", "'1.5'"]),
        ("train vanilla --minutes nan", ["--minutes: must be above 0, got nan"]),
        ("train vanilla --minutes -1", ["--minutes: must be above 0, got -1"]),
        ("train vanilla --minutes 1 --epochs 1", ["not allowed with"]),
        ("train vanilla --batch-size 1", ["must be at least 2, got 1"]),
        ("train vanilla --batch-size 99", ["12 images, --batch-size 99"]),
        ("train vanilla --data fashion_mist", ["'fashion_mist'", "'fashion_mnist"]),
        ("train vanilla --data ./nope", ["There is no folder", "nope"]),
        ("train vanilla --data nope.npz", ["nope.npz", "not a file"]),
        ("train dcgan --image-size 18", ["multiple of 4", "image_shape=(18, 18, 1)"]),
        ("train vanilla --resume", ["not a run folder", "without --resume"]),
        ("generate nope", ["Unknown run folder or preset: 'nope'", "vanilla"]),
        ("generate vanilla", ["no trained weights", "keras-gans train vanilla"]),
        ("generate . --out images.jpg", ["FILE.png, FILE.npz or a folder"]),
        ("generate .", ["holds no model"]),
        ("generate . --count 0", ["--count: must be at least 1, got 0"]),
        ("generate . --seed -1", ["--seed: must be at least 0, got -1"]),
    ],
)
def test_row_50_wrong_input(refused, line, words, tmp_path):
    refused(line, *words)
    assert not list(tmp_path.rglob("*"))


@pytest.mark.parametrize(
    "line, words",
    [
        ("conditional --labels 3", ["[0, 3)", "label 3"]),
        ("conditional --labels -1", ["[0, 3)", "label -1"]),
        ("conditional --labels a,b", ["3 or 0,1,2, got a,b"]),
        ("vanilla --labels 1", ["unconditional", "labels=1"]),
        ("vanilla --count 99999999999", ["GiB at once", "in parts"]),
        ("vanilla --count 99999999999 --out many", ["many must hold", "free"]),
        ("vanilla --count 99999999999 --format tfds", ["samples must hold", "free"]),
    ],
)
def test_row_50_wrong_wishes(refused, finished, line, words, tmp_path):
    refused(f"generate {finished}/{line}", *words)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("out", ["samples.png", "images.npz", "folder"])
def test_row_50_existing_output(refused, call, finished, out, tmp_path):
    if out == "folder":
        (tmp_path / out).mkdir()
    (tmp_path / out / "mine" if out == "folder" else tmp_path / out).write_text("mine")
    refused(f"generate {finished}/vanilla --out {out}", out, "exists", "--force")
    assert call(f"generate {finished}/vanilla --out {out} --force")[0] == 0


def test_row_50_existing_run(refused, finished):
    refused(
        f"train vanilla --out {finished}/vanilla", "holds a run already", "--resume"
    )


def test_row_50_resume_with_other_settings(refused, finished):
    line = f"train vanilla --resume --out {finished}/vanilla --seed 9"
    refused(line, "keeps its seed=0. Received: seed=9")


def test_row_50_damaged_runs(refused, finished, tmp_path):
    content = (finished / "vanilla" / "gan.keras").read_bytes()
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "gan.keras").write_bytes(content[: len(content) // 2])
    refused("generate run", "run/gan.keras cannot be read")


@pytest.mark.parametrize(
    "line",
    ["train vanilla --out file/run", "generate {}/vanilla --out file/samples.png"],
)
def test_rows_38_50_unwritable_output(refused, finished, line, tmp_path):
    (tmp_path / "file").write_text("")
    refused(line.format(finished), "file", "cannot be written to", "--out")


def test_row_52_without_tensorflow(refused, monkeypatch):
    monkeypatch.setitem(sys.modules, "tensorflow", None)
    refused("list", "pip install tensorflow", code=1)


# === Real processes ===


def start_process(shelf, folder, line):
    hushed = ("TF_CPP_MIN_LOG_LEVEL", "CUDA_VISIBLE_DEVICES")  # by conftest.py
    environment = {k: v for k, v in os.environ.items() if k not in hushed}
    return subprocess.Popen(
        [sys.executable, "-c", PATCHED, str(shelf), *line.split()],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=folder,
        env=environment,
        # A parent in the background may ignore it, and its children after it.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def wait_for(condition, process):
    for _ in range(600):
        if condition():
            return
        assert process.poll() is None, process.communicate()
        time.sleep(0.1)
    raise AssertionError("nothing happened for a minute")


@pytest.mark.nightly
@pytest.mark.slow
@ENDS
def test_a_stopped_process_keeps_everything_and_goes_on(
    shelf, tmp_path, call, kind, end
):
    process = start_process(shelf, tmp_path, "train vanilla --epochs 5000")
    try:
        history = tmp_path / "runs" / "vanilla" / "history.csv"
        wait_for(lambda: history.exists() and history.stat().st_size, process)
        process.send_signal(kind)
        output, complaint = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == end
    assert complaint == "" and "keeping everything" in output
    step = int(runs.load("runs/vanilla").step)
    assert STEPS <= step < 5000 * STEPS and f"Step {step:,}." in output
    for path in ("report.html", "curves.png", "samples/film.gif"):
        assert (history.parent / path).exists()
    epochs = step // STEPS + 1
    code, output, _ = call(f"train vanilla --resume --epochs {epochs}")
    assert code == 0 and f"from step {step:,} to epoch {epochs}" in output
    assert int(runs.load("runs/vanilla").step) == epochs * STEPS


@pytest.mark.slow
def test_a_process_says_nothing_of_tensorflow(shelf, tmp_path):
    process = start_process(shelf, tmp_path, "train dcgan --epochs 1")
    output, complaint = process.communicate(timeout=120)
    assert process.returncode == 0 and complaint == ""
    assert "0000 00:00" not in output and "report.html" in output


@pytest.mark.slow
def test_nor_does_one_that_is_told_a_picture(tmp_path):
    """What can be told stands in the config, which was read too loudly."""
    Image.fromarray(np.zeros((64, 64, 3), "uint8")).save(tmp_path / "photo.png")
    line = "generate inpaint_avatars --photo photo.png --count 1 --out filled.png"
    environment = {k: v for k, v in os.environ.items() if k != "TF_CPP_MIN_LOG_LEVEL"}
    command = [sys.executable, "-m", "keras_gans", *line.split()]
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=tmp_path, env=environment
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "1 image in filled.png\n"
