"""Cuts and bit flips of the newest checkpoint: the run goes on from the one before.

    python benchmarks/damage.py [--count 20]

Of a copy of a run one file of its newest checkpoint, drawn by lot, is cut at a random
place or gets one random bit flipped. It must go on from the older checkpoint, say so,
and end with the bits of the run that nothing happened to. Prints a line and writes
`benchmarks/damage.json`.
"""

import argparse
import shutil
import sys
import warnings

import numpy as np
import tiny_runs

from keras_gans import runs

EPOCHS = 4


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    random, found = np.random.default_rng(options.seed), []
    with tiny_runs.workshop() as place:
        training = tiny_runs.train(place, EPOCHS)
        if training.end() != 0:
            raise SystemExit(training.output)
        whole = tiny_runs.place_of(place).path
        for number in range(options.count):
            copy = place / f"copy_{number}"
            shutil.copytree(whole, copy)
            way = ("cut", "flipped")[number % 2]
            found.append({"way": way, **damaged(copy, way, random, whole)})
            shutil.rmtree(copy)
    before = sum(f["from_the_one_before"] for f in found)
    said, same = (sum(f[k] for f in found) for k in ("said", "same"))
    print(
        f"{len(found)} damages of the newest checkpoint: {before} went on from the one "
        f"before, {said} said so, {same} ended with the same bits"
    )
    tiny_runs.write(__file__, {"damages": found})
    return min(before, said, same) < len(found)


def damaged(folder, way, random, whole):
    older, newest = sorted((folder / "checkpoints").iterdir())
    path = random.choice(sorted(newest.iterdir()))
    damage(path, way, random)
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        job = runs.resume(folder)
        began = int(job.gan.step)
        job.train(EPOCHS, verbose=0)
        job.finish()
    said = any("Passed over" in str(w.message) for w in heard)
    bits, history = tiny_runs.differing_bits(whole, folder)
    return {
        "file": path.name,
        "from_the_one_before": began == int(older.name),
        "said": said,
        "same": bits == 0 and not history,
    }


def damage(path, way, random):
    content = bytearray(path.read_bytes())
    place = int(random.integers(len(content)))
    if way == "cut":
        content = content[:place]
    else:
        content[place] ^= 1 << int(random.integers(8))
    path.write_bytes(content)


if __name__ == "__main__":
    sys.exit(main())
