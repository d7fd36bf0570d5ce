"""Which tests are left out of a run without `--nightly`."""

import pathlib

LIST = pathlib.Path(__file__).with_name("nightly.txt")


def listed():
    """Names of tests in nightly.txt."""
    lines = LIST.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def is_left_out(item, names):
    """Whether a test is marked as nightly or named in the list."""
    return item.nodeid in names or item.get_closest_marker("nightly") is not None
