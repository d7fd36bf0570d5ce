"""Ten-line programs: what GANs are used for, on made-up data that take seconds.

Each makes data and a compiled GAN that is told or draws something by name.
"""

import itertools

import keras
import numpy as np
from keras import layers

import keras_gans as kg
from keras_gans.engine.seeds import Seed

SIDE = 16


def adam(rate=2e-3):
    return keras.optimizers.Adam(rate, beta_1=0.5)


def blobs(count, seed=0, channels=1):
    """Smooth grey pictures (count, 16, 16, channels) in [-1, 1]."""
    rng = np.random.default_rng(seed)
    coarse = rng.uniform(-1, 1, (count, 4, 4, channels)).astype("float32")
    return np.asarray(keras.ops.image.resize(coarse, (SIDE, SIDE)))


def own_discriminator(*others, side=SIDE, channels=1, width=8):
    """From samples and inputs of the same sides, joined along the channels."""
    sample = keras.Input((side, side, channels), name="samples")
    x = layers.Concatenate()([sample, *others]) if others else sample
    x = layers.Conv2D(width, 4, 2, "same")(x)
    x = layers.LeakyReLU(0.2)(x)
    x = layers.Conv2D(2 * width, 4, 2, "same")(x)
    x = layers.LeakyReLU(0.2)(x)
    scores = layers.Dense(1, dtype="float32")(layers.Flatten()(x))
    return keras.Model([sample, *others], scores)


def pix2pix():
    """Learns to invert a picture."""
    photo = keras.Input((SIDE, SIDE, 1), name="photo")
    x = layers.Conv2D(8, 3, padding="same", activation="relu")(photo)
    x = layers.Conv2D(1, 3, padding="same", activation="tanh")(x)
    generator = keras.Model(photo, x)
    seen = keras.Input((SIDE, SIDE, 1), name="photo")
    gan = kg.GAN(
        generator,
        own_discriminator(seen),
        conditions={"photo": kg.conditions.Image((SIDE, SIDE, 1))},
        seed=0,
    )
    gan.compile(
        adam(), adam(), generator_penalties=[kg.penalties.Reconstruction(weight=10.0)]
    )
    photos = blobs(256)
    return gan, (-photos, {"photo": photos})


def inpainting():
    """Holes are drawn; hidden pixels never reach a network."""
    shape = (SIDE, SIDE, 1)
    photo, holes = (keras.Input(shape, name=name) for name in ("photo", "holes"))
    known = photo * (1 - holes)
    x = layers.Concatenate()([known, holes])
    for width in (12, 12):
        x = layers.Conv2D(width, 5, padding="same", activation="relu")(x)
    x = layers.Conv2D(1, 5, padding="same", activation="tanh")(x)
    generator = keras.Model([photo, holes], known + x * holes)
    gan = kg.GAN(
        generator,
        own_discriminator(keras.Input(shape, name="holes")),
        prior={"holes": kg.priors.FreeForm(0.1, 0.4)},
        conditions={"photo": kg.conditions.Image(shape)},
        seed=0,
    )
    hidden = kg.penalties.Reconstruction(weight=10.0, inside="holes")
    gan.compile(adam(), adam(), loss="hinge", generator_penalties=[hidden])
    photos = blobs(256)
    return gan, (photos, {"photo": photos})


# === Text to image: "a red square on the left" ===

COLOURS = {"red": (1, -1, -1), "green": (-1, 1, -1), "blue": (-1, -1, 1)}
KINDS = "square", "cross"
PLACES = {"left": 4, "right": 12}
UNSEEN = ("red", "cross", "left"), ("blue", "square", "right")


def scene(colour, kind, place, rng):
    """A small thing (16, 16, 3) on black, a pixel or two off its place."""
    y, x = np.mgrid[:SIDE, :SIDE] + 0.5
    down, across = rng.integers(-1, 2, 2) + (8, PLACES[place])
    far = np.stack([np.abs(y - down), np.abs(x - across)])
    inside = far.max(0) < 4
    if kind == "cross":
        inside &= far.min(0) < 1
    return np.where(inside[..., None], COLOURS[colour], -1).astype("float32")


def sentences():
    """All (colour, kind, place), and the captions that say so."""
    triples = [(c, k, p) for c in COLOURS for k in KINDS for p in PLACES]
    return triples, [f"a {c} {k} on the {p}" for c, k, p in triples]


def text2image():
    """Some combinations of words never occur in training."""
    triples, captions = sentences()
    rng = np.random.default_rng(0)
    seen = [i for i, triple in enumerate(triples) if triple not in UNSEEN]
    chosen = rng.choice(seen, 256)
    images = np.stack([scene(*triples[i], rng) for i in chosen])
    told = kg.conditions.Tokens(
        kg.conditions.vocabulary_of(captions), 6, captions=captions
    )
    z, words = (
        keras.Input((4,), name="z"),
        keras.Input((6,), dtype="int32", name="caption"),
    )
    said = layers.Flatten()(embedding(told)(words))
    x = layers.Dense(64, activation="relu")(layers.Concatenate()([z, said]))
    mask = layers.Dense(SIDE * SIDE, activation="sigmoid")(x)
    colour = layers.Dense(3, activation="sigmoid")(said)
    mask = layers.Reshape((SIDE, SIDE, 1))(mask)
    thing = mask * layers.Reshape((1, 1, 3))(colour)
    generator = keras.Model([z, words], layers.Rescaling(2.0, -1.0)(thing))
    sample = keras.Input((SIDE, SIDE, 3), name="samples")
    words = keras.Input((6,), dtype="int32", name="caption")
    phi = layers.Dense(32, activation="leaky_relu")(layers.Flatten()(sample))
    psi = layers.Dense(32)(layers.Flatten()(embedding(told)(words)))
    scores = layers.Dense(1)(phi) + layers.Dot(1)([phi, psi])
    gan = kg.GAN(
        generator,
        keras.Model([sample, words], scores),
        conditions={"caption": told},
        seed=0,
    )
    near = kg.penalties.Reconstruction("mse", 30.0)
    gan.compile(adam(4e-3), adam(5e-4), matching_aware=True, generator_penalties=[near])
    return gan, (images, {"caption": told.encode([captions[i] for i in chosen])})


def embedding(told):
    return layers.Embedding(len(told.vocabulary) + 1, 8)


# === Pictures to voxels ===


def solids(count, seed=0, side=8):
    """Boxes and balls (count, 8, 8, 8, 1) in {-1, 1}, and what one sees of them."""
    rng = np.random.default_rng(seed)
    grid = np.stack(np.mgrid[:side, :side, :side]) - (side - 1) / 2
    sizes = rng.integers(1, 4, (count, 3)) + 0.1
    box = (np.abs(grid) <= sizes[:, :, None, None, None]).all(1)
    ball = np.sqrt((grid**2).sum(0)) <= sizes[:, :1, None, None]
    ball = np.broadcast_to(ball, box.shape)
    full = np.where(rng.integers(0, 2, count)[:, None, None, None] > 0, box, ball)
    depths = [full.sum(axis) for axis in (1, 2, 3)]
    views = np.stack(depths, axis=-1) / (side / 2) - 1  # from three sides
    voxels = full[..., None] * 2.0 - 1
    return voxels.astype("float32"), views.astype("float32")


def voxels():
    shape = (8, 8, 3)
    view = keras.Input(shape, name="view")
    x = layers.Dense(128, activation="relu")(layers.Flatten()(view))
    x = layers.Dense(512, activation="tanh")(x)
    generator = keras.Model(view, layers.Reshape((8, 8, 8, 1))(x))
    sample, seen = (
        keras.Input((8, 8, 8, 1), name="samples"),
        keras.Input(shape, name="view"),
    )
    flat = layers.Concatenate()([layers.Flatten()(sample), layers.Flatten()(seen)])
    scores = layers.Dense(1)(layers.Dense(32, activation="leaky_relu")(flat))
    gan = kg.GAN(
        generator,
        keras.Model([sample, seen], scores),
        conditions={"view": kg.conditions.Image(shape)},
        seed=0,
    )
    near = kg.penalties.Reconstruction("mse", 10.0)
    gan.compile(adam(), adam(), generator_penalties=[near])
    truth, views = solids(256)
    return gan, (truth, {"view": views})


# === Super-resolution ===


def stripes(count, seed=0):
    """Sharp stripes (count, 16, 16, 1), and the same at half the side."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[:SIDE, :SIDE]
    angle, phase = rng.uniform(0, np.pi, (2, count, 1, 1))
    wave = np.cos(angle) * x + np.sin(angle) * y
    large = np.sign(np.sin(wave * 0.7 + 2 * phase))[..., None].astype("float32")
    small = large.reshape(count, 8, 2, 8, 2, 1).mean((2, 4))
    return large, small


def super_resolution():
    small = keras.Input((8, 8, 1), name="small")
    x = layers.Conv2D(24, 5, padding="same", activation="relu")(small)
    x = layers.Conv2D(24, 3, padding="same", activation="relu")(x)
    x = layers.UpSampling2D()(x)
    x = layers.Conv2D(1, 3, padding="same", activation="tanh")(x)
    gan = kg.GAN(
        keras.Model(small, x),
        own_discriminator(),
        conditions={"small": kg.conditions.Image((8, 8, 1))},
        seed=0,
    )
    gan.compile(
        adam(),
        adam(),
        loss=kg.losses.Scaled("non_saturating", 1e-3),
        generator_penalties=[kg.penalties.Reconstruction("mse", 1.0)],
    )
    truth, pictures = stripes(256)
    return gan, (truth, {"small": pictures})


# === Points, tables, signals ===


def dense(*inputs, out, widths=(32, 32), activation="relu"):
    """A model of vectors, joined."""
    x = layers.Concatenate()(list(inputs)) if len(inputs) > 1 else inputs[0]
    for width in widths:
        x = layers.Dense(width, activation=activation)(x)
    return keras.Model(list(inputs), layers.Dense(out)(x))


def vector(name, size):
    return keras.Input((size,), name=name)


def infogan(seed=0):
    """Eight modes on a ring, which a code of eight is to tell apart."""
    keras.utils.set_random_seed(seed)
    gan = kg.GAN(
        dense(vector("z", 2), vector("mode", 8), out=2, widths=(64, 64)),
        dense(vector("samples", 2), out=1, widths=(64, 64), activation="leaky_relu"),
        prior={"z": "normal", "mode": kg.priors.Categorical(8)},
        seed=seed,
    )
    body = dense(vector("samples", 2), out=32)
    told = kg.penalties.MutualInformation("mode", network=body)
    gan.compile(
        adam(1e-3),
        adam(1e-3),
        penalties=[kg.penalties.r1(0.1)],
        generator_penalties=[told],
    )
    points = kg.data.gaussian_ring(1024, std=0.05, seed=seed).points
    return gan, (points, None)


def cycle():
    """Two point clouds, one the other turned by 90 degrees, never shown in pairs."""
    a, b = vector("a", 2), vector("b", 2)
    to_a, to_b = (dense(vector(name, 2), out=2, widths=()) for name in "ba")
    generator = keras.Model([a, b], layers.Concatenate()([to_a(b), to_b(a)]))
    both = vector("samples", 4)
    judges = [dense(vector("side", 2), out=1, activation="leaky_relu") for _ in "ab"]
    sides = [both[:, :2], both[:, 2:]]
    scores = layers.Concatenate()([j(s) for j, s in zip(judges, sides)])
    gan = kg.GAN(
        generator,
        keras.Model(both, scores),
        conditions={"a": kg.conditions.Vector(2), "b": kg.conditions.Vector(2)},
        seed=0,
    )
    gan.compile(
        adam(5e-3),
        adam(5e-3),
        penalties=[kg.penalties.r1(0.1)],
        generator_penalties=[kg.penalties.Cycle(2.0)],
    )
    rng = np.random.default_rng(0)
    first, second = (cloud(512, rng) for _ in "ab")
    second = turned(second)
    return gan, (np.concatenate([first, second], 1), {"a": first, "b": second})


def cloud(count, rng):
    """Points along a curve, so that only one turn brings them back."""
    across = rng.uniform(0.2, 1.5, count)
    up = 0.6 * across**2 + rng.normal(0, 0.05, count)
    return np.stack([across, up], axis=1).astype("float32")


def turned(points):
    return points @ np.array([[0.0, 1.0], [-1.0, 0.0]], "float32")


def own_pair():
    """Anyone's Functional networks with two conditions: a vector and a class."""
    z, kind = vector("z", 3), keras.Input((), dtype="int32", name="kind")
    where = vector("where", 2)
    one_hot = layers.CategoryEncoding(3, output_mode="one_hot")
    x = layers.Concatenate()([z, one_hot(kind), where])
    x = layers.Dense(32, activation="relu")(x)
    generator = keras.Model([z, kind, where], layers.Dense(2)(x))
    sample, kind = vector("samples", 2), keras.Input((), dtype="int32", name="kind")
    place = vector("where", 2)
    x = layers.Concatenate()([sample, one_hot(kind), place])
    x = layers.Dense(32, activation="leaky_relu")(x)
    gan = kg.GAN(
        generator,
        keras.Model([sample, kind, place], layers.Dense(1)(x)),
        conditions={
            "kind": kg.conditions.Labels(3, ["small", "middle", "large"]),
            "where": kg.conditions.Vector(2),
        },
        seed=0,
    )
    gan.compile(adam(), adam(), matching_aware=True)
    rng = np.random.default_rng(0)
    kinds, places = rng.integers(0, 3, 512), rng.uniform(-1, 1, (512, 2))
    noise = rng.normal(0, 0.1, (512, 2)) * (1 + kinds[:, None])
    points = (places + noise).astype("float32")
    return gan, (points, {"kind": kinds, "where": places.astype("float32")})


def table():
    """Rows of four columns, whose means go by a class."""
    gan = kg.GAN(
        *labelled(4, 3),
        conditions={"labels": kg.conditions.Labels(3, ["a", "b", "c"])},
        seed=0,
    )
    gan.compile(adam(), adam())
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 3, 512)
    means = np.array([[1, 0, -1, 0], [-1, 1, 0, 0], [0, -1, 1, 1]])
    rows = means[labels] + rng.normal(0, 0.2, (512, 4))
    return gan, (rows.astype("float32"), labels)


def labelled(size, classes):
    """A generator and a discriminator of vectors, both told a class."""
    networks = []
    for name, out in ("z", size), ("samples", 1):
        x = vector(name, size if name == "samples" else 4)
        kind = keras.Input((), dtype="int32", name="labels")
        one_hot = layers.CategoryEncoding(classes, output_mode="one_hot")(kind)
        y = layers.Dense(32, activation="leaky_relu")(
            layers.Concatenate()([x, one_hot])
        )
        networks.append(keras.Model([x, kind], layers.Dense(out)(y)))
    return networks


def signals():
    """Sines of 32 values, of two frequencies by their class."""
    z, kind = vector("z", 4), keras.Input((), dtype="int32", name="labels")
    one_hot = layers.CategoryEncoding(2, output_mode="one_hot")
    x = layers.Dense(32 * 4, activation="relu")(
        layers.Concatenate()([z, one_hot(kind)])
    )
    x = layers.Conv1D(8, 5, padding="same", activation="relu")(
        layers.Reshape((32, 4))(x)
    )
    x = layers.Conv1D(1, 5, padding="same", activation="tanh")(x)
    sample, told = (
        keras.Input((32, 1), name="samples"),
        keras.Input((), dtype="int32", name="labels"),
    )
    y = layers.Conv1D(8, 5, 2, activation="leaky_relu")(sample)
    y = layers.Concatenate()([layers.Flatten()(y), one_hot(told)])
    y = layers.Dense(32, activation="leaky_relu")(y)
    gan = kg.GAN(
        keras.Model([z, kind], x),
        keras.Model([sample, told], layers.Dense(1)(y)),
        conditions={"labels": kg.conditions.Labels(2, ["slow", "fast"])},
        seed=0,
    )
    gan.compile(adam(), adam(), penalties=[kg.penalties.r1(1.0)])
    rng = np.random.default_rng(0)
    labels, phases = rng.integers(0, 2, 512), rng.uniform(0, 2 * np.pi, (512, 1))
    time = np.arange(32) / 32 * 2 * np.pi
    waves = np.sin((1 + 3 * labels[:, None]) * time + phases)[..., None]
    return gan, (waves.astype("float32"), labels)


PROGRAMS = {
    "pix2pix": pix2pix,
    "inpainting": inpainting,
    "text2image": text2image,
    "voxels": voxels,
    "super_resolution": super_resolution,
    "infogan": infogan,
    "cycle": cycle,
    "own_pair": own_pair,
    "table": table,
    "signals": signals,
}


# === How well each does what it is for ===


def score_pix2pix(gan):
    """The mean absolute error to the inverted picture; copying has twice the mean."""
    photos = blobs(64, seed=9)
    error = np.abs(gan.generate(photo=photos) + photos).mean()
    return error / np.abs(photos).mean() / 2  # copying: 1


def score_inpainting(gan):
    """The error inside holes, as a part of that of the mean colour."""
    photos = blobs(64, seed=9)
    holes = np.asarray(
        kg.priors.FreeForm(0.1, 0.4)((64, SIDE, SIDE, 1), Seed(9, step=0))
    )
    filled = gan.generate(photo=photos, holes=holes)
    known = photos * (1 - holes)
    mean = known.sum((1, 2), keepdims=True) / (1 - holes).sum((1, 2), keepdims=True)
    errors = [(holes * np.abs(made - photos)).sum() for made in (filled, mean)]
    return errors[0] / errors[1]


def score_text2image(gan, combinations=None):
    """The share of samples that show what their caption says."""
    triples, captions = sentences()
    chosen = [i for i, t in enumerate(triples) if t in (combinations or triples)]
    told = np.repeat(chosen, 8)
    images = gan.generate(caption=[captions[i] for i in told], seed=1)
    return np.mean([shows(image, *triples[i]) for image, i in zip(images, told)])


def shows(image, *wanted):
    """Whether the nearest of all clean pictures is one of what is wanted."""
    triples, _ = sentences()
    clean = [
        (t, scene(*t, Still(dy, dx)))
        for t in triples
        for dy in (-1, 0, 1)
        for dx in (-1, 0, 1)
    ]
    nearest = min(clean, key=lambda pair: np.square(pair[1] - image).sum())
    return nearest[0] == wanted


class Still:
    """Draws that are known beforehand."""

    def __init__(self, *numbers):
        self.numbers = np.array(numbers)

    def integers(self, low, high, count):
        return self.numbers


def score_voxels(gan):
    """Intersection over union at 0, over solids that were not seen."""
    truth, views = solids(64, seed=9)
    made, truth = gan.generate(view=views) > 0, truth > 0
    axes = (1, 2, 3, 4)
    return ((made & truth).sum(axes) / (made | truth).sum(axes)).mean()


def score_super_resolution(gan):
    """PSNR in dB above that of bicubic interpolation."""
    truth, small = stripes(64, seed=9)
    bicubic = keras.ops.image.resize(small, (SIDE, SIDE), interpolation="bicubic")
    errors = [np.square(x - truth).mean() for x in (gan.generate(small=small), bicubic)]
    return 10 * np.log10(errors[1] / errors[0])


def score_infogan(gan):
    """The share of samples whose code is that of their mode, at the best matching."""
    ring = kg.data.gaussian_ring(8, std=0.05)
    codes = np.arange(400) % 8
    points = gan.generate(mode=codes, seed=1)
    modes = np.square(points[:, None] - ring.means).sum(-1).argmin(1)
    table = np.zeros((8, 8))
    np.add.at(table, (codes, modes), 1)
    ways = itertools.permutations(range(8))
    return max(table[range(8), way].sum() for way in map(list, ways)) / 400


def score_cycle(gan):
    """The mean distance of translated points from the true ones."""
    first = cloud(200, np.random.default_rng(9))
    made = gan.generate(a=first, b=turned(first))
    truth = np.concatenate([first, turned(first)], 1)
    return np.abs(made - truth).mean()


def score_own_pair(gan):
    """Mean and spread of what was asked for: the worst error of both, by kind."""
    worst = 0
    for kind, std in ("small", 0.1), ("large", 0.3):
        points = gan.generate(400, kind=kind, where=[0.5, -0.5], seed=1)
        worst = max(worst, np.abs(points.mean(0) - [0.5, -0.5]).max())
        worst = max(worst, np.abs(points.std(0) / std - 1).max() / 4)
    return worst


def score_table(gan):
    """The worst error of the mean of a column within a class."""
    means = np.array([[1, 0, -1, 0], [-1, 1, 0, 0], [0, -1, 1, 1]])
    rows = [gan.generate(400, labels=name, seed=1).mean(0) for name in "abc"]
    return np.abs(np.array(rows) - means).max()


def score_signals(gan):
    """The share of signals whose strongest frequency is the one asked for."""
    labels = np.arange(200) % 2
    waves = gan.generate(labels=labels, seed=1)[..., 0]
    strongest = np.abs(np.fft.rfft(waves, axis=1))[:, 1:].argmax(1) + 1
    return (strongest == 1 + 3 * labels).mean()
