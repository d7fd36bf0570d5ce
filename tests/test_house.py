"""Who may import whom, and which words belong where."""

import ast
import pathlib
import re

import pytest

ROOT = pathlib.Path(__file__).parent.parent
HOUSE = ROOT / "keras_gans"
FILES = sorted(HOUSE.rglob("*.py"))

# room -> rooms of the house that it may import, besides itself
ALLOWED = {
    "__init__": {"_version", "gan"},
    "__main__": {"cli"},
    "_version": set(),
    "lookup": set(),
    "counts": set(),
    "files": set(),
    "odd_files": {"printable"},
    "printable": set(),
    "lazy": set(),
    "seeds": set(),
    "replicas": set(),
    "schedules": {"counts"},
    "state": set(),
    "losses": {"lookup", "own", "schedules", "seeds"},
    "own": set(),
    "constraints": set(),
    "average": {"engine"},
    "layer_losses": set(),
    "owners": set(),
    "endings": set(),
    "engine": {
        *("conditions", "constraints", "counts", "data", "games", "juries", "losses"),
        *("optimizers", "priors", "replicas", "rules", "seeds", "state", "turns"),
    },
    "augment": {"counts", "lookup", "replicas", "schedules", "seeds"},
    "priors": {"lookup", "seeds"},
    "conditions": {"counts", "data", "lookup", "seeds"},
    "penalties": {"counts", "critics", "own", "replicas", "seeds", "state"},
    "turns": {"counts", "losses", "state"},
    "critics": {"constraints", "engine", "layer_losses"},
    "juries": {"average", "counts", "lookup", "replicas", "seeds", "state"},
    "replay": {"counts", "replicas", "seeds", "state"},
    "unrolled": {"constraints", "optimizers", "replicas", "state"},
    "probe": {"engine", "layer_losses", "state"},
    "games": {"constraints", "counts", "optimizers", "own", "penalties", "rules"},
    "dealer": {"conditions", "critics", "engine", "replicas", "seeds"},
    "interpolation": {"counts", "engine", "priors", "rules"},
    "sampler": {"engine", "interpolation"},
    "layers": {"counts", "seeds"},
    "networks": {"conditions", "counts", "layers"},
    "data": {"counts", "files", "lookup", "odd_files", "printable"},
    "metrics": {"_version", "counts", "data", "files", "plots"},
    "plots": {
        "counts",
        "files",
        *("printable", "snapshots"),
        "runs",
    },  # "runs" for a name that moved there
    "report": {"runs"},  # as a name that moved there
    "meters": set(),
    "optimizers": {"replicas"},
    "rules": {"counts", "data", "lookup"},
    "snapshots": {"files"},
    "trainer": {"data", "engine", "probe", "replicas", "rules", "optimizers"},
    "gan": {
        *("average", "constraints", "dealer", "endings", "engine", "export", "games"),
        *("layer_losses", "meters", "optimizers", "owners", "priors", "rules"),
        *("replicas", "sampler", "shelved", "trainer", "turns", "unrolled"),
    },
    "export": {"engine"},
    "shelved": {"presets"},  # inside its methods alone: presets build GANs
    "callbacks": {
        *("counts", "engine", "files", "lookup", "metrics", "plots", "snapshots"),
    },
    "presets": {
        *("_version", "augment", "conditions", "constraints", "data", "engine"),
        *("files", "gan", "juries", "lazy", "lookup", "own"),
        *("losses", "networks", "penalties", "plots", "priors", "replay", "schedules"),
        "turns",
    },
    "runs": {
        *("callbacks", "data", "files", "lazy", "metrics", "plots", "presets"),
        *("printable", "snapshots"),
    },
    "cli": {"files", "lookup", "plots", "presets", "printable", "runs"},
}

# pattern -> rooms in which it may stand
WORDS = {
    r"GradientTape": {"gan", "penalties", "probe", "unrolled"},
    r"\bmatplotlib\b": {"plots"},
    r"\b127\.5": {"data", "export", "plots"},
    r"\bprint\(": {"cli"},
    r"^\s*assert ": set(),
    r"trainable = (True|False)": set(),
    r"(Adam|RMSprop)\((learning_rate=)?\d": {"optimizers"},  # an example in an error
    r"isinstance\(\w*loss": set(),
    r"allow_pickle=True|pickle\.load": set(),
}


def room_of(path):
    return path.relative_to(HOUSE).parts[0].removesuffix(".py")


def imports(path):
    """Rooms of the house that a file imports."""
    for node in ast.walk(ast.parse(path.read_text())):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        if isinstance(node, ast.ImportFrom) and node.module:
            module = node.module
            bare = module == "keras_gans"
            names = [f"{module}.{a.name}" for a in node.names] if bare else [module]
        for name in names:
            first, *rest = name.split(".")
            if first == "zoo":
                yield "zoo"
            if first == "keras_gans" and rest:
                yield rest[0]


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_arrows_point_down(path):
    room = room_of(path)
    for other in set(imports(path)) - {room}:
        known = (HOUSE / other).is_dir() or (HOUSE / f"{other}.py").exists()
        allowed = ALLOWED[room] if known else {"__version__"}
        assert other in allowed, f"{room} may not import {other}"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_words_know_their_room(path):
    for pattern, rooms in WORDS.items():
        if room_of(path) not in rooms:
            found = re.search(pattern, code_of(path), re.MULTILINE)
            assert not found, f"{found.group(0)!r} does not belong into {room_of(path)}"


def code_of(path):
    """A file without its docstrings, in which examples may say anything."""
    text = path.read_text()
    for node in ast.walk(ast.parse(text)):
        holder = (ast.Module, ast.ClassDef, ast.FunctionDef)
        docstring = (
            ast.get_docstring(node, clean=False) if isinstance(node, holder) else ""
        )
        text = text.replace(docstring or "\0", "")
    return text


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_rooms_are_small(path):
    assert len(path.read_text().splitlines()) <= 300


def test_the_step_fits_on_one_screen():
    """`train_step` and the two verbs that it calls: about 40 lines."""
    tree = ast.parse((HOUSE / "gan.py").read_text())
    verbs = {"train_step", "train_discriminator", "train_generator"}
    lines = 0
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name in verbs:
            body = node.body[1:]  # without the docstring
            lines += 1 + body[-1].end_lineno - body[0].lineno + 1
    assert 20 <= lines <= 45


def test_every_import_is_declared():
    """What the library imports stands in setup.cfg (or belongs to Python)."""
    import configparser
    import sys

    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg")
    wanted = config["options"]["install_requires"].split("\n")
    declared = {re.split(r"[<>=]", line)[0].strip() for line in wanted if line.strip()}
    modules = {name.replace("-", "_") for name in declared} | {"PIL", "keras_gans"}
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text())):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module]
            for name in names:
                top = name.split(".")[0]
                assert top in modules or top in sys.stdlib_module_names, (path, top)
