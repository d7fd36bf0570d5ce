"""Where a generator's samples come from: find it, walk in it, change one thing.

The latents of a GAN are styles, if its generator has a mapping network (StyleGAN2);
else what its first prior draws, "z".

Example:

```python
gan = kg.GAN.from_preset("stylegan2_avatars")
found = kg.latents.invert(gan, photos)
eye = kg.metrics.feature_network("avatar1")
blonde = kg.latents.direction(gan, eye.scorer("hair_colour", "blonde"))
images = kg.latents.images(gan, found.latents + 3 * blonde.vector)
```
"""

from typing import TYPE_CHECKING

from keras_gans.utils import lazy

if TYPE_CHECKING:
    from keras_gans.latents.directions import Direction, direction, without
    from keras_gans.latents.inversion import Inversion, invert
    from keras_gans.latents.space import draw, images, space_of

__all__ = [
    "Direction",
    "Inversion",
    "direction",
    "draw",
    "images",
    "invert",
    "space_of",
    "without",
]
__getattr__ = lazy.attributes(__name__, __file__)
