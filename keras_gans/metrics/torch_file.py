"""Reads the arrays of a PyTorch file; nothing that the file names is looked up or run.

Such a file is a chain of pickles, and a pickle may call any function of Python. Here
its instructions are obeyed one by one, and only those that a table of arrays needs:
the four names that may occur in it stand for data, and any other is refused at sight.
"""

import io
import math
import pickletools
from typing import NamedTuple

import numpy as np

MAGIC, PROTOCOL = 0x1950A86A20F9469CFC6C, 1001  # of the format before torch 1.6
LARGEST_FILE, MOST_INSTRUCTIONS = 64 * 2**20, 20_000
STORAGES = {"torch FloatStorage": "<f4", "torch LongStorage": "<i8"}
TABLE, TENSOR = "collections OrderedDict", "torch._utils _rebuild_tensor_v2"
CONSTANTS = {"NONE": None, "NEWTRUE": True, "NEWFALSE": False}
LITERALS = {"BININT", "BININT1", "BININT2", "LONG1", "BINUNICODE"}
EMPTY = {"EMPTY_TUPLE": tuple, "EMPTY_LIST": list, "EMPTY_DICT": dict}
SHORT_TUPLES = {"TUPLE1": 1, "TUPLE2": 2, "TUPLE3": 3}
STEPS = (  # that are methods of the machine
    *("PROTO", "MARK", "TUPLE", "APPENDS", "SETITEMS", "SETITEM", "BUILD", "GLOBAL"),
    *("BINPERSID", "REDUCE"),
)


class Name(str):
    """A function or class of Python, as a pickle calls it: only ever this text."""


class Storage(NamedTuple):
    """A run of `count` numbers, which lie behind all pickles."""

    kind: str
    key: str
    count: int


class Tensor(NamedTuple):
    """A window on a storage."""

    storage: Storage
    offset: int
    shape: tuple
    strides: tuple


def read_tensors(content):
    """The arrays in a PyTorch file of the format before 1.6.

    Args:
        content: bytes of the file, at most 64 MB.

    Returns:
        dict of name -> float32 or int64 array.

    Raises:
        ValueError: a file of another format, one that is damaged, or one that names
            anything but tables, tensors and their storages.
    """
    try:
        return _read(content)
    except (ArithmeticError, AttributeError, LookupError, TypeError) as error:
        reason = f"a damaged table: {type(error).__name__}"
        raise _refused(reason) from error
    except ValueError as error:
        raise _refused(error) from error


def _read(content):
    if len(content) > LARGEST_FILE:
        raise ValueError(f"{len(content)} bytes, more than {LARGEST_FILE}")
    stream = io.BytesIO(content)
    if [read_pickle(stream), read_pickle(stream)] != [MAGIC, PROTOCOL]:
        raise ValueError("another magic number")
    if read_pickle(stream)["little_endian"] is not True:
        raise ValueError("numbers of another byte order")
    tensors, keys = read_pickle(stream), read_pickle(stream)
    numbers = _read_storages(stream, tensors.values(), keys)
    return {name: _window(tensor, numbers) for name, tensor in tensors.items()}


def read_pickle(stream):
    """The value of one pickle of plain data; the stream is left at its end."""
    machine = _Machine()
    for count, (opcode, argument, _) in enumerate(pickletools.genops(stream)):
        if opcode.name == "STOP":
            return machine.stack.pop()
        if count == MOST_INSTRUCTIONS:
            raise ValueError(f"more than {MOST_INSTRUCTIONS} instructions")
        machine.obey(opcode.name, argument)


class _Machine:
    """A pickle machine that can build data and do nothing else."""

    def __init__(self):
        self.stack, self.marks, self.memo = [], [], {}

    def obey(self, name, argument):
        if name in LITERALS:
            self.stack.append(argument)
        elif name in CONSTANTS:
            self.stack.append(CONSTANTS[name])
        elif name in EMPTY:
            self.stack.append(EMPTY[name]())
        elif name in ("BINPUT", "LONG_BINPUT"):
            self.memo[argument] = self.stack[-1]
        elif name in ("BINGET", "LONG_BINGET"):
            self.stack.append(self.memo[argument])
        elif name in SHORT_TUPLES:
            self.stack.append(tuple(self.take(-SHORT_TUPLES[name])))
        elif name in STEPS:
            getattr(self, name)(argument)
        else:
            raise ValueError(f"the instruction {name}")

    def take(self, start):
        """Everything from a place of the stack on, off the stack."""
        taken = self.stack[start:]
        del self.stack[start:]
        return taken

    def PROTO(self, argument):
        pass

    def MARK(self, argument):
        self.marks.append(len(self.stack))

    def TUPLE(self, argument):
        self.stack.append(tuple(self.take(self.marks.pop())))

    def APPENDS(self, argument):
        items = self.take(self.marks.pop())
        self.target(list).extend(items)

    def SETITEMS(self, argument):
        items = self.take(self.marks.pop())
        for key, value in zip(items[::2], items[1::2], strict=True):
            self.target(dict)[_text(key)] = value

    def SETITEM(self, argument):
        key, value = self.take(-2)
        self.target(dict)[_text(key)] = value

    def BUILD(self, argument):
        """Attributes of a table, such as the versions of layers: left out."""
        self.stack.pop()
        self.target(dict)

    def GLOBAL(self, argument):
        if argument not in (TABLE, TENSOR, *STORAGES):
            raise ValueError(f"the name {argument!r}, which no table of arrays needs")
        self.stack.append(Name(argument))

    def BINPERSID(self, argument):
        word, kind, key, _, count, view = self.stack.pop()
        if word != "storage" or STORAGES.get(_text(kind)) is None or view is not None:
            raise ValueError("an odd storage")
        self.stack.append(Storage(kind, _text(key), _whole(count)))

    def REDUCE(self, argument):
        name, arguments = self.take(-2)
        if type(name) is Name and name == TENSOR:
            self.stack.append(_tensor(*arguments))
        elif type(name) is Name and name == TABLE and arguments == ():
            self.stack.append({})
        else:
            raise ValueError("an odd call")

    def target(self, kind):
        """What an instruction adds to, if it is of this kind."""
        if type(self.stack[-1]) is not kind:
            raise ValueError(f"no {kind.__name__} where there should be one")
        return self.stack[-1]


def _tensor(storage, offset, shape, strides, *_):
    if type(storage) is not Storage:
        raise ValueError("a tensor without storage")
    shape, strides = tuple(map(_whole, shape)), tuple(map(_whole, strides))
    if len(shape) != len(strides) or len(shape) > 4:
        raise ValueError("a tensor of odd axes")
    return Tensor(storage, _whole(offset), shape, strides)


def _whole(number):
    if type(number) is not int or number < 0:
        raise ValueError("an odd size")
    return number


def _text(value):
    if not isinstance(value, str):
        raise ValueError("an odd name")
    return value


def _read_storages(stream, tensors, keys):
    """Storage -> its numbers, which follow in the order of the keys, each with a count.

    A tensor has a storage of its own, so no more room is made than the file takes.
    """
    declared = {tensor.storage.key: tensor.storage for tensor in tensors}
    if not len(keys) == len(declared) == len(tensors):
        raise ValueError("tensors that share storages, or storages without tensors")
    numbers = {}
    for storage in (declared.pop(_text(key)) for key in keys):
        kind = np.dtype(STORAGES[storage.kind])
        count, content = stream.read(8), stream.read(storage.count * kind.itemsize)
        if int.from_bytes(count, "little") != storage.count:
            raise ValueError("a storage of another size")
        if len(content) != storage.count * kind.itemsize:
            raise ValueError("an end before its end")
        numbers[storage] = np.frombuffer(content, kind)
    if stream.read(1):
        raise ValueError("more than its tensors")
    return numbers


def _window(tensor, numbers):
    """A copy of a tensor's numbers, all of which must lie in its storage."""
    storage, offset, shape, strides = tensor
    last = offset + sum((n - 1) * step for n, step in zip(shape, strides))
    if not 0 < math.prod(shape) <= storage.count or last >= storage.count:
        raise ValueError("a tensor larger than its storage")
    run = numbers[storage][offset:]
    strides = [step * run.itemsize for step in strides]
    return np.lib.stride_tricks.as_strided(run, shape, strides).copy()


def _refused(reason):
    return ValueError(
        "A file of PyTorch weights must hold arrays only, in the format before torch "
        f"1.6. Received: {reason}. Don't trust it: get it again."
    )
