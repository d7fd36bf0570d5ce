"""The same in PyTorch: eager in both layouts, under bfloat16 autocast, and compiled."""

import contextlib

import torch
from torch import nn
from torch.nn.functional import relu, softplus

from benchmarks.steps import Unable
from benchmarks.steps.games import IMAGES, LATENT


def torch_plain(game):
    """Eager, NCHW."""
    return played(game, torch.contiguous_format)


def torch_channels_last(game):
    """Eager, channels last."""
    return played(game)


def torch_bfloat16(game):
    """Channels last, autocast to bfloat16."""
    return played(game, cast=lambda: torch.autocast("cpu", torch.bfloat16))


def torch_compile(game):
    """Channels last, both networks by `torch.compile`."""
    if game.penalty:
        raise Unable("torch.compile does not differentiate twice")
    return played(game, wrap=torch.compile)


def played(
    game, layout=torch.channels_last, cast=contextlib.nullcontext, wrap=lambda x: x
):
    """One step: the loss of D on real and fake, then G through the new D."""
    if game.recipe:
        raise Unable("not written for PyTorch here")
    networks = [make(game).to(memory_format=layout) for make in (judge, artist)]
    betas = (0.5, 0.999)
    adam = [torch.optim.Adam(n.parameters(), 2e-4, betas) for n in networks]
    discriminator, generator = map(wrap, networks)
    images = torch.rand(IMAGES, 1, 28, 28) * 2 - 1

    def step():
        index = torch.randint(0, IMAGES, (game.batch_size,))
        real = images[index].to(memory_format=layout)
        adam[0].zero_grad()
        with cast():
            fake = generator(torch.randn(game.batch_size, LATENT))
            scores = [discriminator(x).float() for x in (real, fake.detach())]
            loss = discriminator_loss(game.loss, *scores)
        if game.penalty:
            with cast():
                loss = loss + 10.0 * penalty(discriminator, real, fake.detach().float())
        loss.backward()
        adam[0].step()
        adam[1].zero_grad()
        with cast():
            scores = discriminator(fake).float()
        generator_loss(game.loss, scores).backward()
        adam[1].step()

    return lambda steps: [step() for _ in range(steps)]


def penalty(discriminator, real, fake):
    between = real + torch.rand(len(real), 1, 1, 1) * (fake - real)
    between.requires_grad_()
    scores = discriminator(between).sum()
    slopes = torch.autograd.grad(scores, between, create_graph=True)[0]
    return ((slopes.flatten(1).norm(dim=1) - 1.0) ** 2).mean()


def discriminator_loss(name, real, fake):
    if name == "wasserstein":
        return fake.mean() - real.mean()
    if name == "hinge":
        return relu(1 + fake).mean() + relu(1 - real).mean()
    return softplus(-real).mean() + softplus(fake).mean()


def generator_loss(name, scores):
    return (softplus(-scores) if name == "non_saturating" else -scores).mean()


def artist(game):
    """The generator."""
    if game.width is None:
        sizes = [LATENT, *game.units]
        hidden = [
            part
            for before, after in zip(sizes, sizes[1:], strict=False)
            for part in (
                nn.Linear(before, after, bias=False),
                nn.BatchNorm1d(after),
                nn.LeakyReLU(0.2, True),
            )
        ]
        last = [nn.Linear(sizes[-1], 784), nn.Tanh(), nn.Unflatten(1, (1, 28, 28))]
        return nn.Sequential(*hidden, *last)
    width = game.width
    return nn.Sequential(
        nn.Linear(LATENT, 7 * 7 * 4 * width, bias=False),
        nn.Unflatten(1, (4 * width, 7, 7)),
        nn.BatchNorm2d(4 * width),
        nn.ReLU(True),
        *up(4 * width, 2 * width),
        *up(2 * width, width),
        nn.Conv2d(width, 1, 5, padding=2),
        nn.Tanh(),
    )


def up(before, after):
    convolution = nn.ConvTranspose2d(before, after, 4, 2, 1, bias=False)
    return [convolution, nn.BatchNorm2d(after), nn.ReLU(True)]


def judge(game):
    """The discriminator."""
    if game.width is None:
        sizes = [784, *game.units]
        hidden = [
            part
            for before, after in zip(sizes, sizes[1:], strict=False)
            for part in (nn.Linear(before, after), nn.LeakyReLU(0.2, True))
        ]
        return nn.Sequential(nn.Flatten(), *hidden, nn.Linear(sizes[-1], 1))
    width = game.width
    return nn.Sequential(
        *down(1, width, game, first=True),
        *down(width, 2 * width, game),
        nn.ZeroPad2d((0, 1, 0, 1)),  # 7 -> 4, as `padding="same"` does
        *down(2 * width, 4 * width, game),
        nn.Flatten(),
        spectral(nn.Linear(4 * 4 * 4 * width, 1), game),
    )


def down(before, after, game, first=False):
    batch = game.normalization == "batch" and not first
    convolution = nn.Conv2d(before, after, 4, 2, 1, bias=not batch)
    norms = [nn.BatchNorm2d(after)] if batch else []
    return [spectral(convolution, game), *norms, nn.LeakyReLU(0.2, True)]


def spectral(layer, game):
    if game.normalization == "spectral":
        return nn.utils.parametrizations.spectral_norm(layer)
    return layer
