"""A snapshot is what was written there, or it is passed over."""

import json

import pytest

from keras_gans.utils.snapshots import Snapshots, fault_of


def fill(content):
    return lambda draft: (draft / "weights").write_bytes(content)


def steps_of(folder):
    return sorted(p.name for p in folder.iterdir())


def test_the_newest_are_kept_and_found(tmp_path):
    shots = Snapshots(tmp_path, keep=2)
    assert shots.newest() == (None, []) and shots.steps() == []
    for step in (8, 20, 100):
        shots.write(step, fill(b"%d" % step))
    assert shots.steps() == [100, 20]
    path, passed = shots.newest()
    assert (path / "weights").read_bytes() == b"100" and passed == []


def test_the_manifest_says_size_and_hash(tmp_path):
    path = Snapshots(tmp_path).write(7, fill(b"abc"))
    said = json.loads((path / "manifest.json").read_text())
    sha = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    files = {"weights": {"bytes": 3, "sha256": sha}}
    assert said == {"format": 1, "step": 7, "files": files}


@pytest.mark.parametrize(
    "spoil, why",
    [
        (lambda path: (path / "weights").write_bytes(b"ab"), "2 of 3 bytes"),
        (lambda path: (path / "weights").write_bytes(b"abd"), "other bytes"),
        (lambda path: (path / "weights").unlink(), "FileNotFoundError"),
        (lambda path: (path / "manifest.json").write_text("{"), "JSONDecodeError"),
        (lambda path: (path / "manifest.json").write_text("[]"), "TypeError"),
    ],
)
def test_what_is_damaged_is_passed_over_with_the_reason(tmp_path, spoil, why):
    shots = Snapshots(tmp_path)
    good, bad = shots.write(1, fill(b"old")), shots.write(2, fill(b"abc"))
    spoil(bad)
    assert why in fault_of(bad) and fault_of(good) is None
    path, [passed] = shots.newest()
    assert path == good and str(bad) in passed and why in passed


def test_one_that_could_not_be_filled_leaves_the_others(tmp_path):
    shots = Snapshots(tmp_path)
    shots.write(1, fill(b"old"))
    with pytest.raises(ZeroDivisionError):
        shots.write(2, lambda draft: 1 / 0)
    assert steps_of(tmp_path) == ["000000001"]


def test_a_step_that_is_written_again_is_the_new_one(tmp_path):
    shots = Snapshots(tmp_path)
    shots.write(1, fill(b"old"))
    path = shots.write(1, fill(b"new"))
    assert (path / "weights").read_bytes() == b"new" and steps_of(tmp_path) == [
        "000000001"
    ]


def test_a_future_that_was_given_up_is_forgotten(tmp_path):
    shots = Snapshots(tmp_path, keep=3)
    for step in (1, 2, 3):
        shots.write(step, fill(b""))
    shots.forget_after(1)
    assert shots.steps() == [1]
