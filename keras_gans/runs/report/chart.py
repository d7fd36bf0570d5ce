"""Curves as inline SVG: sharp at any size, in light and dark, with values on hover."""

import json
import math

from keras_gans import plots
from keras_gans.runs.report.words import number, safe

WIDTH, HEIGHT = 400, 220
LEFT, RIGHT, TOP, BOTTOM = 44, 12, 16, 26
HUES = 6
MOST_TICKS = 8


def chart(history, panel, best=None):
    """Draws one panel of `plots.panels`.

    Args:
        history: Dict from `plots.read_history`.
        panel: `plots.Panel`.
        best: Epoch to mark, or `None`.

    Returns:
        A `<figure>` whose legend shows the last value of each curve, or with a script
        the value under the pointer.
    """
    title, columns, reference, logarithmic = panel
    epochs = plots.epochs_of(history)
    values = [history[name] for name in columns]
    limits = _limits(values, reference)
    ticks = _log_ticks(*limits) if logarithmic else _ticks(*limits)
    left = _left(ticks)
    x = _scale(min(epochs), max(epochs), left, WIDTH - RIGHT)
    scale = _log_scale if logarithmic else _scale
    y = scale(ticks[0], ticks[-1], HEIGHT - BOTTOM, TOP)
    points = [[(x(e), y(v)) for e, v in zip(epochs, curve)] for curve in values]
    looks = [_look(hue, name) for hue, name in zip(plots.hues(columns), columns)]
    parts = [_axes(ticks, epochs, x, y, left)]
    if reference is not None:
        parts.append(f"<path class='reference' d='{_across(y(reference), left)}'/>")
    if best in epochs:
        parts.append(_mark(x(best)))
    parts += [_curve(curve, look) for curve, look in zip(points, looks)]
    parts.append("<g class='pointer'></g>")
    label = safe(f"{title} by epoch")
    return (
        f"<figure class='chart'><figcaption>{safe(title)}"
        f"<output aria-live='off'>epoch {epochs[-1]}</output></figcaption>"
        f"<svg viewBox='0 0 {WIDTH} {HEIGHT}' role='img' aria-label='{label}'>"
        f"{''.join(parts)}</svg>{_legend(columns, values, looks)}"
        f"{_data(epochs, x, values, points)}</figure>"
    )


def _limits(values, reference):
    numbers = [v for curve in values for v in curve if math.isfinite(v)]
    if reference is not None:  # An accuracy: always the whole range.
        numbers += [0.0, 1.0]
    return min(numbers), max(numbers)


def _ticks(low, high):
    """Four to seven round numbers that enclose the range."""
    span = high - low or abs(high) or 1.0
    power = 10.0 ** math.floor(math.log10(span / 4))
    step = next(power * m for m in (1, 2, 5, 10) if span / (power * m) <= 5)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [index * step for index in range(first, max(last, first + 1) + 1)]


def _log_ticks(low, high):
    """Numbers 1, 2 and 5 times a power of ten that enclose the range, or fewer."""
    powers = range(math.floor(math.log10(low)) - 1, math.ceil(math.log10(high)) + 2)
    for factors in ((1, 2, 5), (1,)):
        ticks = [factor * 10.0**power for power in powers for factor in factors]
        first = max(tick for tick in ticks if tick <= low)
        last = min(tick for tick in ticks if tick >= high)
        ticks = [tick for tick in ticks if first <= tick <= last]
        if len(ticks) <= MOST_TICKS:
            return ticks
    return [*ticks[:-1][:: math.ceil(len(ticks) / MOST_TICKS)], ticks[-1]]


def _log_scale(low, high, start, stop):
    straight = _scale(math.log10(low), math.log10(high), start, stop)
    return lambda value: straight(math.log10(value)) if value > 0 else math.nan


def _scale(low, high, start, stop):
    if low == high:
        return lambda value: (start + stop) / 2
    return lambda value: start + (value - low) / (high - low) * (stop - start)


def _left(ticks):
    """Where the curves begin: room for the longest label, 7 units a letter."""
    return max(LEFT, 14 + 7 * max(len(number(tick)) for tick in ticks))


def _axes(ticks, epochs, x, y, left):
    parts = []
    for tick in ticks:
        parts.append(f"<path class='line' d='{_across(y(tick), left)}'/>")
        place = f"x='{left - 8}' y='{y(tick) + 4:.1f}'"
        parts.append(f"<text class='y' {place}>{number(tick)}</text>")
    for epoch in _round_epochs(epochs):
        place = f"x='{x(epoch):.1f}' y='{HEIGHT - 6}'"
        parts.append(f"<text class='x' {place}>{epoch}</text>")
    return "".join(parts)


def _round_epochs(epochs):
    first, last = min(epochs), max(epochs)
    if first == last:
        return [first]
    step = max(1, round(_ticks(0, last - first)[1]))
    between = range(step * (first // step + 1), last, step)
    return [first, *(e for e in between if step <= 2 * min(e - first, last - e)), last]


def _across(height, left):
    return f"M{left} {height:.1f}H{WIDTH - RIGHT}"


def _mark(x):
    """A line across at the best epoch, with a word above it."""
    place = f"x='{min(x, WIDTH - 15):.1f}' y='{TOP - 4}'"
    return (
        f"<path class='best' d='M{x:.1f} {TOP}V{HEIGHT - BOTTOM}'/>"
        f"<text class='x' {place}>best</text>"
    )


def _curve(points, look):
    """A line with gaps where a value is missing; a lonely value is a dot."""
    runs = [[]]
    for x, y in points:
        if math.isfinite(y):
            runs[-1].append(f"{x:.1f} {y:.1f}")
        elif runs[-1]:
            runs.append([])
    # A line to itself, with round caps, is a dot.
    path = "".join(
        "M" + "L".join(run * 2 if len(run) == 1 else run) for run in runs if run
    )
    return f"<path class='curve {look}' d='{path}'/>"


def _look(hue, name):
    return f"hue{hue % HUES}" + (" dashed" if name.startswith("val_") else "")


def _legend(columns, values, looks):
    rows = [
        f"<li class='{look}'>{safe(plots.readable(name))} "
        f"<b>{number(curve[-1])}</b></li>"
        for name, curve, look in zip(columns, values, looks)
    ]
    return f"<ul class='legend'>{''.join(rows)}</ul>"


def _data(epochs, x, values, points):
    curves = [
        {
            "text": [number(value) for value in curve],
            "y": [round(y, 1) if math.isfinite(y) else None for _, y in line],
        }
        for curve, line in zip(values, points)
    ]
    data = {"epochs": epochs, "x": [round(x(e), 1) for e in epochs], "curves": curves}
    return f"<script type='application/json'>{json.dumps(data)}</script>"
