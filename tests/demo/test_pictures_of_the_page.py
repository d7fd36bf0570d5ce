"""From uploads to arrays and back, with numbers worked out by hand."""

import io

import numpy as np
import pytest
from PIL import Image

from keras_gans.demo import pictures
from keras_gans.plots import kinds


def test_the_middle_of_an_upload_fills_the_input():
    """Of a picture twice as wide as high the outer quarters are cut off."""
    wide = Image.new("RGB", (80, 40), "black")
    wide.paste((255, 255, 255), (20, 0, 60, 40))
    assert (pictures.fitted(wide, (8, 8, 3)) == 1).all()
    assert pictures.middle((80, 40), 1) == (20, 0, 60, 40)
    assert pictures.middle((40, 80), 2) == (0, 30, 40, 50)


@pytest.mark.parametrize("channels", [1, 2, 3, 4])
def test_channels_are_those_of_the_input(channels):
    value = pictures.fitted(Image.new("RGBA", (9, 7), (0, 0, 0, 0)), (4, 4, channels))
    assert value.shape == (4, 4, channels) and value.dtype == "float32"
    assert value.max() == (1 if channels in (1, 3) else -1)  # clear is white, or clear


def test_parts_are_told_by_the_nearest_colour():
    hues = kinds.hues()
    painted = Image.fromarray(np.stack([hues[[0, 3]], hues[[4, 1]]]))
    parts = pictures.fitted(painted, (2, 2, 6))
    assert parts.argmax(-1).tolist() == [[0, 3], [4, 1]]
    assert (parts.sum(-1) == 1 - 5).all()  # one of six is 1, the others -1


def test_what_lies_around_a_picture_on_the_pad_is_no_part_of_it():
    pad = Image.new("RGBA", (40, 40))
    pad.paste((0, 0, 255, 255), (0, 10, 40, 30))
    drawing = {"background": pad, "layers": [], "composite": pad}
    assert pictures.picture_of(drawing).size == (40, 20)
    empty = Image.new("RGBA", (40, 40))
    nothing = {"background": empty, "layers": [], "composite": empty}
    assert pictures.picture_of(nothing) is None
    assert pictures.holes_of(nothing, (8, 8)) is None


def test_large_pictures_are_refused():
    with pytest.raises(ValueError, match="at most 16,777,216 pixels"):
        pictures.picture_of(Image.new("1", (5000, 5000)))


@pytest.mark.parametrize(
    "shape", [(16, 16, 3), (28, 28, 1), (8, 8, 8, 1), (32, 2), (5,)]
)
def test_every_kind_of_sample_is_shown(shape):
    sample = np.linspace(-1, 1, int(np.prod(shape))).reshape(shape)
    assert min(pictures.shown(sample).size) >= 300
    assert len(pictures.tiles(np.stack([sample] * 3))) == 3
    assert pictures.strip([sample, sample]).size[1] >= 64


def test_nothing_is_smoothed():
    pixels = np.array(pictures.shown(np.full((16, 16, 3), [1.0, -1.0, -1.0])))
    assert (pixels == [255, 0, 0]).all()
    assert pixels.shape[0] % 16 == 0


def test_films_go_there_and_back():
    samples = np.linspace(-1, 1, 4)[:, None, None, None] * np.ones((4, 8, 8, 1))
    frames = pictures.film(samples)
    assert [frame.getpixel((0, 0))[0] for frame in frames] == [0, 85, 170, 255, 170, 85]
    with Image.open(io.BytesIO(pictures.as_gif(frames))) as film:
        assert film.format == "GIF" and film.n_frames == 6


def test_a_solid_turns_once_around():
    voxels = -np.ones((6, 6, 6, 1), "f")
    voxels[0, 3:, 0] = 1  # a corner: from each side it looks another way
    frames = [np.array(f) for f in pictures.turning(voxels, frames=4, side=64)]
    assert all((a != b).any() for a, b in zip(frames, frames[1:]))
