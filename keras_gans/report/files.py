"""What the page is made of, read without a fuss: what is broken is left out."""

import base64
import json

SIGNATURES = {b"\x89PNG": "png", b"GIF8": "gif"}


def embedded(path, description):
    """An `<img>` with the picture inside, or nothing if there is no sound picture."""
    try:
        content = path.read_bytes()
    except OSError:
        return ""
    kind = SIGNATURES.get(content[:4])
    if kind is None:
        return ""
    data = base64.b64encode(content).decode("ascii")
    return f"<img alt='{description}' src='data:image/{kind};base64,{data}'>"


def read_json(path):
    """A JSON object as a dict, or an empty one if there is no sound object."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def best_in(folder):
    """What `BestGenerator` noted of the best epoch of a run: its epoch, step and value.

    Args:
        folder: `pathlib.Path` of the run.

    Returns:
        A dict, empty if no epoch is known to be the best.
    """
    best = read_json(folder / "best.json").get("best")
    return best if isinstance(best, dict) else {}
