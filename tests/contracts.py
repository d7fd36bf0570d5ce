"""Small games and small data, and what every game must keep."""

import keras
import numpy as np
import pytest

import keras_gans as kg

# On a busy machine TensorFlow rarely compiles one and the same function into another
# order of sums. What resumes wrongly fails every time.
bit_for_bit = pytest.mark.flaky(reruns=2)

SHAPE = (16, 16, 1)
CLASSES = 3


def usually(names, *kept):
    """Values of a parameter of which all but some are for the longest run only."""
    assert not set(kept) - set(names)
    return [n if n in kept else pytest.param(n, marks=NIGHTLY) for n in names]


NIGHTLY = [pytest.mark.slow, pytest.mark.nightly]


def data(count=32, labels=False, seed=0):
    """Random images in [-1, 1], (count, 16, 16, 1), and ints in [0, 3) if asked for."""
    rng = np.random.default_rng(seed)
    images = rng.uniform(-1, 1, (count, *SHAPE)).astype("float32")
    return (images, rng.integers(0, CLASSES, count)) if labels else images


def mlp(
    num_classes=None,
    normalization="batch",
    dropout=0.0,
    seed=0,
    dtype=None,
    judge_normalization=None,
    judge_label_encoding="one_hot",
):
    """`judge_...` are arguments of the discriminator."""
    keras.utils.set_random_seed(seed)
    return kg.GAN(
        kg.networks.MLPGenerator(
            SHAPE,
            4,
            (8,),
            num_classes=num_classes,
            normalization=normalization,
            dtype=dtype,
        ),
        kg.networks.MLPDiscriminator(
            SHAPE,
            (8,),
            num_classes=num_classes,
            label_encoding=judge_label_encoding,
            normalization=judge_normalization,
            dropout=dropout,
            dtype=dtype,
        ),
        seed=seed,
    )


def dcgan(num_classes=None, normalization="batch", seed=0):
    """The critic's normalisation is an argument; the generator has batch norm."""
    keras.utils.set_random_seed(seed)
    return kg.GAN(
        kg.networks.DCGANGenerator(SHAPE, 4, 2, num_classes=num_classes),
        kg.networks.DCGANDiscriminator(
            SHAPE, 2, num_classes=num_classes, normalization=normalization
        ),
        seed=seed,
    )


def play(gan, optimizer=None, **game):
    """Compiles a GAN; `optimizer` is a function that makes one."""
    optimizer = optimizer or (lambda: keras.optimizers.Adam(1e-3, beta_1=0.5))
    gan.compile(optimizer(), optimizer(), **game)
    return gan


def packed(packing=2, seed=0, dtype=None):
    keras.utils.set_random_seed(seed)
    judged = (*SHAPE[:-1], SHAPE[-1] * packing)
    return kg.GAN(
        kg.networks.MLPGenerator(SHAPE, 4, (8,), dtype=dtype),
        kg.networks.MLPDiscriminator(judged, (8,), dropout=0.3, dtype=dtype),
        seed=seed,
        packing=packing,
    )


def ensemble(num_classes=CLASSES, seed=0, dtype=None):
    keras.utils.set_random_seed(seed)
    sizes = dict(num_classes=num_classes, dtype=dtype)
    members = [kg.networks.MLPDiscriminator(SHAPE, (w,), **sizes) for w in (6, 8)]
    generator = kg.networks.MLPGenerator(SHAPE, 4, (8,), **sizes)
    return kg.GAN(generator, kg.networks.Ensemble(members), seed=seed)


def vanilla(**game):
    return play(mlp(dropout=0.3), **game)


def conditional(**game):
    return play(mlp(num_classes=CLASSES, dropout=0.3), **game)


def dcgan_game(**game):
    return play(dcgan(), **game)


def wgan(**game):
    clipped = dict(loss="wasserstein", constraint=kg.constraints.Clip(0.01))
    return play(
        dcgan(),
        lambda: keras.optimizers.RMSprop(5e-4),
        **{"discriminator_steps": 2, **clipped, **game},
    )


GAMES = {
    "vanilla": vanilla,
    "conditional": conditional,
    "dcgan": dcgan_game,
    "wgan": wgan,
}


def dataset_for(gan, count=32, batch_size=8):
    """An unshuffled dataset of float batches that suits a GAN."""
    images, labels = data(count, labels=True)
    return kg.data.from_arrays(
        images, labels if gan.num_classes else None, batch_size, shuffle=False
    )


def batch_for(gan, count=8):
    return next(iter(dataset_for(gan, count, count)))


def state(gan):
    """Every variable that a resumed run needs, as arrays by name."""
    optimizers = [gan.generator_optimizer, gan.discriminator_optimizer]
    named = {f"weight {i}": w for i, w in enumerate(gan.weights)}
    for k, optimizer in enumerate(optimizers):
        named |= {f"optimizer {k} {i}": v for i, v in enumerate(optimizer.variables)}
    return {name: keras.ops.convert_to_numpy(v) for name, v in named.items()}


def differing(before, after):
    """Names of arrays that are not equal bit for bit."""
    assert before.keys() == after.keys()
    return [name for name in before if not np.array_equal(before[name], after[name])]


def arrays(variables):
    return [keras.ops.convert_to_numpy(v).copy() for v in variables]


def same(a, b):
    return all(np.array_equal(x, y) for x, y in zip(a, b, strict=True))
