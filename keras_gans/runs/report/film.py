"""The film of a run: its sheets of samples under one slider."""

import re

from keras_gans import plots
from keras_gans.runs.folder import read_notes
from keras_gans.runs.report.embedding import embedded
from keras_gans.runs.report.words import number, safe

MOST_FRAMES, MOST_BYTES = 40, 8_000_000  # a page is sent to others


def film(folder, config):
    """Renders the sheets that lie in `samples/`, or else `film.gif`.

    At most 40 sheets are embedded, evenly chosen, and of large ones fewer. The last one
    is what a browser without scripts shows large, above small ones of the others.

    Args:
        folder: `pathlib.Path` of the run.
        config: dict, its `config.json`.

    Returns:
        HTML; empty where there is no sound picture.
    """
    sheets = [p for p in plots.pictures(folder / "samples") if embedded(p, "")]
    sheets = plots.evenly(sheets, room_for(sheets))
    if not sheets:
        image = embedded(folder / "samples" / "film.gif", "Samples as training went on")
        return f"<div class='film'>{image}</div>" if image else ""
    steps = _steps_per_epoch(folder, config)
    names = [_words(path, steps) for path in sheets]
    frames = [embedded(path, f"Samples, {name}") for path, name in zip(sheets, names)]
    last = len(frames) - 1
    hidden = "".join(f.replace("<img ", "<img hidden ") for f in frames[:last])
    return (
        f"<div class='film'><div class='frames'>{hidden}{frames[last]}</div>"
        f"{controls(last, last, names[last], 'Sheet') if last else ''}</div>"
    )


def room_for(sheets):
    """How many sheets, the largest of them, go on a page; at least the last two."""
    largest = max((path.stat().st_size for path in sheets), default=1)
    return min(MOST_FRAMES, max(2, MOST_BYTES // max(largest, 1)))


def controls(last, now, words, label):
    """The button and the slider of a film.

    Args:
        last: int, the number of the last frame.
        now: int, that of the one that is shown.
        words: HTML that says which that is.
        label: str, what the slider is called.
    """
    return (
        "<div class='controls'><button type='button' aria-label='Play'></button>"
        f"<input type='range' min='0' max='{last}' value='{now}' aria-label='{label}'>"
        f"<output aria-live='off'>{words}</output></div>"
    )


def _steps_per_epoch(folder, config):
    """What the config says, or else what `best.json` lets conclude; `None`: unknown."""
    known = config.get("steps_per_epoch")
    if isinstance(known, int) and known > 0:
        return known
    values = read_notes(folder / "best.json").get("values")
    found = map(_pace, values if isinstance(values, list) else [])
    return max(found, default=0) or None  # the last epoch may have been cut short


def _pace(value):
    """Steps per epoch by one entry of `best.json`; 0 if it is damaged."""
    pair = [value.get(k) for k in ("step", "epoch")] if isinstance(value, dict) else [0]
    sound = all(isinstance(count, int) and count > 0 for count in pair)
    return pair[0] / pair[1] if sound else 0


def _words(path, steps_per_epoch):
    """`step_001200.png` is `epoch 2.5, step 1,200` where an epoch has 480 steps."""
    words = safe(path.stem).replace("_", "\N{NO-BREAK SPACE}")
    words = re.sub(r"\d+", lambda digits: f"{int(digits[0]):,}", words)
    step = re.fullmatch(r"step_(\d+)", path.stem)
    if not (step and steps_per_epoch):
        return words
    epoch = number(round(int(step[1]) / steps_per_epoch, 2))
    return f"epoch\N{NO-BREAK SPACE}{epoch}, {words}"
