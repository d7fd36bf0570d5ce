"""What do the metrics say of real images that were spoilt in a known way?

    python benchmarks/metric_sanity.py              # all values, some minutes
    python benchmarks/metric_sanity.py --seconds    # times only: on a quiet machine

10,000 test images of Fashion-MNIST, of MNIST and of avatars are the reals, and 10,000
training images stand in for fakes: as they are, blurred, with noise, without some
classes (of avatars, hair colours), and so on. Prints a table, writes
`benchmarks/metric_sanity.json` and renders it into `docs/metrics.md`. Ends with an
error if the Fréchet distance does not rise strictly along blur, noise and dropped
classes.
"""

import argparse
import json
import pathlib
import sys
import time

import numpy as np

import keras_gans as kg

FILE = pathlib.Path(__file__).with_suffix(".json")
PAGE = FILE.parent.parent / "docs" / "metrics.md"
BEGIN, END = "<!-- metric_sanity.json -->", "<!-- end -->"
DATA = {"fashion_mnist": "Fashion-MNIST", "mnist": "MNIST", "avatars": "Avatars"}
BLURS, NOISES = (0.5, 1.0, 1.5, 2.0), (10, 20, 40, 80)  # pixels; of 255
FLOOR = "other real images"
SERIES = ("blur", "noise", "dropped")
VALUES = ("fd", "kd", "precision", "recall", "density", "coverage")


def spoilt(images, labels, n, seed=0):
    """Yields (series, name, fakes): n images each, or as many as there are."""
    random = np.random.default_rng(seed)
    order = random.permutation(len(images))
    images, labels, classes = images[order], labels[order], labels.max() + 1
    yield None, FLOOR, images[:n]
    for sigma in BLURS:
        yield "blur", f"blurred, σ = {sigma} pixels", blurred(images[:n], sigma)
    for sigma in NOISES:
        yield "noise", f"noise, σ = {sigma} of 255", noisy(images[:n], sigma, random)
    for count in range(1, classes):
        kept = f"{count} of {classes} classes missing"
        yield "dropped", kept, images[labels < classes - count][:n]
    yield None, "one image, repeated", np.repeat(images[:1], n, axis=0)
    noise = random.integers(0, 256, images[:n].shape)
    yield None, "uniform noise", noise.astype("uint8")


def blurred(images, sigma):
    """Gaussian blur; beyond the border the image is mirrored."""
    reach = int(4 * sigma + 0.5)
    window = np.exp(-np.square(np.arange(-reach, reach + 1) / sigma) / 2)
    images = images.astype("float32")
    for axis in (1, 2):
        padding = [(reach, reach) if i == axis else (0, 0) for i in range(4)]
        padded = np.pad(images, padding, mode="reflect")
        windows = np.lib.stride_tricks.sliding_window_view(padded, len(window), axis)
        images = windows @ (window / window.sum()).astype("float32")
    return np.rint(images).astype("uint8")


def noisy(images, sigma, random):
    """Gaussian noise, clipped to bytes."""
    noise = random.normal(0, sigma, images.shape)
    return np.clip(np.rint(images + noise), 0, 255).astype("uint8")


def measured(real, fake):
    """All values of two sets of features."""
    return {
        "fd": kg.metrics.frechet_distance(real, fake),
        "kd": kg.metrics.kernel_distance(real, fake),
        **kg.metrics.precision_recall(real, fake)._asdict(),
        **kg.metrics.density_coverage(real, fake)._asdict(),
    }


def table_of(name, n):
    """The rows of one data set."""
    train, test = (kg.data.load_arrays(name, split) for split in ("train", "test"))
    network = kg.metrics.network_for(name)
    real = network.features(test.images[:n])
    print(f"\n{DATA[name]}: {len(real):,} test images, features of {network.name}")
    print(f"{'':28} {'n':>6}", *(f"{value:>9}" for value in VALUES))
    rows = []
    for series, fakes, images in spoilt(train.images, train.labels, n):
        values = measured(real, network.features(images))
        rows.append({"series": series, "fakes": fakes, "n": len(images), **values})
        numbers = " ".join(f"{values[value]:9.4g}" for value in VALUES)
        print(f"{fakes:28} {len(images):6} {numbers}", flush=True)
    return {"network": network.name, "sha256": network.sha256, "rows": rows}


def falls(rows):
    """Pairs of neighbours in a series, from the floor on, where `fd` doesn't rise."""
    floor = [row for row in rows if row["fakes"] == FLOOR]
    for series in SERIES:
        along = floor + [row for row in rows if row["series"] == series]
        for one, other in zip(along, along[1:]):
            if other["fd"] <= one["fd"]:
                yield one["fakes"], other["fakes"]


def seconds(n=10_000, rounds=3):
    """The best of some rounds; each would be as fast if nothing else ran."""
    images = kg.data.load_arrays("fashion_mnist_mini").images
    images = np.resize(images, (n, *images.shape[1:]))
    network = kg.metrics.feature_network("fashion1")
    network.features(images[:500])
    random = np.random.default_rng(0)
    sets = {d: random.normal(size=(2, n, d)) for d in (64, 128)}
    jobs = {f"features of {n:,} images": lambda: network.features(images)}
    for d, pair in sets.items():
        name = f"fd of {n:,} rows against {n:,} in {d} dimensions"
        jobs[name] = lambda pair=pair: kg.metrics.frechet_distance(*pair)
    return {name: best_of(rounds, job) for name, job in jobs.items()}


def best_of(rounds, job):
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        job()
        times.append(time.perf_counter() - began)
    return round(min(times), 3)


def rendered(result):
    """The evidence as Markdown."""
    lines = []
    for name, found in result["data"].items():
        title = f"{DATA[name]}, {found['network']}"
        lines += ["", f"| {title} | n | {' | '.join(VALUES)} |"]
        lines.append("|---|" + "---:|" * (1 + len(VALUES)))
        for row in found["rows"]:
            numbers = " | ".join(f"{row[value]:.3g}" for value in VALUES)
            lines.append(f"| {row['fakes']} | {row['n']:,} | {numbers} |")
    for job, took in result.get("seconds", {}).items():
        lines += ["", f"{job[0].upper()}{job[1:]}: {took:g} s."]
    return "\n".join([BEGIN, *lines, "", END])


def render(result, page=PAGE):
    """Puts the evidence into the page, between its marks."""
    before, _, rest = page.read_text().partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text(before + rendered(result) + after)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", nargs="*", choices=DATA, default=list(DATA))
    parser.add_argument("--n", type=int, default=10_000)
    parser.add_argument("--seconds", action="store_true", help="measure times only")
    options = parser.parse_args()
    result = json.loads(FILE.read_text()) if FILE.exists() else {"data": {}}
    if options.seconds:
        result["seconds"] = seconds()
        print(
            *(f"{job}: {took:g} s" for job, took in result["seconds"].items()), sep="\n"
        )
    else:
        found = {name: table_of(name, options.n) for name in options.data}
        result["data"] = {**result["data"], **found}
    FILE.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n")
    render(result)
    wrong = [pair for d in result["data"].values() for pair in falls(d["rows"])]
    if wrong:
        sys.exit(f"The Fréchet distance does not rise from/to: {wrong}")


if __name__ == "__main__":
    main()
