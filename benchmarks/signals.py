"""SIGINT and SIGTERM in eleven phases of a run: exit codes, and whether it goes on.

    python benchmarks/signals.py [--both] [--phases NAME ...]

A run sends itself a signal at the beginning of each phase, from reading its words to
writing its report; SIGINT and SIGTERM take turns, or each phase gets both. What is left
is gone on with, and compared bit for bit with a run that nobody stopped. Prints a line
and writes `benchmarks/signals.json`.
"""

import argparse
import os
import signal
import sys

import phases
import tiny_runs
from phases import PHASES

EPOCHS = 3
CODES = {signal.SIGINT: 130, signal.SIGTERM: 143}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--both", action="store_true", help="each in each phase")
    parser.add_argument("--phases", nargs="+", choices=PHASES, default=list(PHASES))
    options = parser.parse_args()
    found = []
    with tiny_runs.workshop() as place:
        whole = started(place / "whole")
        for number, phase in enumerate(options.phases):
            turns = list(CODES) if options.both else [list(CODES)[number % 2]]
            for kind in turns:
                folder = place / f"{number}_{kind}"
                found.append({"phase": phase, **stopped(folder, phase, kind, whole)})
                print(found[-1], flush=True)
    right = sum(f["code"] == f["wanted"] for f in found)
    went_on = sum(f["goes_on"] for f in found)
    print(
        f"{len(found)} signals in {len(options.phases)} phases: {right} exit codes as "
        f"they should be, {went_on} runs that went on to the same bits"
    )
    tiny_runs.write(__file__, {"signals": found})
    return min(right, went_on) < len(found)


def started(folder, **options):
    """The folder of a run that went to its end."""
    folder.mkdir(exist_ok=True)
    place = tiny_runs.place_of(folder)
    training = tiny_runs.train(folder, EPOCHS, resume=place.is_begun, **options)
    if training.end() != 0:
        raise SystemExit(training.output)
    return place.path


def stopped(folder, phase, kind, whole):
    """A run that is stopped in a phase, and then goes on."""
    folder.mkdir()
    training = tiny_runs.train(folder, EPOCHS, before=lambda: strike(phase, kind))
    code = training.end()
    begun = tiny_runs.place_of(folder).is_begun
    result = {"signal": kind.name, "code": code, "wanted": CODES[kind], "begun": begun}
    bits, history = tiny_runs.differing_bits(whole, started(folder))
    return {**result, "goes_on": bits == 0 and not history}


def strike(phase, kind):
    """From here on the process gets a signal when that phase begins."""
    phases.at(phase, lambda: os.kill(os.getpid(), kind))


if __name__ == "__main__":
    sys.exit(main())
