import numpy as np
import pytest
from network_cases import inputs_for, make


@pytest.mark.parametrize("side", [16, 20, 32])
def test_sides(side):
    shape = (side, 16, 16, 1)
    assert make("voxels", image_shape=shape).output_shape == (None, *shape)
    assert make("voxels_d", image_shape=shape).output_shape == (None, 1)


def test_a_view_says_what_to_make_and_what_to_expect():
    model = make("view")
    first = inputs_for(model)
    assert not np.allclose(model(first), model(-first), atol=1e-6)
    judge = make("voxels_d_view")
    voxels, view, labels = inputs_for(judge)
    scores = np.asarray(judge([voxels, view, labels]))
    assert not np.allclose(scores, judge([voxels, -view, labels]), atol=1e-6)


@pytest.mark.parametrize(
    ("make_it", "word"),
    [
        (lambda: make("voxels", image_shape=(16, 16, 1)), "image_shape"),
        (lambda: make("voxels", image_shape=(128, 128, 128, 1)), "16 to 64"),
        (lambda: make("view", view_shape=(16, 16)), "view_shape"),
    ],
)
def test_wrong_arguments_are_named(make_it, word):
    with pytest.raises(ValueError, match=word):
        make_it()
