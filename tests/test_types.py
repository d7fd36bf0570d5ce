"""What `py.typed` promises: signatures that an editor can make use of."""

import inspect
import os
import pathlib
import re
import subprocess
import sys

import pytest

import keras_gans as kg
from keras_gans.utils import types

HERE = pathlib.Path(__file__).parent
PROGRAM = HERE / "typed_user.py"


def test_names_of_types_are_types():
    assert isinstance("a", types.PathLike) and isinstance(HERE, types.PathLike)
    assert not isinstance(3, types.PathLike)


def things_of(room):
    """What a room has to offer: what it names, or else what is made there."""
    home = getattr(kg, room)
    if inspect.isclass(home):
        return [home]
    if hasattr(home, "__all__"):
        return [getattr(home, name) for name in home.__all__]
    there = [thing for name, thing in vars(home).items() if not name.startswith("_")]
    return [x for x in there if getattr(x, "__module__", None) == home.__name__]


def signatures():
    """Name, parameters and function of all public functions and constructors."""
    for room in kg.__all__[1:]:
        for thing in things_of(room):
            made = inspect.isclass(thing)
            function = inspect.unwrap(thing.__init__ if made else thing)
            known = inspect.isfunction(function)
            if known and function.__module__.startswith("keras_gans"):
                parameters = inspect.signature(function).parameters.values()
                yield f"{room}.{thing.__name__}", [*parameters][made:], function


def untyped(found):
    """Parameters and results without a type, of names, parameters and functions."""
    for name, parameters, function in found:
        missing = [each.name for each in parameters if each.annotation is each.empty]
        yield from (f"{name}({parameter})" for parameter in missing)
        says = "return" in function.__annotations__ or function.__name__ == "__init__"
        if not says:
            yield f"{name} ->"


def test_every_public_function_and_constructor_says_its_types():
    found = list(signatures())
    assert len(found) > 200
    assert list(untyped(found)) == []


def methods():
    """Name, parameters without the object, and function of all public methods."""
    for kind in dict.fromkeys(kinds()):
        for key, found in vars(kind).items():
            if key.startswith("_") and key != "__call__":
                continue
            static = isinstance(found, staticmethod)
            found = found.fget if isinstance(found, property) else found
            while isinstance(found, (classmethod, staticmethod)):
                found = found.__func__
            function = inspect.unwrap(found) if callable(found) else None
            if inspect.isfunction(function):
                parameters = inspect.signature(function).parameters.values()
                yield f"{kind.__name__}.{key}", [*parameters][not static :], function


def kinds():
    """All public classes, and those of the library of which they are made."""
    for room in kg.__all__[1:]:
        for thing in filter(inspect.isclass, things_of(room)):
            ours = [k for k in thing.__mro__ if k.__module__.startswith("keras_gans")]
            yield from ours


def test_every_public_method_says_its_types():
    found = list(methods())
    assert len(found) > 500
    assert list(untyped(found)) == []


def test_what_has_no_type_is_found():
    def bare(known: int, unknown):
        pass

    parameters = inspect.signature(bare).parameters.values()
    assert list(untyped([("bare", parameters, bare)])) == ["bare(unknown)", "bare ->"]


def test_the_verbs_of_a_gan_say_their_types():
    for name in ("compile", "fit", "generate", "interpolate", "export"):
        first, *rest = inspect.signature(getattr(kg.GAN, name)).parameters.values()
        assert all(each.annotation is not each.empty for each in rest), name


def check(folder, program, *options):
    """What mypy says of a program, without the packages of others: half the time."""
    pytest.importorskip("mypy", reason="no mypy: pip install mypy")
    usual = "--ignore-missing-imports", "--follow-imports=silent", "--no-site-packages"
    command = sys.executable, "-m", "mypy", *usual, "--cache-dir", folder
    return subprocess.run(
        [*command, *options, program],
        env={**os.environ, "MYPYPATH": str(HERE.parent)},
        cwd=folder,
        capture_output=True,
        text=True,
    ).stdout


@pytest.mark.slow
def test_functions_return_what_they_say(tmp_path):
    """`network_for` said that it returns a name, and four others were as wrong."""
    said = check(tmp_path, HERE.parent / "keras_gans")
    assert "checked" in said
    assert not re.findall(r".*\[return(?:-value)?\]", said)


@pytest.mark.slow
def test_a_type_checker_reads_a_users_program(tmp_path):
    """Strictly; what is wrong is complained of in its line, and nothing else is."""
    said = check(tmp_path, PROGRAM, "--strict")
    lines = PROGRAM.read_text().splitlines()
    wrong = [i for i, line in enumerate(lines, 1) if line.endswith("# wrong")]
    told = re.findall(r"typed_user.py:(\d+): error", said)
    assert sorted({int(line) for line in told}) == wrong, said
