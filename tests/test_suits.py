"""A recipe for images of one's own becomes one for these."""

import numpy as np
import pytest
import tensorflow as tf
import tensorflow_datasets as tfds
from PIL import Image

import keras_gans as kg
from keras_gans import presets, runs
from keras_gans.runs import suits

RULES = {
    "width": [[32, 64], [64, 32], [128, 16]],
    "few": 100,
    "augment": {"class": "DiffAugment", "config": {}},
    "seen": 1000,
}


class Images(list):
    def __init__(self, count, shape):
        super().__init__(range(count))
        self.image_shape = shape


def config(**more):
    return {"game": {"loss": "hinge"}, "epochs": 7, "suits": RULES, **more}


@pytest.mark.parametrize(
    "shape, width",
    [((16, 32, 1), 64), ((40, 32, 3), 32), ((64, 128, 4), 16), ((256, 256, 3), 16)],
)
def test_the_larger_the_images_the_fewer_channels(shape, width):
    _, sizes = suits.suited(Images(500, shape), config())
    assert sizes == {"width": width}


def test_few_images_are_augmented_and_seen_more_often():
    few, _ = suits.suited(Images(60, (32, 32, 3)), config(held_out=10))
    assert few["game"] == {"loss": "hinge", "augment": [RULES["augment"]]}
    assert few["epochs"] == 20  # 50 images a time, 1,000 in all
    many, _ = suits.suited(Images(300, (32, 32, 3)), config())
    assert many["game"] == {"loss": "hinge"} and many["epochs"] == 4


def test_what_the_user_asked_for_stays():
    asked = suits.kept(config(), {"epochs": 7})
    assert suits.suited(Images(60, (32, 32, 3)), asked)[0]["epochs"] == 7
    assert config()["suits"] == RULES


def test_other_recipes_stay_as_they_are():
    plain = {"game": {}, "epochs": 3}
    assert suits.suited(Images(60, (32, 32, 3)), plain) == (plain, {})
    assert suits.kept(plain, {"epochs": 3}) == plain


@pytest.mark.parametrize(
    "change",
    [
        *({"width": 3}, {"width": [[32]]}, {"few": "all"}, {"seen": 0}, {"few": True}),
        *({"enough": 0}, {"enough": 1.5}, {"minutes": 0}, {"minutes": "3"}),
    ],
)
def test_strange_rules_are_refused(change):
    with pytest.raises(ValueError, match='The "suits" of a config'):
        suits.suited(Images(9, (8, 8, 1)), config(suits={**RULES, **change}))


@pytest.mark.parametrize("name", ["images", "stylegan2_faces"])
def test_it_needs_data(name):
    with pytest.raises(ValueError, match="Received: no data. Pass --data"):
        runs.new_config(name)
    with pytest.raises(presets.PresetError, match="no trained weights"):
        kg.GAN.from_preset(name)
    card = (presets.builtin.FOLDER / name / "README.md").read_text()
    assert f"keras-gans train {name} --data FOLDER" in card and "-m zoo" not in card


@pytest.mark.slow
def test_a_folder_of_pictures_with_alpha_trains(tmp_path):
    """Not square, transparent, few: all that the recipe says of them is done."""
    random, folder = np.random.default_rng(0), tmp_path / "pictures"
    folder.mkdir()
    for i in range(110):
        pixels = random.integers(0, 256, (16, 32, 4)).astype("uint8")
        Image.fromarray(pixels).save(folder / f"{i}.png")
    config = runs.new_config("images", folder, batch_size=8)
    config["suits"]["width"] = [[32, 4]]  # a quick one
    job = runs.start(tmp_path / "run", config)
    assert tuple(job.config["image_shape"]) == (16, 32, 3)  # transparency is white
    assert isinstance(job.gan.augment[0], kg.augment.AdaptiveAugment)
    assert job.config["held_out"] == 11 and job.config["epochs"] == -(-1_000_000 // 99)
    assert job.best.monitor == "swd_patches@99"
    job.train(epochs=1, verbose=0)
    assert "swd_patches@99" in job.best.summary()
    again = runs.load(tmp_path / "run", best=False)
    assert again.generate(2).shape == (2, 16, 32, 3)


@pytest.fixture
def celeb_a(tmp_path):
    """Where TFDS's set of that name lies, as its own code describes it, of noise."""
    builder, random = (
        tfds.builder("celeb_a", data_dir=tmp_path),
        np.random.default_rng(0),
    )

    def made(spec):
        shape = [20, *(size or 1 for size in spec.shape)]
        return random.integers(0, 2, shape).astype(spec.dtype.as_numpy_dtype)

    rows = tf.nest.map_structure(made, builder.info.features.get_tensor_spec())
    rows["image"] = random.integers(0, 256, (20, 218, 178, 3)).astype("uint8")
    tfds.dataset_builders.store_as_tfds_dataset(
        "celeb_a",
        version=str(builder.version),
        features=builder.info.features,
        split_datasets={"train": tf.data.Dataset.from_tensor_slices(rows)},
        data_dir=tmp_path,
        disable_shuffling=True,
    )
    return tmp_path / "celeb_a" / str(builder.version)


@pytest.mark.slow
def test_faces_of_celeb_a_are_played(celeb_a, tmp_path):
    config = runs.new_config("stylegan2_faces", celeb_a, batch_size=4, image_size=16)
    config["suits"]["width"] = [[32, 4]]
    job = runs.start(tmp_path / "run", config)
    assert tuple(job.config["image_shape"]) == (16, 16, 3)
    assert isinstance(job.gan.augment[0], kg.augment.AdaptiveAugment)
    job.train(epochs=1, verbose=0)
    assert int(job.gan.step) == 5
