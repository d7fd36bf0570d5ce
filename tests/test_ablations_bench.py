"""The bench of games without one of their parts."""

import pytest

from benchmarks import ablations
from keras_gans import presets, runs


def recipe_of(name, part):
    return ablations.PARTS[part](presets.read(name))


def game_of(name, part):
    return recipe_of(name, part)["game"]


def test_alone_only_the_truth_counts():
    before = presets.read("superres_avatars")["game"]
    game = game_of("superres_avatars", "discriminator")
    assert game["loss"]["class"] == "Scaled" and game["loss"]["config"]["scale"] == 0
    assert [p["class"] for p in game["generator_penalties"]] == ["Reconstruction"]
    assert game["penalties"] == []
    same = ("generator_optimizer", "ema", "discriminator_steps")
    assert all(game[key] == before[key] for key in same)
    with pytest.raises(SystemExit, match="nothing to learn"):
        game_of("dcgan_avatars", "discriminator")


def test_a_discriminator_that_counts_for_nothing_has_one_channel():
    before = presets.read("superres_avatars")["networks"]
    networks = recipe_of("superres_avatars", "discriminator")["networks"]
    assert networks["generator"] == before["generator"]
    assert networks["discriminator"]["config"]["width"] == 1
    assert before["discriminator"]["config"]["width"] > 1


def test_a_wrong_caption_is_never_shown():
    before = presets.read("text2image_avatars")["game"]
    game = game_of("text2image_avatars", "mismatch")
    assert before["matching_aware"] and not game["matching_aware"]
    assert {**game, "matching_aware": True} == before


def test_nobody_asks_for_phrases():
    before = presets.read("text2image_avatars")["game"]
    game = game_of("text2image_avatars", "phrases")
    assert before["loss"]["config"]["weight"] > 0
    assert game["loss"]["config"]["weight"] == 0
    assert {**game, "loss": before["loss"]} == before


@pytest.mark.parametrize(
    "part, says", [("phrases", "asks for no labels"), ("mismatch", "no real image")]
)
def test_what_a_recipe_lacks_cannot_be_left_out(part, says):
    with pytest.raises(SystemExit, match=says):
        game_of("superres_avatars", part)


@pytest.mark.slow
def test_it_trains_for_so_many_steps_and_goes_on(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    new = runs.new_config

    def small(name):
        config = new(name, "fashion_mnist_mini", batch_size=4)
        for player in config["networks"].values():
            player["config"]["width"] = 4
        return config

    monkeypatch.setattr(ablations.runs, "new_config", small)
    for steps in (2, 3):
        words = ["inpaint_fashion_mnist", "discriminator", "--steps", str(steps)]
        ablations.main(words)
        gan = runs.load("runs/inpaint_fashion_mnist_without_discriminator", best=False)
        assert int(gan.step) == steps and gan.loss.scale == 0
