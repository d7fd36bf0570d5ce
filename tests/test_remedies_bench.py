"""The laboratory of remedies: its games, its arithmetic, its file and its page."""

import json
import math
import pathlib
import re
import subprocess
import sys

import numpy as np
import pytest

import keras_gans as kg
from benchmarks import (
    boards,
    games,
    remedies,
    remedies_page,
    remedies_picture,
    remedies_table,
)

ROOT = pathlib.Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "stability.md").read_text()
GAMES = games.every_game()
PLAINS = [game for game in GAMES if game[1] == games.PLAIN]
REST = [game for game in GAMES if game[1] != games.PLAIN]


# Costs of the generator say what it is for, not how a game is kept alive.
NO_REMEDIES = {
    *("Augmentation", "Penalty", "Reconstruction", "FeatureMatching", "Perceptual"),
    *("MutualInformation", "Cycle", "Identity", "PathLength", "Splicing"),
}


# The games ---------------------------------------------------------------------------


def played(failure, remedy):
    """A game after a step."""
    game = games.FAILURES[failure]
    settings = game.settings(remedy, steps=2)
    gan = game.board.gan(0, **settings, run_eagerly=True)
    gan.fit(remedies.dealt(game.board, gan, 1, seed=0), verbose=0)
    return gan


@pytest.mark.parametrize("failure, remedy", PLAINS)
def test_plain_games_play(failure, remedy):
    gan = played(failure, remedy)
    assert int(gan.step) == 1
    board = games.FAILURES[failure].board
    assert set(board.score(gan, seed=0)) == {board.metric, *board.others}


@pytest.mark.nightly
@pytest.mark.parametrize("failure, remedy", REST)
def test_remedies_play(failure, remedy):
    assert int(played(failure, remedy).step) == 1


def test_each_remedy_changes_its_game():
    for failure in games.FAILURES:
        names = games.FAILURES[failure].names()
        told = [json.dumps(remedies.described(failure, name)) for name in names]
        assert len(set(told)) == len(told)


def test_a_game_is_described_alike_in_every_process():
    """Keras counts objects in their names: a file must not depend on that."""
    game = ("few_images", "AdaptiveAugment")
    assert remedies.described(*game) == remedies.described(*game)


def test_every_remedy_of_the_library_is_tried():
    tried, arguments = set(), set()
    for failure, remedy in GAMES:
        settings = games.FAILURES[failure].settings(remedy)
        values = [*settings.values(), *settings.get("penalties", [])]
        tried |= {type(value).__name__ for value in values}
        tried |= {p.name for p in settings.get("penalties", [])}
        arguments |= settings.keys() | settings.get("discriminator", {}).keys()
    objects = {*kg.augment.__all__, *kg.penalties.__all__} - NO_REMEDIES
    objects |= {"Clip", "History", "Replay", "TopK", "AuxiliaryClassifier"}
    objects |= {"WholeEpochs", "UntilAccuracy", "Balance"}
    assert objects - tried == set()
    wanted = {"discriminator_steps", "generator_steps", "unrolled_steps", "packing"}
    wanted |= {"jury", "matching_aware", "prior", "ema", "dropout", "normalization"}
    assert wanted - arguments == set()


# The boards --------------------------------------------------------------------------


def test_covered_by_hand():
    board = boards.Points(kg.data.gaussian_ring, std=0.05)
    means = board.make(1).means
    assert board.scored(means)["covered"] == pytest.approx(1)
    one = board.scored(np.repeat(means[:1], 8, axis=0))
    assert one == {"covered": pytest.approx(1 / 8), "modes": 1, "high_quality": 1.0}
    blurred = np.concatenate([means, np.zeros((72, 2), "float32")])
    found = board.scored(blurred)  # each mode has a tenth of its due
    assert found["covered"] == pytest.approx(1 / 10) and found["modes"] == 8
    lost = board.scored(np.full((5, 2), np.nan))
    assert lost["covered"] == 0 and lost["modes"] == 0


def test_a_perfect_sampler_covers_nearly_all():
    """Within 3 standard deviations lie 1 - exp(-4.5); the rest is chance."""
    board = games.RING
    found = board.scored(board.deal(board.samples, seed=1)[0])
    assert 0.94 < found["covered"] < 1 - math.exp(-4.5) + 0.01


def test_each_step_of_the_discriminator_has_images_of_its_own():
    gan = games.RING.gan(0, discriminator_steps=5)
    batches = list(remedies.dealt(games.RING, gan, 2, seed=0))
    assert [tuple(batch.shape) for batch in batches] == [(5 * 64, 2)] * 2
    assert len(np.unique(np.concatenate(batches), axis=0)) == 2 * 5 * 64


def test_looks_are_in_the_last_fifth():
    """Fifty epochs: five looks, two epochs apart, the last one at the end."""
    looks = remedies.Looks(games.RING, seed=0, epochs=50)
    assert sorted(looks.epochs) == [41, 43, 45, 47, 49]
    looks.found = [{"covered": 0.1, "modes": 1}, {"covered": 0.3, "modes": 4}]
    assert looks.score() == {"covered": pytest.approx(0.2), "modes": 2.5}
    assert list(remedies.Looks(games.CLOTHES, seed=0, epochs=24).epochs) == [23]
    assert list(remedies.Looks(games.RING, seed=0, epochs=1).epochs) == [0]


# The arithmetic ----------------------------------------------------------------------


def test_difference_by_hand():
    """Means 2 and 6, each with the standard error 1 / sqrt(3)."""
    row = remedies_table.compare([1, 2, 3], [5, 6, 7], better=1)
    third = 1 / math.sqrt(3)
    assert row["without"] == pytest.approx([2, third])
    assert row["with"] == pytest.approx([6, third])
    assert row["difference"] == 4 and row["error"] == pytest.approx(math.sqrt(2 / 3))
    assert row["helps"] == "yes"
    assert remedies_table.compare([1, 2, 3], [5, 6, 7], better=-1)["helps"] == "harms"
    assert remedies_table.compare([5, 6, 7], [1, 2, 3], better=-1)["helps"] == "yes"


@pytest.mark.parametrize(
    "gain, error, helps",
    [
        (2.0, 1.0, "no"),
        (2.1, 1.0, "yes"),
        (-2.1, 1.0, "harms"),
        (0.0, 0.0, "no"),
        (0.1, 0.0, "yes"),
        (3.0, math.nan, "unknown"),
    ],
)
def test_verdicts(gain, error, helps):
    assert remedies_table.verdict(gain, error) == helps


# The file ----------------------------------------------------------------------------


def fake(failure, remedy, seed, steps=None):
    """A run that was not played; each remedy of chase gains, each of fd loses."""
    value = 0.1 * (remedy != games.PLAIN) * len(remedy) + 0.01 * seed
    metric, *others = games.FAILURES[failure].values()
    values = {name: 1.0 for name in others} | {metric: value}
    time = {"seconds_per_step": 1.0 + (remedy != games.PLAIN), "seconds": 1.0}
    logs = {"discriminator_accuracy": 0.5, "generator_loss": math.nan}
    run = dict(failure=failure, remedy=remedy, seed=seed, logs=logs)
    return {**run, **values, **time}


@pytest.fixture
def laboratory(tmp_path, monkeypatch):
    """`play(arguments, stop)`: what the command played, and its file afterwards."""
    path = tmp_path / "found.json"

    def play(*arguments, stop=None):
        asked = []

        def runs(waiting, jobs):
            for run in waiting[:stop]:
                asked.append(run[:3])
                yield fake(*run)
            if stop is not None:
                raise KeyboardInterrupt

        monkeypatch.setattr(remedies, "play", runs)
        try:
            remedies.main(["--out", str(path), *arguments])
        except KeyboardInterrupt:
            pass
        return asked, json.loads(path.read_text())

    return play


def test_an_interrupted_laboratory_goes_on(laboratory):
    arguments = ("--only", "dead", "--seeds", "2")
    names = games.FAILURES["dead"].names()
    wanted = [("dead", name, seed) for seed in range(2) for name in names]
    first, found = laboratory(*arguments, stop=3)
    assert first == wanted[:3] and len(found["runs"]) == 3
    rest, found = laboratory(*arguments)
    assert rest == wanted[3:] and len(found["runs"]) == len(wanted)
    assert laboratory(*arguments)[0] == []
    more, _ = laboratory("--only", "dead", "--seeds", "3")
    assert more == [("dead", name, 2) for name in names]


def test_a_changed_game_is_played_again_and_others_are_kept(laboratory, monkeypatch):
    laboratory("--only", "dead", "labels", "--seeds", "1")
    changed = games.Failure(
        **{**vars(games.FAILURES["dead"]), "plain": {"loss": "wasserstein"}}
    )
    monkeypatch.setitem(games.FAILURES, "dead", changed)
    again, found = laboratory("--only", "dead", "--seeds", "1")
    assert again == [("dead", games.PLAIN, 0)]  # remedies put the clip away anyhow
    played = [(run["failure"], run["remedy"]) for run in found["runs"]]
    assert sorted(played) == sorted(g for g in GAMES if g[0] in ("dead", "labels"))


def test_keys_of_the_file(laboratory):
    _, found = laboratory("--only", "chase/beta_1", "--seeds", "3")
    assert set(found) == {"rule", "table", "games", "runs"}
    assert set(found["games"]) == {"chase/plain", "chase/beta_1=0"}
    assert found["games"]["chase/beta_1=0"]["beta_1"] == 0
    (row,) = found["table"]
    assert set(row) == {
        *("failure", "remedy", "seeds", "metric", "without", "with", "difference"),
        *("error", "helps", "modes", "high_quality", "time"),
    }
    assert row["helps"] == "yes" and row["time"] == 2 and row["seeds"] == [3, 3]
    assert row["difference"] == pytest.approx(0.1 * len("beta_1=0"))
    assert found["runs"][0]["logs"]["generator_loss"] is None  # JSON has no NaN


def test_one_seed_proves_nothing(laboratory):
    _, found = laboratory("--only", "chase/beta_1", "--seeds", "1")
    assert (
        found["table"][0]["helps"] == "unknown" and found["table"][0]["error"] is None
    )
    assert "| ? |" in remedies_page.text(found)


def test_other_steps_need_another_file():
    with pytest.raises(SystemExit, match="another protocol"):
        remedies.main(["--steps", "2"])


def test_unknown_games_are_refused(tmp_path):
    with pytest.raises(SystemExit, match="collapse, "):
        remedies.main(["--only", "cheese", "--out", str(tmp_path / "found.json")])


@pytest.mark.slow
def test_the_command(tmp_path):
    command = [sys.executable, ROOT / "benchmarks/remedies.py", "--jobs", "1"]
    command += ["--seeds", "1", "--steps", "2", "--only", "chase/ema"]
    done = subprocess.run(
        [*map(str, command), "--out", str(tmp_path / "found.json")],
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert "| `ema=0.99` |" in done.stdout
    found = json.loads((tmp_path / "found.json").read_text())
    assert [run["remedy"] for run in found["runs"]] == ["plain", "ema=0.99"]
    assert all(run["seconds_per_step"] > 0 for run in found["runs"])
    assert (tmp_path / "found.png").stat().st_size > 1000


# The page and the picture ------------------------------------------------------------


def test_no_number_of_the_page_is_typed():
    assert remedies_page.rendered(remedies.read(remedies.FILE), PAGE) == PAGE


def test_every_failure_has_its_place_on_the_page():
    marks = set(re.findall(r"<!-- remedies.json: (\w+) -->", PAGE))
    assert marks == {*games.FAILURES, "signs", "honest"}


def test_rendering_keeps_the_rest_of_a_page(laboratory):
    _, found = laboratory("--only", "chase", "few_images", "--seeds", "2")
    page = "before\n<!-- remedies.json: chase -->\nold\n<!-- end -->\nafter\n"
    text = remedies_page.rendered(found, page)
    assert text.startswith("before\n<!--") and text.endswith("<!-- end -->\nafter\n")
    assert "old" not in text and "| `History(3)` |" in text
    assert remedies_page.rendered(found, text) == text


def test_honest_lines_name_whatever_did_not_help(laboratory):
    _, found = laboratory("--only", "chase", "few_images", "--seeds", "2")
    (line,) = remedies_page.honest(found)  # of fd less is better
    assert line.startswith("* 100 images") and "`DiffAugment`" in line


def test_the_greatest_gain_comes_first(laboratory):
    _, found = laboratory("--only", "few_images", "--seeds", "2")
    rows = remedies_page.rows_of(found, "few_images")
    assert [row["difference"] for row in rows] == sorted(
        row["difference"] for row in rows
    )


def test_picture(laboratory, tmp_path):
    _, found = laboratory("--seeds", "2")
    remedies_picture.draw(found, tmp_path / "picture.png")
    assert (tmp_path / "picture.png").stat().st_size > 20_000


def test_columns_of_the_picture_are_balanced():
    columns = remedies_picture.balanced({"a": 9, "b": 5, "c": 5, "d": 4, "e": 4})
    assert [sum(column.values()) for column in columns] == [9, 9, 9]


@pytest.mark.slow
def test_python_blocks_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code = "\n".join(re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL))
    short = code.replace("epochs=20", "epochs=1, steps_per_epoch=2, verbose=0")
    short = short.replace(
        "**game)\n    gan.fit", "run_eagerly=True, **game)\n    gan.fit"
    )
    assert short.count("run_eagerly") == 3 == short.count("steps_per_epoch=2") - 1
    exec(compile(short, "stability.md", "exec"), {})  # noqa: S102
