"""Presets of format 2: what is drawn and told by name, and what the generator pays."""

import keras
import numpy as np
import pytest
from preset_mutations import forged

import keras_gans as kg
from contracts import play, vanilla
from keras_gans import cli, presets
from keras_gans.presets import parts
from keras_gans.presets.format import allowed

pytestmark = pytest.mark.eager

SHAPE = (16, 16, 1)
WORDS = kg.conditions.vocabulary_of(["a red hat", "a blue hat, smiling"])
N, P = kg.networks, kg.penalties


def pix2pix():
    keras.utils.set_random_seed(0)
    told = {"photo": SHAPE}
    gan = kg.GAN(
        N.UNet(SHAPE, told, width=4), N.PatchDiscriminator(SHAPE, told, width=4), seed=0
    )
    return play(gan, generator_penalties=[P.Reconstruction(), P.FeatureMatching(2.0)])


def inpainting():
    keras.utils.set_random_seed(0)
    told = {"photo": SHAPE, "holes": SHAPE}
    gan = kg.GAN(
        N.UNet(SHAPE, told, width=4),
        N.PatchDiscriminator(SHAPE, {"holes": SHAPE}, width=4, normalization=None),
        prior={"holes": kg.priors.FreeForm(0.1, 0.4)},
        seed=0,
    )
    return play(gan, generator_penalties=[P.Reconstruction(inside="holes")])


def text2image():
    keras.utils.set_random_seed(0)
    sizes = dict(vocabulary_size=len(WORDS) + 1, caption_length=6, width=4)
    told = kg.conditions.Tokens(WORDS, 6, captions=["a red hat", "a blue hat"])
    gan = kg.GAN(
        N.DFGANGenerator(SHAPE, latent_dim=4, text_units=8, **sizes),
        N.DFGANDiscriminator(SHAPE, text_units=8, **sizes),
        conditions={"caption": told},
        seed=0,
    )
    return play(gan, matching_aware=True, loss=kg.losses.Scaled("hinge", 0.5))


def view_to_voxels():
    keras.utils.set_random_seed(0)
    shape, view = (16, 16, 16, 1), (16, 16, 3)
    gan = kg.GAN(
        N.ViewToVoxels(shape, view, latent_dim=8, width=2),
        N.VoxelDiscriminator(shape, view, width=2),
        seed=0,
    )
    return play(gan, generator_penalties=[P.Reconstruction("mse", 10.0)])


def labelled():
    """Classes with names, which no network says."""
    keras.utils.set_random_seed(0)
    told = {"labels": kg.conditions.Labels(2, ["cat", "dog"])}
    sizes = dict(widths=(8,), num_classes=2)
    gan = kg.GAN(
        N.MLPGenerator(SHAPE, 4, **sizes),
        N.MLPDiscriminator(SHAPE, **sizes),
        conditions=told,
        seed=0,
    )
    body = N.MLPDiscriminator(SHAPE, (8,))
    learns = P.MutualInformation("z", network=body, weight=0.1, name="said")
    return play(gan, generator_penalties=[learns])


def super_resolution():
    keras.utils.set_random_seed(0)
    gan = kg.GAN(
        N.TranslationResNet((16, 32, 3), {"small": (4, 8, 3)}, width=4, blocks=1),
        N.PatchDiscriminator((16, 32, 3), width=4),
        seed=0,
    )
    return play(gan, generator_penalties=[P.Perceptual(), P.Reconstruction("mse", 1.0)])


TOLD = {
    "pix2pix": pix2pix,
    "inpainting": inpainting,
    "text2image": text2image,
    "view_to_voxels": view_to_voxels,
    "labelled": labelled,
    "super_resolution": super_resolution,
}


def inputs_of(gan, count=2, seed=0):
    """Values of all that a GAN is told, by name."""
    rng = np.random.default_rng(seed)
    told = {}
    for name, condition in gan.conditions.items():
        if condition.values:
            size = (count, *condition.shape)
            told[name] = rng.integers(0, condition.values, size, "int32")
        else:
            told[name] = rng.uniform(-1, 1, (count, *condition.shape))
    return {
        name: values.astype(gan.conditions[name].dtype) for name, values in told.items()
    }


SOME = [n if n == "pix2pix" else pytest.param(n, marks=pytest.mark.slow) for n in TOLD]


@pytest.mark.parametrize("name", SOME)
def test_a_told_gan_comes_back_from_its_preset(name, tmp_path):
    gan = TOLD[name]()
    folder = gan.save_to_preset(tmp_path / "mine", config={"measures": ["psnr"]})
    config = presets.read(folder)
    assert config["format"] == 2 and config["measures"] == ["psnr"]
    again = kg.GAN.from_preset(folder)
    assert presets.describe(again) == presets.describe(gan)
    told = inputs_of(gan)
    images = gan.generate(2, seed=0, **told)
    np.testing.assert_array_equal(again.generate(2, seed=0, **told), images)
    assert "# mine" in (folder / "README.md").read_text() or config.get("name") is None


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    return text2image().save_to_preset(tmp_path_factory.mktemp("told") / "mine")


def test_words_come_back_with_the_preset(plain):
    gan = kg.GAN.from_preset(plain)
    told = gan.generate(1, caption="a blue hat, smiling", seed=0)
    again = gan.generate(1, caption=["A blue hat , smiling"], seed=0)
    np.testing.assert_array_equal(again, told)
    with pytest.raises(ValueError, match="Received: 'green'"):
        gan.generate(1, caption="a green hat")
    long = kg.conditions.Tokens([*WORDS, "green"], 6)
    with pytest.raises(ValueError, match=f"know {len(WORDS) + 1} values of `caption`"):
        kg.GAN(gan.generator, gan.discriminator, conditions={"caption": long})


def test_library_networks_say_what_they_are_told():
    sizes = dict(vocabulary_size=9, caption_length=6, text_units=2, width=1)
    networks = N.DFGANGenerator(SHAPE, latent_dim=2, **sizes)
    roles = dict(networks.conditions)["caption"]
    assert roles.values == 9 and roles.shape == (6,)
    assert roles.encode([[1, 2, 8, 0, 0, 0]]).shape == (1, 6)
    for wrong, words in ([[1, 2, 9, 0, 0, 0]], "0 to 8"), ("a hat", "numbers alone"):
        with pytest.raises(ValueError, match=words):
            roles.encode(wrong)
    assert set(inpainting().conditions) == {"photo"}
    gan = labelled()
    networks = gan.generator, gan.discriminator
    with pytest.raises(ValueError, match="know 2 values of `labels`"):
        kg.GAN(*networks, conditions={"labels": kg.conditions.Labels(3)})


def test_what_needs_no_newer_format_is_written_in_the_oldest(tmp_path):
    assert presets.describe(vanilla())["format"] == 1
    folder = vanilla().save_to_preset(tmp_path / "mine", config={"name": "mine"})
    assert presets.read(folder)["format"] == 1


class Sub(kg.GAN):
    """Somebody's subclass, made by the same arguments."""


def test_a_subclass_loads_as_itself(tmp_path):
    folder = labelled().save_to_preset(tmp_path / "mine")
    assert type(Sub.from_preset(folder)) is Sub
    assert type(kg.GAN.from_preset(folder)) is kg.GAN


def test_a_penalty_that_is_nothing_without_its_weights_is_refused(tmp_path):
    eye = P.Perceptual(N.MLPDiscriminator(SHAPE, (8,)))
    gan = play(pix2pix(), generator_penalties=[eye])
    with pytest.raises(presets.PresetError, match="Perceptual.*network=None"):
        gan.save_to_preset(tmp_path / "mine")


def test_every_registered_class_of_the_rooms_is_allowed():
    """Nothing is listed by hand: what is offered and registered may be named."""
    rooms = kg.losses, kg.penalties, kg.priors, kg.conditions, kg.augment, kg.networks
    for room in rooms:
        for name in room.__all__:
            cls = getattr(room, name)
            if isinstance(cls, type) and allowed.is_ours(cls):
                assert allowed.ALLOWED[name] is cls
    assert not {"OwnLoss", "OwnPenalty", "Function"} & set(allowed.ALLOWED)


def test_a_penalty_keeps_the_name_of_its_log():
    said = parts.spec(P.MutualInformation("z", name="said"))
    assert parts.make(said, "penalties").name == "said"
    assert "name" not in parts.spec(P.LeCam())["config"]


HUGE = {"vocabulary": 10**8, "length": 6}
BODY = {"class": "MLPDiscriminator", "config": {"image_shape": [16, 16, 1]}}


@pytest.mark.parametrize(
    ("where", "value", "words"),
    [
        (("format",), 1.5, "format 1 and 2"),
        (("prior",), {}, "drawn or told"),
        (("prior",), {"z": 3}, "Each part"),
        (("prior",), {"z": {"class": "Lambda", "config": {}}}, "class for `prior`"),
        (("conditions",), [], "dict of names"),
        (("conditions", "caption"), {"class": "Normal", "config": {}}, "`conditions`"),
        (("conditions", "caption", "config", "length"), 10**6, "at most 1,024"),
        (("conditions", "caption", "config", "length"), 7, "shape of its input"),
        (("conditions", "caption", "config"), HUGE, "know 7 values"),
        (
            ("conditions", "caption", "config", "vocabulary"),
            ["a"] * 4097,
            "4097 entries",
        ),
        (
            ("conditions", "size"),
            {"class": "Vector", "config": {"shape": [10**7]}},
            "whole",
        ),
        (
            ("game", "generator_penalties"),
            [{"class": "Clip", "config": {}}],
            "`generator_pen",
        ),
        (
            ("game", "generator_penalties"),
            [
                {
                    "class": "MutualInformation",
                    "config": {
                        "codes": ["z"],
                        "network": {**BODY, "config": {"widths": [65536, 65536]}},
                    },
                }
            ],
            "the penalties may have",
        ),
        (("measures",), ["x" * 301], "300 characters"),
        (("game", "loss", "config", "loss"), "hinge", "Received: 'hinge'"),
    ],
)
def test_a_forged_config_of_format_2_is_refused(plain, tmp_path, where, value, words):
    folder = forged(plain, tmp_path / "mine", where, value)
    with pytest.raises(presets.PresetError, match=words):
        kg.GAN.from_preset(folder)


def test_nothing_is_made_of_nothing(capsys, tmp_path):
    """CycleGAN may be told either side, but one of them it must be."""
    gan = kg.GAN.from_preset("cyclegan_avatars", discriminator=False)
    with pytest.raises(ValueError, match="tell it `a` or `b`. Received: neither"):
        gan.generate(2)
    person = np.zeros((2, 32, 32, 3), "uint8")
    assert gan.generate(a=person).shape == gan.generate(b=person).shape
    line = ["generate", "cyclegan_avatars", "--out", str(tmp_path / "hair.png")]
    assert cli.main(line) == 2
    assert "Received: neither" in capsys.readouterr().err
