"""Benchmarks run as their docstrings say, without a path that somebody has set."""

import pathlib
import re

import pytest

BENCHMARKS = pathlib.Path(__file__).parent.parent / "benchmarks"
SCRIPTS = [p for p in sorted(BENCHMARKS.glob("*.py")) if "__main__" in p.read_text()]
OURS = re.compile(r"^(?:import|from) (?:zoo|benchmarks)\b", re.MULTILINE)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_a_script_finds_what_is_not_installed(script):
    """The zoo and other benchmarks lie beside it in the repository alone."""
    text = script.read_text()
    first = OURS.search(text)
    if first:
        before = text[: first.start()]
        assert "sys.path.insert(0, str(ROOT))" in before
        assert "python benchmarks/" in text
