"""The generator's penalty on captions that nobody said."""

import keras
import numpy as np
import pytest
from keras import ops

import keras_gans as kg
from contracts import mlp, play
from keras_gans.penalties import splicing

AUXILIARY = kg.losses.AuxiliaryClassifier("non_saturating", fakes=False)
TOLD = dict(vocabulary_size=9, caption_length=6, text_units=4, width=2)


def painter(contrastive=False, loss="non_saturating", **penalty):
    keras.utils.set_random_seed(0)
    gan = kg.GAN(
        kg.networks.DFGANGenerator((16, 16, 3), latent_dim=4, **TOLD),
        kg.networks.DFGANDiscriminator((16, 16, 3), contrastive=contrastive, **TOLD),
        seed=0,
    )
    asked = [kg.penalties.Splicing(**penalty)]
    return play(gan, loss=loss, generator_penalties=asked)


def dealt(gan):
    captions = np.array([[1, 2, 3, 4, 0, 0], [5, 6, 0, 0, 0, 0], [7, 8, 7, 8, 7, 8]])
    images = np.random.default_rng(0).uniform(-1, 1, (3, 16, 16, 3)).astype("float32")
    [batch] = gan.deal((images, {"caption": captions}))
    return batch


def test_one_captions_words_and_then_anothers():
    first = np.array(
        [[1, 2, 0, 0, 0], [1, 2, 3, 4, 0], [0, 0, 0, 0, 0], [1, 2, 3, 4, 5]]
    )
    second = np.array(
        [[5, 6, 0, 0, 0], [5, 6, 7, 0, 0], [5, 0, 0, 0, 0], [6, 0, 0, 0, 0]]
    )
    both = [[1, 2, 5, 6, 0], [1, 2, 3, 4, 5], [5, 0, 0, 0, 0], [1, 2, 3, 4, 5]]
    assert np.asarray(splicing.spliced(first, second)).tolist() == both


def spliced(batch, rows):
    """By hand: what the first rows and those after them say."""
    tokens = np.asarray(batch.told["caption"])
    both = [[*a[a > 0], *b[b > 0]] for a, b in zip(tokens, np.roll(tokens, -1, axis=0))]
    length = tokens.shape[1]
    return ops.array([(row + [0] * length)[:length] for row in both], "int32")[:rows]


@pytest.mark.parametrize("share, rows", [(1.0, 3), (0.5, 2), (1e-6, 1)])
def test_the_cost_is_the_games_on_what_was_spliced(share, rows):
    gan = painter(weight=2.0, share=share)
    batch = dealt(gan)
    critic = gan.critic(batch, "last")
    maker, [penalty] = gan.maker(batch, critic), gan.generator_penalties
    seed = gan.seed_of("penalty", "last")
    told = spliced(batch, rows)
    fakes = maker(caption=told, z=maker.inputs["z"][:rows])
    expected = 2 * float(gan.loss.generator(None, gan.discriminator([fakes, told])))
    cost = float(penalty(maker, batch.real, gan.fakes(batch), seed))
    assert cost == pytest.approx(expected, rel=1e-5)


def test_phrases_alone_judge_where_the_discriminator_says_them():
    """The score, which no real sample could teach about them, has no say."""
    gan = painter(contrastive=True, loss=AUXILIARY)
    batch = dealt(gan)
    maker, [penalty] = (
        gan.maker(batch, gan.critic(batch, "last")),
        gan.generator_penalties,
    )
    told = spliced(batch, 3)
    scores = np.asarray(gan.discriminator([maker(caption=told), told]))
    cost = float(penalty(maker, batch.real, gan.fakes(batch), gan.seed_of("p", "last")))
    assert cost == pytest.approx(-scores[:, 1].mean(), rel=1e-5)


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
    """A loaded GAN pays as much; held-out samples cost alike at each look."""
    gan = painter()
    batch = dealt(gan)
    data = batch.real, {"caption": batch.told["caption"]}
    looks = [gan.evaluate(*data, verbose=0, return_dict=True) for _ in range(2)]
    assert looks[0]["splicing"] == looks[1]["splicing"] > 0
    gan.save(tmp_path / "gan.keras")
    again = keras.models.load_model(tmp_path / "gan.keras")
    logs = [g.train_on_batch(*data, return_dict=True) for g in (gan, again)]
    assert logs[0]["splicing"] == logs[1]["splicing"] > 0


@pytest.mark.parametrize("share", [0, -1, 1.5])
def test_a_share_is_of_a_batch(share):
    with pytest.raises(ValueError, match="`share` must be in"):
        kg.penalties.Splicing(share=share)


@pytest.mark.parametrize("run_eagerly", [False, True])
def test_whatever_else_is_told_is_of_the_same_rows(run_eagerly):
    """A generator that is told a palette, too, and a discriminator of both."""
    keras.utils.set_random_seed(0)
    z, palette = keras.Input((4,), name="z"), keras.Input((3,), name="palette")
    caption = keras.Input((6,), dtype="int32", name="caption")
    x = keras.layers.Concatenate()([z, palette, kg.layers.PhraseEncoder(9, 4)(caption)])
    x = keras.layers.Reshape((4, 4, 1))(keras.layers.Dense(16, "tanh")(x))
    sample = keras.Input((4, 4, 1), name="images")
    heard = [palette, kg.layers.PhraseEncoder(9, 4)(caption)]
    y = keras.layers.Concatenate()([keras.layers.Flatten()(sample), *heard])
    words = kg.conditions.Tokens(8, 6)
    gan = kg.GAN(
        keras.Model([z, palette, caption], x),
        keras.Model([sample, palette, caption], keras.layers.Dense(1)(y)),
        conditions={"palette": kg.conditions.Vector((3,)), "caption": words},
        seed=0,
    )
    penalty = kg.penalties.Splicing(share=0.5)
    play(gan, generator_penalties=[penalty], run_eagerly=run_eagerly)
    random = np.random.default_rng(0)
    told = {
        "palette": random.normal(size=(5, 3)).astype("float32"),
        "caption": random.integers(1, 9, (5, 6)),
    }
    images = random.uniform(-1, 1, (5, 4, 4, 1)).astype("float32")
    logs = gan.fit(images, told, batch_size=5, epochs=1, verbose=0).history
    assert np.isfinite(logs["splicing"][0]) and logs["splicing"][0] > 0


def test_a_discriminator_that_is_told_no_caption_cannot_judge():
    gan = painter()
    deaf = kg.networks.DCGANDiscriminator((16, 16, 3), width=2)
    with pytest.raises(ValueError, match="it must be told .'caption'."):
        play(kg.GAN(gan.generator, deaf), generator_penalties=[kg.penalties.Splicing()])


def test_it_wants_captions_and_a_loss_without_real_samples():
    with pytest.raises(ValueError, match="told captions"):
        play(mlp(), generator_penalties=[kg.penalties.Splicing()])
    gan, spliced = painter(), [kg.penalties.Splicing()]
    with pytest.raises(ValueError, match="A relativistic loss"):
        play(gan, loss="relativistic_pairing", generator_penalties=spliced)
    told = kg.losses.AuxiliaryClassifier("relativistic_pairing", fakes=False)
    painter(contrastive=True, loss=told)  # the phrases need no real sample


def test_it_comes_back_from_its_config():
    penalty = kg.penalties.Splicing(kg.schedules.Linear(0.0, 1.0, 10), share=0.5)
    again = keras.saving.deserialize_keras_object(
        keras.saving.serialize_keras_object(penalty)
    )
    assert again.get_config() == penalty.get_config()
