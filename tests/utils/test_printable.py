import pathlib

import pytest

from keras_gans.utils.printable import printable


@pytest.mark.parametrize(
    "name, shown",
    [
        ("shirt", "shirt"),
        ("Überzieher 上着", "Überzieher 上着"),
        ("red\x1b[31m", r"red\x1b[31m"),
        ("two\nlines\t", r"two\nlines\t"),
        (b"caf\xe9", r"caf\xe9"),
        ("caf\udce9", r"caf\xe9"),
        ("a\u202eb", r"a\u202eb"),
        (pathlib.Path("a/b"), "a/b"),
        (3, "3"),
    ],
)
def test_what_can_be_read_stays_and_the_rest_is_escaped(name, shown):
    assert printable(name) == shown
    printable(name).encode("utf-8")
