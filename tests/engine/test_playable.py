"""Games that cannot be played are refused by the setting's name."""

import keras
import pytest

import keras_gans as kg
from contracts import conditional, dcgan, mlp, play
from keras_gans.engine import playable


def test_one_augmentation_is_a_list_of_one():
    one = kg.augment.DiffAugment()
    assert playable.as_list(None) == [] and playable.as_list(one) == [one]
    assert playable.as_list((one, one)) == [one, one]
    with pytest.raises(ValueError, match="`augment` must be"):
        playable.as_list("color")


@pytest.mark.parametrize(
    "game, match",
    [
        (dict(discriminator_steps=0), "`discriminator_steps` must be a whole number"),
        (dict(generator_steps=1.5), "`generator_steps` must be a whole number"),
        (dict(unrolled_steps=-1), "`unrolled_steps` must be a whole number"),
        (dict(ema=1.0), r"in \[0, 1\)"),
        (dict(constraint="clip"), "`constraint` must be"),
        (dict(penalties=kg.penalties.r1()), "must be a list"),
        (dict(penalties=[kg.penalties.r1(), kg.penalties.r1()]), "`name` of its own"),
        (dict(loss="wasserstein", turns=kg.turns.UntilAccuracy()), "no sign"),
        (dict(loss=kg.losses.AuxiliaryClassifier()), "belong together"),
        (dict(matching_aware=True), "conditional GAN"),
        (dict(replay=512), "`replay` must be None or"),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused_by_its_name(game, match):
    with pytest.raises(ValueError, match=match):
        play(mlp(), **game)


def test_a_gradient_penalty_and_batch_norm_do_not_go_together():
    with pytest.raises(ValueError, match="does not depend on the others"):
        play(dcgan(normalization="batch"), penalties=[kg.penalties.wgan_gp()])
    play(dcgan(normalization="layer"), penalties=[kg.penalties.wgan_gp()])


def test_a_constraint_needs_weights_to_hold():
    judge = keras.Sequential([keras.Input((16, 16, 1)), keras.layers.Flatten()])
    judge.add(keras.layers.Lambda(lambda x: x[:, :1]))
    gan = kg.GAN(mlp().generator, judge)
    with pytest.raises(ValueError, match="must find weights"):
        playable.check_constraint(kg.constraints.Clip(0.01), gan.discriminator)


def test_a_refused_game_leaves_the_last_one():
    gan = conditional()
    with pytest.raises(ValueError):
        play(gan, loss="hinge", ema=2.0)
    assert isinstance(gan.loss, kg.losses.NonSaturating) and gan.ema == 0.999
