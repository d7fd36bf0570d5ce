"""What the laboratory plays on: small networks, points or few images, one score.

A board builds a compiled `GAN` from the settings of a game, deals its data, and says
what was learnt. Settings that a game does not name are the board's. Each run is small
enough for seconds on one core: boards compare games, and no more. Who wants to know
how many modes the GAN of a paper finds runs `benchmarks/modes.py`.
"""

import functools

import keras
import numpy as np

import keras_gans as kg


class Board:
    """Base of boards.

    Attributes:
        metric: name of the value by which games are compared.
        better: its good direction, 1 or -1.
        others: names of further values of each run.
        batch_size: real images of each update of the discriminator.
        rate: the unit of learning rates.
        looks: how often a run is scored in its last fifth.
    """

    beta_1, ema = 0.5, None

    def gan(self, seed, rates=(1.0, 1.0), beta_1=None, packing=1, members=1, **game):
        """A compiled GAN.

        Args:
            seed: int.
            rates: (discriminator's, generator's) learning rate, in units of the
                board's.
            beta_1: of both optimizers.
            packing: as in `GAN`.
            members: discriminators; more than 1 are an `Ensemble`.
            **game: `prior` of `GAN`; `generator` and `discriminator`, dicts of
                arguments of the networks; all others are arguments of `compile`.
        """
        networks = {**self.generator, **game.pop("generator", {})}
        judge = {**self.discriminator, **game.pop("discriminator", {})}
        judges = [self.make_discriminator(packing, **judge) for _ in range(members)]
        gan = kg.GAN(
            self.make_generator(**networks),
            kg.networks.Ensemble(judges) if members > 1 else judges[0],
            prior=game.pop("prior", "normal"),
            seed=seed,
            packing=packing,
        )
        beta_1 = self.beta_1 if beta_1 is None else beta_1
        last, first = (
            keras.optimizers.Adam(self.rate * rate, beta_1=beta_1) for rate in rates
        )
        gan.compile(first, last, **{"ema": self.ema, "jit_compile": False, **game})
        return gan

    def config(self):
        """What a run depends on besides its game."""
        names = "rate", "beta_1", "ema", "batch_size", "generator", "discriminator"
        return {name: getattr(self, name) for name in (*names, "looks")}


class Points(Board):
    """A mixture of Gaussians in the plane.

    `covered` is the share of the data's probability that 2,500 samples cover: the sum
    over the M modes of min(share of high-quality points in the mode, 1 / M). One mode
    held well is 1 / M, all modes held badly is little, and a perfect sampler comes near
    to 1. `modes` and `high_quality` are those of VEEGAN (Srivastava et al., 2017).

    Args:
        make: `kg.data.gaussian_ring` or another function like it.
        **mixture: its arguments.
    """

    metric, better, others = "covered", 1, ("modes", "high_quality")
    batch_size, samples, rate, looks = 64, 2500, 1e-3, 5
    generator = dict(widths=(64, 64), normalization=None, activation="relu")
    discriminator = dict(widths=(64, 64))

    def __init__(self, make, **mixture):
        self.make, self.mixture = functools.partial(make, **mixture), mixture

    def config(self):
        return {**super().config(), **self.mixture}

    def make_generator(self, latent_dim=2, **networks):
        return kg.networks.MLPGenerator(
            (2,), latent_dim, output_activation="linear", **networks
        )

    def make_discriminator(self, packing, **networks):
        return kg.networks.MLPDiscriminator((2 * packing,), **networks)

    def deal(self, count, seed):
        """Real points of a run, none of them twice."""
        return (self.make(count, seed=seed).points,)

    def score(self, gan, seed):
        return self.scored(gan.generate(self.samples, seed=seed))

    def scored(self, points):
        if not np.isfinite(points).all():
            return dict(covered=0.0, modes=0, high_quality=0.0)  # it diverged
        mixture = self.make(1)
        found = kg.metrics.mode_coverage(points, mixture.means, mixture.std)
        shares, fair = found.counts / len(points), 1 / len(mixture.means)
        covered = float(np.minimum(shares, fair).sum())
        return dict(covered=covered, modes=found.modes, high_quality=found.high_quality)


class Images(Board):
    """Images of Fashion-MNIST, of which there are only so many.

    `fd` compares 2,000 samples with 2,000 test images in the features of the shipped
    classifier. `gap` is by how much the discriminator scores training images higher
    than test images: what it knows by heart.

    Args:
        count: training images.
    """

    metric, better, others = "fd", -1, ("gap",)
    batch_size, samples, rate, ema, looks = 32, 2000, 1e-3, 0.99, 1
    shape, latent_dim = (28, 28, 1), 32
    generator, discriminator = dict(widths=(128, 256)), dict(widths=(256, 128))

    def __init__(self, count=10_000):
        self.count = count

    def config(self):
        return {**super().config(), "count": self.count}

    @functools.cached_property
    def images(self):
        """Training images, test images, the network, and what it sees in the latter."""
        load = functools.partial(kg.data.load_arrays, "fashion_mnist_mini")
        train, test = load("train"), load("test")
        network = kg.metrics.feature_network("fashion1")
        return train, test, network, network.features(test.images[: self.samples])

    def make_generator(self, **networks):
        return kg.networks.MLPGenerator(self.shape, self.latent_dim, **networks)

    def make_discriminator(self, packing, **networks):
        return kg.networks.MLPDiscriminator((28, 28, packing), **networks)

    def deal(self, count, seed):
        """Images of a run, drawn with replacement."""
        return (self.images[0].images[self.rows(count, seed)],)

    def rows(self, count, seed):
        return np.random.default_rng(seed).integers(0, self.count, count)

    def score(self, gan, seed):
        train, test, network, real = self.images
        fake = network.features(self.drawn(gan, seed))
        known, new = train.images[: self.count][:500], test.images[:500]
        gap = self.judged(gan, known) - self.judged(gan, new)
        return dict(fd=kg.metrics.frechet_distance(real, fake), gap=gap)

    def drawn(self, gan, seed, **labels):
        """Samples as bytes; a generator that diverged draws grey."""
        images = gan.generate(self.samples, seed=seed, **labels)
        return kg.plots.to_uint8(np.nan_to_num(images))

    def judged(self, gan, images):
        """The discriminator's mean score, in the units of its game."""
        together = np.concatenate([images] * gan.packing, axis=-1)
        scores = gan.discriminator(together.astype("float32") / 127.5 - 1)
        return float(np.nan_to_num(np.mean(scores)))


class Labelled(Images):
    """The same with labels: is a sample what was asked for?

    `label_accuracy` is the share of samples in which the shipped classifier sees the
    label that they were made for.
    """

    metric, better, others = "label_accuracy", 1, ("fd",)
    generator = dict(Images.generator, num_classes=10, label_encoding="embedding")
    discriminator = dict(Images.discriminator, num_classes=10)

    def deal(self, count, seed):
        rows = self.rows(count, seed)
        return self.images[0].images[rows], self.images[0].labels[rows]

    def score(self, gan, seed):
        _, _, network, real = self.images
        labels = np.arange(self.samples) % 10
        features = network.features(self.drawn(gan, seed, labels=labels))
        seen = network.head(features).argmax(axis=1)
        fd = kg.metrics.frechet_distance(real, features)
        return dict(label_accuracy=float((seen == labels).mean()), fd=fd)
