"""The DCGAN tutorial of PyTorch: its networks and settings, for 28 x 28 grey images.

Of https://pytorch.org/tutorials/beginner/dcgan_faces_tutorial.html: batches of 128,
Adam at 2e-4 with beta_1 0.5 for both, weights of N(0, 0.02), binary cross-entropy, the
generator's fakes of the discriminator's update used again for its own. It is for faces
of 64 x 64: here it makes 32 x 32, without the widest layer of each network, so that a
step costs less, and the images have a black edge of two pixels, which samples lose.
"""

import os

import numpy as np
import torch
from torch import nn

LATENT, BATCH, WIDTH = 100, 128, 64
EDGE = 2  # pixels
DRAWN = 500  # samples at once


class Training:
    """Both networks and their optimizers.

    Args:
        images: uint8 (count, 28, 28, 1).
        seed: int.
    """

    def __init__(self, images, seed):
        torch.manual_seed(seed)
        torch.set_num_threads(len(os.sched_getaffinity(0)))
        pixels = torch.from_numpy(images.astype("float32") / 127.5 - 1)
        padded = nn.functional.pad(pixels.permute(0, 3, 1, 2), [EDGE] * 4, value=-1.0)
        data = torch.utils.data.TensorDataset(padded)
        self.loader = torch.utils.data.DataLoader(
            data, BATCH, shuffle=True, drop_last=True
        )
        self.batches = iter(())
        self.generator, self.discriminator = generator(), discriminator()
        for network in (self.generator, self.discriminator):
            network.apply(initialise)
        self.optimizers = [
            torch.optim.Adam(network.parameters(), 2e-4, (0.5, 0.999))
            for network in (self.generator, self.discriminator)
        ]
        self.loss = nn.BCELoss()

    def step(self):
        """One update of each; the number of images."""
        real = next(self.batches, None)
        if real is None:
            self.batches = iter(self.loader)
            real = next(self.batches)
        (real,) = real
        g_optimizer, d_optimizer = self.optimizers
        ones, zeros = torch.ones(len(real)), torch.zeros(len(real))
        self.discriminator.zero_grad()
        self.loss(self.discriminator(real).flatten(), ones).backward()
        fake = self.generator(torch.randn(len(real), LATENT, 1, 1))
        self.loss(self.discriminator(fake.detach()).flatten(), zeros).backward()
        d_optimizer.step()
        self.generator.zero_grad()
        self.loss(self.discriminator(fake).flatten(), ones).backward()
        g_optimizer.step()
        return len(real)

    @torch.no_grad()
    def draw(self, count):
        """Samples, uint8 (count, 28, 28, 1)."""
        parts = [
            self.generator(torch.randn(min(DRAWN, count - first), LATENT, 1, 1))
            for first in range(0, count, DRAWN)
        ]
        samples = torch.cat(parts)[:, :, EDGE:-EDGE, EDGE:-EDGE].permute(0, 2, 3, 1)
        return np.round(127.5 * (samples.numpy() + 1)).astype("uint8")


def generator():
    widths = [4 * WIDTH, 2 * WIDTH, WIDTH]
    up = [part for pair in zip(widths, widths[1:]) for part in wider(*pair)]
    return nn.Sequential(
        nn.ConvTranspose2d(LATENT, widths[0], 4, 1, 0, bias=False),
        nn.BatchNorm2d(widths[0]),
        nn.ReLU(True),
        *up,
        nn.ConvTranspose2d(WIDTH, 1, 4, 2, 1, bias=False),
        nn.Tanh(),
    )


def wider(before, after):
    convolution = nn.ConvTranspose2d(before, after, 4, 2, 1, bias=False)
    return convolution, nn.BatchNorm2d(after), nn.ReLU(True)


def discriminator():
    widths = [WIDTH, 2 * WIDTH, 4 * WIDTH]
    down = [part for pair in zip(widths, widths[1:]) for part in narrower(*pair)]
    return nn.Sequential(
        nn.Conv2d(1, WIDTH, 4, 2, 1, bias=False),
        nn.LeakyReLU(0.2, True),
        *down,
        nn.Conv2d(widths[-1], 1, 4, 1, 0, bias=False),
        nn.Sigmoid(),
    )


def narrower(before, after):
    convolution = nn.Conv2d(before, after, 4, 2, 1, bias=False)
    return convolution, nn.BatchNorm2d(after), nn.LeakyReLU(0.2, True)


def initialise(layer):
    if isinstance(layer, nn.Conv2d | nn.ConvTranspose2d):
        nn.init.normal_(layer.weight, 0.0, 0.02)
    elif isinstance(layer, nn.BatchNorm2d):
        nn.init.normal_(layer.weight, 1.0, 0.02)
        nn.init.zeros_(layer.bias)
