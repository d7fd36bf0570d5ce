"""The command line's rows of what was wrong: its line, its budget, its words."""

import json
import math
import pathlib
import shlex
import shutil
import signal
import subprocess
import sys
import time

import keras
import numpy as np
import pytest
from PIL import Image
from tiny_shelf import make_tiny, write_classes

from keras_gans import callbacks, cli, data, metrics, presets, runs
from keras_gans.callbacks import budget as budget_module
from keras_gans.callbacks import timer as timer_module
from keras_gans.cli import words
from keras_gans.cli.progress import Progress
from keras_gans.runs.report.words import safe
from keras_gans.runs.shares import Shares

EVIL = "a\x1b]0;owned\x07\x1b[2Jb <script>alert(1)</script> '\"& \u202e"


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
def run(shelf, tmp_path_factory):
    """A run of two epochs whose folder and classes have evil names."""
    folder = tmp_path_factory.mktemp("runs")
    with pytest.MonkeyPatch.context() as patch:
        make_tiny(patch, shelf)
        source = write_classes(folder / "fruit", ("apple", "pear", "red plum"))
        job = runs.start(
            folder / "my run's $HOME",
            runs.new_config("conditional", source=source, batch_size=4),
        )
        job.train(2, verbose=0)
        job.finish()
    return job.folder


# === D1: one line ===


class Model:
    def __init__(self, step=1234):
        self.step = keras.Variable(step, dtype="int64")


def shown(monkeypatch, columns, seconds=12345.6, total=50_000):
    """What the line is at a width."""
    size = shutil.os.terminal_size((columns, 24))
    monkeypatch.setattr(shutil, "get_terminal_size", lambda *_: size)
    timer = callbacks.Timer(limit_minutes=1000)
    timer.seconds_to_go = lambda: seconds
    line = Progress(timer, steps_per_epoch=468, total_steps=total, live=True)
    line.set_model(Model())
    return line


@pytest.mark.parametrize("columns", [1, 2, 5, 10, 20, 40, 60, 80, 200])
def test_d1_the_line_fits_any_terminal(monkeypatch, capsys, columns):
    line = shown(monkeypatch, columns)
    logs = {"generator_loss": -123.456789, "discriminator_loss": math.nan}
    for _ in range(50):
        line._shown = None
        line.on_train_batch_end(0, logs)
    output = capsys.readouterr().out
    assert "\n" not in output and output.count("\r") == 50
    assert max(map(len, output.split("\r"))) < max(columns, 2)
    if columns >= 80:
        for word in ("2%", "3 h 25 min left", "step 1,234 of 50,000", "epoch 2.6"):
            assert word in output
        assert "D nan  G -123" in output and "100000" not in output


def test_d1_a_file_gets_plain_lines_now_and_then(monkeypatch, capsys):
    line = shown(monkeypatch, 80)
    line.live, now = False, [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    for _ in range(1000):  # 100 s
        now[0] += 0.1
        line.on_train_batch_end(0, {})
    line.close()
    lines = capsys.readouterr().out.splitlines()
    assert 4 <= len(lines) <= 6 and "\r" not in "".join(lines)
    assert lines[0].startswith("2%  3 h 25 min left  step 1,234 of 50,000")


def test_d1_time_left_is_right_from_the_second_step_after_a_resume(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(timer_module.time, "perf_counter", lambda: now[0])
    timer = callbacks.Timer(total_steps=100, reserve=lambda: 7.0)
    model = Model(40)
    model.stop_training = False
    timer.set_model(model)
    timer.set_params({"epochs": 5})  # the rest of the fifth epoch, of ten
    timer.on_train_begin()
    timer.on_epoch_begin(4)
    assert timer.seconds_to_go() is None
    for _ in range(10):
        timer.on_train_batch_begin(0)
        now[0] += (
            30.0 if int(model.step) == 40 else 2.0
        )  # the first one builds the graph
        model.step.assign_add(1)
        timer.on_train_batch_end(0)
    assert timer.seconds_to_go() == pytest.approx(50 * 2 + 7)
    logs = {}
    timer.on_epoch_end(4, logs)
    assert logs["seconds_left"] == pytest.approx(50 * 2 + 7)


def test_d1_a_limit_leaves_time_for_what_follows(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(timer_module.time, "perf_counter", lambda: now[0])
    timer, model = callbacks.Timer(limit_minutes=1, reserve=lambda: 12.0), Model()
    model.step, model.stop_training = 0, False
    timer.set_model(model)
    timer.on_train_begin()
    timer.on_epoch_begin(0)
    while not model.stop_training:
        timer.on_train_batch_begin(0)
        now[0] += 1.0
        timer.on_train_batch_end(0)
    assert now[0] == 48.0


def test_d1_nothing_is_said_of_an_endless_run(call):
    code, output, _ = call("train vanilla --minutes 0.01")
    assert code == 0 and "to the end of 0.01 minutes" in output
    assert "100000" not in output and "100,000" not in output


@pytest.mark.slow
@pytest.mark.flaky(reruns=2)  # of a machine that does something else for a moment
def test_d1_minutes_bound_the_whole_command(call):
    began = time.monotonic()
    assert call("train vanilla --minutes 0.5")[0] == 0
    assert 27 - 2 <= time.monotonic() - began <= 33 + 2  # a busy machine's


# === D2: a budget ===


class Work:
    """Costs seconds on a clock that only work and steps move."""

    def __init__(self, monkeypatch):
        self.now = 1000.0
        monkeypatch.setattr(budget_module.time, "monotonic", lambda: self.now)

    def run(self, parts, costs, steps, step_seconds, epoch_steps):
        """Seconds of each work after its first time, and how often it was done."""
        done = [0] * len(parts)
        for part in parts:
            part.begin(0)
        for step in range(1, steps + 1):
            self.now += step_seconds
            for i, part in enumerate(parts):
                epoch = step % epoch_steps == 0 and part.after_epoch(step)
                if epoch if i else part.after_step(step):  # the first is of steps
                    with part.spending():
                        self.now += costs[i]
                    done[i] += 1
        return done


@pytest.mark.parametrize("epoch_steps", [1, 2, 100, 5000])
@pytest.mark.parametrize("step_seconds", [0.01, 1.0])
def test_d2_all_of_it_keeps_to_its_share(monkeypatch, epoch_steps, step_seconds):
    shares, clock = Shares(), Work(monkeypatch)
    parts = shares.samples, shares.checkpoint, shares.measures
    costs = 0.3, 1.0, 4.0
    done = clock.run(parts, costs, 20_000, step_seconds, epoch_steps)
    training = 20_000 * step_seconds
    assert shares.spent_seconds == pytest.approx(np.dot(done, costs))
    assert shares.spent_seconds - sum(costs) <= 0.055 * training
    assert min(done) >= 1
    if training > 10_000 and epoch_steps < 5000:
        assert min(done) >= 10  # and it is used


def test_d2_sheets_grow_apart(monkeypatch):
    clock = Work(monkeypatch)
    part = Shares().samples
    hour, day = (clock.run([part], [0.01], n, 1.0, 10)[0] for n in (3600, 82_800))
    assert 50 <= hour <= 400 and day <= 250


def test_d2_a_run_of_small_epochs_draws_few_sheets(tmp_path):
    job = runs.start(tmp_path / "run", runs.new_config("vanilla", batch_size=6))
    assert job.steps_per_epoch == 2
    job.train(8, verbose=0)
    sheets = list((tmp_path / "run" / "samples").glob("step_*.png"))
    assert len(sheets) <= 4
    assert (tmp_path / "run" / "samples" / "step_000016.png").exists()
    history = (tmp_path / "run" / "history.csv").read_text()
    assert len(history.splitlines()) == 1 + 8


def test_d2_a_budget_is_for_notebooks_too(tmp_path):
    with pytest.raises(ValueError, match=r"`share` must be in \(0, 1\]"):
        callbacks.Budget(share=5)
    part = callbacks.Budget(share=0.01, kinds=1).part()
    grid = callbacks.SampleGrid(tmp_path, every=part)
    assert grid.every is part


# === D3: at once ===

SCRIPT = """
import sys
sys.argv = ["keras-gans", *sys.argv[1:]]
from keras_gans import cli
code = cli.main()
assert "tensorflow" not in sys.modules and "keras" not in sys.modules
sys.exit(code)
"""


def ask(*arguments):
    """Exit code, output, complaint and seconds of a process without TensorFlow."""
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *map(str, arguments)],
        capture_output=True,
        text=True,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout, done.stderr, time.perf_counter() - began


def test_d3_the_list_is_there_at_once():
    asked = [ask("list") for _ in range(3)]
    code, output, complaint, _ = asked[0]
    assert code == 0 and complaint == ""
    assert "dcgan_fashion_mnist" in output and "FD / REAL" in output
    assert min(seconds for *_, seconds in asked) < 1


@pytest.mark.parametrize(
    "arguments, words",
    [
        (["show", "dcgan_fashion_mnits"], "Did you mean 'dcgan_fashion_mnist"),
        (["train", "dcgan_fashion_mnits"], "Did you mean 'dcgan_fashion_mnist"),
        (["generate", "dcgan_fashion_mnits"], "Did you mean 'dcgan_fashion_mnist"),
        (["evaluate", "dcgan_fashion_mnits"], "Did you mean 'dcgan_fashion_mnist"),
        (["export", "dcgan_fashion_mnits"], "Did you mean 'dcgan_fashion_mnist"),
        (["compare", "dcgan_mnits", "--steps", "9"], "Did you mean 'dcgan_mnist'"),
        (["upload", "nope", "hf://a/b"], "Unknown run folder or preset: 'nope'"),
        (["train", "dcgan_mnist", "--data", "./nope"], "There is no folder"),
        (["train", "dcgan_mnist", "--data", "nope.npz"], "nope.npz"),
        (["train", "dcgan_mnist", "--resume"], "not a run folder"),
        (["train", "dcgan_mnist", "--out", "file/run"], "cannot be written to"),
        (["train", "wgan_gp_fashion_mnist", "--out", "{run}"], "holds a run already"),
        (["train", "conditional", "--out", "{run}"], "Unknown preset"),
        (["generate", "{run}", "--out", "a.gif"], "FILE.png"),
        (["generate", "dcgan_mnist", "--out", "file"], "exists"),
        (["generate", "dcgan_mnist", "--last"], "--last"),
        (["generate", "dcgan_fashion_mnist_mini"], "no trained weights"),
        (["evaluate", "dcgan_mnist", "--data", "/nope"], "There is no folder"),
        (["export", "dcgan_mnist", "--out", "file"], "exists"),
    ],
)
def test_d3_mistakes_are_answered_at_once(run, arguments, words):
    pathlib.Path("file").write_text("")
    arguments = [word.replace("{run}", str(run)) for word in arguments]
    code, output, complaint, _ = ask(*arguments)
    assert code == 2 and output == "" and complaint.startswith("keras-gans: ")
    assert words in complaint and complaint.count("\n") == 1
    assert [path.name for path in pathlib.Path().iterdir()] == ["file"]


def test_d3_by_module_as_by_name():
    code = "import sys, keras_gans; assert 'tensorflow' not in sys.modules"
    pathlib.Path("keras_gans_probe.py").write_text(code)
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "keras_gans", "show", "nope"],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2 and "Unknown preset" in done.stderr
    assert " tensorflow" not in done.stderr


# === D4: shell ===

NAMES = [
    "plain",
    "with blank",
    "it's",
    'double"quote',
    "$HOME `id` \\ !",
    "*?[a]",
    "-n",
    "tab\tand\nline",
    "\x1b[31mred",
    "ümlaut",
    "Bücher\u00a0neu",
    "",
]


@pytest.mark.parametrize("name", NAMES)
def test_d4_what_is_printed_can_be_pasted(name):
    line = words.command("show", name)
    assert line.isprintable()
    shell = shutil.which("bash") or pytest.skip("pastes into bash")
    done = subprocess.run(
        [shell, "-c", line.replace("keras-gans", "printf '%s\\0'", 1)],
        capture_output=True,
    )
    assert done.stdout.split(b"\0")[:-1] == [b"show", name.encode()]


def commands_in(output):
    """The arguments of each command in what was printed."""
    lines = [line.partition("keras-gans ")[2] for line in output.splitlines()]
    return [shlex.split(line) for line in lines if line]


def test_d4_show_knows_runs(run, capsys):
    assert cli.main(["show", str(run)]) == 0
    output = capsys.readouterr().out
    for word in ("12 images of 16 x 16 x 1", "apple, pear, red plum", "2 of 2 epochs"):
        assert word in output
    found = commands_in(output)
    assert len(found) == 3 and all(str(run) in arguments for arguments in found)
    for arguments in found:
        cli.parser().parse_args(arguments)
    assert cli.main(["show", str(run), "--json"]) == 0
    config = json.loads(capsys.readouterr().out)
    assert config["classes"] == ["apple", "pear", "red plum"]


def test_d4_what_train_prints_is_understood(capsys):
    line = ["train", "vanilla", "--epochs", "1", "--out", "my run's $HOME"]
    assert cli.main(line) == 0
    found = commands_in(capsys.readouterr().out)
    assert [arguments[0] for arguments in found] == ["generate", "export", "train"]
    for arguments in found:
        cli.parser().parse_args(arguments)
        assert "my run's $HOME" in arguments


@pytest.mark.parametrize("out", ["S.PNG", "S.NpZ", "s.png"])
def test_d4_a_suffix_of_any_case(run, out):
    assert cli.main(["generate", str(run), "--count", "4", "--out", out]) == 0
    assert [path.name for path in pathlib.Path().iterdir()] == [out]
    if out.lower().endswith("png"):
        with Image.open(out) as picture:
            assert picture.format == "PNG"
    else:
        with np.load(out) as arrays:
            assert arrays["labels"].tolist() == [0, 1, 2, 0]


@pytest.mark.parametrize(
    "given, labels",
    [
        ("pear", [1, 1, 1, 1]),
        ("PEAR", [1, 1, 1, 1]),
        ("Red Plum", [2, 2, 2, 2]),
        ("pear, Red plum", [1, 2, 1, 2]),
        ("apple,2", [0, 2, 0, 2]),
        ("1", [1, 1, 1, 1]),
    ],
)
def test_d4_labels_by_name(run, given, labels):
    line = ["generate", str(run), "--count", "4", "--out", "x.npz", "--labels", given]
    assert cli.main(line) == 0
    with np.load("x.npz") as arrays:
        assert arrays["labels"].tolist() == labels


def test_d4_an_unknown_class_is_one_line(run, capsys):
    assert cli.main(["generate", str(run), "--labels", "peer"]) == 2
    complaint = capsys.readouterr().err
    assert "Unknown class: 'peer'. Did you mean 'pear'?" in complaint


def test_d4_evaluate_may_download(monkeypatch, run):
    asked = []

    def load_arrays(source, split, size, download):
        asked.append((split, download))
        raise ValueError("enough")

    monkeypatch.setattr(data, "load_arrays", load_arrays)
    monkeypatch.setattr(metrics, "network_for", lambda source: "fashion1")
    assert cli.main(["evaluate", str(run), "--download"]) == 2
    assert cli.main(["evaluate", str(run)]) == 2
    assert asked == [("test", True), ("test", False)]


@pytest.mark.parametrize(
    "message, told",
    [
        ("by `kg.data.load(..., image_size=64)`.", "by --image-size 64."),
        ("Pass download=True, or a folder.", "Pass --download, or a folder."),
        ("batch_size=99 is too large", "--batch-size 99 is too large"),
        ("pass `image_size`.", "pass --image-size."),
        ("Pass `network=`.", "Pass --network."),
    ],
)
def test_d4_messages_speak_shell(message, told):
    assert words.as_options(message) == told


def test_d4_a_wrong_size_is_answered_in_shell(capsys):
    line = ["train", "dcgan", "--image-size", "30"]
    assert cli.main(line) == 2
    complaint = capsys.readouterr().err
    assert "--image-size" in complaint and "kg." not in complaint
    assert "image_size=" not in complaint


# === D5: nothing is commanded ===


def is_harmless(text):
    return all(sign.isprintable() or sign in "\n\r" for sign in text)


def test_d5_the_terminal_is_told_nothing(run, capsys, tmp_path):
    evil = tmp_path / EVIL.replace("/", "|")
    shutil.copytree(run, evil)
    config = runs.RunFolder(evil).config
    config |= {"title": EVIL, "name": EVIL, "data": EVIL, "classes": [EVIL] * 3}
    (evil / "config.json").write_text(json.dumps(config))
    for line in (
        ["show", str(evil)],
        ["generate", str(evil), "--count", "4", "--out", str(evil / "x.png")],
        ["generate", str(evil), "--labels", EVIL + "?"],
        ["show", EVIL],
        ["train", EVIL],
        ["train", "vanilla", "--data", "./" + EVIL],
    ):
        cli.main(line)
        output = capsys.readouterr()
        assert is_harmless(output.out + output.err) and output.out + output.err


def test_d5_a_preset_commands_no_terminal(run, capsys, tmp_path):
    gan = runs.load(run)
    facts = {"classes": [EVIL] * 3, "training": {"machine": EVIL, "steps": 3}}
    presets.save(gan, tmp_path / "mine", facts, {"title": EVIL, "data": EVIL})
    for line in (["show", "mine"], ["show", "mine", "--json"], ["generate", "mine"]):
        assert cli.main(line) == 0
        output = capsys.readouterr()
        assert is_harmless(output.out + output.err)


@pytest.mark.filterwarnings("default::UserWarning")
def test_d5_warnings_and_errors_command_nothing(capsys):
    cli.say(EVIL)
    with cli.plain_warnings():
        import warnings

        warnings.warn(EVIL, stacklevel=1)
    assert is_harmless(capsys.readouterr().err)


def test_d5_the_page_shows_and_does_nothing(run, tmp_path):
    folder = tmp_path / "run"
    shutil.copytree(run, folder)
    config = runs.RunFolder(folder).config
    config |= {"title": EVIL, "data": EVIL, "classes": [EVIL] * 3, EVIL: {EVIL: [EVIL]}}
    (folder / "config.json").write_text(json.dumps(config))
    history = (folder / "history.csv").read_text().splitlines()
    history[0] += ',"' + EVIL.replace('"', '""') + '"'
    rows = [history[0], *(f"{row},1.5" for row in history[1:])]
    (folder / "history.csv").write_text("\n".join(rows) + "\n")
    best = {"epoch": 1, "step": 3, "value": 1.0}
    notes = {"monitor": EVIL, "best": best, "values": [best]}
    (folder / "best.json").write_text(json.dumps(notes))
    found = {"name": EVIL, "evidence": EVIL, "remedy": EVIL, "step": 3}
    doctor = {"examinations": 1, "diagnoses": [found]}
    (folder / "doctor.json").write_text(json.dumps(doctor))
    sheet = next((folder / "samples").glob("step_*.png"))
    shutil.copy(sheet, sheet.with_name(EVIL.replace("/", "|") + ".png"))
    page = runs.write_report(folder).read_text(encoding="utf-8")
    assert "<script>alert" not in page and "\x1b" not in page and "\u202e" not in page
    assert safe("<script>") in page
