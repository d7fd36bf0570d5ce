"""What the laboratory plays on: small networks, points or few images, one score.

A board builds a compiled `GAN` from the settings of a game, deals its data, and says
what was learnt. Settings that a game does not name are the board's. Each run is small
enough for seconds on one core: boards compare games, and no more; who wants to know
how many modes a GAN of a paper finds looks at `benchmarks/modes.py`.
"""

import functools

import keras
import numpy as np

import keras_gans as kg

CHUNK = 50  # steps of one execution, and of one epoch


class Board:
    """Base of boards.

    Attributes:
        metric: the value that games are compared by; `better` is its good direction.
        others: further values of each run.
        batch_size: real images of each update of the discriminator.
    """

    rate, beta_1 = 1e-3, 0.5
    generator, discriminator = {}, {}

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
        judges = {**self.discriminator, **game.pop("discriminator", {})}
        several = [self.make_discriminator(packing, **judges) for _ in range(members)]
        gan = kg.GAN(
            self.make_generator(**networks),
            kg.networks.Ensemble(several) if members > 1 else several[0],
            prior=game.pop("prior", "normal"),
            seed=seed,
            packing=packing,
        )
        beta_1 = self.beta_1 if beta_1 is None else beta_1
        adam = functools.partial(keras.optimizers.Adam, beta_1=beta_1)
        last, first = (adam(self.rate * rate) for rate in rates)
        defaults = dict(ema=None, jit_compile=False)
        gan.compile(first, last, **{**defaults, **game})
        return gan


class Points(Board):
    """A mixture of Gaussians in the plane.

    `covered` is the share of the data's probability that a sample of 2,500 covers: the
    sum over the M modes of min(share of high-quality points in the mode, 1 / M). One
    mode held well is 1 / M, all modes held badly is little, and a perfect sampler comes
    near to 1. `modes` and `high_quality` are those of VEEGAN.
    """

    metric, better, others = "covered", "higher", ("modes", "high_quality")
    batch_size, samples = 64, 2500
    generator = dict(normalization=None, activation="relu", widths=(64, 64))
    discriminator = dict(widths=(64, 64))

    def __init__(self, make, std):
        self.make = functools.partial(make, std=std)

    def make_generator(self, latent_dim=2, **networks):
        return kg.networks.MLPGenerator(
            (2,), latent_dim, output_activation="linear", **networks
        )

    def make_discriminator(self, packing, **networks):
        return kg.networks.MLPDiscriminator((2 * packing,), **networks)

    def deal(self, count, seed):
        """Real points of a run: as many as it will see."""
        return (self.make(count, seed=seed).points,)

    def score(self, gan, seed):
        return self.scored(gan.generate(self.samples, seed=seed))

    def scored(self, points):
        if not np.isfinite(points).all():
            return dict(covered=0.0, modes=0, high_quality=0.0)  # it diverged
        mixture = self.make(1)
        found = kg.metrics.mode_coverage(points, mixture.means, mixture.std)
        shares, fair = found.counts / len(points), 1 / len(mixture.means)
        return dict(
            covered=float(np.minimum(shares, fair).sum()),
            modes=found.modes,
            high_quality=found.high_quality,
        )


class Images(Board):
    """Some images of Fashion-MNIST; `fd` in the features of the shipped classifier.

    `fd` compares 2,000 samples with 2,000 test images. `gap` is how much higher the
    discriminator scores its training images than test images: what it knows by heart.

    Args:
        count: how many training images there are.
    """

    metric, better, others = "fd", "lower", ("gap",)
    batch_size, samples, latent_dim = 32, 2000, 32
    generator, discriminator = dict(width=8), dict(width=8, normalization=None)

    def __init__(self, count=10_000):
        self.count = count

    @functools.cached_property
    def images(self):
        """Images of training and of the test, and what the classifier sees in these."""
        load = functools.partial(kg.data.load_arrays, "fashion_mnist_mini")
        train, test = load("train"), load("test")
        network = kg.metrics.feature_network("fashion1")
        return train, test, network, network.features(test.images[: self.samples])

    def make_generator(self, **networks):
        shape = (28, 28, 1)
        return kg.networks.DCGANGenerator(shape, self.latent_dim, **networks)

    def make_discriminator(self, packing, **networks):
        return kg.networks.DCGANDiscriminator((28, 28, packing), **networks)

    def deal(self, count, seed):
        rows = np.random.default_rng(seed).integers(0, self.count, count)
        return (self.images[0].images[rows],)

    def score(self, gan, seed):
        train, test, network, real = self.images
        fake = network.features(self.drawn(gan, seed))
        known, new = train.images[: self.count][:500], test.images[:500]
        gap = self.judged(gan, known) - self.judged(gan, new)
        return dict(fd=kg.metrics.frechet_distance(real, fake), gap=gap)

    def drawn(self, gan, seed, **labels):
        images = gan.generate(self.samples, seed=seed, **labels)
        return kg.plots.to_uint8(np.nan_to_num(images))

    def judged(self, gan, images):
        """The discriminator's mean score, in the units of its game."""
        images = images.astype("float32") / 127.5 - 1
        together = np.concatenate([images] * gan.packing, axis=-1)
        return float(np.nan_to_num(np.mean(gan.discriminator(together))))


class Labelled(Images):
    """The same with labels: is a sample what was asked for?

    `label_accuracy` is the share of samples in which the shipped classifier sees the
    label that they were made for; of real test images it sees 93 %.
    """

    metric, better, others = "label_accuracy", "higher", ("fd",)
    generator = dict(width=8, num_classes=10)
    discriminator = dict(width=8, normalization=None, num_classes=10)

    def deal(self, count, seed):
        rows = np.random.default_rng(seed).integers(0, self.count, count)
        return self.images[0].images[rows], self.images[0].labels[rows]

    def score(self, gan, seed):
        _, _, network, real = self.images
        labels = np.arange(self.samples) % 10
        features = network.features(self.drawn(gan, seed, labels=labels))
        seen = network.head(features).argmax(axis=1)
        fd = kg.metrics.frechet_distance(real, features)
        return dict(label_accuracy=float((seen == labels).mean()), fd=fd)
