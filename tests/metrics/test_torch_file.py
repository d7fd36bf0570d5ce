"""The reader of PyTorch files: right on a real one, and deaf to all that would run.

`three_tensors.pth` was written by torch 2.13,
`torch.save(..., _use_new_zipfile_serialization=False)`.
"""

import builtins
import io
import os
import pathlib
import pickle
import pickletools

import numpy as np
import pytest

from keras_gans.metrics import torch_file
from keras_gans.metrics.torch_file import read_tensors

GOOD = pathlib.Path(__file__).with_name("three_tensors.pth").read_bytes()


def test_arrays_that_torch_has_written():
    tensors = read_tensors(GOOD)
    assert list(tensors) == ["layer.weight", "layer.turned", "layer.count"]
    np.testing.assert_array_equal(tensors["layer.weight"], [[0, 1, 2], [3, 4, 5]])
    turned = [[10, 13], [11, 14], [12, 15]]  # stored column by column
    np.testing.assert_array_equal(tensors["layer.turned"], turned)
    assert tensors["layer.count"] == 7 and tensors["layer.count"].dtype == np.int64
    assert tensors["layer.weight"].dtype == np.float32


def parts(content=GOOD):
    """The five pickles of a file, and the numbers behind them."""
    stream, cuts = io.BytesIO(content), [0]
    for _ in range(5):
        list(pickletools.genops(stream))
        cuts.append(stream.tell())
    pickles = [content[a:b] for a, b in zip(cuts, cuts[1:])]
    return [*pickles, content[cuts[-1] :]]


def with_part(place, part):
    changed = parts()
    changed[place] = part
    return b"".join(changed)


class Call:
    """Pickled, it is a call."""

    def __init__(self, function, *arguments):
        self.reduced = function, arguments

    def __reduce__(self):
        return self.reduced


def calls(canary):
    touch, code = f"touch {canary}", f"open({str(canary)!r}, 'w').close()"
    return {
        "system": Call(os.system, touch),
        "eval": Call(builtins.eval, f"[{code}]"),
        "exec": Call(builtins.exec, code),
        "nested": Call(dict, [("a", Call(os.system, touch))]),
        "deep": {"tensor": [(1, {"b": Call(os.system, touch)})]},
        "getattr": Call(Call(getattr, os, "system"), touch),
    }


@pytest.mark.parametrize("name", calls(""))
@pytest.mark.parametrize("protocol", [0, 2, 4])
@pytest.mark.parametrize("place", range(5))
def test_what_would_run_is_refused(tmp_path, name, protocol, place):
    canary = tmp_path / "canary"
    try:
        evil = pickle.dumps(calls(canary)[name], protocol)
    except (TypeError, AttributeError, pickle.PicklingError):
        evil = by_hand(canary)  # a module can't be pickled: named instead
    with pytest.raises(ValueError, match="must hold arrays only"):
        read_tensors(with_part(place, evil))
    assert not canary.exists()
    pickle.loads(evil)  # the bait is no dummy: Python's own reader runs it
    assert canary.exists()


def by_hand(canary):
    """getattr(os, "system")(...) in instructions."""
    system = (
        b"cbuiltins\ngetattr\n(cbuiltins\n__import__\n(X\2\0\0\0ostRX\6\0\0\0systemtR"
    )
    touch = f"touch {canary}".encode()
    return system + b"(X" + len(touch).to_bytes(4, "little") + touch + b"tR."


def table(*instructions):
    return with_part(3, b"\x80\x02" + b"".join(instructions) + b".")


STORAGE = b"(X\7\0\0\0storagectorch\nFloatStorage\nX\1\0\0\0aX\3\0\0\0cpuK\4NtQ"
TENSOR = b"ctorch._utils\n_rebuild_tensor_v2\n"


@pytest.mark.parametrize(
    ("instructions", "reason"),
    [
        ([b"cposix\nsystem\n"], "the name 'posix system'"),
        ([b"ctorch\nload\n"], "the name 'torch load'"),
        ([b"c__builtin__\neval\n"], "the name '__builtin__ eval'"),
        ([b"X\2\0\0\0osX\6\0\0\0system\x93"], "the instruction STACK_GLOBAL"),
        ([b"(cos\nsystem\no"], "the name"),
        ([b"(ios\nsystem\n"], "the instruction INST"),
        ([b"\x82\x01"], "the instruction EXT1"),
        ([b"ccollections\nOrderedDict\n)\x81"], "the instruction NEWOBJ"),
        ([b"ccollections\nOrderedDict\n(]tR"], "an odd call"),
        ([b"ctorch\nFloatStorage\n)R"], "an odd call"),
        ([b"X\1\0\0\0a)R"], "an odd call"),
        ([TENSOR, b"(K\1K\0))tR"], "a tensor without storage"),
        ([TENSOR, b"(", STORAGE, b"J\xff\xff\xff\xff))tR"], "an odd size"),
        ([TENSOR, b"(", STORAGE, b"K\0K\2\x85)tR"], "a tensor of odd axes"),
        ([b"r\xff\xff\xff\xff"], "a damaged table: IndexError"),
        ([b"K\1r\xff\xff\xff\xff"], "AttributeError"),
        ([b"}K\1K\1s"], "an odd name"),
        ([b"K\1" * 20_001], "more than 20000 instructions"),
        ([b"]" + 9_000 * b"\x85"], "AttributeError"),
    ],
)
def test_tables_of_anything_else_are_refused(instructions, reason):
    with pytest.raises(ValueError, match=reason):
        read_tensors(table(*instructions))


def one_tensor(rest, count=4):
    """A file of one tensor of 4 numbers, with what comes after its storage given."""
    entry = b"}X\1\0\0\0t" + TENSOR + b"(" + STORAGE + rest + b"tRs"
    keys = b"\x80\x02](X\1\0\0\0ae."
    numbers = count.to_bytes(8, "little") + np.arange(4, dtype="<f4").tobytes()
    return b"".join([*parts()[:3], b"\x80\x02" + entry + b".", keys, numbers])


def test_tensors_stay_within_their_storage():
    offset_2 = one_tensor(b"K\2K\2\x85K\1\x85")
    assert read_tensors(offset_2)["t"].tolist() == [2, 3]
    for rest in (
        b"K\3K\2\x85K\1\x85",  # begins too late
        b"K\0K\2\x85K\4\x85",  # steps too far
        b"K\0K\5\x85K\0\x85",  # one number, five times
        b"K\0(J\0\0\0\x7fJ\0\0\0\x7fJ\0\0\0\x7ft(K\0K\0K\0t",  # 10^28 numbers
    ):
        with pytest.raises(ValueError, match="larger than its storage"):
            read_tensors(one_tensor(rest))
    with pytest.raises(ValueError, match="a storage of another size"):
        read_tensors(one_tensor(b"K\0K\2\x85K\1\x85", count=5))


def test_other_files_are_refused():
    for content, reason in (
        (b"", "exhausted"),
        (b"PK\3\4", "no newline found"),
        (GOOD[:-1], "an end before its end"),
        (GOOD + b"\0", "share storages|more than its tensors"),
        (with_part(0, pickle.dumps(1, 2)), "another magic number"),
        (with_part(2, pickle.dumps({"little_endian": False}, 2)), "byte order"),
        (with_part(4, pickle.dumps([], 2)), "share storages"),
        (bytes(torch_file.LARGEST_FILE + 1), "more than 67108864"),
    ):
        with pytest.raises(ValueError, match=reason):
            read_tensors(content)


def test_damaged_files_are_refused_or_differ_in_numbers_only():
    random, refused = np.random.default_rng(0), 0
    for _ in range(2000):
        content = bytearray(GOOD)
        for place in random.integers(0, len(GOOD), random.integers(1, 4)):
            content[place] ^= 1 << random.integers(8)
        try:
            tensors = read_tensors(bytes(content))
        except ValueError as error:
            refused += "get it again" in str(error)
        else:
            assert all(isinstance(x, np.ndarray) for x in tensors.values())
            assert sum(x.nbytes for x in tensors.values()) <= len(GOOD)
            refused += 1
    assert refused == 2000
