"""Configs of release 0.1: `batch_size` was that of one update, and is a step's."""

import json

import pytest

import keras_gans as kg
from contracts import dcgan, mlp, play
from keras_gans import presets
from keras_gans.presets.format.upgrade import upgraded
from keras_gans.runs.folder import RunFolder


def old(updates=5, size=64):
    return {"format": 1, "batch_size": size, "game": {"discriminator_steps": updates}}


def test_a_step_has_the_images_of_all_its_updates():
    new = upgraded(old())
    assert new["batch_size"] == 320 and new["format"] == 2
    assert upgraded(new) is new


def test_what_means_the_same_stays_as_it_is():
    for config in (old(updates=1), {"format": 1, "game": {"discriminator_steps": 5}}):
        assert upgraded(config) is config


@pytest.mark.parametrize("game", [None, [], {"discriminator_steps": "5"}, {}])
def test_a_forged_config_is_left_to_those_who_check_it(game):
    config = {"format": 1, "batch_size": 64, "game": game}
    assert upgraded(config) is config


def test_a_preset_of_the_release_is_read_so(tmp_path):
    gan = play(dcgan(normalization=None), discriminator_steps=5, loss="wasserstein")
    gan.save_to_preset(tmp_path, config={"batch_size": 320})
    path = tmp_path / "config.json"
    config = json.loads(path.read_bytes())
    assert config["format"] == 2 and config["batch_size"] == 320
    path.write_text(json.dumps({**config, "format": 1, "batch_size": 64}))
    presets.seal(tmp_path)
    assert presets.read(tmp_path)["batch_size"] == 320
    assert kg.GAN.from_preset(str(tmp_path)).discriminator_steps == 5


def test_a_run_of_the_release_goes_on_with_the_same_batches(tmp_path):
    (tmp_path / "config.json").write_text(json.dumps(old()))
    assert RunFolder(tmp_path).config["batch_size"] == 320


def test_one_update_a_step_is_still_written_as_format_1(tmp_path):
    play(mlp()).save_to_preset(tmp_path / "plain")
    assert presets.read(tmp_path / "plain")["format"] == 1
