"""SIGKILL at random instants over whole runs, each gone on with by a new process.

    python benchmarks/kills.py [--count 200] [--epochs 4] [--afresh]

A tiny run is killed anywhere from its first file to its report, goes on in a new
process, is killed again, until it ends; then the next one begins, until there were so
many kills. What each ended run has learnt is compared bit for bit with the run that
nobody disturbed. Instants are drawn by the processor's time that a whole run takes, and
up to half a second later, since who waits for a disk takes none: so a busy machine does
not change where they fall. After each ended run `benchmarks/kills.json` is written: a
bench that was stopped, or is asked for more, adds to what stands there.
"""

import argparse
import collections
import json
import os
import pathlib
import resource
import statistics
import sys

import numpy as np
import tiny_runs
from phases import PHASES
from tiny_runs import STEPS

FILE = pathlib.Path(__file__).with_suffix(".json")
LATER = 0.5  # seconds
NONE = {"kills": 0, "runs": 0, "lost": 0, "bits": 0, "histories": 0}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=200, help="those before included")
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--afresh", action="store_true", help="forget those before")
    options = parser.parse_args()
    found = {**NONE, "phases": {}, "steps_lost": []}
    if FILE.exists() and not options.afresh:
        found = json.loads(FILE.read_text())
    with tiny_runs.workshop() as place:
        whole, seconds = undisturbed(place / "whole", options.epochs)
        print(f"an undisturbed run takes {seconds:.1f} s of a processor", flush=True)
        while found["kills"] < options.count:
            random = np.random.default_rng(found["runs"])
            folder = place / str(found["runs"])
            folder.mkdir()
            kills = disturbed(folder, options, seconds, random, found["kills"])
            ended = tiny_runs.place_of(folder).path
            add(found, kills, tiny_runs.differing_bits(whole, ended))
            tiny_runs.write(__file__, found)
    print(told(found, options.epochs * STEPS))
    return bool(found["lost"] or found["bits"] or found["histories"])


def undisturbed(folder, epochs):
    """The folder of a whole run, and the processor's seconds that it took."""
    folder.mkdir()
    training = tiny_runs.train(folder, epochs)
    code = training.end()
    if code != 0:
        raise SystemExit(training.output)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return tiny_runs.place_of(folder).path, used.ru_utime + used.ru_stime


def disturbed(folder, options, seconds, random, before):
    """One run to its end; what each of its kills has cost."""
    place, kills = tiny_runs.place_of(folder), []
    while True:
        begun = place.is_begun
        training = tiny_runs.train(folder, options.epochs, resume=begun)
        more = before + len(kills) < options.count
        instant = random.uniform(0, seconds), random.uniform(0, LATER)
        code = ended_by(training, *instant) if more else training.end()
        if code == 0:
            return kills
        if code is not None:
            raise SystemExit(f"a run ended with {code}:\n{training.output}")
        training.kill()
        kills.append(loss(place, begun, training))
        number, phase, step = before + len(kills), kills[-1]["phase"], training.step
        at = f"{phase}, step {step.value}"
        print(f"kill {number} after {instant[0]:.1f} s: {at}", flush=True)


def ended_by(training, seconds, later):
    """The exit code of a process, or None once its instant has come."""
    while (code := training.end(0.05)) is None:
        if seconds_of(training.process.pid) >= seconds:
            return training.end(later)
    return code


def seconds_of(pid):
    """What a process has had of the processor until now."""
    try:
        words = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:  # it has just ended
        return 0.0
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def loss(place, begun, training):
    """A run that had begun has a whole checkpoint; what came after it is done again."""
    newest, passed = place.snapshots.newest()
    lost, reached = len(passed) + (begun and newest is None), training.step.value
    trained = reached >= 0 and newest is not None
    steps = max(0, reached - place.state["step"]) if trained else None
    return {"phase": training.phase, "lost": lost, "steps": steps}


def add(found, kills, difference):
    """A run that has ended."""
    bits, history = difference
    found["kills"] += len(kills)
    found["runs"] += 1
    found["lost"] += sum(kill["lost"] for kill in kills)
    found["bits"] += bits
    found["histories"] += int(history)
    found["steps_lost"] += [k["steps"] for k in kills if k["steps"] is not None]
    phases = collections.Counter(found["phases"])
    phases.update(kill["phase"] for kill in kills)
    found["phases"] = {name: phases[name] for name in ("start", *PHASES)}


def told(found, steps):
    work = found["steps_lost"] or [0]
    return (
        f"{found['kills']} kills of {found['runs']} runs of {steps} steps, in "
        f"{sum(map(bool, found['phases'].values()))} phases: "
        f"{found['lost']} checkpoints lost, {found['bits']} bits of weights and "
        f"optimizers and {found['histories']} histories other than the undisturbed "
        f"run's; work lost {statistics.mean(work):.1f} steps on average, "
        f"{max(work)} at most"
    )


if __name__ == "__main__":
    sys.exit(main())
