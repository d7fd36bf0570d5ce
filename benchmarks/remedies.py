"""Which remedy mends which failure, by how much, and at what cost in time?

    python benchmarks/remedies.py                              all games, five seeds
    python benchmarks/remedies.py --only chase few_images/r1   some of them
    python benchmarks/remedies.py --docs                       into docs/stability.md

Plays each game of `benchmarks/games.py`: plain games that fail, and the same with one
remedy, each over seeds. Each run goes into `benchmarks/remedies.json` as soon as it is
done, so that a laboratory that was interrupted goes on where it was. A game that was
changed since is played again.

A remedy helps if the mean of its runs is better than that of the plain ones by more
than twice the standard error of the difference, of as many steps of the generator. The
time is that of a step, the median of each run, in units of the plain game's. Each
process has one thread.
"""

import argparse
import concurrent.futures
import json
import math
import multiprocessing
import pathlib
import statistics
import sys
import time

import keras
import tensorflow as tf

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # as a script, too, it is `benchmarks.remedies`

from benchmarks import games, modes, remedies_page  # noqa: E402

FILE = ROOT / "benchmarks" / "remedies.json"
CHUNK = 50  # steps of one execution, and of one epoch
GAMES = [
    (failure, remedy)
    for failure in games.FAILURES
    for remedy in games.FAILURES[failure].names()
]


# === A run ===


class Clock(keras.callbacks.Callback):
    """Seconds of each epoch's steps, and what the last epoch logged."""

    def __init__(self):
        super().__init__()
        self.epochs, self.logs = [], {}

    def on_epoch_begin(self, epoch, logs=None):
        self.began = time.perf_counter()

    def on_epoch_end(self, epoch, logs=None):
        self.epochs.append(time.perf_counter() - self.began)
        self.logs = {name: float(value) for name, value in logs.items()}


def train(failure, remedy, seed, steps=None):
    """One run: what was played, what came of it, and how long it took."""
    began = time.perf_counter()
    keras.backend.clear_session()
    keras.utils.set_random_seed(seed)
    game = games.FAILURES[failure]
    steps = steps or game.steps
    chunk, clock = min(CHUNK, steps), Clock()
    settings = {"steps_per_execution": chunk, **game.settings(remedy, steps)}
    gan = game.board.gan(seed, **settings)
    data = dealt(game.board, gan, steps, seed)
    gan.fit(
        data,
        steps_per_epoch=chunk,
        epochs=steps // chunk,
        callbacks=[clock],
        verbose=0,
    )
    return dict(
        failure=failure,
        remedy=remedy,
        seed=seed,
        **game.board.score(gan, seed),
        seconds_per_step=statistics.median(clock.epochs[1:] or clock.epochs) / chunk,
        seconds=time.perf_counter() - began,
        logs=clock.logs,
    )


def dealt(board, gan, steps, seed):
    """All batches of a run, cut in memory."""
    size = board.batch_size * gan.discriminator_steps
    arrays = board.deal(steps * size, seed)
    batches = tuple(a.reshape(steps, size, *a.shape[1:]) for a in arrays)
    return tf.data.Dataset.from_tensor_slices(
        batches if len(batches) > 1 else batches[0]
    )


def play(runs, jobs):
    """Yields the results of runs as they end."""
    context = multiprocessing.get_context("spawn")
    with concurrent.futures.ProcessPoolExecutor(
        jobs, context, modes.one_thread
    ) as pool:
        waiting = [pool.submit(train, *run) for run in runs]
        try:
            for run in concurrent.futures.as_completed(waiting):
                yield run.result()
        finally:
            pool.shutdown(cancel_futures=True)


# === What is there already ===


def described(failure, remedy, steps=None):
    """A game as plain JSON; if it differs from the file's, the file's is another."""
    game = games.FAILURES[failure]
    settings = game.settings(remedy, steps)
    whole = {"steps": steps or game.steps, "board": game.board.config(), **settings}
    return json.loads(json.dumps(whole, default=plainly))


def plainly(thing):
    if callable(thing) and hasattr(thing, "__name__"):
        return thing.__name__
    return keras.saving.serialize_keras_object(thing)


def read(path):
    return json.loads(path.read_text()) if path.exists() else {"games": {}, "runs": []}


def kept(found, played, steps):
    """What the file holds, without runs of games that are played otherwise now."""
    now = {f"{f}/{r}": described(f, r, steps) for f, r in played}
    known = {n: g for n, g in found["games"].items() if now.get(n, g) == g}
    runs = [r for r in found["runs"] if f"{r['failure']}/{r['remedy']}" in known]
    return {"games": {**known, **now}, "runs": runs}


def missing(found, played, seeds, steps):
    """Runs that are still to be played; first one of each game, then the second."""
    done = {(run["failure"], run["remedy"], run["seed"]) for run in found["runs"]}
    return [
        (failure, remedy, seed, steps)
        for seed in range(seeds)
        for failure, remedy in played
        if (failure, remedy, seed) not in done
    ]


# === The table ===


def table(runs):
    """One row for each remedy that was played, beside the plain game.

    Returns:
        list of dicts; `without` and `with` are [mean, standard error], `difference` is
        that of the means and `error` its standard error.
    """
    rows = []
    for failure, remedy in GAMES:
        plain, mended = (of(runs, failure, name) for name in (games.PLAIN, remedy))
        if remedy == games.PLAIN or not (plain and mended):
            continue
        board = games.FAILURES[failure].board
        values = {"without": plain, "with": mended}
        compared = compare(
            *([run[board.metric] for run in some] for some in values.values()),
            better=board.better,
        )
        speeds = [mean(some, "seconds_per_step") for some in (mended, plain)]
        rows.append(
            {
                "failure": failure,
                "remedy": remedy,
                "seeds": [len(plain), len(mended)],
                "metric": board.metric,
                **compared,
                **{name: mean(mended, name) for name in board.others},
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


# === The command ===


def main(arguments=None):
    options = parser().parse_args(arguments)
    if options.steps and options.out == FILE:
        sys.exit("Other numbers of steps are another protocol: name a file by --out.")
    found = read(options.out)
    if not options.docs:
        found = measure(found, options)
        print(remedies_page.text(found))
        remedies_page.draw(found, options.out.with_suffix(".png"))
    elif found["runs"]:
        remedies_page.render(found)


def measure(found, options):
    """Plays what is missing; the file is whole after each run."""
    played = chosen(options.only)
    found = kept(found, played, options.steps)
    runs = missing(found, played, options.seeds, options.steps)
    began = time.perf_counter()
    for count, run in enumerate(play(runs, options.jobs) if runs else (), start=1):
        found["runs"].append(run)
        write(options.out, found)
        metric = games.FAILURES[run["failure"]].board.metric
        left = (time.perf_counter() - began) * (len(runs) / count - 1) / 60
        name = f"{run['failure']}/{run['remedy']} {run['seed']}"
        print(f"{name:48} {metric} {run[metric]:.3g}, {left:.0f} minutes left")
        sys.stdout.flush()
    return write(options.out, found)


def write(path, found):
    found = {
        "rule": "better by more than 2 standard errors of the difference",
        "table": table(found["runs"]),
        "games": dict(sorted(found["games"].items())),
        "runs": found["runs"],
    }
    modes.write(path, found)
    return found


def chosen(only):
    """Games whose name begins with one of these, and the plain games beside them."""
    names = [(f, r) for f, r in GAMES if f"{f}/{r}".startswith(tuple(only or [""]))]
    if not names:
        sys.exit(f"No game begins so. There are {', '.join(games.FAILURES)}.")
    failures = dict(names)
    return [
        game for game in GAMES if game in names or game in zip(failures, PLAINS)
    ]


PLAINS = [games.PLAIN] * len(games.FAILURES)


def parser():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seeds", type=int, default=5, help="runs of each game")
    parser.add_argument("--steps", type=int, help="of the generator, in every run")
    parser.add_argument("--only", nargs="+", help="failure, or failure/remedy")
    parser.add_argument("--jobs", type=int, default=2, help="runs at a time")
    parser.add_argument("--out", type=pathlib.Path, default=FILE)
    parser.add_argument(
        "--docs", action="store_true", help="render the file, play nothing"
    )
    return parser


if __name__ == "__main__":
    main()
