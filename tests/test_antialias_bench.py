"""The bench of blurred and averaged strides."""

import json

import pytest

from benchmarks import antialias


@pytest.mark.parametrize("name", ["stylegan2_avatars", "r3gan_avatars"])
def test_the_two_discriminators_differ_in_nothing_but_their_blur(name):
    blurred, averaged = (antialias.gan_of(name, way).discriminator for way in (1, 0))
    assert blurred.count_params() == averaged.count_params()
    kinds = [{type(x).__name__ for x in each.layers} for each in (blurred, averaged)]
    assert any("Blur" in kind for kind in kinds[0])
    assert not any("Blur" in kind for kind in kinds[1])


def test_the_guide_says_what_was_measured():
    ways = json.loads(antialias.FILE.read_text())["stylegan2_avatars"]
    guide = (antialias.DOCS.parent / "stability.md").read_text(encoding="utf-8")
    assert ways["minutes"] == 5 and "after five minutes on\none core" in guide
    for way in antialias.WAYS:
        assert f"{ways[way]['fd_avatar1@2k']}" in guide
        assert (antialias.DOCS / f"stylegan2_avatars_{way}.png").exists()
