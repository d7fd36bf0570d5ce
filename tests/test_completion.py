"""Tab in a shell, as argcomplete asks for it."""

import os
import subprocess
import sys

import pytest

from keras_gans.cli import completion
from keras_gans.cli.parser import parser


def test_presets_and_runs_are_known(tmp_path, monkeypatch):
    (tmp_path / "runs" / "mine").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    assert "dcgan_mnist" in completion.sources("dcgan")
    assert completion.sources("runs/") == ["runs/mine"]
    assert completion.sources("nothing") == []


def test_nobody_asks_nothing_happens(monkeypatch):
    monkeypatch.delenv(completion.ASKED, raising=False)
    assert completion.complete(parser()) is None


@pytest.mark.slow
def test_the_shell_is_answered(tmp_path):
    """Without TensorFlow: a Tab must not take ten seconds."""
    pytest.importorskip("argcomplete", reason="pip install -e '.[completion]'")
    line, answer = "keras-gans demo wgan_gp_m", tmp_path / "answer"
    asked = {
        **os.environ,
        "_ARGCOMPLETE": "1",
        "_ARGCOMPLETE_STDOUT_FILENAME": str(answer),
        "COMP_LINE": line,
        "COMP_POINT": str(len(line)),
        "PYTHONPROFILEIMPORTTIME": "1",
    }
    done = subprocess.run(
        [sys.executable, "-m", "keras_gans"], env=asked, capture_output=True, text=True
    )
    assert answer.read_text().strip() == "wgan_gp_mnist"
    assert "tensorflow" not in done.stderr
