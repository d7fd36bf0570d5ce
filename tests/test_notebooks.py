"""Notebooks: in step with their sources, public names only, and they run offline."""

import ast
import configparser
import importlib
import importlib.util
import os
import re
import subprocess
import sys

import nbformat
import pytest

import keras_gans as kg
from contracts import usually
from keras_gans import presets
from notebooks import build

NAMES = [path.stem for path in build.sources()]
PATHS = {path.stem: path for path in build.sources()}
MODULES = {
    *("IPython.display", "PIL", "inspect", "keras", "keras_gans", "matplotlib.pyplot"),
    *("numpy", "os", "pathlib", "subprocess", "sys", "tensorflow", "wave"),
    *("sklearn.datasets", "sklearn.linear_model"),  # in `.[notebooks]`, and in Colab
}
BADGE = re.compile(
    r"\[!\[Colab\]\(https://colab\.research\.google\.com/assets/colab-badge\.svg\)\]"
    r"\(https://colab\.research\.google\.com/github/([^/]+/[^/]+)/blob/main/"
    r"notebooks/(\w+)\.ipynb\)"
)
# Runs a source as it stands, on a machine from which nobody can be reached.
OFFLINE = """
import runpy, socket, sys

def refuse(*args, **kwargs):
    raise OSError("a notebook must not need the network")

socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse
runpy.run_path(sys.argv[1], run_name="__main__")
"""

ALWAYS = (  # are run each time: what a user begins with, and what is newest
    *("01_quickstart", "04_conditional", "06_your_own_images", "08_cartoons"),
    *("09_applications", "10_not_only_images"),
)
each = pytest.mark.parametrize("name", NAMES)


def tree_of(name):
    return ast.parse(PATHS[name].read_text())


def test_there_are_ten():
    topics = "quickstart the_game losses conditional keeping_it_alive your_own_images"
    topics = [*topics.split(), "measuring", "cartoons", "applications"]
    topics += ["not_only_images"]
    assert NAMES == [f"{i:02d}_{topic}" for i, topic in enumerate(topics, start=1)]


@each
def test_notebook_is_its_source_executed(name):
    assert build.faults(PATHS[name]) == []


def test_faults_are_found(tmp_path):
    source = tmp_path / "01_a.py"
    source.write_text("# %% [markdown]\n# # A\n\n# %%\nprint(1)\n")
    assert build.faults(source) == ["it has not been built"]
    notebook = build.from_source(source)
    cell = notebook.cells[2]  # behind the one that installs
    build.nbformat.write(notebook, source.with_suffix(".ipynb"))
    assert build.faults(source) == ["not all of its cells were executed, in order"]
    cell.execution_count = 1
    build.nbformat.write(notebook, source.with_suffix(".ipynb"))
    assert build.faults(source) == []
    cell.outputs = [build.nbformat.v4.new_output("stream", name="stderr", text="!")]
    cell.source = "print(2)"
    build.nbformat.write(notebook, source.with_suffix(".ipynb"))
    assert build.faults(source) == [
        "it differs from its source",
        "a cell wrote to stderr",
    ]


@each
def test_d6_an_address_is_known_or_there_is_none(name):
    """A badge leads somewhere; until then there is none."""
    text = PATHS[name].read_text() + PATHS[name].with_suffix(".ipynb").read_text()
    assert "OWNER" not in text
    for repository, target in BADGE.findall(text):
        assert target == name and f"git+https://github.com/{repository}" in text


@each
def test_one_cell_installs_what_setup_cfg_names(name):
    notebook = nbformat.read(PATHS[name].with_suffix(".ipynb"), as_version=4)
    assert [c.source == build.INSTALL for c in notebook.cells[:3]] == [0, 1, 0]
    setup = configparser.ConfigParser()
    setup.read(build.FOLDER.parent / "setup.cfg")
    assert build.INSTALL.endswith(f"%pip install -q {setup['metadata']['name']}")
    assert "pip" not in PATHS[name].read_text()


def test_it_installs_only_where_the_library_is_missing(monkeypatch):
    transform = pytest.importorskip("IPython.core.inputtransformer2")
    code = transform.TransformerManager().transform_cell(build.INSTALL)
    asked = []

    class Shell:
        def run_line_magic(self, *line):
            asked.append(line)

    exec(code, {"get_ipython": Shell})  # noqa: S102
    assert asked == []
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    exec(code, {"get_ipython": Shell})  # noqa: S102
    assert asked == [("pip", "install -q keras-gans")]


@each
def test_a_preset_comes_before_all_training(name):
    code = PATHS[name].read_text()
    assert "GAN.from_preset(" in code.partition(".fit(")[0].partition("_step(")[0]


def test_d6_the_shelf_of_the_first_notebook_is_today_s():
    notebook = nbformat.read(PATHS["01_quickstart"].with_suffix(".ipynb"), as_version=4)
    told = "".join(
        output.get("text", "")
        for cell in notebook.cells
        for output in cell.get("outputs", [])
    )
    for name in presets.names():
        state = "trained" if presets.read_metadata(name) else "a recipe, not trained"
        assert f"{name:30} {state}\n" in told


def imported(tree):
    """{module: name it goes by} of all imports."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name: alias.asname or alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found[node.module] = None
    return found


@each
def test_imports_are_few_and_shallow(name):
    found = imported(tree_of(name))
    assert set(found) <= MODULES
    assert found["keras_gans"] == "kg"


@each
def test_public_names_only(name):
    """No underscore, and what follows `kg.` is in an `__all__`, where there is one."""
    for node in ast.walk(tree_of(name)):
        if isinstance(node, ast.Attribute):
            assert not node.attr.startswith("_"), node.attr
    for room, thing in re.findall(r"\bkg\.(\w+)(?:\.(\w+))?", PATHS[name].read_text()):
        assert room in kg.__all__, room
        if room == "GAN":
            assert not thing or hasattr(kg.GAN, thing), thing
        elif thing:
            module = importlib.import_module(f"keras_gans.{room}")
            assert hasattr(module, thing), f"{room}.{thing}"
            assert thing in getattr(module, "__all__", [thing]), f"{room}.{thing}"


@each
def test_links_lead_somewhere(name):
    links = re.findall(r"\]\(([^)#\s]+)\)", PATHS[name].read_text())
    for link in links:
        assert link.startswith("https://") or (build.FOLDER / link).exists(), link


@pytest.mark.slow
@pytest.mark.parametrize("name", usually(NAMES, *ALWAYS))
def test_runs_offline_from_an_empty_folder(name, tmp_path):
    folder, home = tmp_path / "work", tmp_path / "home"
    folder.mkdir(), home.mkdir()
    paths = [str(build.FOLDER.parent), os.environ.get("PYTHONPATH", "")]
    environment = {
        **os.environ,
        "KERAS_GANS_SMOKE": "1",
        "KERAS_HOME": str(home),
        "MPLBACKEND": "Agg",
        "PYTHONPATH": os.pathsep.join(filter(None, paths)),
    }
    done = subprocess.run(
        [sys.executable, "-W", "error::UserWarning", "-c", OFFLINE, PATHS[name]],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=900,
    )
    assert done.returncode == 0, done.stderr[-3000:]
