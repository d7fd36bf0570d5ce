"""The games that are timed, in numbers that each framework builds its networks from."""

import dataclasses

LATENT = 100
IMAGES = 4096  # of noise, in memory


@dataclasses.dataclass(frozen=True)
class Game:
    """One update of each player on a batch of 28 x 28 x 1, and what it is made of.

    Attributes:
        title: str, as tables call it.
        loss: "non_saturating", "wasserstein" or "hinge".
        normalization: of the discriminator's inner layers: "batch", "spectral" or
            None. The generator's is of batches, always.
        penalty: bool, whether the discriminator pays for its gradient, in each step.
        width: channels after its first layer. None: dense layers of `units` instead.
        batch_size: images of a step.
        recipe: str, of the zoo, which ours plays and nobody else. None: all of them
            play what is above.
    """

    title: str
    loss: str = "non_saturating"
    normalization: str | None = "batch"
    penalty: bool = False
    width: int | None = 64
    units: tuple = ()
    batch_size: int = 128
    recipe: str | None = None


GAMES = {
    "dcgan": Game("DCGAN"),
    "vanilla": Game("two MLPs", width=None, units=(512, 512), normalization=None),
    "wgan_gp": Game(
        "WGAN-GP, one update of the critic",
        loss="wasserstein",
        normalization=None,
        penalty=True,
    ),
    "hinge": Game("hinge, spectral norm", loss="hinge", normalization="spectral"),
    "stylegan2": Game(
        "StyleGAN2, 64 x 64, the zoo's", batch_size=32, recipe="stylegan2_avatars"
    ),
}
