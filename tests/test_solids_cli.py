"""Voxels on the command line: meshes, four sides, films; boxes as holes."""

import re

import keras
import numpy as np
import pytest
from PIL import Image

import keras_gans as kg
from keras_gans import cli
from keras_gans.cli import solids, told

SHAPE, VIEW = (16, 16, 16, 1), (16, 16, 1)


@pytest.fixture(scope="module")
def preset(tmp_path_factory):
    """From a picture to voxels, untrained."""
    keras.utils.set_random_seed(0)
    networks = kg.networks
    gan = kg.GAN(
        networks.ViewToVoxels(SHAPE, VIEW, latent_dim=4, width=1),
        networks.VoxelDiscriminator(SHAPE, width=1),
        prior=None,
        seed=0,
    )
    gan.compile("adam", "adam")
    folder = tmp_path_factory.mktemp("solids")
    for name, mode in (("chair", "L"), ("grey", "RGB")):
        Image.new(mode, (16, 16), 90 if mode == "L" else (90,) * 3).save(
            folder / f"{name}.png"
        )
    Image.new("RGB", (16, 16), "red").save(folder / "red.png")
    return gan.save_to_preset(folder / "view2voxels")


def run(preset, out, *views, more=()):
    views = [f"--view={preset.parent / view}.png" for view in views]
    return cli.main(["generate", str(preset), *views, "--out", str(out), *more])


def test_one_picture_becomes_a_mesh_four_sides_a_film_and_numbers(preset, tmp_path):
    kinds = {"a.obj": b"#", "a.gif": b"GIF8", "a.png": b"\x89PNG", "a.npz": b"PK"}
    for name, begin in kinds.items():
        assert run(preset, tmp_path / name, "chair") == 0
        assert (tmp_path / name).read_bytes().startswith(begin)
    with np.load(tmp_path / "a.npz") as found:
        assert found["images"].shape == (1, *SHAPE) and found["view"].shape[0] == 1
    with Image.open(tmp_path / "a.gif") as film:
        assert film.n_frames == solids.TURNS
    with Image.open(tmp_path / "a.png") as sheet:
        assert sheet.width > 5 * solids.PIXELS  # the picture, and four sides


def test_several_become_a_folder_of_meshes(preset, tmp_path):
    assert run(preset, tmp_path / "made", "chair", "grey") == 0
    assert [p.name for p in sorted((tmp_path / "made").iterdir())] == ["0.obj", "1.obj"]


@pytest.mark.parametrize(
    ("out", "views", "words"),
    [
        ("a.obj", ("chair", "grey"), "holds one solid, and there would be 2"),
        ("a.stl", ("chair",), "of voxels also FILE.obj"),
        ("a.obj", ("red",), r"--view: .*1 channel"),
        ("a.obj", (), "For example: --view FILE"),
    ],
)
def test_what_cannot_be_is_answered_in_one_line(
    preset, tmp_path, capsys, out, views, words
):
    assert run(preset, tmp_path / out, *views) == 2
    [line] = capsys.readouterr().err.strip().splitlines()
    assert re.search(words, line), line
    assert not (tmp_path / out).exists()


def test_images_have_no_mesh(tmp_path, capsys):
    generator = kg.networks.MLPGenerator((16, 16, 1), 2, (2,))
    gan = kg.GAN(generator, kg.networks.MLPDiscriminator((16, 16, 1), (2,)), seed=0)
    gan.compile("adam", "adam")
    preset = gan.save_to_preset(tmp_path / "flat")
    assert cli.main(["generate", str(preset), "--out", str(tmp_path / "a.gif")]) == 2
    assert "is for voxels" in capsys.readouterr().err


def test_a_box_hides_what_it_says():
    [mask] = told.masks(["2, 1,5,3"], (8, 8, 1))
    assert mask.sum() == 3 * 2 and mask[1:3, 2:5].all()
    for text, words in (
        ("5,1,2,3", "LEFT,TOP,RIGHT,BOTTOM"),
        ("0,0,9,8", "within the picture of 8 x 8"),
    ):
        with pytest.raises(ValueError, match=words):
            told.masks([text], (8, 8, 1))
    with pytest.raises(ValueError, match="all be boxes"):
        told.masks(["0,0,1,1", "mask.png"], (8, 8, 1))
