"""What a page is about: presets, and runs with all that they have kept."""

import numpy as np
import pytest
from PIL import Image
from tiny_shelf import make_tiny

from keras_gans import cli
from keras_gans.demo import Subject, subject


def test_one_of_the_shelf_says_what_it_is_worth():
    about = Subject.of("conditional_dcgan_fashion_mnist")
    assert about.name == "conditional_dcgan_fashion_mnist"
    assert "MIT licence, Zalando" in about.about and "Trained for" in about.about
    assert "| other real images |" in about.about
    (labels,) = about.player.controls
    assert labels.choices[0] == ("T-shirt/top", 0) and about.neighbours is None


@pytest.fixture(scope="module")
def run(shelf, tmp_path_factory):
    """The folder of a run that trained for an epoch."""
    folder = tmp_path_factory.mktemp("runs") / "mine"
    with pytest.MonkeyPatch.context() as patch:
        make_tiny(patch, shelf)
        command = f"train conditional --epochs 1 --out {folder}"
        assert cli.main(command.split()) == 0
    return folder


def test_a_run_shows_the_nearest_training_images(run):
    about = Subject.of(str(run))
    assert [c.kind for c in about.player.controls] == ["class"]
    assert "Nobody measured it yet" in about.about
    assert (about.neighbours is None) == (not (run / "neighbours.png").exists())
    Image.new("RGB", (30, 10)).save(run / "neighbours.png")
    assert Subject.of(str(run)).neighbours.size == (30, 10)
    samples, _ = about.player.samples(
        [about.player.place(0)], about.player.controls[0].read(1)
    )
    assert samples.shape == (1, 16, 16, 1) and np.isfinite(samples).all()


def test_addresses_are_links_and_nothing_else_is():
    assert (
        subject.paper({"title": "A", "paper": "https://a.b"})
        == "A ([paper](https://a.b))"
    )
    assert subject.paper({"title": "A", "paper": "javascript:alert(1)"}) == "A"
