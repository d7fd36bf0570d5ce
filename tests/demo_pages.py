"""Small GANs of each kind, untrained, as subjects of a page; and a page on a port."""

import contextlib
import json
import os
import subprocess
import sys

import keras
import numpy as np
from PIL import Image

import keras_gans as kg
from keras_gans.demo import Player, Subject, page_of, server

SHAPE = (16, 16, 3)
WORDS = kg.conditions.vocabulary_of(["a red hat", "a blue hat, smiling"])
CAPTIONS = ["a red hat", "a blue hat, smiling"]
N = kg.networks


def unconditional():
    sizes = dict(image_shape=SHAPE, width=4)
    return kg.GAN(
        N.DCGANGenerator(latent_dim=8, **sizes), N.DCGANDiscriminator(**sizes)
    )


def labels():
    sizes = dict(image_shape=SHAPE, width=4, num_classes=3)
    generator = N.DCGANGenerator(latent_dim=8, **sizes)
    names = {"labels": kg.conditions.Labels(3, ["cat", "dog", "owl"])}
    return kg.GAN(generator, N.DCGANDiscriminator(**sizes), conditions=names)


def caption():
    sizes = dict(vocabulary_size=len(WORDS) + 1, caption_length=6, width=4)
    return kg.GAN(
        N.DFGANGenerator(SHAPE, latent_dim=4, text_units=8, **sizes),
        N.DFGANDiscriminator(SHAPE, text_units=8, **sizes),
        conditions={"caption": kg.conditions.Tokens(WORDS, 6, CAPTIONS)},
    )


def mask():
    """Holes of a photo are filled, and the rest of it stays."""
    told = {"holes": (*SHAPE[:2], 1)}
    return kg.GAN(
        N.InpaintingUNet(SHAPE, width=4),
        N.PatchDiscriminator(SHAPE, told, width=4, normalization=None),
        prior={"holes": kg.priors.FreeForm(0.1, 0.4)},
    )


def voxels():
    shape, view = (16, 16, 16, 1), (16, 16, 3)
    return kg.GAN(
        N.ViewToVoxels(shape, view, latent_dim=8, width=2),
        N.VoxelDiscriminator(shape, view, width=2),
    )


def styles():
    sizes = dict(image_shape=SHAPE, width=4)
    return kg.GAN(
        N.StyleGAN2Generator(latent_dim=8, style_dim=8, mapping_layers=1, **sizes),
        N.StyleGAN2Discriminator(**sizes),
    )


def codes():
    """InfoGAN: a digit and two numbers are drawn beside z, and can be said."""
    z, digit, style = (
        keras.Input((n,), name=w) for n, w in ((4, "z"), (3, "digit"), (2, "style"))
    )
    joined = keras.layers.Concatenate()([z, digit, style])
    made = keras.layers.Dense(16 * 16 * 3, "tanh")(joined)
    made = keras.layers.Reshape(SHAPE)(made)
    prior = {
        "z": "normal",
        "digit": kg.priors.Categorical(3),
        "style": kg.priors.Uniform(),
    }
    judge = N.MLPDiscriminator(SHAPE, (4,))
    return kg.GAN(keras.Model([z, digit, style], made), judge, prior=prior)


def palette():
    """A picture and a vector are told, and nothing is drawn."""
    told = {"segments": SHAPE, "palette": (6,)}
    return kg.GAN(
        N.UNet(SHAPE, told, width=4),
        N.PatchDiscriminator(SHAPE, told, width=4),
        prior=None,
    )


KINDS = {
    "unconditional": unconditional,
    "labels": labels,
    "caption": caption,
    "mask": mask,
    "voxels": voxels,
    "styles": styles,
    "codes": codes,
    "palette": palette,
}


def photos(count=2):
    """Photos that one knows again: a ramp in red, and a square in blue."""
    ramp = np.broadcast_to(np.linspace(-1, 1, 16)[None, :, None], SHAPE).astype(
        "float32"
    )
    found = np.stack([ramp] * count)
    found[:, 4:12, 4:12, 2] = 1
    found[1:, :8] = -1
    return found


def examples_for(gan):
    """Examples of the pictures and vectors that a GAN is told."""
    known = {}
    for name, told in gan.conditions.items():
        if told.written == "picture":
            known[name] = photos()
        if told.written == "numbers":
            known[name] = np.linspace(-1, 1, 2 * told.shape[0]).reshape(2, -1)
    return known


def lively(gan):
    """The same with larger weights: an untrained generator makes nothing but grey."""
    random = np.random.default_rng(0)
    for weight in gan.ema_generator.trainable_weights:
        if len(weight.shape) > 1:
            spread = np.sqrt(2 / np.prod(weight.shape[:-1]))
            weight.assign(random.normal(0, spread, weight.shape))
    return gan


def player(kind, examples=True):
    keras.utils.set_random_seed(0)
    gan = lively(KINDS[kind]())
    return Player(gan, examples_for(gan) if examples else {})


def subject(kind):
    neighbours = Image.new("RGB", (900, 300), "red")
    name, title = f"tiny_{kind}", "A GAN for tests"
    return Subject(name, title, player(kind), "**Nothing** was measured.", neighbours)


@contextlib.contextmanager
def served(*kinds):
    """Addresses by kind, of pages of another process, while the block lasts."""
    command = [sys.executable, __file__, *kinds]
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # it tells of each fault; a full pipe would stop it
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        text=True,
    )
    try:
        yield json.loads(process.stdout.readline())
    finally:
        process.communicate(timeout=60)  # which ends what it reads


def main(*kinds):
    """Serves the pages until there is nothing more to read."""
    with server.scratch():
        pages = {kind: page_of(subject(kind)) for kind in kinds}
        addresses = {kind: server.serve(page) for kind, page in pages.items()}
        print(json.dumps(addresses), flush=True)
        sys.stdin.read()
        os._exit(0)  # at once: somebody may still be connected


if __name__ == "__main__":
    main(*sys.argv[1:])
