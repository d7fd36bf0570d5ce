"""A page to play with a GAN: every knob that it has, made from what it is told.

`controls` says which knobs there are, `knobs` finds directions, `player` computes,
`pictures` goes from uploads to arrays and back: plain Python without Gradio. `page`
lays them out, `server` serves the page, and `space` packs it for Hugging Face.

Example:

```python
page = kg.demo.page_of(kg.demo.Subject.of("dcgan_fashion_mnist"))
kg.demo.serve(page, port=7860)
```
"""

from typing import TYPE_CHECKING

from keras_gans.utils import lazy

if TYPE_CHECKING:
    from keras_gans.demo.controls import Control, controls_of
    from keras_gans.demo.hugging_face import write_space
    from keras_gans.demo.page import page_of
    from keras_gans.demo.player import Player
    from keras_gans.demo.server import serve
    from keras_gans.demo.subject import Subject

__all__ = [
    "Control",
    "Player",
    "Subject",
    "controls_of",
    "page_of",
    "serve",
    "write_space",
]
__getattr__ = lazy.attributes(__name__, __file__)
