"""How a card writes a recipe, a number and a duration, in Markdown."""

import inspect
import math

from keras_gans.utils.counts import counted

MOST = 12  # of a list that is written out
HIDDEN = ("image_shape", "num_classes", "dtype", "name")  # a card says them elsewhere


def rows_of(config, parameters):
    """A recipe as rows (what, how) of a table.

    Args:
        config: dict, as `describe` makes it; "batch_size" and "seed" if there are any.
        parameters: dict, "generator" and "discriminator" to counts; may be empty.
    """
    game, rows = config["game"], []
    for player, spec in config["networks"].items():
        count = parameters.get(player)
        size = f", {counted(count, 'parameter')}" if count else ""
        rows.append((player, code(spec) + size))
    rows += drawn(config["prior"])
    told = config.get("conditions", {}).items()
    rows += [(f"told {name}", code(spec)) for name, spec in told]
    rows.append(("loss", code(game["loss"])))
    rows += optimizers(game)
    for name in others(game):
        rows.append((name.replace("_", " "), code(game[name], "penalties" in name)))
    rows.append(("a step", step(config)))
    average = "none" if game["ema"] is None else f"decay {game['ema']:g}"
    rows.append(("average of weights", average))
    if "seed" in config:
        rows.append(("seed", str(config["seed"])))
    return rows


def drawn(prior):
    """What is drawn: latents, or several things by name, or nothing."""
    if isinstance(prior, dict) and not isinstance(prior.get("class"), str):
        return [(f"drawn {name}", code(spec)) for name, spec in prior.items()]
    return [("latents", code(prior))] if prior else []


def optimizers(game):
    pair = [game[f"{player}_optimizer"] for player in ("generator", "discriminator")]
    if pair[0] == pair[1]:
        return [("both optimizers", code(pair[0]))]
    names = ("generator's optimizer", "discriminator's optimizer")
    return list(zip(names, map(code, pair)))


def others(game):
    """Settings that only some games have, in the order of `compile`."""
    known = ("loss", "ema", "discriminator_steps", "generator_steps")
    known += ("generator_optimizer", "discriminator_optimizer")
    return [name for name in game if name not in known and game[name]]


def step(config):
    game, size = config["game"], config.get("batch_size")
    count = game["discriminator_steps"]
    batch = f" on {counted(size // count, 'image')}" if size else ""
    batch += " each" * bool(size and count > 1)
    first = counted(count, "discriminator update") + batch
    then = counted(game.get("generator_steps", 1), "generator update")
    return f"{first}, then {then}"


def code(thing, everything=False):
    """A spec as the call that makes it, if need be without what is so by default."""
    return f"`{call(thing, everything)}`"


def call(thing, everything=False):
    if isinstance(thing, list) and len(thing) > MOST:
        return f"[{call(thing[0])}, ... {len(thing)} in all]"
    if isinstance(thing, list):
        return "[" + ", ".join(call(part, everything) for part in thing) + "]"
    if not isinstance(thing, dict) or "class" not in thing:
        return repr(thing)
    usual = {} if everything else defaults(thing["class"])
    chosen = [
        f"{key}={call(value, everything)}"
        for key, value in thing["config"].items()
        if key not in HIDDEN and value != usual.get(key, ...)
    ]
    return f"{thing['class']}({', '.join(chosen)})"


def defaults(name):
    """What a class of the allow-list has by default, as JSON would give it back."""
    from keras_gans.presets.format.allowed import ALLOWED
    from keras_gans.presets.parts import plain

    if name not in ALLOWED:
        return {}
    parameters = inspect.signature(ALLOWED[name]).parameters
    return {key: plain(parameter.default) for key, parameter in parameters.items()}


def number(value, error=None):
    """`0.412`, or `0.412 ± 0.003`; 3 digits are more than a draw decides."""
    if value is None or not math.isfinite(value):
        return "–"
    text = f"{value:.3f}" if 0.1 <= abs(value) < 1 else f"{value:.3g}"
    text = f"{value:.2g}" if abs(value) < 0.1 else text
    # Where nothing is drawn, draws differ by how sums are rounded.
    known = error and error > 1e-9 * abs(value)
    text += f" ± {error:.1g}" if known else ""
    return text.replace("-", "−")


def duration(seconds):
    """`47 minutes`, `3 h 5 min`."""
    minutes = max(1, round(seconds / 60))
    if minutes < 90:
        return counted(minutes, "minute")
    return f"{minutes // 60} h {minutes % 60} min"


def table(head, rows):
    """A Markdown table; all columns but the first are to the right, if more than 2."""
    line = "|---|" + ("---:|" if len(head) > 2 else "---|") * (len(head) - 1)
    cells = [f"| {' | '.join(row)} |" for row in (head, *rows)]
    return "\n".join([cells[0], line, *cells[1:]])
