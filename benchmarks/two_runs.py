"""Pairs of processes that train in one folder at once: one of them is refused.

    python benchmarks/two_runs.py [--count 20]

In turns both begin the run, or both go on with it. Meanwhile whatever lies there is
read again and again. Prints a line and writes `benchmarks/two_runs.json`.
"""

import argparse
import sys
import zipfile

import tiny_runs

from keras_gans import runs

EPOCHS = 3


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=20)
    options = parser.parse_args()
    found = {"pairs": 0, "refused": 0, "broken": 0, "reads": 0, "broken_reads": 0}
    with tiny_runs.workshop() as place:
        for number in range(options.count):
            folder = place / str(number // 2)
            folder.mkdir(exist_ok=True)
            pair_up(folder, number, found)
    print(
        f"{found['pairs']} pairs of processes on one folder: {found['refused']} second "
        f"ones refused, {found['broken']} runs broken; {found['broken_reads']} of "
        f"{found['reads']} reads meanwhile found a broken model"
    )
    tiny_runs.write(__file__, found)
    return found["refused"] < found["pairs"] or bool(
        found["broken"] + found["broken_reads"]
    )


def pair_up(folder, number, found):
    """Two processes at once, the one as good as the other."""
    epochs = EPOCHS * (1 + number % 2)
    pair = [tiny_runs.train(folder, epochs, resume=number % 2 == 1) for _ in range(2)]
    place = tiny_runs.place_of(folder)
    while any(training.end(0.2) is None for training in pair):
        for path in (place.path / "gan.keras", place.path / "best.keras"):
            if path.exists():
                found["reads"] += 1
                found["broken_reads"] += not is_whole(path)
    codes = sorted(training.end() for training in pair)
    found["pairs"] += 1
    found["refused"] += codes == [0, 2]
    if codes != [0, 2]:
        print(codes, *(training.output for training in pair), flush=True)
    step = tiny_runs.apart(lambda: int(runs.load(place.path).step))
    whole = not place.snapshots.newest()[1]
    found["broken"] += not (whole and step == epochs * tiny_runs.STEPS)


def is_whole(path):
    try:
        with zipfile.ZipFile(path) as file:
            return file.testzip() is None
    except (OSError, zipfile.BadZipFile):
        return False


if __name__ == "__main__":
    sys.exit(main())
