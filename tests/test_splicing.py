"""The generator's penalty on captions that nobody said."""

import keras
import numpy as np
import pytest

import keras_gans as kg
from contracts import mlp, play
from keras_gans.penalties import splicing

TOLD = dict(vocabulary_size=9, caption_length=6, text_units=4, width=2)


def painter(**game):
    keras.utils.set_random_seed(0)
    gan = kg.GAN(
        kg.networks.DFGANGenerator((16, 16, 3), latent_dim=4, **TOLD),
        kg.networks.DFGANDiscriminator((16, 16, 3), **TOLD),
        seed=0,
    )
    return play(gan, generator_penalties=[kg.penalties.Splicing(**game)])


def dealt(gan):
    captions = np.array([[1, 2, 3, 4, 0, 0], [5, 6, 0, 0, 0, 0], [7, 8, 7, 8, 7, 8]])
    images = np.random.default_rng(0).uniform(-1, 1, (3, 16, 16, 3)).astype("float32")
    [batch] = gan.deal((images, {"caption": captions}))
    return batch


@pytest.mark.parametrize(
    ["share", "expected"],
    [
        (0.0, [5, 6, 7, 8, 0, 0]),
        (0.5, [1, 2, 7, 8, 0, 0]),
        (0.75, [1, 2, 3, 8, 0, 0]),
        (0.999, [1, 2, 3, 4, 0, 0]),
    ],
)
def test_a_caption_begins_as_one_and_ends_as_another(share, expected):
    first, second = np.array([[1, 2, 3, 4, 0, 0]]), np.array([[5, 6, 7, 8, 0, 0]])
    shares = np.array([[share]], "float32")
    assert np.asarray(splicing.spliced(first, second, shares)).tolist() == [expected]


def test_lengths_differ_and_what_is_too_long_loses_its_end():
    long, short = np.array([[1, 2, 3, 4, 5, 6]]), np.array([[7, 8, 0, 0, 0, 0]])
    half = np.array([[0.5]], "float32")
    spliced = [splicing.spliced(*pair, half) for pair in [(long, short), (short, long)]]
    assert np.asarray(spliced[0]).tolist() == [[1, 2, 3, 8, 0, 0]]
    assert np.asarray(spliced[1]).tolist() == [[7, 4, 5, 6, 0, 0]]
    late = splicing.spliced(np.array([[1, 2, 3]]), np.array([[4, 5, 6]]), half)
    assert np.asarray(late).tolist() == [[1, 2, 6]]


def test_the_cost_is_the_games_on_what_was_spliced():
    gan = painter(weight=2.0)
    batch = dealt(gan)
    critic = gan.critic(batch, "last")
    maker, [penalty] = gan.maker(batch, critic), gan.generator_penalties
    seed = gan.seed_of("penalty", "last")
    told = penalty.spliced(batch.told["caption"], seed)
    assert (np.asarray(told) != np.asarray(batch.told["caption"])).any()
    fakes = maker(caption=told)
    scores = gan.discriminator([fakes, told])
    expected = 2 * float(gan.loss.generator(None, scores))
    cost = float(penalty(maker, batch.real, gan.fakes(batch), seed))
    assert cost == pytest.approx(expected, rel=1e-5)


def test_it_is_logged_and_moves_the_generator_alone():
    gan, plain = painter(), painter(weight=0.0)
    data = dealt(gan).real, {"caption": dealt(gan).told["caption"]}
    logs = [g.train_on_batch(*data, return_dict=True) for g in (gan, plain)]
    assert logs[0]["splicing"] > 0 and logs[1]["splicing"] == 0
    same = zip(gan.discriminator.get_weights(), plain.discriminator.get_weights())
    for mine, other in same:
        np.testing.assert_array_equal(mine, other)
    moved = zip(gan.generator.get_weights(), plain.generator.get_weights())
    assert any(not np.array_equal(mine, other) for mine, other in moved)


def test_it_is_played_after_a_file_and_on_held_out_samples(tmp_path):
    """A loaded GAN pays as much; held-out samples are spliced alike at each look."""
    gan = painter()
    batch = dealt(gan)
    data = batch.real, {"caption": batch.told["caption"]}
    looks = [gan.evaluate(*data, verbose=0, return_dict=True) for _ in range(2)]
    assert looks[0]["splicing"] == looks[1]["splicing"] > 0
    gan.save(tmp_path / "gan.keras")
    again = keras.models.load_model(tmp_path / "gan.keras")
    logs = [g.train_on_batch(*data, return_dict=True) for g in (gan, again)]
    assert logs[0]["splicing"] == logs[1]["splicing"] > 0


def test_it_wants_captions_and_a_loss_without_real_samples():
    with pytest.raises(ValueError, match="told captions"):
        play(mlp(), generator_penalties=[kg.penalties.Splicing()])
    gan, spliced = painter(), [kg.penalties.Splicing()]
    with pytest.raises(ValueError, match="A relativistic loss"):
        play(gan, loss="relativistic_pairing", generator_penalties=spliced)


def test_it_comes_back_from_its_config():
    penalty = kg.penalties.Splicing(kg.schedules.Linear(0.0, 1.0, 10))
    again = keras.saving.deserialize_keras_object(
        keras.saving.serialize_keras_object(penalty)
    )
    assert again.get_config() == penalty.get_config()
