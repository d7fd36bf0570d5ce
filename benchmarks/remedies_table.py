"""What the runs of the laboratory say of each remedy: means, errors, a verdict."""

import math
import statistics

from benchmarks import games, modes


def table(runs):
    """One row for each remedy that was played, beside the plain game.

    Returns:
        list of dicts; `without` and `with` are [mean, standard error], `difference` is
        that of the means and `error` its standard error.
    """
    rows = []
    for failure, remedy in games.every_game():
        plain, mended = (of(runs, failure, name) for name in (games.PLAIN, remedy))
        if remedy == games.PLAIN or not (plain and mended):
            continue
        game = games.FAILURES[failure]
        metric, *others = game.values()
        values = {"without": plain, "with": mended}
        compared = compare(
            *([run[metric] for run in some] for some in values.values()),
            better=game.board.better,
        )
        speeds = [mean(some, "seconds_per_step") for some in (mended, plain)]
        rows.append(
            {
                "failure": failure,
                "remedy": remedy,
                "seeds": [len(plain), len(mended)],
                "metric": metric,
                **compared,
                **{name: mean(mended, name) for name in others},
                "time": speeds[0] / speeds[1],
            }
        )
    return rows


def of(runs, failure, remedy):
    return [r for r in runs if (r["failure"], r["remedy"]) == (failure, remedy)]


def mean(runs, name):
    return statistics.fmean(run[name] for run in runs)


def compare(without, with_it, better):
    """Two sets of values: are they different by more than twice the error?

    Args:
        without, with_it: lists of floats.
        better: 1 if more is better, -1 if less is.
    """
    pair = modes.mean_and_error(without), modes.mean_and_error(with_it)
    difference = pair[1][0] - pair[0][0]
    error = math.hypot(pair[0][1], pair[1][1])
    return {
        "without": pair[0],
        "with": pair[1],
        "difference": difference,
        "error": error,
        "helps": verdict(better * difference, error),
    }


def verdict(gain, error):
    if math.isnan(error):
        return "unknown"  # of one run
    if abs(gain) <= 2 * error:
        return "no"
    return "yes" if gain > 0 else "harms"
