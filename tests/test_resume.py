"""Save, load, go on: as if nothing had happened, bit for bit."""

import subprocess
import sys
import textwrap

import keras
import numpy as np
import pytest

import keras_gans as kg
from contracts import (
    GAMES,
    bit_for_bit,
    dataset_for,
    dcgan,
    differing,
    mlp,
    play,
    state,
    vanilla,
)

pytestmark = pytest.mark.rewritten

GO_ON = """
import sys
import keras, numpy as np
import keras_gans as kg
from contracts import dataset_for, state
gan = keras.models.load_model(sys.argv[1])
gan.fit(dataset_for(gan), initial_epoch=2, epochs=4, verbose=0)
np.savez(sys.argv[2], **state(gan))
"""


nightly, OTHERS = pytest.mark.nightly, ("vanilla", "wgan")


def straight(make, epochs=4):
    gan = make()
    gan.fit(dataset_for(gan), epochs=epochs, verbose=0)
    return state(gan)


@bit_for_bit
@pytest.mark.parametrize(
    "name",
    ["conditional", "dcgan", *(pytest.param(n, marks=nightly) for n in OTHERS)],
)
def test_two_and_two_epochs_in_a_new_process_equal_four(name, tmp_path):
    """Vanilla and conditional have dropout, dcgan and wgan batch normalisation."""
    gan = GAMES[name]()
    gan.fit(dataset_for(gan), epochs=2, verbose=0)
    gan.save(tmp_path / "gan.keras")
    paths = [str(tmp_path / "gan.keras"), str(tmp_path / "state.npz")]
    command = [sys.executable, "-c", textwrap.dedent(GO_ON), *paths]
    subprocess.run(command, check=True, env=environment(), capture_output=True)
    resumed = dict(np.load(tmp_path / "state.npz"))
    assert not differing(straight(GAMES[name]), resumed)


def environment():
    import os
    import pathlib

    here = pathlib.Path(__file__).parent
    return {**os.environ, "PYTHONPATH": f"{here}{os.pathsep}{here.parent}"}


@bit_for_bit
def test_weights_file_restores_optimizers_average_and_step(tmp_path):
    gan = vanilla()
    gan.fit(dataset_for(gan), epochs=2, verbose=0)
    gan.save_weights(tmp_path / "gan.weights.h5")
    again = vanilla()
    again.load_weights(tmp_path / "gan.weights.h5")
    assert not differing(state(gan), state(again))
    for each in (gan, again):
        each.fit(dataset_for(each), initial_epoch=2, epochs=3, verbose=0)
    assert not differing(state(gan), state(again))


@bit_for_bit
def test_the_whole_game_comes_back(tmp_path):
    gan = play(
        dcgan(normalization="layer"),
        loss=kg.losses.NonSaturating(label_smoothing=0.1),
        penalties=[kg.penalties.r1(5.0, every=2), kg.penalties.wgan_gp()],
        constraint=kg.constraints.Clip(0.5),
        discriminator_steps=2,
        ema=0.75,
    )
    gan.fit(dataset_for(gan), epochs=1, verbose=0)
    gan.save(tmp_path / "gan.keras")
    again = keras.models.load_model(tmp_path / "gan.keras")
    assert again.loss.get_config() == gan.loss.get_config()
    assert again.loss.label_smoothing == 0.1
    configs = [p.get_config() for p in gan.penalties]
    assert [p.get_config() for p in again.penalties] == configs
    assert again.constraint.limit == 0.5
    assert (again.discriminator_steps, again.ema, again.seed) == (2, 0.75, 0)
    assert not differing(state(gan), state(again))
    for each in (gan, again):
        each.fit(dataset_for(each), initial_epoch=1, epochs=2, verbose=0)
    assert not differing(state(gan), state(again))


def test_loaded_without_its_game_it_still_generates(tmp_path):
    gan = vanilla()
    gan.fit(dataset_for(gan), epochs=1, verbose=0)
    gan.save(tmp_path / "gan.keras")
    again = keras.models.load_model(tmp_path / "gan.keras", compile=False)
    np.testing.assert_array_equal(again.generate(4, seed=1), gan.generate(4, seed=1))


def test_mixed_precision_model_loads_under_another_policy(tmp_path):
    keras.config.set_dtype_policy("mixed_float16")
    gan = play(mlp())
    gan.fit(dataset_for(gan), epochs=1, verbose=0)
    gan.save(tmp_path / "gan.keras")
    keras.config.set_dtype_policy("float32")
    again = keras.models.load_model(tmp_path / "gan.keras")
    assert not differing(state(gan), state(again))


@bit_for_bit
def test_shuffled_data_go_on_in_the_order_of_their_epoch(tmp_path):
    """The dataset is made anew, and still epoch 2 comes after epochs 0 and 1."""

    def shuffled():
        images = np.random.default_rng(0).uniform(-1, 1, (32, 16, 16, 1))
        return kg.data.from_arrays(images.astype("float32"), batch_size=8, seed=5)

    whole = vanilla()
    whole.fit(shuffled(), epochs=4, verbose=0)
    half = vanilla()
    half.fit(shuffled(), epochs=2, verbose=0)
    half.save(tmp_path / "gan.keras")
    half = keras.models.load_model(tmp_path / "gan.keras")
    half.fit(shuffled(), initial_epoch=2, epochs=4, verbose=0)
    assert not differing(state(whole), state(half))


def test_checkpoint_is_whole_or_not_there(tmp_path, monkeypatch):
    """A save that dies half-way leaves the old file as it was."""
    gan = vanilla()
    checkpoint = kg.callbacks.Checkpoint(tmp_path / "gan.keras")
    gan.fit(dataset_for(gan), epochs=1, verbose=0, callbacks=[checkpoint])
    good = (tmp_path / "gan.keras").read_bytes()

    def dies(path):
        path.write_bytes(good[:100])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(gan, "save", dies)
    with pytest.raises(OSError, match="No space"):
        kg.callbacks.save_atomically(gan, tmp_path / "gan.keras")
    assert (tmp_path / "gan.keras").read_bytes() == good
    assert [p.name for p in tmp_path.iterdir()] == ["gan.keras"]
