"""Super-resolution begins with the small picture, enlarged between its pixels."""

import keras
import numpy as np
import pytest

from keras_gans import networks


def test_at_first_it_enlarges():
    generator = networks.SRResNet((16, 32, 3), scale=4, width=4, blocks=1)
    small = np.random.default_rng(0).uniform(-0.5, 0.5, (2, 4, 8, 3))
    small = small.astype("float32")
    cubic = keras.ops.image.resize(small, (16, 32), interpolation="bicubic")
    np.testing.assert_allclose(generator(small), cubic, atol=1e-5)
    assert [x.name for x in generator.inputs] == ["small"]


@pytest.mark.parametrize("scale", [3, 32])
def test_scales_that_do_not_fit_are_refused(scale):
    with pytest.raises(ValueError, match="power of 2"):
        networks.SRResNet((16, 16, 3), scale=scale)
