"""What the first release made stays what it was: files, and the bits of a training."""

import pathlib

import keras
import numpy as np
import pytest

from contracts import GAMES, bit_for_bit, dataset_for

pytestmark = pytest.mark.rewritten

FOLDER = pathlib.Path(__file__).parent / "golden" / "release_0_1"


@bit_for_bit
@pytest.mark.parametrize("name", GAMES)
def test_twenty_steps_end_at_the_same_weights(name):
    """5 epochs of 4 batches: generator, discriminator, averaged generator."""
    gan = GAMES[name]()
    gan.fit(dataset_for(gan), epochs=5, verbose=0)
    weights = [*gan.generator.weights, *gan.discriminator.weights]
    weights += gan.ema_generator.weights
    with np.load(FOLDER / "after_20_steps.npz") as file:
        before = [file[f"{name} {i}"] for i in range(len(weights))]
    for weight, value in zip(weights, before, strict=True):
        now = keras.ops.convert_to_numpy(weight)
        # Bits are those of one processor; others sum in other orders.
        np.testing.assert_allclose(now, value, rtol=2e-4, atol=2e-6)


@pytest.mark.parametrize("name", ["conditional", "wgan"])
def test_saved_files_load_and_go_on(name):
    gan = keras.models.load_model(FOLDER / f"{name}.keras")
    with np.load(FOLDER / "images.npz") as file:
        np.testing.assert_allclose(gan.generate(6, seed=3), file[name], atol=1e-5)
    assert int(gan.step) == 20
    gan.fit(dataset_for(gan), initial_epoch=5, epochs=6, verbose=0)
    assert int(gan.step) == 24
