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
    score_cycle,
    score_infogan,
    score_inpainting,
    score_own_pair,
    score_pix2pix,
    score_signals,
    score_super_resolution,
    score_table,
    score_text2image,
    score_voxels,
    text2image,
)

pytestmark = pytest.mark.rewritten

programs = pytest.mark.parametrize("name", PROGRAMS)
SEEDS = range(5)


def made(name, **game):
    """A program's GAN and data, with other settings; an eager one if asked for."""
    keras.utils.set_random_seed(0)
    gan, (samples, given) = PROGRAMS[name]()
    if game:
        gan.compile_from_config({**gan.get_compile_config(), **game})
    return gan, samples, given


@pytest.fixture(scope="module")
def lived():
    """Programs that have learnt what they are for, each trained once."""
    known = {}

    def get(name):
        if name not in known:
            gan, samples, given = known[name] = made(name, jit_compile=False)
            gan.fit(samples, given, batch_size=64, epochs=EPOCHS[name], verbose=0)
        return known[name]

    return get


# === What each is for ===

EPOCHS = {
    "pix2pix": 60,
    "inpainting": 15,
    "text2image": 60,
    "voxels": 30,
    "super_resolution": 10,
    "infogan": 40,  # each of five seeds is at 1.0 from 40 on, on its way at 20
    "cycle": 60,
    "own_pair": 60,
    "table": 60,
    "signals": 80,
}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "score", "least", "most"),
    [
        ("pix2pix", score_pix2pix, 0, 0.05),  # copying has 1
        ("inpainting", score_inpainting, 0, 0.7),  # the mean colour has 1
        ("text2image", score_text2image, 0.95, 1),
        ("voxels", score_voxels, 0.9, 1),
        ("super_resolution", score_super_resolution, 1.0, 99),  # dB above bicubic
        ("cycle", score_cycle, 0, 0.15),  # no turn at all has 0.8
        ("own_pair", score_own_pair, 0, 0.35),
        ("table", score_table, 0, 0.3),
        ("signals", score_signals, 0.95, 1),  # chance has a half
    ],
)
def test_each_does_what_it_is_for(lived, name, score, least, most):
    gan, _, _ = lived(name)
    assert least <= score(gan) <= most


@pytest.mark.slow
def test_captions_are_obeyed_in_combinations_that_never_occurred(lived):
    gan, _, _ = lived("text2image")
    assert score_text2image(gan, UNSEEN) >= 0.95


@pytest.mark.slow
def test_infogan_finds_the_modes_without_labels(lived):
    assert score_infogan(lived("infogan")[0]) >= 0.95


@pytest.mark.nightly
@pytest.mark.slow
def test_infogan_finds_the_modes_without_labels_over_five_seeds(lived):
    scores = [score_infogan(lived("infogan")[0])]  # of seed 0
    for seed in SEEDS[1:]:
        gan, (points, _) = infogan(seed)
        gan.compile_from_config({**gan.get_compile_config(), "jit_compile": False})
        gan.fit(points, batch_size=64, epochs=EPOCHS["infogan"], verbose=0)
        scores.append(score_infogan(gan))
    assert min(scores) >= 0.95, scores


# === What is done with each that has lived ===


@pytest.mark.slow
@programs
def test_it_is_drawn_beside_what_it_was_told(lived, name, tmp_path):
    gan, samples, given = lived(name)
    told = None if given is None else (samples, given)
    grid = kg.callbacks.SampleGrid(tmp_path, count=4, told=told)
    grid.set_model(gan)
    grid.on_train_begin()
    grid.on_epoch_begin(0)
    [sheet] = kg.plots.pictures(tmp_path)
    assert sheet.name == f"step_{int(gan.step.numpy()):06d}.png"


@pytest.mark.slow
@programs
def test_its_onnx_file_makes_the_same_of_the_same_inputs(lived, name, tmp_path):
    for package in ("onnx", "tf2onnx", "onnxruntime"):
        runtime = pytest.importorskip(package, reason=f"no {package} for this Python")
    gan, samples, given = lived(name)
    gan.export(tmp_path / "g.onnx", "onnx", verbose=False)
    session = runtime.InferenceSession(tmp_path / "g.onnx")
    assert {each.name for each in session.get_inputs()} == set(gan.roles.generator)
    from keras_gans.engine import sampling

    told = (
        {} if given is None else given if isinstance(given, dict) else {"labels": given}
    )
    inputs = sampling.inputs_for(gan, 3, 0, sampling.encoded(gan, first(told, 3)))
    inputs = {name: value[:3] for name, value in inputs.items()}
    [made] = session.run(["images"], inputs)
    np.testing.assert_allclose(made, np.asarray(gan(inputs)), atol=1e-4)


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
import pathlib, sys
import keras, numpy as np
import keras_gans as kg
from contracts import state
from frame_games import PROGRAMS
folder = pathlib.Path(sys.argv[1])
for name in PROGRAMS:
    gan = keras.models.load_model(folder / f"{name}.keras")
    step = int(gan.step.numpy())
    _, (samples, given) = PROGRAMS[name]()
    cut = lambda x: None if x is None else x[:128]
    gan.fit(cut(samples), keras.tree.map_structure(cut, given), batch_size=64,
            initial_epoch=step // 2, epochs=step // 2 + 1, verbose=0)
    np.savez(folder / f"{name}.npz", **state(gan))
"""


@bit_for_bit
@pytest.mark.slow
def test_all_are_saved_and_go_on_in_a_new_process_bit_for_bit(lived, tmp_path):
    """With batches as before: graphs of other sizes sum in another order."""
    from test_resume import environment

    for name in PROGRAMS:
        lived(name)[0].save(tmp_path / f"{name}.keras")
    command = [sys.executable, "-c", GO_ON, str(tmp_path)]
    subprocess.run(command, check=True, env=environment())
    for name in PROGRAMS:
        gan, samples, given = lived(name)
        epoch = int(gan.step.numpy()) // 2
        part = samples[:128], first(given, 128)
        gan.fit(*part, batch_size=64, initial_epoch=epoch, epochs=epoch + 1, verbose=0)
        there = dict(np.load(tmp_path / f"{name}.npz"))
        assert not differing(state(gan), there), name


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
