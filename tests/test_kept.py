"""A run that is gone on with is the one that was begun: settings and versions."""

import json
import shutil
import warnings

import pytest
from tiny_shelf import make_tiny

from keras_gans import runs
from keras_gans.runs import kept
from keras_gans.utils import files


@pytest.fixture(scope="module")
def finished(shelf, tmp_path_factory):
    """A run of one epoch."""
    with pytest.MonkeyPatch.context() as patch:
        make_tiny(patch, shelf)
        folder = tmp_path_factory.mktemp("kept") / "run"
        job = runs.start(folder, runs.new_config("vanilla"))
        job.train(1, verbose=0)
        job.finish()
    return folder


@pytest.fixture
def copy(finished, tmp_path):
    return shutil.copytree(finished, tmp_path / "run")


def edit(folder, change):
    config = json.loads((folder / "config.json").read_text())
    change(config)
    files.write_json(folder / "config.json", config)


def wider(config):
    config["networks"]["generator"]["config"]["widths"] = [8]


EDITS = {
    "batch size": (lambda c: c.update(batch_size=6), "batch_size=6 instead of 4"),
    "network": (wider, r"networks.generator.config.widths=\[8\] instead of \[4\]"),
    "seed": (lambda c: c.update(seed=c["seed"] + 1), r"seed=\d+ instead of \d+"),
    "precision": (lambda c: c.update(dtype="bfloat16"), "dtype='bfloat16' instead of"),
    "no prior": (lambda c: c.pop("prior"), "prior='nothing' instead of"),
}


@pytest.mark.parametrize("name", EDITS)
def test_row_43_f7_an_edited_config_is_refused_with_the_difference(copy, name):
    change, words = EDITS[name]
    edit(copy, change)
    before = {p: p.read_bytes() for p in copy.rglob("*") if p.is_file()}
    with pytest.raises(ValueError, match=f"keeps its settings.*{words}.*--out"):
        runs.resume(copy)
    assert {p: p.read_bytes() for p in copy.rglob("*") if p.is_file()} == before


def test_what_may_be_edited(copy):
    edit(copy, lambda c: c.update(title="Mine", epochs=7, budget={"steps": 9}))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        job = runs.resume(copy)
    assert job.config["title"] == "Mine" and int(job.gan.step) == 3


def test_f7_other_versions_are_said_once(copy):
    edit(copy, lambda config: config["versions"].update(keras="3.0.0"))
    with pytest.warns(UserWarning, match=r"goes on with keras='3.* instead of '3.0.0'"):
        runs.resume(copy)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        runs.resume(copy)


def test_differences_by_hand():
    old = {"a": 1, "b": {"c": [1, 2], "d": None}, "e": 0.5}
    new = {"a": 1, "b": {"c": [1, 3], "d": None, "f": "x\n"}}
    assert list(kept.differences(old, new)) == [
        "b.c=[1, 3] instead of [1, 2]",
        "b.f='x\\n' instead of 'nothing'",
        "e='nothing' instead of 0.5",
    ]
    assert not list(kept.differences(old, old))
