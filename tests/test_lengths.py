"""A recipe's schedules end where its run does."""

import pytest

from keras_gans import presets, runs
from keras_gans.runs import lengths

RATE = {"class": "Linear", "config": {"start": 4e-4, "end": 2e-5, "steps": 900}}
FALLS = {"class": "Linear", "config": {**RATE["config"], "begin": 600}}


def config(**more):
    game = {
        "generator_optimizer": {"class": "Adam", "config": {"learning_rate": FALLS}},
        "penalties": [{"class": "GradientPenalty", "config": {"weight": RATE}}],
        "discriminator_steps": 3,
    }
    recipe = {"game": game, "steps": 900, "batch_size": 10, "epochs": 9}
    return {**recipe, **more}


def schedules_of(config):
    game = config["game"]
    falls = game["generator_optimizer"]["config"]["learning_rate"]["config"]
    weight = game["penalties"][0]["config"]["weight"]["config"]
    return (falls["begin"], falls["steps"], weight["steps"])


def test_fewer_epochs_shrink_each_schedule():
    fitted = lengths.fitted(1000, config(epochs=3))  # 100 steps an epoch
    assert schedules_of(fitted) == (200, 300, 300)
    assert fitted["steps"] == 300 and fitted["game"]["discriminator_steps"] == 3


def test_larger_batches_and_other_images_change_the_number_of_steps():
    assert schedules_of(lengths.fitted(1000, config(batch_size=20)))[1] == 450
    assert schedules_of(lengths.fitted(9, config(epochs=18)))[1] == 18
    assert schedules_of(lengths.fitted(4000, config()))[1] == 3600


@pytest.mark.parametrize("budget, steps", [({"steps": 90}, 90), ({"images": 450}, 45)])
def test_budgets_count_as_epochs_do(budget, steps):
    assert schedules_of(lengths.fitted(1000, config(budget=budget)))[1] == steps


def test_the_recipe_itself_keeps_its_numbers():
    for same in config(), config(epochs=9), config(batch_size=10):
        assert lengths.fitted(1009, same) == same
    assert lengths.fitted(960, config()) == config()  # 864 steps: near enough


def test_schedules_of_recipes_that_say_no_length_are_left_alone():
    plain = config(epochs=3)
    del plain["steps"]
    assert lengths.fitted(1000, plain) == plain
    assert schedules_of(plain) == (600, 900, 900)


def test_a_schedule_of_one_step_is_still_one():
    assert schedules_of(lengths.fitted(10, config(epochs=1))) == (1, 2, 1)


def test_a_run_of_the_shelf_falls_within_its_own_length(tmp_path):
    asked = runs.new_config("dcgan_fashion_mnist", "fashion_mnist_mini", steps=60)
    run = runs.start(tmp_path / "run", asked)
    rate = run.gan.generator_optimizer._learning_rate
    assert (rate.begin, rate.steps) == (40, 60)
    assert float(rate(40)) == pytest.approx(4e-4)
    assert float(rate(60)) == pytest.approx(2e-5)
    assert runs.RunFolder(tmp_path / "run").config["steps"] == 60
    run.finish()
    runs.save_preset(tmp_path / "run", tmp_path / "preset")
    assert presets.read(tmp_path / "preset")["steps"] == 60


@pytest.mark.parametrize("steps", ["900", 0, -1, True, 1.5])
def test_a_length_that_is_none_is_refused(steps):
    with pytest.raises(ValueError, match="`steps`"):
        lengths.fitted(1000, config(steps=steps))


def test_minutes_leave_the_schedules_of_the_recipe():
    """What goes on later shall not have been slowed down by the clock of today."""
    asked = runs.new_config("dcgan_fashion_mnist", "fashion_mnist_mini", minutes=5)
    recipe = presets.read("dcgan_fashion_mnist")
    assert "steps" not in asked and "minutes" not in asked
    assert lengths.fitted(10_000, asked)["game"] == recipe["game"]
