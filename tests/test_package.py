"""What is shipped: the wheel, the command, the import."""

import os
import pathlib
import shutil
import subprocess
import sys
import zipfile

import pytest

ROOT = pathlib.Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel, built from a copy of the sources without the network."""
    pytest.importorskip("build", reason='builds a wheel: pip install ".[test]"')
    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("dist")
    for name in ("setup.py", "setup.cfg", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    for name in ("keras_gans", "zoo", "tests"):
        ignored = shutil.ignore_patterns("__pycache__", "golden")
        shutil.copytree(ROOT / name, source / name, ignore=ignored)
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation"]
    command += ["--outdir", str(out), str(source)]
    subprocess.run(command, check=True, capture_output=True)
    return next(out.glob("*.whl"))


def test_wheel_ships_one_package_with_its_data(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        top = next(n for n in names if n.endswith("top_level.txt"))
        assert archive.read(top).decode().split() == ["keras_gans"]
        entry = next(n for n in names if n.endswith("entry_points.txt"))
        assert "keras-gans = keras_gans.cli:main" in archive.read(entry).decode()
    for needed in (
        "keras_gans/py.typed",
        "keras_gans/data/fashion_mnist_mini.npz",
        "keras_gans/data/LICENSE.fashion_mnist",
        "keras_gans/data/avatars/LICENSE.toonhead",
        "keras_gans/data/avatars/parts.json",
        "keras_gans/metrics/weights/avatar1.npz",
        "keras_gans/presets/shelf/dcgan_fashion_mnist/config.json",
        "keras_gans/runs/report/page.html",
    ):
        assert needed in names
    assert not [n for n in names if n.startswith(("zoo", "tests"))]
    assert not [n for n in names if n.endswith(".png")]  # of cards: in the repository
    assert wheel.stat().st_size < 60e6


def run(code, **environment):
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        cwd=ROOT,
    )


def test_importing_registers_every_class_for_load_model():
    code = (
        "import keras_gans, keras; known = keras.saving.get_custom_objects();"
        "assert 'keras_gans>GAN' in known and 'keras_gans>Hinge' in known"
    )
    done = run(code)
    assert done.returncode == 0, done.stderr[-2000:]


def test_row_52_another_backend_is_refused_at_import():
    pytest.importorskip("jax", reason="needs a second Keras backend: pip install jax")
    done = run("import keras_gans", KERAS_BACKEND="jax")
    assert "KERAS_BACKEND=tensorflow" in done.stderr


def test_public_names():
    import keras_gans as kg

    for name in kg.__all__:
        assert getattr(kg, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'GANN'"):
        kg.GANN  # noqa: B018
