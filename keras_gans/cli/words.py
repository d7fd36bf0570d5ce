"""How the command line speaks: in shell, and in nothing that commands a terminal."""

import json
import math
import re
import shlex
import sys

from keras_gans.utils.printable import printable

# What the library calls image_size=28 is --image-size 28 here.
OPTIONS = "image_size|batch_size|network|labels|epochs|download|on_error"
OPTION = re.compile(r"\b(image_size|batch_size|network|on_error)=(?=([\w'(])?)")
NAME = re.compile(rf"`({OPTIONS})=?`")
# `kg.data.load(..., image_size=64)` is the library's way to say the same.
CALL = re.compile(r"`kg\.[\w.]+\(\.\.\., (\w+=\w+)\)`")
FLAG = re.compile(r"\b(download|force)=True\b")


def tell(text=""):
    """Prints lines whatever names they hold, and whatever the terminal can write."""
    lines = map(printable, str(text).split("\n"))
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    text = "\n".join(lines).encode(encoding, "backslashreplace").decode(encoding)
    print(text, flush=True)


def tell_json(facts, indent=2):
    """Prints facts for programs; without `indent` on a single line."""
    tell(json.dumps(sound(facts), indent=indent))


def sound(value):
    """A value that JSON knows: null for what is no number."""
    if isinstance(value, dict):
        return {key: sound(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [sound(each) for each in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def one_line(message):
    """A message of the library on a single line."""
    return printable(" ".join(str(message).split()))


def as_options(message):
    """A message of the library in the words of the command line."""
    message = CALL.sub(r"\1", message)
    message = FLAG.sub(r"--\1", message)
    message = NAME.sub(lambda found: option(found[1]), message)
    return OPTION.sub(
        lambda found: f"{option(found[1])}{' ' * bool(found[2])}", message
    )


def option(name):
    return f"--{name.replace('_', '-')}"


def command(*arguments):
    """A line that can be pasted into a shell: `keras-gans show 'my preset'`."""
    return " ".join(["keras-gans", *map(quoted, map(str, arguments))])


def quoted(word):
    """A word as a shell reads it; what would command a terminal, by its number."""
    if word.isprintable():
        return shlex.quote(word)
    known = {"\\": "\\\\", "'": "\\'"}
    signs = [known.get(s, s) if s.isprintable() else _numbered(s) for s in word]
    return f"$'{''.join(signs)}'"


def _numbered(sign):
    """The bytes of a sign, as `$'...'` has them."""
    code = sign.encode("utf-8", "surrogateescape")
    return "".join(f"\\x{byte:02x}" for byte in code)
