"""How many modes of known data does each game find?

    python benchmarks/modes.py                                  ring and grid
    python benchmarks/modes.py --data stacked_mnist --seeds 2 --minutes 20

Eight Gaussians on a ring and 25 on a grid under PacGAN's protocol (2,500 samples, of
high quality within 3 standard deviations of a mean) and Stacked MNIST under VEEGAN's
(26,000 samples, a classifier per channel), at budgets that two cores afford. Each
process has one thread. Samples come from the averaged generator, as everywhere.

Prints mean and standard error over the seeds, beside them samplers that are perfect or
collapsed by design, measured by the same code, and what papers report. Writes
`benchmarks/modes.json` after each run; games and data that it doesn't play again are
kept there.

Differs from the papers: the number of steps (PacGAN plays 400,000 on points, and 50
epochs of 128,000 triples), networks a quarter as wide (`--width 1` for theirs) with a
learning rate that falls to 0 from ten times theirs on points, the average of weights,
the initial weights; for Stacked MNIST also our DCGAN of half the width, and our
classifier. On points all games have PacGAN's networks but `r3gan`, which has its own
(3 x 128, no batch normalisation).

Reference:
- [Srivastava et al., 2017](https://arxiv.org/abs/1705.07761), VEEGAN, section 4
- [Lin et al., 2018](https://arxiv.org/abs/1712.04086), PacGAN, sections 4.1 and 4.2
"""

import argparse
import concurrent.futures
import functools
import json
import math
import multiprocessing
import pathlib

import keras
import numpy as np
import tensorflow as tf

import keras_gans as kg

# === The games ===


def vanilla(task, **run):
    return task.play(**run)


def wgan_gp(task, **run):
    penalty = kg.penalties.wgan_gp(task.slope)
    return task.play(
        loss="wasserstein", penalties=[penalty], discriminator_steps=5, **run
    )


def dragan(task, **run):
    return task.play(penalties=[kg.penalties.dragan(task.slope)], **run)


def packing2(task, **run):
    return task.play(packing=2, **run)


def unrolled5(task, **run):
    return task.play(unrolled_steps=5, **run)


def r3gan(task, **run):
    """Huang et al. (2024): no normalisation, a falling rate, both zero-centred."""
    penalties = [kg.penalties.r1(task.gamma), kg.penalties.r2(task.gamma)]
    return task.plain(loss="relativistic_pairing", penalties=penalties, **run)


GAMES = {
    game.__name__: game
    for game in (vanilla, packing2, unrolled5, wgan_gp, dragan, r3gan)
}


# === The data ===


class Points:
    """A mixture in the plane, with PacGAN's networks, `width` times as wide."""

    samples, batch_size, slope = 2500, 100, 0.1
    columns = ("modes", "high_quality", "reverse_kl")

    def __init__(self, make, gamma, steps):
        self.make, self.gamma = make, gamma
        self.budget = dict(steps=steps, minutes=None, width=0.25)
        self.means, self.std = make(1).means, make(1).std

    def play(self, seed, steps, width, packing=1, **game):
        """PacGAN's networks and optimizer, a rate that falls from ten times theirs."""
        generator = kg.networks.MLPGenerator(
            (2,),
            latent_dim=2,
            widths=(round(400 * width),) * 4,
            activation="relu",
            output_activation="linear",
        )
        discriminator = kg.networks.MLPDiscriminator(
            (2 * packing,), widths=(round(200 * width),) * 3, activation="maxout"
        )
        gan = kg.GAN(generator, discriminator, seed=seed, packing=packing)
        rate = keras.optimizers.schedules.CosineDecay(1e-3, steps)
        adam = functools.partial(keras.optimizers.Adam, rate, beta_1=0.8)
        return compiled(gan, adam, jit_compile=True, **game)

    def plain(self, seed, steps, width, **game):
        """Smaller networks without normalisation."""
        widths = (round(512 * width),) * 3
        generator = kg.networks.MLPGenerator(
            (2,),
            latent_dim=2,
            widths=widths,
            normalization=None,
            activation="relu",
            output_activation="linear",
        )
        discriminator = kg.networks.MLPDiscriminator((2,), widths)
        gan = kg.GAN(generator, discriminator, seed=seed)
        rate = keras.optimizers.schedules.CosineDecay(2e-3, steps)
        adam = functools.partial(keras.optimizers.Adam, rate, beta_1=0.5)
        return compiled(gan, adam, jit_compile=True, **game)

    def real(self, seed):
        return self.make(100_000, seed=seed).points

    def score(self, points):
        if not np.isfinite(points).all():
            return dict(modes=0, high_quality=0.0, reverse_kl=np.nan)  # it diverged
        found = kg.metrics.mode_coverage(points, self.means, self.std)
        return {name: getattr(found, name) for name in self.columns}

    def controls(self):
        points = self.make(self.samples, seed=1).points
        index = np.square(points[:, None] - self.means).sum(axis=-1).argmin(axis=1)
        samplers = {
            "perfect sampler": points,
            "one mode": points - self.means[index] + self.means[0],
            "no spread": self.means[index],
        }
        return {name: self.score(points) for name, points in samplers.items()}


class StackedDigits:
    """Triples of digits, with our DCGAN; MNIST must lie on this machine."""

    samples, batch_size, slope, gamma = 26_000, 64, 10.0, 10.0
    budget = dict(steps=None, minutes=20.0, width=0.5)
    columns = ("modes", "robust_modes", "reverse_kl")

    def play(self, seed, steps, width, packing=1, penalties=(), **game):
        filters = round(64 * width)
        generator = kg.networks.DCGANGenerator((28, 28, 3), 100, filters)
        discriminator = kg.networks.DCGANDiscriminator(
            (28, 28, 3 * packing),
            filters,
            normalization=None if penalties else "batch",
        )
        gan = kg.GAN(generator, discriminator, seed=seed, packing=packing)
        adam = functools.partial(keras.optimizers.Adam, 2e-4, beta_1=0.5)
        return compiled(gan, adam, penalties=penalties, **game)

    plain = play

    def real(self, seed):
        """All 70,000 digits, as in the protocol."""
        splits = [kg.data.load_arrays("mnist", split) for split in ("train", "test")]
        images, labels = map(np.concatenate, list(zip(*splits))[:2])
        return kg.data.stacked_mnist(images, labels, seed=seed).images

    def score(self, images):
        judge, images = kg.metrics.feature_network("mnist1"), kg.plots.to_uint8(images)
        channels = np.split(images, 3, axis=-1)
        return self.count(np.stack([judge.labels(c) for c in channels], axis=1))

    def count(self, labels):
        found = kg.metrics.stacked_mnist_coverage(labels)
        return {name: getattr(found, name) for name in self.columns}

    def controls(self):
        """Uniform triples, and test digits of some triples as the classifier sees."""
        random, test = np.random.default_rng(1), kg.data.load_arrays("mnist", "test")
        seen = kg.metrics.feature_network("mnist1").labels(test.images)
        order, sizes = np.argsort(test.labels), np.bincount(test.labels)
        first = np.cumsum(sizes) - sizes
        found = {"uniform labels": self.count(random.integers(0, 1000, self.samples))}
        for modes in (1000, 100, 10, 1):
            triples = random.integers(0, modes, (self.samples, 1))
            digits = triples // [100, 10, 1] % 10
            rows = first[digits] + random.integers(0, sizes[digits])
            found[f"digits of {modes:,} triples"] = self.count(seen[order[rows]])
        return found


DATA = {
    "ring": Points(kg.data.gaussian_ring, gamma=0.002, steps=36_000),
    "grid": Points(kg.data.gaussian_grid, gamma=0.3, steps=25_000),
    "stacked_mnist": StackedDigits(),
}


# === A run ===


def compiled(gan, adam, **game):
    gan.compile(adam(), adam(), **{"steps_per_execution": 50, **game})
    return gan


def one_thread():
    """Before a process trains: two of them then share two cores fairly."""
    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)


def train(data, game, seed, steps, minutes, width):
    """One run: what was found, and what exactly was played."""
    keras.utils.set_random_seed(seed)
    task = DATA[data]
    gan = GAMES[game](task, seed=seed, steps=steps, width=width)
    real = task.real(seed)
    batch_size = task.batch_size * gan.discriminator_steps
    real = real[: steps * batch_size] if steps else real
    epochs = math.ceil(steps / (len(real) // batch_size)) if steps else 10_000
    timer = kg.callbacks.Timer(batch_size, minutes)
    gan.fit(real, batch_size=batch_size, epochs=epochs, callbacks=[timer], verbose=0)
    found = task.score(gan.generate(task.samples, seed=seed))
    row = dict(game=game, seed=seed, steps=int(gan.step), seconds=timer.seconds)
    return {**row, **found}, described(gan)


def described(gan):
    """Networks and game, in plain JSON."""
    networks = gan.generator, gan.discriminator
    configs = {network.name: network.get_config() for network in networks}
    return json.loads(json.dumps({**configs, **gan.get_compile_config()}))


def play(data, games, seeds, budget, jobs):
    """Yields the results of all runs on one data set, as they end."""
    context = multiprocessing.get_context("spawn")
    with concurrent.futures.ProcessPoolExecutor(jobs, context, one_thread) as pool:
        runs = [
            pool.submit(train, data, game, seed, **budget)
            for seed in range(seeds)
            for game in games
        ]
        for run in concurrent.futures.as_completed(runs):
            yield run.result()


# === The report ===

COLUMNS = ("modes", "high_quality", "robust_modes", "reverse_kl")
PUBLISHED = {  # VEEGAN tables 1 and 2, PacGAN tables 1 and 2
    "ring": (
        ("GAN (VEEGAN's)", "1", "99.3 %", "", ""),
        ("Unrolled GAN (VEEGAN's)", "7.6", "35.6 %", "", ""),
        ("VEEGAN", "8", "52.9 %", "", ""),
        ("GAN (PacGAN's)", "6.3 ± 0.5", "98.2 ± 0.2 %", "", "0.45 ± 0.09"),
        ("PacGAN2", "7.9 ± 0.1", "95.6 ± 2.0 %", "", "0.07 ± 0.03"),
        ("PacGAN4", "7.8 ± 0.1", "95.9 ± 1.4 %", "", "0.07 ± 0.02"),
    ),
    "grid": (
        ("GAN (VEEGAN's)", "3.3", "0.5 %", "", ""),
        ("Unrolled GAN (VEEGAN's)", "23.6", "16 %", "", ""),
        ("VEEGAN", "24.6", "40 %", "", ""),
        ("GAN (PacGAN's)", "17.3 ± 0.8", "94.8 ± 0.7 %", "", "0.70 ± 0.07"),
        ("PacGAN2", "23.8 ± 0.7", "91.3 ± 0.8 %", "", "0.13 ± 0.04"),
        ("PacGAN4", "24.8 ± 0.2", "93.6 ± 0.6 %", "", "0.04 ± 0.01"),
    ),
    "stacked_mnist": (
        ("DCGAN (VEEGAN's)", "99", "", "", "3.40"),
        ("Unrolled GAN (VEEGAN's)", "48.7", "", "", "4.32"),
        ("VEEGAN", "150", "", "", "2.95"),
        ("DCGAN (PacGAN's)", "78.9 ± 6.5", "", "", "4.50 ± 0.13"),
        ("PacDCGAN2", "1000 ± 0", "", "", "0.06 ± 0.00"),
        ("PacDCGAN4", "1000 ± 0", "", "", "0.07 ± 0.01"),
    ),
}


def summary(runs):
    """{game: {column: [mean, standard error]}} over the seeds."""
    table = {}
    for game in dict.fromkeys(run["game"] for run in runs):
        mine = [run for run in runs if run["game"] == game]
        columns = [c for c in (*COLUMNS, "steps", "seconds") if c in mine[0]]
        table[game] = {c: mean_and_error([run[c] for run in mine]) for c in columns}
    return table


def mean_and_error(values):
    """NaN if a value is; the standard error of one value is not known."""
    values = np.array(values, "float64")
    error = values.std(ddof=1) / math.sqrt(len(values)) if len(values) > 1 else math.nan
    return [float(values.mean()), float(error)]


def cell(column, value):
    """A number with its error, if it has one, as the papers print it."""
    mean, error = value if isinstance(value, list) else (value, math.nan)
    digits = {"modes": 1, "robust_modes": 1, "reverse_kl": 3}.get(column, 0)
    unit = ""
    if column == "high_quality":
        mean, error, digits, unit = 100 * mean, 100 * error, 1, " %"
    sign = "" if math.isnan(error) else f" ± {error:.{digits}f}"
    return f"{mean:.{digits}f}{sign}{unit}"


def lines(section):
    """The table of one data set: our games, the controls, the papers."""
    used = [c for c in COLUMNS if c in section["runs"][0]]
    yield row("", [*(c.replace("_", " ") for c in used), "steps", "s a run"])
    for game, values in section["summary"].items():
        yield row(game, [cell(c, values[c]) for c in (*used, "steps", "seconds")])
    yield "controls, by the same code:"
    for name, values in section["controls"].items():
        yield row(name, [cell(c, values[c]) for c in used])
    yield "published, with other numbers of steps:"
    for name, *values in section["published"]:
        values = dict(zip(COLUMNS, values, strict=True))
        yield row(name, [values[c] for c in used])


def row(name, cells):
    return f"{name:24}" + "".join(f"{text:>16}" for text in cells)


def measure(data, options, kept):
    """Plays and reports one data set; yields its section of the file as it grows."""
    task, runs = DATA[data], []
    budget = {k: getattr(options, k) or v for k, v in task.budget.items()}
    protocol = dict(budget, samples=task.samples, batch_size=task.batch_size)
    section = {"protocol": protocol, "games": {}, "controls": task.controls()}
    section["published"] = PUBLISHED[data]
    if kept.get("protocol") == protocol:
        runs = [run for run in kept["runs"] if run["game"] not in options.games]
        section["games"] = kept["games"]
    for run, described in play(
        data, options.games, options.seeds, budget, options.jobs
    ):
        runs.append(run)
        section["games"][run["game"]] = described
        print(data, *(f"{k}={v:.4g}" if k != "game" else v for k, v in run.items()))
        yield {**section, "summary": summary(runs), "runs": runs}


def main(arguments=None):
    options = parser().parse_args(arguments)
    found = json.loads(options.out.read_text()) if options.out.exists() else {}
    for data in options.data:
        for section in measure(data, options, found.get(data, {})):
            found[data] = section
            write(options.out, found)
        print(f"\n{data}", *lines(found[data]), "", sep="\n", flush=True)


def write(path, found):
    """JSON has no NaN: it becomes null, as for the error of a single run."""
    found = json.loads(json.dumps(found), parse_constant=lambda name: None)
    path.write_text(json.dumps(found, indent=1) + "\n")


def parser():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", nargs="+", choices=DATA, default=["ring", "grid"])
    parser.add_argument("--games", nargs="+", choices=GAMES, default=list(GAMES))
    parser.add_argument("--seeds", type=int, default=10, help="runs of each game")
    parser.add_argument("--steps", type=int, help="of the generator, at most")
    parser.add_argument("--minutes", type=float, help="of each run, at most")
    parser.add_argument("--width", type=float, help="of networks; 1 is the papers'")
    parser.add_argument("--jobs", type=int, default=2, help="runs at a time")
    out = pathlib.Path(__file__).with_suffix(".json")
    parser.add_argument("--out", type=pathlib.Path, default=out)
    return parser


if __name__ == "__main__":
    main()
