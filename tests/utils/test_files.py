"""Writers that are killed, refused or short of disk leave the old file whole."""

import json
import pathlib

import pytest

from keras_gans.utils import files


def names(folder):
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*"))


def test_a_file_is_new_at_the_end_and_old_until_then(tmp_path):
    path = tmp_path / "deep" / "a.txt"
    files.write_bytes(path, b"old")
    with files.written(path) as unfinished:
        unfinished.write_bytes(b"new")
        assert path.read_bytes() == b"old" and unfinished.suffix == ".txt"
    assert path.read_bytes() == b"new" and names(tmp_path) == ["deep", "deep/a.txt"]


def test_what_fails_changes_nothing(tmp_path):
    path = files.write_bytes(tmp_path / "a.txt", b"old")
    with pytest.raises(KeyboardInterrupt):
        with files.written(path) as unfinished:
            unfinished.write_bytes(b"half")
            raise KeyboardInterrupt
    assert path.read_bytes() == b"old" and names(tmp_path) == ["a.txt"]


def test_an_error_of_the_disk_names_the_file_that_was_meant(tmp_path):
    path = tmp_path / "a.txt"
    with pytest.raises(OSError, match="No space left") as error:
        with files.written(path) as unfinished:
            raise OSError(28, "No space left on device", str(unfinished))
    assert error.value.filename == str(path)


def test_an_error_about_something_else_stays_as_it_is(tmp_path):
    with pytest.raises(FileNotFoundError) as error:
        with files.written(tmp_path / "a.txt"):
            (tmp_path / "other").read_bytes()
    assert error.value.filename == str(tmp_path / "other")


def test_a_folder_is_filled_at_the_end_and_keeps_what_it_had(tmp_path):
    folder = tmp_path / "samples"
    files.write_bytes(folder / "mine.txt", b"mine")
    with files.filled(folder) as draft:
        files.write_bytes(draft / "class" / "0.png", b"new")
        assert not (folder / "class").exists()
    assert names(folder) == ["class", "class/0.png", "mine.txt"]


def test_a_folder_that_could_not_be_filled_is_not_made(tmp_path):
    with pytest.raises(ZeroDivisionError):
        with files.filled(tmp_path / "a" / "b") as draft:
            files.write_bytes(draft / "0.png", b"half")
            raise ZeroDivisionError
    assert names(tmp_path) == []


def test_json_ends_in_a_line_and_comes_back(tmp_path):
    path = files.write_json(tmp_path / "a.json", {"b": [1, None]})
    text = path.read_text()
    assert json.loads(text) == {"b": [1, None]} and text.endswith("}\n")


def test_sweeping_takes_what_the_killed_have_left_and_nothing_else(tmp_path):
    (tmp_path / f".a.12{files.MARK}.png").write_bytes(b"half")
    (tmp_path / f".draft.12{files.MARK}").mkdir()
    (tmp_path / f".draft.12{files.MARK}" / "0.png").write_bytes(b"half")
    for name in ("a.partial.png", ".hidden", "partial"):
        (tmp_path / name).write_bytes(b"mine")
    files.sweep(tmp_path)
    assert names(tmp_path) == [".hidden", "a.partial.png", "partial"]


def test_a_folder_below_a_file_is_refused_before_anything_is_made(tmp_path):
    files.write_bytes(tmp_path / "file", b"")
    with pytest.raises(ValueError, match="Not a directory.*another --out"):
        files.check_makeable(tmp_path / "file" / "a" / "b")
    files.check_makeable(tmp_path / "new" / "a")
    assert names(tmp_path) == ["file"]


def test_what_no_disk_holds_is_refused(tmp_path):
    files.check_room(tmp_path / "new" / "a", 1)
    with pytest.raises(ValueError, match="at least 10,000,000,000,000,000,000 bytes"):
        files.check_room(tmp_path / "new" / "a", 10**19)
    assert names(tmp_path) == []


def test_a_pipe_is_no_file(tmp_path):
    import os

    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError):
        files.read(tmp_path / "pipe")
    assert files.read(files.write_bytes(pathlib.Path(tmp_path / "a"), b"1")) == b"1"
