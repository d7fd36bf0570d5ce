"""Inputs of a GAN as options: --caption, --photo, --holes, whatever it is called."""

import types

import keras
import numpy as np
import pytest
from PIL import Image

import keras_gans as kg
from keras_gans import cli
from keras_gans.cli import told
from keras_gans.cli.parser import UserError

SIDE = 16
SHAPE = (SIDE, SIDE, 1)
N = kg.networks


@pytest.fixture(scope="module")
def preset(tmp_path_factory):
    """An inpainting GAN of the library's networks, untrained."""
    keras.utils.set_random_seed(0)
    given = {"photo": SHAPE, "holes": SHAPE}
    gan = kg.GAN(
        N.UNet(SHAPE, given, width=1, normalization=None),
        N.PatchDiscriminator(SHAPE, {"holes": SHAPE}, width=1, strided=0),
        prior={"holes": kg.priors.FreeForm(0.1, 0.4)},
        seed=0,
    )
    gan.compile("adam", "adam")
    folder = tmp_path_factory.mktemp("told")
    save(folder / "photo.png", np.arange(SIDE * SIDE).reshape(SIDE, SIDE))
    save(folder / "mask.png", np.eye(SIDE) * 255)
    save(folder / "wide.png", np.zeros((SIDE, 2 * SIDE)))
    save(folder / "red.png", np.full((SIDE, SIDE, 3), (255, 0, 0)))
    (folder / "many").mkdir()
    for i in range(3):
        save(folder / "many" / f"{i}.png", np.full((SIDE, SIDE), 80 * i))
    return gan.save_to_preset(folder / "fill")


def save(path, pixels):
    Image.fromarray(np.asarray(pixels, "uint8")).save(path)


def run(preset, *arguments):
    folder = preset.parent
    files = {word for word in arguments if word.endswith((".png", "many"))}
    files = {word for word in files if not word.startswith("--")}
    words = [str(folder / word) if word in files else word for word in arguments]
    return cli.main(["generate", str(preset), *words])


def test_a_folder_of_photos_is_filled_in(preset, tmp_path, capsys):
    out = tmp_path / "made.npz"
    assert run(preset, "--photo", "many", "--holes", "mask.png", f"--out={out}") == 0
    with np.load(out) as found:
        assert found["images"].shape == (3, *SHAPE)
        assert found["photo"].shape == (3, *SHAPE) and len(found.files) == 2
    gan = kg.GAN.from_preset(preset)
    photos = np.arange(3).repeat(SIDE * SIDE).reshape(3, *SHAPE) * 80
    mask = np.eye(SIDE)[..., None]
    images = gan.generate(photo=photos.astype("uint8"), holes=mask, seed=0)
    with np.load(out) as found:
        np.testing.assert_array_equal(found["images"], kg.plots.to_uint8(images))


def test_a_sheet_shows_what_was_told(preset, tmp_path):
    out = tmp_path / "sheet.png"
    assert run(preset, "--photo", "photo.png", "--count", "2", f"--out={out}") == 0
    with Image.open(out) as sheet:
        assert sheet.mode == "RGB" and sheet.width > 3 * 64


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--photos", "photo.png"], "Did you mean '--photo'"),
        (["--coutn", "3"], "Did you mean '--count'"),
        ([], "`photo`.*For example: --photo FILE"),
        (["--photo", "wide.png"], r"--photo:.*Received: shape \(1, 16, 32, 1\)"),
        (["--photo", "red.png"], r"--photo:.*Received: shape \(1, 16, 16, 3\)"),
        (["--photo", "none.png"], "--photo: There is no file"),
        (["--photo"], "--photo takes a value, as in --photo FILE"),
        (["--photo", "photo.png", "--holes", "photo.png"], "--holes: A mask is 1"),
        (["--photo", "photo.png", "--holes", "wide.png"], "--holes:.*shape"),
        (["--photo", "many", "--count", "2"], "one for each of the 2 samples"),
    ],
)
def test_what_cannot_be_told_is_answered_in_one_line(preset, arguments, words, capsys):
    import re

    assert run(preset, *arguments, "--out", f"{preset.parent}/no.npz") == 2
    said = capsys.readouterr().err.strip().splitlines()
    assert len(said) == 1 and re.search(words, said[0]), said


def test_an_option_of_nobody_is_refused_before_anything_is_loaded(capsys, monkeypatch):
    monkeypatch.setattr(cli, "wake", lambda: pytest.fail("too late"))
    assert cli.main(["generate", "dcgan_mnist", "--caption", "a cat"]) == 2
    assert "Unknown option: '--caption'" in capsys.readouterr().err


# === Without a preset: how words become values ===


def gan_told(**conditions):
    """All that `cli.told` asks of a GAN."""
    shapes = {name: told.shape for name, told in conditions.items()}
    shapes |= {"z": (2,), "digit": (3,)}
    priors = {"z": kg.priors.Normal(), "digit": kg.priors.Categorical(3)}
    return types.SimpleNamespace(
        conditions=conditions, priors=priors, input_shapes=shapes
    )


def test_words_classes_and_numbers():
    caption = kg.conditions.Tokens(["a", "red", "hat"], 4)
    kind = kg.conditions.Labels(2, ["cat", "dog"])
    where = kg.conditions.Vector(2)
    gan = gan_told(caption=caption, kind=kind, where=where)
    given = [
        *[("caption", "a red hat"), ("caption", "a hat"), ("kind", "dog, 0")],
        *[("where", "0.5,-0.5"), ("digit", "2"), ("z", "0,1")],
    ]
    found = told.inputs_of(gan, given)
    np.testing.assert_array_equal(found["caption"], [[1, 2, 3, 0], [1, 3, 0, 0]])
    assert found["kind"].tolist() == [1, 0]
    assert found["where"].tolist() == [[0.5, -0.5]] and found["z"].tolist() == [[0, 1]]
    assert found["digit"].tolist() == [[0, 0, 1]]
    for wrong, words in {
        ("caption", "a blue hat"): "--caption: Words must.*'blue'",
        ("kind", "cow"): "--kind: Unknown class: 'cow'",
        ("where", "0.5"): "--where: Each value is 2 numbers",
        ("digit", "3"): "--digit: Classes must be from 0 to 2",
    }.items():
        with pytest.raises(UserError, match=words):
            told.inputs_of(gan, [wrong])


def test_numbers_may_be_in_a_file(tmp_path):
    np.save(tmp_path / "z.npy", np.ones((3, 2)))
    found = told.inputs_of(gan_told(), [("z", str(tmp_path / "z.npy"))])
    assert found["z"].shape == (3, 2)


@pytest.mark.parametrize(
    "line",
    [
        ["generate", "--caption", "a red hat", "mine", "--count", "3"],
        ["generate", "mine", "--count=3", "--caption=a red hat"],
        ["--debug", "generate", "mine", "--caption", "a red hat", "--count", "3"],
    ],
)
def test_options_of_the_command_and_of_the_gan_go_apart(line):
    options = cli.parser().parse_args(line)
    assert (options.source, options.count) == ("mine", 3)
    assert options.inputs == [("caption", "a red hat")]


def test_other_commands_take_no_other_options():
    with pytest.raises(UserError, match="unrecognized arguments"):
        cli.parser().parse_args(["list", "--caption", "a"])
