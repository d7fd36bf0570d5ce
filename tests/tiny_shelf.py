"""Presets and data so small that a run of them takes a second."""

import json

import numpy as np
from PIL import Image

from keras_gans import presets
from keras_gans.presets import builtin

IMAGES, BATCH, STEPS = 12, 4, 3  # three steps an epoch
SIZES = {"latent_dim": 2, "width": 2, "widths": [4], "image_shape": [16, 16, 1]}


def write_shelf(folder):
    """The shelf's own entries with tiny networks, and tiny data for them.

    They are called `vanilla`, `conditional`, `dcgan` and `wgan`.
    """
    rng = np.random.default_rng(0)
    images = rng.integers(0, 256, (IMAGES, 16, 16), dtype="uint8")
    np.savez(folder / "images.npz", x=images, y=np.arange(IMAGES) % 3)
    for name in ("vanilla", "conditional", "dcgan", "wgan"):
        config = presets.read(f"{name}_fashion_mnist_mini")
        for network in config["networks"].values():
            given = network["config"]
            given |= {key: SIZES[key] for key in SIZES if key in given}
        if name == "wgan":
            config["game"]["discriminator_steps"] = 2
        config |= {"name": name, "data": str(folder / "images.npz")}
        config |= {"batch_size": BATCH, "epochs": 2}
        (folder / "shelf" / name).mkdir(parents=True)
        (folder / "shelf" / name / "config.json").write_text(json.dumps(config))
    return folder / "shelf"


def write_classes(folder, names=("apple", "pear", "plum"), count=4, side=16):
    """A folder of PNGs, one subfolder a class."""
    rng = np.random.default_rng(0)
    for name in names:
        (folder / name).mkdir(parents=True)
        for i in range(count):
            pixels = rng.integers(0, 256, (side, side), dtype="uint8")
            Image.fromarray(pixels).save(folder / name / f"{i}.png")
    return folder


def make_tiny(monkeypatch, shelf):
    """Presets come from `shelf`, and run eagerly: tracing takes longer than 3 steps."""
    build = presets.build

    def eager(*args, **kwargs):
        gan = build(*args, **kwargs)
        gan.run_eagerly = True
        return gan

    monkeypatch.setattr(builtin, "FOLDER", shelf)
    monkeypatch.setattr(presets, "build", eager)
