"""How numbers, times and settings are written for people, as safe HTML."""

import html
import math
import re

from keras_gans.utils.printable import printable

MOST_ITEMS = 16
MOST_INLINE = 5
# Read first, in this order; everything else follows as it comes.
FIRST = (
    "name",
    "title",
    "family",
    "reference",
    "paper",
    "dataset",
    "data",
    "images",
    "image_shape",
    "num_classes",
    "parameters",
    "loss",
    "batch_size",
    "epochs",
    "seed",
)
HIDDEN = ("format",)
NAMES = {"epochs": "Epochs of the recipe", "held_out": "Images held out"}


def safe(text):
    """A text from anywhere, as HTML that shows it and does nothing else."""
    return html.escape(printable(text))


def number(value, digits=4):
    """Writes `0.5231` (or `0.523` with 3 digits), and `1,086,721` in full."""
    if isinstance(value, int):
        text = f"{value:,}"
    elif not math.isfinite(value):
        text = "–"
    elif 10**digits <= abs(value) < 1e12:
        text = f"{value:,.0f}"
    else:
        text = f"{value:.{digits}g}"
    return text.replace("-", "−")


def duration(seconds):
    """Writes `5 min 12 s` for 312 seconds."""
    minutes, seconds = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    parts = [(hours, "h"), (minutes, "min"), (seconds, "s")]
    shown = [f"{count} {unit}" for count, unit in parts if count][:2]
    return " ".join(shown) or "0 s"


def settings(mapping, depth=0):
    """Renders a JSON object as a definition list: plain facts first, nested ones below.

    Small objects, as `{"class": "Adam", "config": {"learning_rate": 0.0002}}`, are
    written on one line; larger ones unfold.

    Args:
        mapping: Dict as `json.load` returns it; any depth, any keys.
        depth: How deep it is nested. At 0, what is inside lies open.

    Returns:
        HTML in which every text is escaped.
    """
    told = [key for key in mapping if key not in HIDDEN]
    order = sorted(told, key=lambda key: FIRST.index(key) if key in FIRST else 99)
    plain = [key for key in order if _is_plain(mapping[key])]
    nested = [key for key in order if not _is_plain(mapping[key])]
    rows = [f"<dt>{_label(k)}</dt><dd>{_value(k, mapping[k])}</dd>" for k in plain]
    facts = f"<dl>{''.join(rows)}</dl>" if rows else ""
    return facts + "".join(_section(_label(k), mapping[k], depth) for k in nested)


def linked(text):
    """Escapes a text and makes its web addresses links."""
    link = r'<a href="\1" rel="noopener">\1</a>'
    return re.sub(r"(https?://[\w./?=%&;:#~+-]*[\w/])", link, safe(text))


def _section(label, value, depth):
    if isinstance(value, list):
        name, value = "", {str(i + 1): v for i, v in enumerate(value)}
    else:
        name, value = _unwrapped(value)
    title = f"{label} <span>{name}</span>" if name else label
    state = "" if depth else " open"
    content = settings(value, depth + 1)
    return f"<details{state}><summary>{title}</summary>{content}</details>"


def _unwrapped(value):
    """Takes a serialised object apart: the name of its class, and its arguments."""
    name = value.get("class_name") or value.get("class")
    if not isinstance(name, str):
        return "", value
    config = value.get("config")
    return safe(name), config if isinstance(config, dict) else {}


def _is_plain(value):
    """Whether one line is enough."""
    if isinstance(value, list):
        return all(_is_plain(item) and not isinstance(item, list) for item in value)
    if isinstance(value, dict):
        _, value = _unwrapped(value)
        inside = value.values()
        return len(value) <= MOST_INLINE and not any(map(_is_container, inside))
    return True


def _is_container(value):
    return isinstance(value, (list, dict)) and bool(value)


def _label(key):
    key = NAMES.get(key, key)
    return safe(str(key).replace("_", " ").strip().capitalize())


def _value(key, value):
    if value is None or value == [] or value == {}:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        joint = " × " if str(key).endswith(("shape", "size")) else ", "
        return joint.join(_value("", v) for v in value[:MOST_ITEMS]) + _more(value)
    if isinstance(value, dict):
        name, value = _unwrapped(value)
        return f"{name} <em>{_arguments(value)}</em>" if name else _inline(value)
    if isinstance(value, (int, float)):
        return str(value) if key in ("seed", "year") else number(value)
    return linked(str(value))


def _inline(mapping):
    words = [f"{_label(k).lower()} {_value(k, v)}" for k, v in mapping.items()]
    return ", ".join(words)


def _arguments(mapping):
    words = [f"{safe(k)}={_value(k, v)}" for k, v in mapping.items()]
    return ", ".join(words)


def _more(items):
    hidden = len(items) - MOST_ITEMS
    return f" <em>and {hidden} more</em>" if hidden > 0 else ""
