"""The discriminator as losses see it: packs, members, layers' own losses."""

import keras
import numpy as np
import pytest

from keras_gans.engine.critic import Critic, packed, unpacked


def rows(count, channels=1):
    return np.arange(count * channels, dtype="float32").reshape(count, 1, 1, channels)


def linear(weight, channels=1, **layer):
    network = keras.Sequential([keras.Input((1, 1, channels)), keras.layers.Flatten()])
    network.add(keras.layers.Dense(1, use_bias=False, **layer))
    network.layers[-1].kernel.assign(np.full((channels, 1), weight))
    return network


def critic(network, **changes):
    plain = dict(given={}, past={}, see=lambda x: x, source=lambda scores: scores)
    return Critic(network, ["samples"], **{**plain, **changes})


def test_packs_join_image_i_with_image_i_plus_half_and_come_apart_again():
    packs = packed(rows(4), 2)
    assert np.asarray(packs).reshape(2, 2).tolist() == [[0, 2], [1, 3]]
    np.testing.assert_array_equal(unpacked(packs, 2), rows(4))
    same = rows(4)
    assert packed(same, 1) is same and unpacked(same, 1) is same


def test_a_pack_has_one_score_which_each_of_its_images_has():
    judge = critic(linear(1.0, channels=2), packing=2)
    scores = judge(rows(4))
    assert np.ravel(scores).tolist() == [2, 4]  # 0 + 2, 1 + 3
    assert np.ravel(judge.per_image(scores)).tolist() == [2, 4, 2, 4]


def test_augmentation_comes_before_the_network_sees():
    judge = critic(linear(2.0), see=lambda x: x + 10)
    assert np.ravel(judge(rows(2))).tolist() == [20, 22]


def test_it_remembers_what_it_said_of_real_and_fake():
    judge = critic(linear(3.0), source=lambda scores: scores - 1)
    real, fake = judge.judged(rows(2), rows(2) + 1)
    assert np.ravel(real).tolist() == [0, 3] and np.ravel(fake).tolist() == [3, 6]
    assert np.ravel(judge.real_scores).tolist() == [-1, 2]
    assert np.ravel(judge.fake_scores).tolist() == [2, 5]


def test_layers_own_losses_count_once_for_weights_and_per_pass_for_activity():
    """Kernel 2, x in {0, 1}: 0.1 * 2^2 once; activity 0.01 * mean(y^2) each pass."""
    network = linear(
        2.0,
        kernel_regularizer=keras.regularizers.L2(0.1),
        activity_regularizer=keras.regularizers.L2(0.01),
    )
    judge = critic(network)
    judge.judged(rows(2), rows(2))
    assert float(judge.with_layers(1.0)) == pytest.approx(
        1.0 + 0.1 * 4 + 2 * 0.01 * (0 + 4) / 2
    )


def test_a_jury_is_one_critic_for_each_member():
    members = [linear(1.0), linear(-1.0)]
    import keras_gans as kg

    judge = critic(kg.networks.Ensemble(members))
    scores = [np.ravel(each).tolist() for each in judge.scores_per_member(rows(2))]
    assert scores == [[0, 1], [0, -1]]
    assert [np.ravel(one(rows(2))).tolist() for one in judge.members] == scores


@pytest.mark.parametrize("functional", [False, True])
def test_hidden_features_are_what_layers_with_kernels_are_given(functional):
    network = keras.Sequential(
        [
            keras.Input((1, 1, 1)),
            keras.layers.Flatten(),
            keras.layers.Dense(3),
            keras.layers.ReLU(),
            keras.layers.Dense(1),
        ]
    )
    if functional:
        network = keras.Model(network.inputs[0], network.outputs[0])
    flat, seen = critic(network).features(rows(2))
    assert np.ravel(flat).tolist() == [0, 1]
    kernel = network.layers[-3].kernel.numpy()
    np.testing.assert_allclose(seen[1], np.maximum(kernel[0], 0), rtol=1e-6)
