"""`keras-gans demo`: what it refuses, and how it ends."""

import json
import os
import signal
import subprocess
import sys
import urllib.request

import pytest

from keras_gans.demo import server


def test_it_stays_local(call):
    code, _, complaint = call("demo dcgan_mnist --share")
    assert code == 2 and complaint.count("\n") == 1
    assert "this machine alone" in complaint
    assert "keras-gans export dcgan_mnist --format space" in complaint


def test_without_gradio_one_line_says_how_to_get_it(call, monkeypatch):
    monkeypatch.setattr(server.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr("keras_gans.cli.check_installed", lambda: None)
    code, _, complaint = call("demo dcgan_mnist")
    assert code == 1 and complaint.count("\n") == 1
    assert 'pip install "gradio>=6,<7"' in complaint


@pytest.mark.parametrize(
    "line", ["demo nothing", "demo dcgan_mnist --port 99999", "demo dcgan_mnist --last"]
)
def test_wrong_words_are_answered_in_a_line(call, line):
    pytest.importorskip("gradio", reason="no gradio: pip install -e '.[demo]'")
    code, _, complaint = call(line)
    assert code == 2 and complaint.count("\n") == 1


@pytest.mark.slow
def test_it_serves_until_it_is_interrupted():
    pytest.importorskip("gradio", reason="no gradio: pip install -e '.[demo]'")
    command = [sys.executable, "-m", "keras_gans", "demo", "dcgan_mnist", "--json"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    facts = json.loads(process.stdout.readline())
    assert facts["address"].startswith("http://127.0.0.1:")
    with urllib.request.urlopen(facts["address"]) as page:
        assert b"dcgan_mnist" in page.read()
    os.kill(process.pid, signal.SIGINT)
    said, complained = process.communicate(timeout=60)
    assert process.returncode == 0 and (said, complained) == ("", "")
