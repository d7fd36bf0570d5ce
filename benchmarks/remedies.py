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
import multiprocessing
import pathlib
import statistics
import sys
import time

import keras
import tensorflow as tf

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # as a script, too, it is `benchmarks.remedies`

from benchmarks import (  # noqa: E402
    games,
    modes,
    remedies_page,
    remedies_picture,
    remedies_table,
)

FILE = ROOT / "benchmarks" / "remedies.json"
CHUNK = 50  # steps of one execution, and of one epoch
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


class Looks(keras.callbacks.Callback):
    """Scores the generator now and then in the last fifth of a run.

    Who runs in circles is somewhere good at times: the mean of some looks says more
    than the last one.
    """

    def __init__(self, board, seed, epochs):
        super().__init__()
        self.board, self.seed, self.found = board, seed, []
        apart = max(1, epochs // (5 * board.looks))
        self.epochs = range(epochs - 1, -1, -apart)[: board.looks]

    def on_epoch_end(self, epoch, logs=None):
        if epoch in self.epochs:
            self.found.append(self.board.score(self.model, self.seed))

    def score(self):
        names = self.found[0]
        return {n: statistics.fmean(f[n] for f in self.found) for n in names}


def train(failure, remedy, seed, steps=None):
    """One run: what was played, what came of it, and how long it took."""
    began = time.perf_counter()
    keras.backend.clear_session()
    keras.utils.set_random_seed(seed)
    game = games.FAILURES[failure]
    steps = steps or game.steps
    chunk, clock = min(CHUNK, steps), Clock()
    looks = Looks(game.board, seed, steps // chunk)
    settings = {"steps_per_execution": chunk, **game.settings(remedy, steps)}
    gan = game.board.gan(seed, **settings)
    data = dealt(game.board, gan, steps, seed)
    gan.fit(
        data,
        steps_per_epoch=chunk,
        epochs=steps // chunk,
        callbacks=[clock, looks],
        verbose=0,
    )
    return dict(
        failure=failure,
        remedy=remedy,
        seed=seed,
        **looks.score(),
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


def alone():
    """Before a process trains: one thread, and no word on how often it traces."""
    modes.one_thread()
    tf.get_logger().setLevel("ERROR")


def play(runs, jobs):
    """Yields the results of runs as they end."""
    context = multiprocessing.get_context("spawn")
    with concurrent.futures.ProcessPoolExecutor(jobs, context, alone) as pool:
        waiting = [pool.submit(train, *run) for run in runs]
        try:
            for run in concurrent.futures.as_completed(waiting):
                yield run.result()
        finally:
            pool.shutdown(cancel_futures=True)


# === Which games ===


def chosen(only):
    """Games whose name begins with one of these, and the plain games beside them."""
    names = [
        (f, r)
        for f, r in games.every_game()
        if f"{f}/{r}".startswith(tuple(only or [""]))
    ]
    if not names:
        sys.exit(f"No game begins so. There are {', '.join(games.FAILURES)}.")
    plain = {(failure, games.PLAIN) for failure, _ in names}
    return [game for game in games.every_game() if game in names or game in plain]


# === What is there already ===


def described(failure, remedy, steps=None):
    """A game as plain JSON; if it differs from the file's, the file's is another."""
    game = games.FAILURES[failure]
    settings = game.settings(remedy, steps)
    whole = {"steps": steps or game.steps, "board": game.board.config(), **settings}
    return nameless(json.loads(json.dumps(whole, default=plainly)))


def plainly(thing):
    if callable(thing) and hasattr(thing, "__name__"):
        return thing.__name__
    return keras.saving.serialize_keras_object(thing)


def nameless(config):
    """A config without names, in which Keras counts what a process has made."""
    if isinstance(config, list):
        return [nameless(part) for part in config]
    if isinstance(config, dict):
        return {k: nameless(v) for k, v in config.items() if k != "name"}
    return config


def read(path):
    if path.exists():
        return json.loads(path.read_text())
    return {"table": [], "games": {}, "runs": []}


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


# === The command ===


def main(arguments=None):
    options = parser().parse_args(arguments)
    if options.steps and options.out == FILE:
        sys.exit("Other numbers of steps are another protocol: name a file by --out.")
    found = read(options.out)
    if not options.docs:
        found = measure(found, options)
        print(remedies_page.text(found))
        remedies_picture.draw(found, options.out.with_suffix(".png"))
    else:
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
        metric, *_ = games.FAILURES[run["failure"]].values()
        left = (time.perf_counter() - began) * (len(runs) / count - 1) / 60
        name = f"{run['failure']}/{run['remedy']} {run['seed']}"
        print(f"{name:48} {metric} {run[metric]:.3g}, {left:.0f} minutes left")
        sys.stdout.flush()
    return write(options.out, found)


def write(path, found):
    found = {
        "rule": "better by more than 2 standard errors of the difference",
        "table": remedies_table.table(found["runs"]),
        "games": dict(sorted(found["games"].items())),
        "runs": found["runs"],
    }
    found = json.loads(json.dumps(found), parse_constant=lambda name: None)
    unfinished = path.with_suffix(".part")
    unfinished.write_text(in_lines(found))
    unfinished.replace(path)  # a file is whole, whatever ends this process
    return found


def in_lines(found):
    """JSON with a line for each row, game and run."""
    parts = []
    for name, part in found.items():
        dump = json.dumps(part)
        if isinstance(part, list):
            dump = "[\n" + ",\n".join(map(json.dumps, part)) + "\n]"
        if isinstance(part, dict):
            pairs = [f"{json.dumps(k)}: {json.dumps(v)}" for k, v in part.items()]
            dump = "{\n" + ",\n".join(pairs) + "\n}"
        parts.append(f"{json.dumps(name)}: {dump}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


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
