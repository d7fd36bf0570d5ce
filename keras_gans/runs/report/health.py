"""What the doctor found, written for anybody."""

from keras_gans.runs.folder import read_notes
from keras_gans.runs.report.words import number, safe


def health(folder):
    """Renders `doctor.json` of a run: each diagnosis with evidence and remedy.

    Args:
        folder: `pathlib.Path` of the run.

    Returns:
        HTML; empty if no doctor looked.
    """
    notes = read_notes(folder / "doctor.json")
    looks, found = notes.get("examinations"), notes.get("diagnoses")
    if not isinstance(looks, int) or looks < 1 or not isinstance(found, list):
        return ""
    items = "".join(map(_item, filter(_is_sound, found)))
    return _intro(looks, items) + (f"<ul class='health'>{items}</ul>" if items else "")


def _intro(looks, items):
    often = "once" if looks == 1 else f"{number(looks)} times"
    text = f"The doctor looked {often}"
    return f"<p class='intro'>{text}{'.' if items else ' and found nothing wrong.'}</p>"


def _is_sound(found):
    if not isinstance(found, dict) or not isinstance(found.get("step"), int):
        return False
    return all(isinstance(found.get(key), str) for key in ("name", "evidence"))


def _item(found):
    name, evidence = (safe(found[key]) for key in ("name", "evidence"))
    remedy = safe(str(found.get("remedy") or ""))
    advice = f"<p>Try {remedy}.</p>" if remedy else ""
    kind = "alarm" if found.get("alarm", True) else "good"
    return (
        f"<li class='{kind}'><h3>{name.capitalize()} <span>{_when(found)}</span></h3>"
        f"<p>{evidence[:1].upper()}{evidence[1:]}.</p>{advice}</li>"
    )


def _when(found):
    over = found.get("recovered")
    if isinstance(over, int):
        return f"from step {number(found['step'])} to {number(over)}"
    return f"from step {number(found['step'])} on"
