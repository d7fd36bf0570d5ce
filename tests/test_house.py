"""Who may import whom, and which words belong where."""

import ast
import importlib
import inspect
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
    "report": {"runs"},  # as a name that moved there
    "utils": set(),
    "schedules": {"utils"},
    "seeds": {"engine"},
    "latents": {"data", "engine", "networks", "utils"},
    "constraints": {"utils"},
    "losses": {"engine", "schedules", "utils"},
    "augment": {"engine", "schedules", "utils"},
    "priors": {"engine", "utils"},
    "conditions": {"data", "engine", "utils"},
    "penalties": {"engine", "schedules", "utils"},
    "turns": {"engine", "losses", "utils"},
    "juries": {"engine", "utils"},
    "replay": {"engine", "utils"},
    "layers": {"engine", "utils"},
    "networks": {"conditions", "layers", "utils"},
    "data": {"utils"},
    "engine": {  # no circle among files: see below
        *("conditions", "constraints", "data", "juries", "losses", "penalties"),
        *("networks", "priors", "replay", "turns", "utils"),
        "presets",  # inside functions alone: presets build GANs
    },
    "gan": {"constraints", "engine", "priors", "utils"},
    "metrics": {"_version", "data", "plots", "utils"},
    "plots": {"runs", "utils"},  # "runs" for a name that moved there
    "callbacks": {"engine", "metrics", "plots", "utils"},
    "presets": {
        *("_version", "augment", "constraints", "data", "gan", "juries", "losses"),
        *("networks", "penalties", "plots", "priors", "replay", "schedules", "turns"),
        *("conditions", "engine", "layers", "utils"),
    },
    "runs": {"callbacks", "engine", "data", "metrics", "plots", "presets", "utils"},
    "demo": {
        *("callbacks", "data", "engine", "latents", "plots", "presets", "priors"),
        *("runs", "utils", "_version"),
    },
    "cli": {"demo", "engine", "data", "plots", "presets", "runs", "utils"},
}

# pattern -> rooms in which it may stand
WORDS = {
    r"GradientTape": {"engine", "gan", "latents", "penalties"},
    r"(import|from) matplotlib\b": {"plots"},
    r"\b127\.5": {"data", "engine", "plots"},
    r"\bprint\(": {"cli"},
    r"^\s*assert ": set(),
    r"hasattr\(": set(),  # a base class says it: `utils.own` for objects of one's own
    r"__module__": {"engine"},  # of `ema`: Keras's own models are cloned
    r"trainable = (True|False)": set(),
    r"(Adam|RMSprop)\((learning_rate=)?\d": {"engine"},  # an example in an error
    r"isinstance\(\w*loss": set(),
    r"allow_pickle=True|pickle\.load": set(),
}


def room_of(path):
    return path.relative_to(HOUSE).parts[0].removesuffix(".py")


def imports(path):
    """Rooms of the house that a file imports, but for what only type checkers read."""
    tree = ast.parse(path.read_text())
    typing = {
        each
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and ast.unparse(block.test) == "TYPE_CHECKING"
        for each in ast.walk(block)
    }
    for node in ast.walk(tree):
        if node in typing:
            continue
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


def test_no_files_import_each_other_in_a_circle():
    """What is imported as a file is read, that is: not inside functions."""
    files = {module_of(path): path for path in FILES}
    graph = {name: imported(path, files) - {name} for name, path in files.items()}
    while free := [name for name, others in graph.items() if not others]:
        for name in free:
            del graph[name]
        graph = {name: others.difference(free) for name, others in graph.items()}
    assert not graph, f"among {sorted(graph)}"


def module_of(path):
    words = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(words).removesuffix(".__init__")


def imported(path, files):
    """Modules of the house that a file imports when it is read."""
    found = set()
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            found |= {name if name in files else node.module for name in names}
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found & set(files)


def test_few_nouns_stand_at_the_door():
    modules = [path.stem for path in HOUSE.glob("*.py")]
    assert len(modules) <= 14, sorted(modules)


def test_every_module_has_its_test_file():
    """By its name, or that of the room whose things are tested together."""
    tested = {p.stem.removeprefix("test_") for p in ROOT.glob("tests/**/test_*.py")}
    for path in FILES:
        name, rooms = path.stem.strip("_"), path.relative_to(HOUSE).parts[:-1]
        if name not in {"init", "main", "version"}:
            known = {form for n in (name, *rooms) for form in (n, f"{n}s", n[:-1])}
            assert tested & known, path.relative_to(ROOT)


def test_every_test_file_has_a_name_of_its_own():
    """Of two of one name, pytest refuses the second: rooms of tests are no packages."""
    names = [path.name for path in ROOT.glob("tests/**/test_*.py")]
    assert len(names) == len(set(names)), {n for n in names if names.count(n) > 1}


KERAS_CALLS = {  # and says what they do
    *("build", "call", "compute_output_shape", "get_config", "from_config"),
    *("get_compile_config", "compile_from_config"),
}


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_public_methods_say_what_they_do(path):
    """In a docstring of their own, or of the method that they stand for."""
    module = importlib.import_module(module_of(path))
    for name, kind in list(vars(module).items()):
        here = isinstance(kind, type) and kind.__module__ == module.__name__
        if not here or name.startswith("_"):
            continue
        for key in vars(kind):
            if not key.startswith("_") and is_method(vars(kind)[key]):
                found = getattr(kind, key, vars(kind)[key])
                assert key in KERAS_CALLS or inspect.getdoc(found), f"{name}.{key}"


def is_method(thing):
    kinds = property, classmethod, staticmethod
    return inspect.isfunction(thing) or isinstance(thing, kinds)


def test_functions_fit_a_hand():
    """Lines of the functions of the library without their docstrings."""
    lengths = []
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef):
                body = node.body[1:] if ast.get_docstring(node) else node.body
                head = node.body[0].lineno - node.lineno
                lines = body[-1].end_lineno - body[0].lineno + 1 if body else 0
                lengths.append((head + lines, f"{path.name}:{node.lineno}"))
    lengths.sort()
    median, tenth = lengths[len(lengths) // 2], lengths[len(lengths) * 9 // 10]
    assert median[0] <= 8 and tenth[0] <= 21 and lengths[-1][0] <= 60, (
        median,
        tenth,
        lengths[-3:],
    )


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
