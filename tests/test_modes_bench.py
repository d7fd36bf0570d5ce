"""The mode bench: its protocol, its controls, and one run of the command."""

import json
import math
import pathlib
import subprocess
import sys

import numpy as np
import pytest

import keras_gans as kg
from benchmarks import modes

ROOT = pathlib.Path(__file__).parent.parent
PLANES = ["ring", "grid"]


@pytest.mark.parametrize("game", modes.GAMES)
@pytest.mark.parametrize("data", ["ring", "stacked_mnist"])
def test_every_game_can_be_played_on_every_data(data, game):
    gan = modes.GAMES[game](modes.DATA[data], seed=3, steps=10, width=0.1)
    assert gan.compiled and gan.seed == 3
    assert gan.image_shape == ((2,) if data == "ring" else (28, 28, 3))
    assert json.loads(json.dumps(modes.described(gan)))["loss"]


def test_the_networks_are_those_of_pacgan():
    """G: 4 x 400 with batch normalisation; D: 3 x 200 maxout units of 5 pieces."""
    gan = modes.vanilla(modes.DATA["ring"], seed=0, steps=10, width=1.0)
    kernels = [
        [tuple(w.shape) for w in network.trainable_weights if len(w.shape) == 2]
        for network in (gan.generator, gan.discriminator)
    ]
    assert kernels[0] == [(2, 400), *[(400, 400)] * 3, (400, 2)]
    assert kernels[1] == [(2, 1000), *[(200, 1000)] * 2, (200, 1)]
    adam = modes.described(gan)["generator_optimizer"]["config"]
    assert adam["beta_1"] == 0.8
    rate = adam["learning_rate"]["config"]
    assert rate["initial_learning_rate"] == pytest.approx(1e-3)
    assert (rate["decay_steps"], rate["alpha"]) == (10, 0.0)


@pytest.mark.parametrize("data", PLANES)
def test_controls_are_what_theory_says(data):
    task = modes.DATA[data]
    controls, count = task.controls(), len(task.means)
    share, n = 1 - math.exp(-4.5), task.samples
    spread = 4 * math.sqrt(share * (1 - share) / n)
    for name in ("perfect sampler", "one mode"):
        assert controls[name]["high_quality"] == pytest.approx(share, abs=spread)
    perfect, one = controls["perfect sampler"], controls["one mode"]
    assert perfect["modes"] == count and one["modes"] == 1
    # 2 n KL is chi-square with count - 1 degrees of freedom.
    degrees = count - 1
    assert abs(2 * n * perfect["reverse_kl"] - degrees) < 5 * math.sqrt(2 * degrees)
    assert one["reverse_kl"] == pytest.approx(math.log(count))
    assert controls["no spread"]["high_quality"] == 1.0


def test_a_generator_that_diverged_has_a_row():
    found = modes.DATA["ring"].score(np.full((5, 2), np.nan))
    assert found["modes"] == 0 and found["high_quality"] == 0.0


@pytest.mark.slow
@pytest.mark.skipif(not kg.data.available("mnist"), reason="needs MNIST")
def test_controls_of_stacked_mnist():
    task = modes.DATA["stacked_mnist"]
    controls = task.controls()
    uniform, digits = controls["uniform labels"], controls["digits of 1,000 triples"]
    assert uniform["modes"] == 1000
    assert uniform["reverse_kl"] == pytest.approx(999 / 2 / task.samples, rel=0.2)
    assert digits["reverse_kl"] == pytest.approx(uniform["reverse_kl"], rel=0.3)
    one = controls["digits of 1 triples"]
    assert one["robust_modes"] <= one["modes"] < 40
    assert one["reverse_kl"] == pytest.approx(math.log(1000), rel=0.02)


def test_summary_by_hand():
    runs = [
        {"game": "a", "seed": i, "modes": m, "reverse_kl": 0.0, "seconds": 1.0}
        for i, m in enumerate([5, 7, 9])
    ]
    runs.append({"game": "b", "seed": 0, "modes": 8, "reverse_kl": math.nan})
    table = modes.summary([{"seconds": 2.0, **run} for run in runs])
    assert table["a"]["modes"] == pytest.approx([7, 2 / math.sqrt(3)])
    assert table["b"]["modes"][0] == 8 and math.isnan(table["b"]["modes"][1])
    assert math.isnan(table["b"]["reverse_kl"][0])
    assert modes.cell("modes", table["a"]["modes"]) == "7.0 ± 1.2"
    assert modes.cell("high_quality", 0.98889) == "98.9 %"


def played(data, games, seeds, budget, jobs):
    """Stands in for `modes.play`: game "dragan" finds one mode more."""
    for seed in range(seeds):
        for game in games:
            found = {"modes": 6 + (game == "dragan"), "high_quality": 0.5}
            run = dict(game=game, seed=seed, steps=budget["steps"], seconds=1.5)
            yield {**run, **found, "reverse_kl": math.nan}, {"ema": 0.999}


def test_the_file_keeps_what_is_not_played_again(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(modes, "play", played)
    path = tmp_path / "modes.json"

    def command(*arguments):
        modes.main([*arguments, "--seeds", "2", "--out", str(path)])
        return json.loads(path.read_text())

    command("--data", "ring", "--games", "vanilla", "--steps", "7")
    command("--data", "grid", "--games", "vanilla", "--steps", "7")
    found = command("--data", "ring", "--games", "dragan", "--steps", "7")
    assert set(found) == {"ring", "grid"}
    games = [run["game"] for run in found["ring"]["runs"]]
    assert games == ["vanilla", "vanilla", "dragan", "dragan"]
    assert found["ring"]["summary"]["dragan"]["modes"] == [7.0, 0.0]
    assert found["ring"]["summary"]["dragan"]["reverse_kl"] == [None, None]
    assert set(found["ring"]["games"]) == {"vanilla", "dragan"}
    printed = capsys.readouterr().out
    assert "7.0 ± 0.0" in printed and "perfect sampler" in printed
    other = command("--data", "ring", "--games", "dragan", "--steps", "8")
    assert [run["game"] for run in other["ring"]["runs"]] == ["dragan", "dragan"]


@pytest.mark.nightly
@pytest.mark.slow
def test_the_command_writes_the_whole_protocol(tmp_path):
    command = [sys.executable, ROOT / "benchmarks/modes.py", "--seeds", "1"]
    command += ["--games", "vanilla", "--steps", "5", "--data", "ring"]
    command += ["--out", tmp_path / "a.json"]
    done = subprocess.run(
        [*map(str, command)], capture_output=True, text=True, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert "perfect sampler" in done.stdout and "PacGAN2" in done.stdout
    section = json.loads((tmp_path / "a.json").read_text())["ring"]
    assert set(section) == {
        *("protocol", "games", "controls", "published", "summary", "runs")
    }
    assert section["protocol"] == {
        **{"steps": 5, "minutes": None, "width": 0.25},
        **{"samples": 2500, "batch_size": 100},
    }
    (run,) = section["runs"]
    assert run["game"] == "vanilla" and run["steps"] == 5 and run["seconds"] > 0
    assert 0 <= run["modes"] <= 8 and 0 <= run["high_quality"] <= 1
    assert section["games"]["vanilla"]["ema"] == 0.999
    assert section["summary"]["vanilla"]["steps"] == [5, None]
