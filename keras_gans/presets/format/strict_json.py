"""JSON that a stranger wrote, read with bounds; and the one way in which we write it.

What is read is data of a known size: no key twice, no NaN, no number without end, no
nesting without bottom. What is written is the same bytes for the same value, so that
a reader can ask for exactly these bytes.
"""

import hashlib
import json
import math

from keras_gans.presets.format.errors import refusal

MOST_BYTES = 64 * 1024
MOST_DEPTH = 16
MOST_ITEMS = 4096  # of one list or object
MOST_LETTERS = 2000  # of one string
MOST_NUMBER = 10**15
MOST_DIGITS = 40  # of one number as it is written
AGAIN = "Fetch or save the preset again."


def parse(data, where):
    """The object that a JSON file holds, a dict.

    Args:
        data: bytes, at most 64 KB.
        where: path of the file, for the errors.

    Raises:
        PresetError: anything but one plain, bounded JSON object.
    """
    if len(data) > MOST_BYTES:
        raise refusal(
            where, f"must have at most {MOST_BYTES} bytes.", f"{len(data)}", AGAIN
        )
    try:
        value = json.loads(
            data.decode("utf-8"),
            object_pairs_hook=without_doubles,
            parse_constant=no_constant,
            parse_int=bounded_int,
            parse_float=bounded_float,
        )
        check(value)
    except (ValueError, RecursionError) as error:
        rule = "must be plain JSON, UTF-8, within bounds."
        raise refusal(where, rule, str(error), AGAIN) from error
    if not isinstance(value, dict):
        raise refusal(where, "must hold one JSON object.", value, AGAIN)
    return value


def without_doubles(pairs):
    keys = [key for key, _ in pairs]
    if len(set(keys)) < len(keys):
        raise ValueError(f"a key twice among {sorted(keys)[:20]}")
    return dict(pairs)


def no_constant(word):
    raise ValueError(f"{word} is no number")


def bounded_int(text):
    return bounded(int, text)


def bounded_float(text):
    return bounded(float, text)


def bounded(kind, text):
    if len(text) > MOST_DIGITS:
        raise ValueError(f"a number of {len(text)} digits")
    number = kind(text)
    if not (math.isfinite(number) and abs(number) <= MOST_NUMBER):
        raise ValueError(f"a number as large as {text}")
    return number


def check(value, depth=1):
    """Refuses what is too deep, too long or too wordy."""
    if depth > MOST_DEPTH:
        raise ValueError(f"more than {MOST_DEPTH} levels")
    if isinstance(value, str):
        if len(value) > MOST_LETTERS:
            raise ValueError(f"a string of {len(value)} characters")
        value.encode("utf-8")  # half a surrogate pair is no text
    if isinstance(value, (list, dict)) and len(value) > MOST_ITEMS:
        raise ValueError(f"{len(value)} entries in one place")
    if isinstance(value, dict):
        value = [*value, *value.values()]
    if isinstance(value, list):
        for part in value:
            check(part, depth + 1)


def dump(value):
    """A dict as the bytes of its file.

    Raises:
        ValueError, TypeError: what JSON does not have, such as NaN or an array.
    """
    text = json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False)
    return (text + "\n").encode("utf-8")


def digest(value):
    """The SHA-256 of a dict's content, whatever the order of its keys."""
    text = json.dumps(
        value,
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
        allow_nan=False,
    )
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
