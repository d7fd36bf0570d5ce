"""How numbers, times and settings are written for people, as safe HTML."""

import html
import math
import re

MOST_ITEMS = 16
# Read first, in this order; everything else follows as it comes.
FIRST = (
    "name",
    "title",
    "family",
    "reference",
    "paper",
    "dataset",
    "image_shape",
    "num_classes",
    "parameters",
    "loss",
    "batch_size",
    "epochs",
    "seed",
)


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


def settings(mapping):
    """Renders a JSON object as a definition list: plain facts first, nested ones below.

    Args:
        mapping: Dict as `json.load` returns it; any depth, any keys.

    Returns:
        HTML in which every text is escaped.
    """
    order = sorted(mapping, key=lambda key: FIRST.index(key) if key in FIRST else 99)
    plain = [key for key in order if not _is_nested(mapping[key])]
    nested = [key for key in order if _is_nested(mapping[key])]
    rows = [f"<dt>{_label(k)}</dt><dd>{_value(k, mapping[k])}</dd>" for k in plain]
    facts = f"<dl>{''.join(rows)}</dl>" if rows else ""
    return facts + "".join(_section(_label(key), mapping[key]) for key in nested)


def _section(label, value):
    if isinstance(value, list):
        parts = [_section(str(i + 1), v) for i, v in enumerate(value[:MOST_ITEMS])]
        return _details(label, "".join(parts) + _more(value))
    if not isinstance(value, dict):
        return f"<dl><dt>{label}</dt><dd>{_value('', value)}</dd></dl>"
    if "class_name" in value:  # A serialised Keras object.
        label += f" <span>{html.escape(str(value['class_name']))}</span>"
        config = value.get("config")
        value = config if isinstance(config, dict) else {}
    return _details(label, settings(value))


def _details(label, content):
    if not content:
        return f"<p class='empty'>{label}</p>"
    return f"<details><summary>{label}</summary>{content}</details>"


def _label(key):
    return html.escape(str(key).replace("_", " ").strip().capitalize())


def _value(key, value):
    if value is None or value == [] or value == {}:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        joint = " × " if str(key).endswith(("shape", "size")) else ", "
        return joint.join(_value("", v) for v in value[:MOST_ITEMS]) + _more(value)
    if isinstance(value, (int, float)):
        return str(value) if key in ("seed", "year") else number(value)
    return linked(str(value))


def linked(text):
    """Escapes a text and makes its web addresses links."""
    link = r'<a href="\1" rel="noopener">\1</a>'
    return re.sub(r"(https?://[\w./?=%&;:#~+-]*[\w/])", link, html.escape(text))


def _more(items):
    hidden = len(items) - MOST_ITEMS
    return f" <em>and {hidden} more</em>" if hidden > 0 else ""


def _is_nested(value):
    if isinstance(value, list):
        return any(isinstance(item, (dict, list)) for item in value)
    return isinstance(value, dict) and bool(value)
