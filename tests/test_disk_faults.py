"""F9: a disk that fails while the library writes costs no older file."""

import contextlib
import errno
import os
import subprocess
import sys

import numpy as np
import pytest

import keras_gans as kg
from benchmarks import disk_faults
from keras_gans.runs.log import Log
from keras_gans.utils import files

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits of Linux")
QUICK = [w for w in disk_faults.WRITERS if w.__name__ not in disk_faults.SLOW]
SLOW = [w for w in disk_faults.WRITERS if w.__name__ in disk_faults.SLOW]


def named(function):
    return function.__name__


def check(writer, fault, folder):
    result = disk_faults.strike(writer, fault, folder)
    assert not result["lost"] and not result["left"], result
    assert result["named"] and result["again"], result
    return result


@pytest.mark.parametrize("fault", ["none", "short", "half", "io"])
@pytest.mark.parametrize("writer", QUICK, ids=named)
def test_f9_the_old_stays_whole(tmp_path, writer, fault):
    check(writer, disk_faults.FAULTS[fault], tmp_path / "here")


@pytest.mark.slow
@pytest.mark.parametrize("writer", SLOW, ids=named)
def test_f9_of_models_and_sets_too(tmp_path, writer):
    for name in disk_faults.faults_of(writer):
        check(writer, disk_faults.FAULTS[name], tmp_path / name)


@pytest.mark.parametrize("writer", [disk_faults.preset, disk_faults.checkpoint])
def test_f9_on_a_small_disk(writer):
    with disk_faults.small_disk() as disk:
        if disk is None:
            pytest.skip("no file system may be mounted")
        error = check(writer, disk_faults.full, disk / "here")["error"]
    assert isinstance(error, OSError) and error.errno == errno.ENOSPC


def test_f9_the_folder_that_generate_fills(tmp_path, monkeypatch):
    """The second of four pictures does not fit any more: none of the new ones stays."""
    out = tmp_path / "pictures"
    disk_faults.generated("pictures")(tmp_path, 0)
    (out / "mine.txt").write_text("kept")
    before, write = disk_faults.contents(out), files.write_bytes

    def full(path, content):
        if path.name == "1.png":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        return write(path, content)

    monkeypatch.setattr(files, "write_bytes", full)
    with pytest.raises(OSError, match="No space left on device"):
        disk_faults.generated("pictures")(tmp_path, 1)
    assert disk_faults.contents(out) == before
    monkeypatch.undo()
    disk_faults.generated("pictures")(tmp_path, 1)
    after = disk_faults.contents(out)
    assert after.keys() == before.keys() and after["mine.txt"] == b"kept"
    assert after["0.png"] != before["0.png"]


def test_f9_a_new_folder_is_gone_again(tmp_path):
    with contextlib.suppress(OSError), disk_faults.limited(0):
        disk_faults.generated("a/b/pictures")(tmp_path, 0)
    assert not list(tmp_path.iterdir())


def test_f9_rows_wait_until_there_is_room(tmp_path):
    path = tmp_path / "history.csv"
    log = Log(path)
    log.on_epoch_end(0, {"loss": np.float32(0.1), "fd": 2.0})
    with pytest.warns(UserWarning, match="history.*cannot be written.*goes on") as said:
        with disk_faults.limited(path.stat().st_size + 3):
            log.on_epoch_end(1, {"loss": 1.0, "fd": 3.0})
            log.on_epoch_end(2, {"loss": 0.0, "fd": 4.0})
    assert len(said) == 1 and len(path.read_text().splitlines()) == 2
    log.on_epoch_end(3, {"loss": 5.0, "fd": 5.0, "late": 7.0})
    rows = kg.plots.read_history(path)
    assert rows["epoch"] == [0, 1, 2, 3] and rows["fd"] == [2, 3, 4, 5]
    assert rows["loss"][0] == float(np.float32(0.1))
    assert rows["late"][3] == 7 and np.isnan(rows["late"][:3]).all()


@pytest.mark.nightly
def test_the_bench_finds_no_loss():
    script = disk_faults.__file__
    result = subprocess.run([sys.executable, script], capture_output=True, text=True)
    assert result.returncode == 0 and " 0 older files lost" in result.stdout
