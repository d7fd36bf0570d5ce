"""Names instead of positions: each task is ten lines of arguments (`frame_games`)."""

import subprocess
import sys

import keras
import numpy as np
import pytest

import keras_gans as kg
from contracts import bit_for_bit, differing, state
from frame_games import (
    PROGRAMS,
    SIDE,
    UNSEEN,
    blobs,
    infogan,
    score_infogan,
    score_inpainting,
    score_own_pair,
    score_pix2pix,
    score_super_resolution,
    score_table,
    score_text2image,
    score_voxels,
    text2image,
)

programs = pytest.mark.parametrize("name", PROGRAMS)


def made(name, **game):
    """A program's GAN and data; an eager one with `run_eagerly=True`."""
    keras.utils.set_random_seed(0)
    gan, (samples, given) = PROGRAMS[name]()
    if game:
        gan.compile_from_config({**gan.get_compile_config(), **game})
    return gan, samples, given


def trained(name, epochs, seed=0):
    keras.utils.set_random_seed(seed)
    gan, (samples, given) = PROGRAMS[name]()
    gan.fit(samples, given, batch_size=64, epochs=epochs, verbose=0)
    return gan


# === What each is for ===


@pytest.mark.slow
def test_pix2pix_inverts_a_picture():
    """Copying has 1."""
    assert score_pix2pix(trained("pix2pix", 60)) < 0.05


@pytest.mark.slow
def test_inpainting_is_better_than_the_mean_colour():
    assert score_inpainting(trained("inpainting", 15)) < 0.7


@pytest.mark.slow
def test_captions_are_obeyed_in_combinations_that_never_occurred():
    gan = trained("text2image", 60)
    assert score_text2image(gan) >= 0.95
    assert score_text2image(gan, UNSEEN) >= 0.95


@pytest.mark.slow
def test_pictures_become_voxels():
    assert score_voxels(trained("voxels", 30)) > 0.9


@pytest.mark.slow
def test_super_resolution_beats_bicubic():
    assert score_super_resolution(trained("super_resolution", 10)) > 1.0


@pytest.mark.slow
def test_infogan_finds_the_modes_without_labels_over_five_seeds():
    scores = []
    for seed in range(5):
        gan, (points, _) = infogan(seed)
        gan.fit(points, batch_size=64, epochs=20, verbose=0)
        scores.append(score_infogan(gan))
    assert min(scores) >= 0.95, scores


@pytest.mark.slow
def test_two_conditions_of_anybodys_networks_are_obeyed():
    assert score_own_pair(trained("own_pair", 60)) < 0.35


@pytest.mark.slow
def test_rows_of_a_table_go_by_their_class():
    assert score_table(trained("table", 60)) < 0.3


# === What holds for all of them ===


@programs
def test_an_eager_step_moves_both_and_generates(name):
    gan, samples, given = made(name, run_eagerly=True)
    before = [w.numpy() for w in gan.trainable_weights]
    logs = gan.train_on_batch(samples[:16], first(given, 16), return_dict=True)
    assert all(np.isfinite(value) for value in logs.values())
    moved = [np.any(w.numpy() != b) for w, b in zip(gan.trainable_weights, before)]
    assert np.mean(moved) > 0.9
    images = gan.generate(3, seed=0)
    assert images.shape == (3, *samples.shape[1:]) and np.isfinite(images).all()
    np.testing.assert_array_equal(gan.generate(2, seed=0), images[:2])


def first(given, count):
    return (
        None if given is None else keras.tree.map_structure(lambda x: x[:count], given)
    )


GO_ON = """
import sys
import keras, numpy as np
import keras_gans as kg
from contracts import state
from frame_games import PROGRAMS
gan = keras.models.load_model(sys.argv[1])
_, (samples, given) = PROGRAMS[sys.argv[3]]()
cut = lambda x: None if x is None else x[:64]
gan.fit(cut(samples), keras.tree.map_structure(cut, given), batch_size=32,
        initial_epoch=1, epochs=2, verbose=0)
np.savez(sys.argv[2], **state(gan))
"""


@bit_for_bit
@pytest.mark.slow
@programs
def test_saved_and_gone_on_in_a_new_process_bit_for_bit(name, tmp_path):
    from test_resume import environment

    gan, samples, given = made(name)
    part = samples[:64], first(given, 64)
    gan.fit(*part, batch_size=32, epochs=1, verbose=0)
    gan.save(tmp_path / "gan.keras")
    paths = [str(tmp_path / "gan.keras"), str(tmp_path / "state.npz"), name]
    command = [sys.executable, "-c", GO_ON, *paths]
    subprocess.run(command, check=True, env=environment(), capture_output=True)
    gan.fit(*part, batch_size=32, initial_epoch=1, epochs=2, verbose=0)
    assert not differing(state(gan), dict(np.load(tmp_path / "state.npz")))


# === Inpainting: what is known, what is hidden ===


def test_known_pixels_come_back_and_hidden_ones_change_nothing():
    gan, _, _ = made("inpainting", run_eagerly=True)
    photos, rng = blobs(4), np.random.default_rng(0)
    holes = (rng.uniform(size=(4, SIDE, SIDE, 1)) < 0.3).astype("float32")
    filled = gan.generate(photo=photos, holes=holes)
    known = np.broadcast_to(holes == 0, photos.shape)
    np.testing.assert_array_equal(filled[known], photos[known])
    others = np.where(holes > 0, rng.uniform(-1, 1, photos.shape), photos)
    again = gan.generate(photo=others.astype("float32"), holes=holes)
    np.testing.assert_array_equal(again, filled)


# === Told and drawn, by name ===


def test_captions_are_told_in_words_by_data_and_by_callers():
    gan, (images, given) = text2image()
    told = gan.conditions["caption"]
    words = np.array(told.caption(given["caption"]), object)
    gan.compile_from_config({**gan.get_compile_config(), "run_eagerly": True})
    gan.fit(images[:32], {"caption": words[:32]}, batch_size=16, verbose=0)
    batches = kg.data.from_arrays(images[:32], {"caption": words[:32]}, 16)
    gan.fit(batches, verbose=0)
    assert gan.generate(caption=["a red cross on the left"] * 2).shape[0] == 2
    with pytest.raises(ValueError, match="`caption`.*Received: 'purple'"):
        gan.generate(caption="a purple cross on the left")
    with pytest.raises(ValueError, match="`caption`.*'purple'"):
        gan.fit(images[:2], {"caption": ["a purple cross on the left"] * 2}, 2)


def test_names_and_numbers_that_make_no_sense_are_refused():
    gan, samples, given = made("own_pair", run_eagerly=True)
    with pytest.raises(ValueError, match="Received: colour="):
        gan.generate(colour="red")
    with pytest.raises(ValueError, match="`where`.*no values of its own"):
        gan.generate(2)
    with pytest.raises(ValueError, match="one for each of the 3 samples"):
        gan.generate(3, where=[[0.0, 0.0]] * 2)
    with pytest.raises(ValueError, match="Data must tell kind, where"):
        gan.fit(samples, {"kind": given["kind"]}, verbose=0)
    with pytest.raises(ValueError, match="say by name which of kind, where"):
        gan.fit(samples, given["kind"], verbose=0)


def test_networks_with_an_input_that_nobody_fills_are_refused():
    gan, _, _ = made("own_pair")
    networks = gan.generator, gan.discriminator
    with pytest.raises(ValueError, match="must be drawn or told. Received: kind, wher"):
        kg.GAN(*networks, prior={"z": "normal"})
    told = dict(gan.conditions)
    with pytest.raises(ValueError, match="`conditions` must name inputs.*size"):
        kg.GAN(*networks, conditions={**told, "size": kg.conditions.Vector(1)})
    with pytest.raises(ValueError, match="shape of its input"):
        kg.GAN(*networks, conditions={**told, "where": kg.conditions.Vector(3)})
    with pytest.raises(ValueError, match="`prior` must name inputs.*noise"):
        kg.GAN(*networks, prior={"z": "normal", "noise": "normal"}, conditions=told)


def test_a_walk_goes_along_any_input_that_moves():
    gan, _, _ = made("own_pair", run_eagerly=True)
    where = np.array([[0.0, 0.0], [1.0, 1.0]])
    walk = gan.interpolate(1, 5, seed=0, kind="large", where=where)
    assert walk.shape == (1, 5, 2)
    fixed = gan.interpolate(2, 3, seed=0, kind="large", where=where)
    assert fixed.shape == (2, 3, 2)


def test_settings_stand_in_one_place():
    """The signature of `compile` says what the declaration says."""
    import inspect

    from keras_gans.engine.settings import SETTINGS

    parameters = dict(inspect.signature(kg.GAN.compile).parameters)
    said = {name: p.default for name, p in parameters.items() if name in SETTINGS}
    assert said == {name: setting.default for name, setting in SETTINGS.items()}
    others = {"self", "generator_optimizer", "discriminator_optimizer"}
    assert set(parameters) - set(SETTINGS) == others
    for name in SETTINGS:
        assert f"{name}:" in kg.GAN.compile.__doc__
