"""A preset that was saved is the same preset when it is loaded, anywhere."""

import json
import pathlib
import shutil
import sys
import time
import types

import h5py
import keras
import numpy as np
import pytest
import tensorflow as tf
from PIL import Image
from preset_mutations import forged, write_metadata
from test_remedies import made

import keras_gans as kg
import zoo
from contracts import (
    CLASSES,
    SHAPE,
    arrays,
    dcgan,
    ensemble,
    mlp,
    packed,
    play,
    same,
    vanilla,
)
from keras_gans import presets
from keras_gans.presets import builtin, folders, saver
from keras_gans.presets.format import limits, param_count, weights

pytestmark = pytest.mark.eager


def lived(gan):
    """A GAN whose weights are all different, as after training, in no time."""
    rng = np.random.default_rng(0)
    networks = gan.generator, gan.ema_generator, gan.discriminator
    for weight in [w for network in networks for w in network.weights]:
        weight.assign(rng.uniform(0.1, 1.0, weight.shape))
    return gan


@pytest.fixture(scope="module")
def trained():
    return lived(play(dcgan(CLASSES)))


@pytest.fixture
def folder(trained, tmp_path):
    """The preset of a small conditional DCGAN."""
    return trained.save_to_preset(tmp_path / "mine", config={"name": "mine"})


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """The preset of the smallest GAN; not to be changed."""
    return vanilla().save_to_preset(tmp_path_factory.mktemp("plain") / "mine")


def check_same(gan, again):
    """The preset's players are those of the GAN: the averaged generator, twice."""
    made, judge = arrays(gan.ema_generator.weights), arrays(gan.discriminator.weights)
    assert same(made, arrays(again.generator.weights))
    assert same(made, arrays(again.ema_generator.weights))
    assert same(judge, arrays(again.discriminator.weights))
    assert presets.describe(again) == presets.describe(gan)
    assert int(again.step) == 0 and again.compiled


# === There and back ===

WITH = "_fashion_mnist"
FAMILIES = [name.removesuffix(WITH) for name in zoo.recipes if name.endswith(WITH)]
FAMILIES = [family for family in FAMILIES if f"{family}_mnist" in zoo.recipes]


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_of_the_zoo_comes_back_bit_for_bit(family, tmp_path):
    config = zoo.recipes[f"{family}_mnist"].config(family)
    for player in config["networks"].values():
        size = {"width": 2} if "width" in player["config"] else {"widths": [8]}
        player["config"].update(size)
    gan = lived(presets.build(config, image_shape=SHAPE))
    check_same(gan, kg.GAN.from_preset(gan.save_to_preset(tmp_path / family)))


@pytest.mark.parametrize("name", ["packing", "auxiliary", "projection", "spectral"])
def test_every_kind_of_judge_comes_back_bit_for_bit(name, tmp_path):
    gan = lived(made(name))
    check_same(gan, kg.GAN.from_preset(gan.save_to_preset(tmp_path / name)))


def test_a_game_with_everything_comes_back_bit_for_bit(tmp_path):
    loss, penalty, augment = kg.losses, kg.penalties, kg.augment
    gan = play(
        ensemble(),
        loss=loss.TopK(loss.NonSaturating(0.1), kg.schedules.Linear(1.0, 0.5, 9)),
        penalties=[penalty.r1(), penalty.L2(), penalty.Drift(), penalty.LeCam()],
        augment=[augment.InstanceNoise(0.1), augment.AdaptiveAugment()],
        discriminator_steps=2,
        generator_steps=2,
        turns=kg.turns.Balance(),
        unrolled_steps=1,
        jury=kg.juries.History(2, 1, vote="max"),
        replay=kg.replay.Replay(16),
        matching_aware=True,
        constraint=kg.constraints.Clip(0.5),
        ema=None,
    )
    check_same(gan, kg.GAN.from_preset(lived(gan).save_to_preset(tmp_path / "all")))


def test_images_are_the_same_and_a_loaded_preset_saves_the_same_bytes(
    trained, folder, tmp_path
):
    again = kg.GAN.from_preset(str(folder), seed=7)
    assert np.array_equal(again.generate(4, seed=0), trained.generate(4, seed=0))
    other = again.save_to_preset(tmp_path / "other", config={"name": "mine"})
    for name in ("config.json", *folders.WEIGHTS.values()):
        assert (other / name).read_bytes() == (folder / name).read_bytes()


def test_keras_itself_reads_the_weights(trained, folder):
    network = dcgan(CLASSES, seed=5).generator
    network.load_weights(folder / "generator.weights.h5")
    assert same(arrays(network.weights), arrays(trained.ema_generator.weights))


def test_fine_tuning_on_a_folder_of_images(plain, tmp_path, monkeypatch):
    """The two lines of the README."""
    monkeypatch.chdir(tmp_path)
    rng = np.random.default_rng(0)
    (tmp_path / "my_images").mkdir()
    for i in range(8):
        pixels = rng.integers(0, 256, (20, 20), "uint8")
        Image.fromarray(pixels).save(tmp_path / f"my_images/{i}.png")
    shutil.copytree(plain, "mine")

    gan = kg.GAN.from_preset("mine")
    gan.fit(kg.data.load("my_images", batch_size=4, image_size=16), verbose=0)

    assert int(gan.step) == 2 and gan.generate(2).shape == (2, *SHAPE)
    before = kg.GAN.from_preset("mine").generator.weights
    assert not same(arrays(before), arrays(gan.generator.weights))


# === float16 ===


def test_float16_is_half_as_large_and_the_same_bytes_again(tmp_path):
    network = kg.networks.MLPGenerator(SHAPE, 64, (256,))
    paths = [tmp_path / f"{i}.weights.h5" for i in range(3)]
    for path, dtype in zip(paths, ("float16", "float16", "float32")):
        weights.write(network, path, dtype)
        time.sleep(0.6)  # no second of the clock may get in
    assert paths[0].read_bytes() == paths[1].read_bytes()
    assert paths[0].stat().st_size < 0.52 * paths[2].stat().st_size


def test_float16_is_rounded_once(tmp_path):
    gan = vanilla()
    folder = gan.save_to_preset(tmp_path / "mine", dtype="float16")
    again = arrays(kg.GAN.from_preset(folder).generator.weights)
    rounded = [
        a.astype("float16").astype("float32") for a in arrays(gan.ema_generator.weights)
    ]
    assert same(rounded, again) and all(a.dtype == "float32" for a in again)


@pytest.mark.parametrize(
    ("values", "dtype"),
    [
        ([1.0, -0.3], "float16"),
        ([0.0, 0.0], "float16"),
        ([65504.0, 1.0], "float16"),
        ([65520.0, 1.0], "float32"),  # would be infinite
        ([1e-7, 2e-7], "float32"),  # would be rounded by half
        ([1.0, 1e-9], "float16"),  # nothing beside 1
    ],
)
def test_an_array_is_float16_only_where_that_can_hold_it(values, dtype):
    assert weights.stored("w", np.float32(values), "float16").dtype == dtype


def test_bfloat16_is_a_fifth_smaller_than_float16_and_6_bits_a_third(tmp_path):
    network = kg.networks.MLPGenerator(SHAPE, 64, (256,))
    paths = {name: tmp_path / f"{name}.weights.h5" for name in ("float16", "bfloat16")}
    for dtype, path in paths.items():
        weights.write(network, path, dtype)
    sizes = {dtype: path.stat().st_size for dtype, path in paths.items()}
    assert sizes["bfloat16"] < 0.84 * sizes["float16"]
    weights.write(network, paths["bfloat16"], "bfloat16", bits=6)
    assert paths["bfloat16"].stat().st_size < 0.7 * sizes["float16"]


def test_bfloat16_is_what_tensorflow_rounds_to():
    rng = np.random.default_rng(0)
    values = rng.normal(size=2000).astype("float32") * 10.0 ** rng.integers(-9, 9, 2000)
    values = np.float32([*values, 0.0, -0.0, 1 + 2**-8, 1 + 3 * 2**-8])  # ties: to even
    wanted = tf.cast(tf.cast(values, tf.bfloat16), "float32").numpy()
    np.testing.assert_array_equal(weights.coarse(np.float32(values)), wanted)
    kept = weights.stored("w", np.float32([1.003, -0.25]), "bfloat16")
    assert kept.dtype == "float16" and kept.tolist() == [1.0, -0.25]


def test_fewer_bits_round_to_the_nearest_and_of_two_to_the_even_one():
    values = np.float32([1, 1 + 1 / 64, 1 + 3 / 64, 1.02, -1.99, 0.3, 0.0])
    wanted = [1, 1, 1 + 2 / 32, 1 + 1 / 32, -2, 0.296875, 0.0]  # 6 of them
    np.testing.assert_array_equal(weights.coarse(values, 6), np.float32(wanted))


def test_bfloat16_keeps_6_bits_of_the_discriminator(tmp_path):
    gan = play(mlp())
    gan.save_to_preset(tmp_path / "p", dtype="bfloat16")
    for name, bits in ("generator", 8), ("discriminator", 6):
        with h5py.File(tmp_path / "p" / f"{name}.weights.h5") as file:
            for path in weights.names_in(file):
                kept = file[path][()].astype("float32")
                np.testing.assert_array_equal(kept, weights.coarse(kept, bits))
                few = np.array_equal(kept, weights.coarse(kept, bits - 1))
                assert not few or kept.size < 100 or not kept.any()


def test_mixed_precision_keeps_its_float32_weights(tmp_path):
    gan = lived(play(mlp(dtype="mixed_bfloat16")))
    check_same(gan, kg.GAN.from_preset(gan.save_to_preset(tmp_path / "mixed")))


# === What is asked for ===


def test_without_the_discriminator_its_weights_are_not_even_there(trained, folder):
    (folder / "discriminator.weights.h5").unlink()
    with pytest.raises(presets.PresetError, match="discriminator.weights.h5"):
        kg.GAN.from_preset(folder)
    again = kg.GAN.from_preset(folder, discriminator=False)
    wanted = arrays(trained.ema_generator.weights)
    assert same(wanted, arrays(again.ema_generator.weights))


def test_row_32_overrides_build_another_untrained_network(folder):
    options = dict(image_shape=(32, 32, 3), num_classes=5, width=4, dropout=0.5)
    gan = kg.GAN.from_preset(folder, load_weights=False, **options)
    assert gan.image_shape == (32, 32, 3) and gan.num_classes == 5
    assert gan.discriminator.get_config()["dropout"] == 0.5
    assert gan.generator.get_config()["width"] == 4
    with pytest.raises(presets.PresetError, match="load_weights=False"):
        kg.GAN.from_preset(folder, image_shape=(32, 32, 3))
    with pytest.raises(presets.PresetError, match="label_encoding.*Received: hight"):
        kg.GAN.from_preset(folder, load_weights=False, hight=32)


class Sized(kg.GAN):
    """Somebody's subclass, made by other arguments."""

    def __init__(self, size, **kwargs):
        shape = (size, size, 1)
        generator = kg.networks.MLPGenerator(shape, 4, (8,))
        super().__init__(generator, kg.networks.MLPDiscriminator(shape), **kwargs)


def test_row_31_what_it_is_of_is_said(folder, tmp_path):
    """A class that plays another role, and a subclass that cannot be made of it."""
    where = "networks", "generator", "class"
    other = forged(folder, tmp_path / "other", where, "DCGANDiscriminator")
    with pytest.raises(presets.PresetError, match="generator.*'DCGANDiscriminator'"):
        kg.GAN.from_preset(other)
    with pytest.raises(presets.PresetError, match="mine cannot be loaded: TypeError"):
        Sized.from_preset(folder)


@pytest.mark.parametrize("where", [("format",), ("tomorrow",)])
def test_row_33_a_newer_config_asks_for_an_upgrade(folder, tmp_path, where):
    newer = forged(folder, tmp_path / "newer", where, 99)
    with pytest.raises(presets.PresetError, match="Received.*Upgrade keras-gans"):
        kg.GAN.from_preset(newer)


def test_row_33_newer_metadata_ask_for_an_upgrade(folder):
    metadata = json.loads((folder / "metadata.json").read_text())
    write_metadata(folder, {**metadata, "format": 99})
    with pytest.raises(
        presets.PresetError, match="format 1. Received: 99. Upgrade keras-gans"
    ):
        kg.GAN.from_preset(folder)


@pytest.mark.parametrize("make, channels", [(packed, 6), (ensemble, 3)])
def test_overrides_reach_packs_and_members(make, channels, tmp_path):
    folder = play(make()).save_to_preset(tmp_path / "mine")
    gan = kg.GAN.from_preset(folder, load_weights=False, image_shape=(20, 20, 3))
    assert gan.image_shape == (20, 20, 3)
    assert gan.discriminator.inputs[0].shape[1:] == (20, 20, channels)


def test_the_same_seed_builds_the_same_untrained_gan(plain):
    gans = [kg.GAN.from_preset(plain, load_weights=False, seed=s) for s in (3, 3, 4)]
    first, again, other = (arrays(gan.weights) for gan in gans)
    assert same(first, again) and not same(first, other)


# === The shelf ===


@pytest.fixture
def shelf(tmp_path, monkeypatch):
    """A shelf of one recipe, "tiny", without weights."""
    monkeypatch.setattr(builtin, "FOLDER", tmp_path / "shelf")
    recipe = {"title": "Tiny", "data": "mnist", "paper": "https://example.org"}
    builtin.write({"name": "tiny", **recipe, **presets.describe(vanilla())})
    return tmp_path / "shelf"


def test_a_recipe_without_weights_says_what_to_do(shelf):
    with pytest.raises(presets.PresetError, match="keras-gans train tiny.*zoo tiny"):
        kg.GAN.from_preset("tiny")
    assert kg.GAN.from_preset("tiny", load_weights=False).image_shape == SHAPE
    assert presets.read_metadata("tiny") == {}
    counts = {"generator": 2368, "discriminator": 2065}
    assert kg.GAN.presets["tiny"]["parameters"] == counts
    assert kg.GAN.presets["tiny"]["trained"] is False


def test_a_trained_preset_on_the_shelf_is_found_by_its_name(shelf):
    gan, values = lived(vanilla()), {"fd": {"mean": 0.5}}
    recipe = {k: v for k, v in presets.read("tiny").items() if k in ("title", "data")}
    presets.save(gan, shelf / "tiny", config=recipe)
    presets.seal("tiny", {"metrics": {"values": values}})
    check_same(gan, kg.GAN.from_preset("tiny"))
    facts = kg.GAN.presets["tiny"]
    assert facts["trained"] and facts["metrics"]["values"] == values
    assert facts["title"] == "Tiny" and facts["data"] == "mnist"


def test_row_30_an_unknown_handle_lists_near_matches():
    for handle in ("dcgan_mnits", "./dcgan_mnist/", 7, None, "x" * 5000, "a\0b"):
        with pytest.raises(presets.PresetError):
            kg.GAN.from_preset(handle)
    with pytest.raises(presets.PresetError, match="Did you mean 'dcgan_mnist'"):
        kg.GAN.from_preset("dcgan_mnits")


def test_a_run_folder_is_not_a_preset(tmp_path):
    (tmp_path / "gan.keras").write_bytes(b"")
    with pytest.raises(presets.PresetError, match="the folder of a run"):
        kg.GAN.from_preset(tmp_path)


# === The Hugging Face Hub ===


@pytest.fixture
def hub(folder, tmp_path, monkeypatch):
    """A stand-in for huggingface_hub that copies; returns what it was asked."""
    asked = []

    def snapshot_download(repo_id, *, revision, allow_patterns, local_dir):
        asked.append((repo_id, revision))
        if repo_id == "user/gone":
            raise OSError("404")
        pathlib.Path(local_dir).mkdir(parents=True, exist_ok=True)
        for name in set(allow_patterns) & {path.name for path in folder.iterdir()}:
            (pathlib.Path(local_dir) / name).write_bytes((folder / name).read_bytes())
        return local_dir

    module = types.SimpleNamespace(snapshot_download=snapshot_download)
    monkeypatch.setitem(sys.modules, "huggingface_hub", module)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "home"))
    return asked


def test_a_preset_comes_from_the_hub_as_files_of_its_own(trained, hub, tmp_path):
    check_same(trained, kg.GAN.from_preset("hf://user/my.gan@v1.0"))
    check_same(trained, kg.GAN.from_preset("hf://user/my.gan"))
    assert hub == [("user/my.gan", "v1.0"), ("user/my.gan", None)]
    fetched = [p.name for p in (tmp_path / "home/keras_gans/presets").iterdir()]
    assert sorted(fetched) == ["user--my.gan", "user--my.gan@v1.0"]
    with pytest.raises(presets.PresetError, match="cannot be fetched: 404"):
        kg.GAN.from_preset("hf://user/gone")


@pytest.mark.parametrize(
    "handle",
    ["hf://", "hf://user", "hf://a/b/c", "hf://../etc", "hf://a/b@../c", "hf://a b/c"],
)
def test_a_handle_of_the_hub_leads_nowhere_else(hub, handle):
    with pytest.raises(presets.PresetError, match="hf://user/repo@revision"):
        kg.GAN.from_preset(handle)
    assert hub == []


def test_without_huggingface_hub_there_is_a_hint(monkeypatch):
    monkeypatch.setitem(sys.modules, "huggingface_hub", None)
    with pytest.raises(presets.PresetError, match="pip install huggingface_hub"):
        kg.GAN.from_preset("hf://user/repo")


# === The folder ===


def test_metadata_tell_what_is_known(trained, folder):
    metadata = presets.read_metadata(folder)
    counts = (p.count_params() for p in (trained.generator, trained.discriminator))
    assert list(metadata["parameters"].values()) == list(counts)
    assert metadata["image_shape"] == [16, 16, 1] and metadata["num_classes"] == 3
    assert metadata["versions"]["keras"] == keras.__version__
    assert set(metadata["files"]) == {
        *("README.md", "config.json", "samples.png"),
        *("generator.weights.h5", "discriminator.weights.h5"),
    }
    assert presets.read(folder)["name"] == "mine"


def test_sealing_lists_new_files_and_merges_facts(folder):
    (folder / "samples.png").write_bytes(b"picture")
    (folder / ".hidden").write_bytes(b"")
    presets.seal(folder, {"training": {"epochs": 3}, "classes": ["a", "b", "c"]})
    metadata = presets.read_metadata(folder)
    assert metadata["files"]["samples.png"]["bytes"] == 7
    assert ".hidden" not in metadata["files"]
    assert metadata["training"] == {"steps": 0, "epochs": 3}
    assert metadata["classes"] == ["a", "b", "c"]
    kg.GAN.from_preset(folder, load_weights=False)
    for facts in ({"files": {}}, {"x": float("nan")}, {"x": np.zeros(2)}, {"x": {1}}):
        with pytest.raises(presets.PresetError, match="`facts`"):
            presets.seal(folder, facts)
    assert presets.read_metadata(folder) == metadata


def test_a_card_may_be_edited_and_is_kept(trained, folder):
    (folder / "README.md").write_text("mine")
    kg.GAN.from_preset(folder)
    trained.save_to_preset(folder)
    assert (folder / "README.md").read_text() == "mine"


def test_a_folder_of_something_else_is_left_alone(tmp_path):
    (tmp_path / "thesis.tex").write_text("")
    for path in (tmp_path, tmp_path / "thesis.tex"):
        with pytest.raises(presets.PresetError, match="Give another path"):
            vanilla().save_to_preset(path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.tex"]


def test_a_save_that_fails_half_way_leaves_the_preset_as_it_was(
    trained, folder, monkeypatch
):
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    write = weights.write

    def full(network, path, dtype, bits):
        if path.name.startswith("discriminator"):
            raise OSError(28, "No space left on device")
        write(network, path, dtype, bits)

    monkeypatch.setattr(saver.weights, "write", full)
    with pytest.raises(OSError):
        lived(play(dcgan(CLASSES, seed=9))).save_to_preset(folder)
    assert before == {path.name: path.read_bytes() for path in folder.iterdir()}
    assert [path.name for path in folder.parent.iterdir()] == ["mine"]
    (folder / ".draft-x").mkdir()  # as a killed process would leave it
    check_same(trained, kg.GAN.from_preset(folder))


@pytest.mark.parametrize(
    ("make", "options", "words"),
    [
        (mlp, {}, "gan.compile"),
        (vanilla, {"dtype": "int8"}, "float32, float16"),
        (vanilla, {"config": {"game": {}}}, "title.*Received.*game"),
        (vanilla, {"config": {"name": {1}}}, "plain JSON"),
        (vanilla, {"facts": {"sha256": ""}}, "but what is found out"),
        (vanilla, {"config": {"name": "x" * 301}}, "300 characters"),
        (lambda: play(mlp(dtype="float64")), {}, "float32 weights"),
    ],
)
def test_what_no_preset_can_hold_is_refused(make, options, words, tmp_path):
    with pytest.raises(presets.PresetError, match=words):
        make().save_to_preset(tmp_path / "mine", **options)
    assert not (tmp_path / "mine").exists()


def test_weights_that_are_not_finite_are_not_saved(tmp_path):
    gan = vanilla()
    gan.ema_generator.weights[0].assign(np.full((4, 8), np.nan))
    with pytest.raises(presets.PresetError, match="finite"):
        gan.save_to_preset(tmp_path / "mine")


# === Bounds ===


def resident_bytes():
    pages = pathlib.Path("/proc/self/statm").read_text().split()[1]
    return int(pages) * 4096


@pytest.mark.parametrize("width", [60_000, 10**9])
def test_parameters_are_counted_before_anything_is_allocated(width):
    """3.6e9 and 1e18 of them, in a moment and for nothing."""
    config = presets.describe(vanilla())
    config["networks"]["generator"]["config"]["widths"] = [width, width]
    param_count.size_of(presets.describe(vanilla()))
    before, began = resident_bytes(), time.perf_counter()
    size = param_count.size_of(config)
    assert time.perf_counter() - began < 1
    assert resident_bytes() - before < 2**24
    # kernel after kernel (none has a bias but the last), and 4 numbers of batch norm
    assert size.generator == 4 * width + width**2 + 2 * 4 * width + width * 256 + 256
    with pytest.raises(presets.PresetError, match="100,000,000 parameters"):
        limits.check_parameters(size, 0, "config.json")


def test_counting_gives_what_building_gives():
    for gan in (vanilla(), play(packed()), play(ensemble())):
        size = param_count.size_of(json.loads(json.dumps(presets.describe(gan))))
        assert size.generator == gan.generator.count_params()
        assert size.discriminator == gan.discriminator.count_params()
        assert (size.image_shape, size.num_classes) == (SHAPE, gan.num_classes)


def test_counting_leaves_no_trace_in_keras():
    """Names of layers, uninitialised variables: all of it was the thread's own."""
    before = keras.layers.Dense(1).name
    param_count.size_of(presets.describe(vanilla()))
    number = int(before.rpartition("_")[2]) if "_" in before else 0
    assert vanilla() and int(keras.layers.Dense(1).name.rpartition("_")[2]) > number
    with keras.StatelessScope():
        pass  # Keras would now initialise whatever was left without a value


@pytest.mark.parametrize(
    ("where", "value", "words"),
    [
        (("networks", "generator", "config", "image_shape"), [1024, 1024, 8], "4,194,"),
        (("networks", "generator", "config", "image_shape"), [4, 4, 4000], "1,024"),
        (("networks", "generator", "config", "image_shape"), [-4, 4, 1], "whole"),
        (("networks", "generator", "config", "image_shape"), "16", "whole"),
        (("networks", "generator", "config", "widths"), [8] * 65, "64 entries"),
        (("networks", "generator", "config", "widths"), [10**6], "65,536"),
        (("networks", "generator", "config", "latent_dim"), 10**6, "65,536"),
        (("networks", "generator", "config", "name"), "x" * 301, "300 characters"),
        (("game", "discriminator_steps"), 101, "at most 100"),
        (("game", "unrolled_steps"), 10**9, "at most 100"),
        (("packing",), 17, "at most 16"),
        (("seed",), -(10**10), "1,000,000,000"),
        (
            ("game", "replay"),
            {"class": "Replay", "config": {"size": 2**18}},
            "33,554,432 numbers",
        ),
        (
            ("game", "jury"),
            {"class": "History", "config": {"size": 10**5}},
            "100,000,000 parameters",
        ),
        (("game", "penalties"), [{"class": "R1", "config": {}}] * 60, "48 objects"),
        (("game", "loss"), {"class": "Clip", "config": {}}, "class for `loss`"),
        (("game", "loss"), {"class": ["Hinge"], "config": {}}, "class for `loss`"),
        (("prior",), None, "`config` has"),
        (("networks", "judge"), {}, "`networks` has"),
        (("extra",), 1, "holds format"),
    ],
)
def test_a_config_beyond_every_use_is_refused(plain, tmp_path, where, value, words):
    folder = forged(plain, tmp_path / "mine", where, value)
    with pytest.raises(presets.PresetError, match=words):
        kg.GAN.from_preset(folder)
