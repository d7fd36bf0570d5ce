"""Readers that leave: no command complains of them, and a training keeps everything."""

import io
import os
import subprocess
import sys

import pytest
from tiny_shelf import make_tiny

from keras_gans import cli, runs
from keras_gans.cli import pipes

COMMAND = sys.executable, "-m", "keras_gans"


class Left(io.TextIOWrapper):
    """A stream whose reader has left; the first lines, he has read."""

    def __init__(self, lines=0):
        self.lines, (reader, writer) = lines, os.pipe()
        os.close(reader)
        super().__init__(io.FileIO(writer, "w"), write_through=True)

    def write(self, text):
        self.lines -= text.count("\n")
        return super().write(text) if self.lines < 0 else len(text)


def test_one_who_reads_is_no_reason_to_end():
    with pipes.flushed():
        print("all of it")
    assert not pipes.are_left()


def test_one_who_left_is_noticed_once(monkeypatch):
    with Left() as stream:
        monkeypatch.setattr("sys.stdout", stream)
        with pytest.raises(BrokenPipeError):
            print("a line")
        assert pipes.are_left() and not pipes.are_left()
        print("goes nowhere")
        monkeypatch.undo()


def test_other_pipes_are_mistakes_as_before(call, monkeypatch):
    def fail(options):
        raise BrokenPipeError(32, "Broken pipe of the Hub")

    monkeypatch.setattr(cli, "run_command", fail)
    code, _, complaint = call("list")
    assert code == 2 and "Broken pipe of the Hub" in complaint


@pytest.mark.parametrize(
    "line",
    [
        "--help",
        "",
        "--version",
        "--version --json",
        "list",
        "list --json",
        "generate --help",
        "show nothing",  # whose only line is a complaint
    ],
)
def test_a_process_whose_reader_left_says_nothing(line):
    """As `| head -0` would have it: what it writes to is closed at the other end."""
    reader, writer = os.pipe()
    os.close(reader)
    wrong = line == "show nothing"
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    streams["stderr" if wrong else "stdout"] = writer
    # Unbuffered, argparse notices nothing itself: then the code is 0.
    known = {k: v for k, v in os.environ.items() if k != "PYTHONUNBUFFERED"}
    process = subprocess.Popen([*COMMAND, *line.split()], **streams, env=known)
    os.close(writer)
    said = [text for text in process.communicate(timeout=60) if text]
    assert (process.returncode, said) == (pipes.LEFT, [])


@pytest.mark.slow
def test_a_shell_pipes_the_first_lines():
    for line in ("show dcgan_mnist", "show dcgan_mnist --json"):
        shell = f"set -o pipefail; {' '.join(COMMAND)} {line} | head -1"
        done = subprocess.run(["bash", "-c", shell], capture_output=True, text=True)
        assert done.stderr == "" and done.stdout.count("\n") == 1
        assert done.returncode in (0, pipes.LEFT)  # it may have been the faster one


def test_a_training_keeps_everything(shelf, monkeypatch, tmp_path):
    make_tiny(monkeypatch, shelf)
    monkeypatch.chdir(tmp_path)
    with Left(lines=7) as stream, monkeypatch.context() as patch:
        patch.setattr("sys.stdout", stream)  # whose reader knows what will be done
        assert cli.main("train vanilla --epochs 3".split()) == pipes.LEFT
    step = int(runs.load("runs/vanilla").step)
    assert step == 1  # whose line was the first that nobody read
    assert (tmp_path / "runs" / "vanilla" / "report.html").exists()
