"""metadata.json: what is known of a preset, and the size and hash of its files.

It holds the hash of its own content and is read only as it was written, byte for byte;
so whoever changes a bit of it, or of a file that it lists, is noticed. It is no
signature: whoever can write the folder can seal it anew.
"""

import hashlib
import re

from keras_gans.presets.folders import (
    AGAIN,
    METADATA,
    NAME,
    check_name,
    folder_of,
    on_shelf,
    read_file,
)
from keras_gans.presets.format import strict_json
from keras_gans.presets.format.errors import PresetError, refusal
from keras_gans.utils import files
from keras_gans.utils.types import PathLike

FORMAT = 1
OURS = ("format", "files", "sha256")  # keys that no facts may set
MEASURED = ("parameters", "image_shape", "num_classes")  # nor these: `save` finds out
SHA256 = re.compile(r"[0-9a-f]{64}")
MOST_LISTED = 100  # files
OWN = "If you changed it yourself, run `presets.seal(folder)`; else fetch it again."


def read_metadata(handle: str) -> dict:
    """What is known of a preset: data, parameters, training, metrics, files.

    Args:
        handle: as for `GAN.from_preset`.

    Returns:
        dict; empty for a recipe on the shelf that nobody has trained yet.

    Raises:
        PresetError: no such preset, or a `metadata.json` that was changed.
    """
    folder = folder_of(handle)
    if on_shelf(folder) and not (folder / METADATA).exists():
        return {}
    return read_in(folder)


def read_in(folder):
    """The metadata of a folder, which must have them."""
    where = folder / METADATA
    data = read_file(folder, METADATA, strict_json.MOST_BYTES)
    metadata = strict_json.parse(data, where)
    if metadata.get("format") != FORMAT:
        rule = f"this version reads presets of format {FORMAT}."
        raise refusal(where, rule, metadata.get("format"), "Upgrade keras-gans.")
    check_files(where, metadata.get("files"))
    if strict_json.dump(metadata) != data:
        rule = "must stand as it was written, byte for byte."
        raise refusal(where, rule, "other bytes for the same content", OWN)
    content = {key: value for key, value in metadata.items() if key != "sha256"}
    found = strict_json.digest(content)
    if metadata.get("sha256") != found:
        rule = f"must have the SHA-256 that it states, {metadata.get('sha256')!r}."
        raise refusal(where, rule, found, OWN)
    return metadata


def check_files(where, listed):
    """Each file by a plain name, with its size and its hash."""
    rule = '"files" must be {name: {"bytes": int, "sha256": 64 hex digits}}.'
    if not isinstance(listed, dict) or len(listed) > MOST_LISTED:
        raise refusal(where, rule, listed, AGAIN)
    for name, facts in listed.items():
        check_name(where.parent, name)
        known = isinstance(facts, dict) and set(facts) == {"bytes", "sha256"}
        if not (known and is_size(facts["bytes"]) and is_hash(facts["sha256"])):
            raise refusal(where, rule, {name: facts}, AGAIN)


def is_size(value):
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def is_hash(value):
    return isinstance(value, str) and bool(SHA256.fullmatch(value))


def read_verified(folder, name, metadata, most_bytes):
    """The bytes of a file, once size and hash are those of the metadata.

    Raises:
        PresetError: a file that is not listed, or is another.
    """
    facts, path = metadata["files"].get(name), folder / name
    if facts is None:
        rule = f"{METADATA} must list each file that is read."
        raise refusal(path, rule, f"a list of {sorted(metadata['files'])}", OWN)
    data = read_file(folder, name, min(most_bytes, facts["bytes"]))
    if len(data) != facts["bytes"]:
        rule = f"must have {facts['bytes']:,} bytes, as {METADATA} states."
        raise refusal(path, rule, f"{len(data):,}", OWN)
    found = hashlib.sha256(data).hexdigest()
    if found != facts["sha256"]:
        rule = f"must have the SHA-256 of {METADATA}, {facts['sha256']}."
        raise refusal(path, rule, found, OWN)
    return data


# === Writing ===


def seal(folder: PathLike, facts: dict | None = None) -> dict:
    """Lists every file of a preset anew, after pictures or a card were added.

    Args:
        folder: path, or a name on the shelf.
        facts: dict, merged into the metadata: a dict goes into the dict that is there,
            anything else replaces it.

    Returns:
        The metadata, a dict.

    Raises:
        PresetError: no preset there, or facts that JSON does not hold.
    """
    folder = folder_of(folder)
    metadata = merged(read_in(folder), facts or {})
    return write(folder, metadata)


def merged(metadata, facts):
    """The metadata with new facts."""
    taken = sorted(set(facts) & {*OURS, *MEASURED})
    if taken:
        raise PresetError(
            "`facts` may hold anything but what is found out: "
            f"{', '.join((*OURS, *MEASURED))}. "
            f"Received: {taken}. Leave them out."
        )
    old = {key: metadata.get(key) for key in facts}
    both = {k: isinstance(old[k], dict) and isinstance(facts[k], dict) for k in facts}
    return {
        **metadata,
        **{k: {**old[k], **v} if both[k] else v for k, v in facts.items()},
    }


def write(folder, metadata, beside=None):
    """Writes metadata.json, whole or not at all; returns what it holds.

    Args:
        folder: `pathlib.Path`.
        metadata: dict.
        beside: dict of name -> facts, of files that will lie beside those of a draft.
    """
    content = {k: v for k, v in metadata.items() if k not in OURS}
    content = {
        "format": FORMAT,
        **content,
        "files": {**(beside or {}), **listed(folder)},
    }
    where = folder / METADATA
    try:
        content["sha256"] = strict_json.digest(content)
        data = strict_json.dump(content)
    except (TypeError, ValueError) as error:
        raise PresetError(
            f"`facts` must be plain JSON: numbers, words, lists and dicts. {error}"
        ) from error
    written = strict_json.parse(data, where)  # what cannot be read is not written
    files.write_bytes(where, data)
    return written


def listed(folder):
    """Size and hash of each file of a folder, but hidden and unfinished ones."""
    names = [
        path.name
        for path in folder.iterdir()
        if path.is_file() and not path.is_symlink() and NAME.fullmatch(path.name)
    ]
    names = [name for name in names if name != METADATA and not name.startswith(".")]
    names = [name for name in names if not name.endswith(".partial")]
    return {name: facts_of(folder / name) for name in sorted(names)}


def facts_of(path):
    """Size and hash of a file, read in pieces."""
    with open(path, "rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    return {"bytes": path.stat().st_size, "sha256": found}
