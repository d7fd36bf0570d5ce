"""What each application is measured by, and beside what: a function a task.

Each takes a trained GAN, others of the same task by what they lack ("no
discriminator"), and a `Protocol`; and returns rows, dict of name -> dict of measure ->
number, of the GAN, of real data or the truth, and of the baselines; and a `Sheet`.
"""

import dataclasses
from typing import Any

import numpy as np

import keras_gans as kg

GAN = "this GAN"
AVATARS = "avatar1"
BINS = ((0.1, 0.2), (0.2, 0.3), (0.3, 0.4), (0.4, 0.5))  # of hidden shares
SHOWN = 8  # samples of a picture
BATCH = 250


@dataclasses.dataclass(frozen=True)
class Protocol:
    """How much is looked at.

    Args:
        count: int, test samples.
        searched: int, training samples among which the nearest is looked for.
        seed: int, of all draws.
    """

    count: int = 1000
    searched: int = 5000
    seed: int = 0


@dataclasses.dataclass(frozen=True)
class Sheet:
    """What a picture of a task shows: the arguments of `kg.plots.save_told`."""

    samples: Any
    given: dict
    truth: Any = None
    captions: list | None = None


def made(gan, seed=0, count=None, **told):
    """Samples for all that is told, some at a time: bytes of images, else floats."""
    total = count or len(next(iter(told.values())))
    parts = []
    for first in range(0, total, BATCH):
        part = {name: x[first : first + BATCH] for name, x in told.items()}
        size = None if told else min(BATCH, total - first)
        parts.append(gan.generate(size, seed=seed + first, **part))
    samples = np.concatenate(parts)
    return kg.plots.to_uint8(samples) if samples.ndim == 4 else samples


def floats(images):
    """Bytes in [-1, 1]."""
    return np.asarray(kg.data.to_float(np.asarray(images)))


PART = "right: "  # before an attribute's name


class Eye:
    """An attribute network, and the real images that it compares with."""

    def __init__(self, real):
        self.network = kg.metrics.feature_network(AVATARS)
        self.real = self.network.features(real)

    def fd(self, images):
        return kg.metrics.frechet_distance(self.real, self.network.features(images))

    def right(self, images, asked):
        """Every attribute asked for, the share of them, and each by its name."""
        found = kg.metrics.attribute_accuracy(self.network.read(images), asked)
        each = zip(kg.data.avatars.ATTRIBUTES, found.by_attribute)
        parts = {PART + name: share for name, share in each if not np.isnan(share)}
        return {"all_right": found.all_right, "attributes": found.mean, **parts}

    def varied(self, images, others, asked):
        """How often two pictures differ in an attribute that nobody asked for."""
        differ = self.network.read(images) != self.network.read(others)
        return differ[np.asarray(asked) < 0].mean()


def avatars(split, count, size, *given):
    return kg.data.load_arrays(
        "avatars", split, size, given=(*given, "attributes"), count=count
    )


def alike(real, fake):
    """Errors of images that have a truth."""
    real, fake = floats(real), floats(fake)
    return {
        "l1": kg.metrics.absolute_error(real, fake).mean(),
        "psnr": together(kg.metrics.psnr(real, fake)),
        "ssim": kg.metrics.ssim(real, fake).mean(),
    }


def nearest(queries, known, many=200):
    """For each query the number of the known row at the least squared distance."""
    known = known.reshape(len(known), -1).astype("float32")
    queries = queries.reshape(len(queries), -1).astype("float32")
    sizes, found = np.square(known).sum(1), []
    for i in range(0, len(queries), many):
        found.append((sizes - 2 * queries[i : i + many] @ known.T).argmin(1))
    return np.concatenate(found)


# === Text to image ===


def text2image(gan, others, protocol):
    """All attributes of a caption right; also of pairs that were never trained on."""
    size, words = gan.image_shape[0], kg.data.avatars
    test = avatars("test", protocol.count, size, "caption")
    captions = [str(caption) for caption in test.given["caption"]]
    asked, eye = words.asked(captions), Eye(test.images)
    pairs, wearers = unseen_captions(protocol)

    def row(images, unseen, others=None):
        found = {**eye.right(images, asked), "fd": eye.fd(images)}
        found["unseen"] = eye.right(unseen, words.asked(pairs))["all_right"]
        if others is not None:
            found["varied"] = eye.varied(images, others, asked)
        return found

    def drawn(painter):
        """As captions say, as those of pairs never seen, and the first once more."""
        seeds = protocol.seed, protocol.seed, protocol.seed + len(captions)
        told = zip(seeds, (captions, pairs, captions))
        return [made(painter, seed, caption=said) for seed, said in told]

    train = kg.data.load_arrays(
        "avatars_apart", "train", size, given="caption", count=protocol.searched
    )
    near = [nearest_caption(c, train.given["caption"]) for c in (captions, pairs)]
    images, strange, again = drawn(gan)
    real = test.images
    rows = {
        "real images": row(real, words.render(wearers, size), np.roll(real, 1, 0)),
        GAN: row(images, strange, again),
        "image of the nearest training caption": row(*(train.images[i] for i in near)),
        "its images, captions shuffled": row(
            np.roll(images, 1, 0), np.roll(strange, 7, 0)
        ),
        **{name: row(*drawn(other)) for name, other in others.items()},
    }
    few = SHOWN // 2
    sheet = np.concatenate([images[:few], strange[:few]])
    said = [
        *captions[:few],
        *(f"{caption} (pair never seen)" for caption in pairs[:few]),
    ]
    return rows, Sheet(sheet, {}, captions=said)


def unseen_captions(protocol):
    """Sentences that name a pair of hair and colour that is kept apart, and people."""
    words = kg.data.avatars
    indices = words.indices_of("test", 10_000)
    people = words.draw(indices)
    people = people[words.is_unseen(people)][: max(SHOWN, protocol.count // 4)]
    names = list(words.ATTRIBUTES)
    others = [name for name in names if not name.startswith("hair")]
    said = []
    for i, person in enumerate(people):
        known = words.describe(person)
        chosen = ["hair", "hair_colour", others[i % len(others)]]
        said.append(words.caption_of(**{name: known[name] for name in chosen}))
    return said, people


def nearest_caption(captions, known):
    """The training caption with the most words in common, by Jaccard's index."""
    sets = [frozenset(str(c).replace(",", "").split()) for c in known]
    index = {word: i for i, word in enumerate(sorted(frozenset().union(*sets)))}
    table = np.zeros((len(sets), len(index)), "float32")
    for row, words in zip(table, sets):
        row[[index[word] for word in words]] = 1
    sizes, found = table.sum(1), []
    for caption in captions:
        words = set(caption.replace(",", "").split())
        query = np.zeros(len(index), "float32")
        query[[index[word] for word in words if word in index]] = 1
        shared = table @ query
        found.append(int((shared / (sizes + len(words) - shared)).argmax()))
    return np.array(found)


# === Inpainting ===


def inpaint(gan, others, protocol):
    """What is hidden, by the share that is hidden; the completed picture's looks."""
    photos, eye = photographs(gan, protocol)
    holes = masks(len(photos), gan.image_shape[:2], protocol.seed)
    fillers = {
        GAN: lambda: made(gan, protocol.seed, photo=photos, holes=holes),
        "mean colour": lambda: mean_colour(photos, holes),
        "biharmonic": lambda: biharmonic(photos, holes),
    }
    for name, other in others.items():
        fillers[name] = lambda o=other: made(
            o, protocol.seed, photo=photos, holes=holes
        )
    filled = {name: fill() for name, fill in fillers.items()}
    rows = {name: hidden(photos, made_, holes, eye) for name, made_ in filled.items()}
    shown = slice(0, SHOWN)
    told = {
        "photo": np.where(holes[shown] > 0, 255, photos[shown]).astype("uint8"),
        "mean colour": filled["mean colour"][shown],
        "biharmonic": filled["biharmonic"][shown],
    }
    return rows, Sheet(filled[GAN][shown], told, photos[shown])


def photographs(gan, protocol):
    """Test images of the size and colours of a GAN, and who compares them."""
    height, _, channels = gan.image_shape
    if channels == 3:
        photos = np.asarray(avatars("test", protocol.count, height).images)
        return photos, Eye(photos).fd
    name = "fashion_mnist"
    name = name if kg.data.available(name) else f"{name}_mini"
    photos = kg.data.load_arrays(name, "test", height).images[: protocol.count]
    network = kg.metrics.feature_network("fashion1")
    real = network.features(photos)
    return photos, lambda x: kg.metrics.frechet_distance(real, network.features(x))


def masks(count, sides, seed):
    """A fixed set of free-form holes, a quarter of it in each of the bins."""
    priors = [kg.priors.FreeForm(*edges) for edges in BINS]
    shape = (-(-count // len(BINS)), *sides, 1)
    drawn = [
        np.asarray(p(shape, kg.seeds.Seed(seed, step=i))) for i, p in enumerate(priors)
    ]
    return np.stack(drawn, axis=1).reshape(-1, *shape[1:])[:count]


def hidden(photos, filled, holes, fd):
    """Errors inside the holes, each bin alone, and of the whole picture."""
    real, fake = floats(photos), floats(filled)
    noise = kg.metrics.psnr(real, fake, holes)
    found = {
        "l1_inside": kg.metrics.absolute_error(real, fake, holes).mean(),
        "psnr_inside": together(noise),
        "ssim": kg.metrics.ssim(real, fake).mean(),
        "fd": fd(filled),
    }
    for i, (low, high) in enumerate(BINS):
        name = f"psnr_{round(100 * low)}_{round(100 * high)}"
        found[name] = together(noise[i :: len(BINS)])
    return found


def together(decibels):
    """The PSNR of the mean squared error of pictures, some of which may be perfect."""
    return -10 * np.log10(np.mean(10 ** (-np.asarray(decibels) / 10)))


def mean_colour(photos, holes):
    """The mean of what is known, of each picture."""
    known = 1 - holes
    mean = (photos * known).sum((1, 2), keepdims=True) / known.sum(
        (1, 2), keepdims=True
    )
    return np.rint(np.where(holes > 0, mean, photos)).astype("uint8")


def biharmonic(photos, holes):
    """As smooth as a thin plate that is bent to what is known (scikit-image)."""
    from skimage.restoration import inpaint_biharmonic

    filled = [
        inpaint_biharmonic(photo / 255, hole[..., 0] > 0, channel_axis=-1)
        for photo, hole in zip(photos, holes)
    ]
    return np.rint(255 * np.clip(filled, 0, 1)).astype("uint8")


# === Image to image ===


def pix2pix(gan, others, protocol):
    """The picture of a map: how far from the truth, and whether it shows the person."""
    size, names = gan.image_shape[0], list(gan.conditions)
    test = avatars("test", protocol.count, size, *names)
    told = {name: test.given[name] for name in names}
    train = avatars("train", protocol.searched, size, "segments")
    eye = Eye(test.images)

    def row(images):
        right = eye.right(images, test.given["attributes"])
        return {**alike(test.images, images), **right, "fd": eye.fd(images)}

    images = made(gan, protocol.seed, **told)
    near = nearest(told["segments"], train.given["segments"])
    rows = {
        "real images": {**eye.right(test.images, test.given["attributes"]), "fd": 0.0},
        GAN: row(images),
        "the map itself": row(told["segments"]),
        "image of the nearest map": row(train.images[near]),
    }
    rows |= {name: row(made(o, protocol.seed, **told)) for name, o in others.items()}
    shown = slice(0, SHOWN)
    return rows, Sheet(
        images[shown], {"segments": told["segments"][shown]}, test.images[shown]
    )


def cyclegan(gan, others, protocol):
    """Hair of the other colour, everything else as it was; the truth is known."""
    size, words = gan.image_shape[0], kg.data.avatars
    views = ("a", "b", "truth")
    test = kg.data.load_arrays(
        "blonde2black", "test", size, given=views, count=protocol.count // 2
    )
    a, b, truth = (np.asarray(test.given[name]) for name in views)
    truth = halves(truth)
    asked = words.draw(words.indices_of("test", 2 * len(a)))
    asked = np.concatenate(
        [asked[1::2], asked[::2]]
    )  # who is on the left, on the right
    column = words.column("hair_colour")
    colours = [words.ATTRIBUTES["hair_colour"].index(c) for c in ("blonde", "black")]
    asked[:, column] = np.repeat(colours, len(a))
    eye = Eye(truth)

    def row(images):
        right = eye.network.read(images) == asked
        kept = np.delete(right, column, axis=1)
        return {
            "l1": kg.metrics.absolute_error(floats(truth), floats(images)).mean(),
            "hair_changed": right[:, column].mean(),
            "kept": kept.mean(),
            "fd": eye.fd(images),
        }

    images = halves(made(gan, protocol.seed, a=a, b=b))
    rows = {"truth": row(truth), GAN: row(images), "copy": row(np.concatenate([b, a]))}
    for name, other in others.items():
        rows[name] = row(halves(made(other, protocol.seed, a=a, b=b)))
    shown = np.r_[0 : SHOWN // 2, len(a) : len(a) + SHOWN // 2]
    told = {"given": np.concatenate([b, a])[shown]}
    return rows, Sheet(images[shown], told, truth[shown])


def halves(images):
    """Pictures side by side as twice as many: all left ones, all right ones."""
    return np.concatenate(np.split(np.asarray(images), 2, axis=2))


def superres(gan, others, protocol):
    """Four times as large: nearness to the truth, and looks, which are not the same."""
    size = gan.image_shape[0]
    test = avatars("test", protocol.count, size, "small")
    small, eye = np.asarray(test.given["small"]), Eye(test.images)

    def row(images):
        return {**alike(test.images, images), "fd": eye.fd(images)}

    images = made(gan, protocol.seed, small=small)
    scale = size // small.shape[1]
    pixels = small.repeat(scale, 1).repeat(scale, 2)
    smooth = bicubic(small, size)
    rows = {GAN: row(images), "bicubic": row(smooth), "nearest pixel": row(pixels)}
    rows |= {n: row(made(o, protocol.seed, small=small)) for n, o in others.items()}
    shown = slice(0, SHOWN)
    told = {"small": small[shown], "bicubic": smooth[shown]}
    return rows, Sheet(images[shown], told, test.images[shown])


def bicubic(images, size):
    from PIL import Image

    grown = [
        Image.fromarray(x).resize((size, size), Image.Resampling.BICUBIC)
        for x in images
    ]
    return np.stack([np.asarray(x) for x in grown])
