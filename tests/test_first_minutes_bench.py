"""What the recipe `images` calls enough is what was measured."""

import json

from benchmarks import first_minutes
from zoo.images import SUITS


def rows():
    return json.loads(first_minutes.FILE.read_text())["rows"]


def test_with_enough_images_the_widest_is_best_and_with_half_of_them_not():
    wide, narrow = rows()["32"], rows()["16"]
    assert dict(SUITS["width"])[64] == 32  # people of 64 x 64, as they were trained on
    for other, row in zip(narrow, wide, strict=True):
        assert other["minutes"] == row["minutes"] and other["images"] > row["images"]
        assert (row["fd"] < other["fd"]) == (row["images"] >= SUITS["enough"])
    narrowest = rows()["8"]
    assert all(a["fd"] > b["fd"] for a, b in zip(narrowest, narrow, strict=True))
    assert narrow[0]["images"] > 2 * wide[0]["images"]  # as `runs.pace` foresees


def test_widths_that_were_measured_before_are_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(first_minutes, "FILE", tmp_path / "a.json")
    assert first_minutes.known() == {}
    first_minutes.FILE.write_text('{"cores": 1, "rows": {"8": []}}')
    assert first_minutes.known() == {"8": []}
