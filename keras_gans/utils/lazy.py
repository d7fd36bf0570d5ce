"""Packages that import what is asked for: `keras-gans list` needs no TensorFlow."""

import ast
import importlib
import pathlib


def attributes(package, file):
    """A package's `__getattr__`: the names below its `if TYPE_CHECKING:`.

    They stand there as plain imports, for people, editors and the docs.

    Args:
        package: str, its `__name__`.
        file: str, its `__file__`.
    """
    homes = homes_in(pathlib.Path(file).read_text(encoding="utf-8"))

    def __getattr__(name):
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(importlib.import_module(homes[name]), name)

    return __getattr__


def homes_in(source):
    """{name: module} of what is imported below `if TYPE_CHECKING:`."""
    blocks = [node for node in ast.parse(source).body if isinstance(node, ast.If)]
    lines = [line for block in blocks for line in block.body]
    return {alias.name: line.module for line in lines for alias in line.names}
