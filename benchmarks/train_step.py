"""Images per second of a train step: ours, keras.io's and PyTorch's, and the ceiling.

    python benchmarks/train_step.py              every game that ours and keras.io play
    pip install ".[bench]" first                 PyTorch too; torch.compile needs g++
    python benchmarks/train_step.py --games dcgan --rounds 15

The same networks for 28 x 28 x 1 (batch 128; widths 64-128-256, or two layers of 512),
the same loss, the same Adam, no average of weights in any of them; StyleGAN2 is the
zoo's, and ours alone. Each way has a process of its own; they train in turn, a few
seconds each, so that a machine whose speed drifts is as fast for one as for the other.
Ratios are those of one round, and their median is quoted. Ours trains at both ends of a
round: if those two differ by a fifth the machine was busy, the round is done again, and
that is counted.

The ceiling is the same step with nothing but its convolutions and matrix products
(`benchmarks/steps/ceiling.py`). Writes `benchmarks/train_step.json`.
"""

import argparse
import importlib
import importlib.util
import json
import os
import pathlib
import platform
import statistics
import sys

ROOT = pathlib.Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
from benchmarks.steps import Unable, turns  # noqa: E402
from benchmarks.steps.games import GAMES  # noqa: E402

FILE = pathlib.Path(__file__).with_suffix(".json")
WAYS = {  # way -> its module in benchmarks/steps
    "ours": "ours",
    "ours_bfloat16": "ours",
    "keras_io": "keras_io",
    "keras_io_step": "keras_io",
    "torch_plain": "pytorch",
    "torch_channels_last": "pytorch",
    "torch_bfloat16": "pytorch",
    "torch_compile": "pytorch",
    "ceiling": "ceiling",
    "ceiling_bfloat16": "ceiling",
}
SECONDS = 2.0  # of training, in a round
BUSY = 1.2  # ours at one end of a round over ours at the other
AGAIN = 3  # times a round is done again


# === One way, in a process of its own ===


def serve(game, way):
    """Trains as many steps as each line of its input says."""
    module = importlib.import_module(f"benchmarks.steps.{WAYS[way]}")
    try:
        turns.serve(getattr(module, way)(GAMES[game]))
    except Unable as error:
        print(f"unable: {error}", flush=True)


def contestant(game, way):
    """A way that has made its first steps and waits."""
    return turns.Contestant([__file__, "--serve", game, way])


# === Rounds ===


def compare(game, ways, rounds):
    """{way: what was found of it} of one game, and the rounds that were done again."""
    contestants = {way: contestant(game, way) for way in ways}
    able = {way: each for way, each in contestants.items() if each.reason is None}
    steps = {way: max(2, round(SECONDS * each.speed(2))) for way, each in able.items()}
    found, again = [], 0
    while len(found) < rounds:
        each = {way: each.speed(steps[way]) for way, each in able.items()}
        ends = sorted((each["ours"], able["ours"].speed(steps["ours"])))
        if ends[1] > BUSY * ends[0] and again < AGAIN * rounds:
            again += 1
            continue
        found.append(each)
        row = "  ".join(f"{way} {speed:.3g}" for way, speed in each.items())
        print(f"{game}, round {len(found):2}, steps/s:  {row}", flush=True)
    result = {}
    for way, one in contestants.items():
        memory = one.end()
        if one.reason:
            result[way] = {"unable": one.reason}
            continue
        facts = {"first_step_seconds": one.first, "peak_bytes": memory}
        result[way] = {**summary(found, way, GAMES[game].batch_size), **facts}
    return result, again


def summary(found, way, batch_size):
    """Images per second by round, and how much faster ours is in the median round."""
    ratios = [each["ours"] / each[way] for each in found]
    return {
        "images_per_second": [round(batch_size * each[way], 1) for each in found],
        "median_ratio": statistics.median(ratios),
    }


def share(rows, dtype=""):
    """The part of the ceiling that a step of ours reaches, in the median round."""
    ours, ceiling = rows[f"ours{dtype}"], rows[f"ceiling{dtype}"]
    pairs = zip(ours["images_per_second"], ceiling["images_per_second"], strict=True)
    return statistics.median(a / b for a, b in pairs)


def report(game, rows, again):
    """A table of medians."""
    print(f"\n{GAMES[game].title}; {again} rounds were done again")
    print(f"{'':20} {'images/s':>9} {'ours is x':>10} {'first step':>11} {'memory':>8}")
    for way, row in rows.items():
        if "unable" in row:
            print(f"{way:20} {row['unable']}")
            continue
        print(
            f"{way:20} {statistics.median(row['images_per_second']):9.0f} "
            f"{row['median_ratio']:10.2f} {row['first_step_seconds']:9.1f} s "
            f"{row['peak_bytes'] / 1e9:5.1f} GB"
        )
    print(f"share of the ceiling: {share(rows):.0%}", end="")
    print(f", in bfloat16 {share(rows, '_bfloat16'):.0%}\n", flush=True)


def ways_of(game):
    """Those that can be had here."""
    torch = importlib.util.find_spec("torch") is not None
    names = [way for way in WAYS if torch or not way.startswith("torch")]
    return [way for way in names if way != "keras_io" or game == "dcgan"]


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--games", nargs="+", choices=GAMES, default=list(GAMES))
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--out", type=pathlib.Path, default=FILE)
    parser.add_argument("--serve", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        return serve(*options.serve)
    result = json.loads(options.out.read_text()) if options.out.exists() else {}
    games = result.get("games", {})
    for game in options.games:
        rows, again = compare(game, ways_of(game), options.rounds)
        report(game, rows, again)
        games[game] = {
            "title": GAMES[game].title,
            "batch_size": GAMES[game].batch_size,
            "rounds_done_again": again,
            "share_of_ceiling": share(rows),
            "share_of_ceiling_bfloat16": share(rows, "_bfloat16"),
            "ways": rows,
        }
        machine = {"cores": os.cpu_count(), "machine": platform.machine()}
        text = json.dumps({**machine, "games": games}, indent=2)
        options.out.write_text(text + "\n")


if __name__ == "__main__":
    main()
