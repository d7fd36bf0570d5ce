"""The bench of blurred and averaged strides."""

import pytest

from benchmarks import antialias


@pytest.mark.parametrize("name", ["stylegan2_avatars", "r3gan_avatars"])
def test_the_two_discriminators_differ_in_nothing_but_their_blur(name):
    blurred, averaged = (antialias.gan_of(name, way).discriminator for way in (1, 0))
    assert blurred.count_params() == averaged.count_params()
    kinds = [{type(x).__name__ for x in each.layers} for each in (blurred, averaged)]
    assert any("Blur" in kind for kind in kinds[0])
    assert not any("Blur" in kind for kind in kinds[1])
