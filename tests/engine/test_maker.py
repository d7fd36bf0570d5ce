"""The generator as a function of named inputs, some of them changed."""

import numpy as np

from contracts import batch_for, conditional, same
from keras_gans.engine.batch import parts_of


def maker_of(gan, **held_out):
    [(real, told)] = parts_of(batch_for(gan), gan.roles, 1)
    batch = gan.batch(real, told, "last", **held_out)
    return gan.maker(batch, gan.critic(batch, "last")), batch


def test_what_is_not_changed_is_this_steps():
    gan = conditional()
    maker, batch = maker_of(gan)
    made = maker()
    network = gan.generator([batch.drawn["z"], batch.told["labels"]], training=True)
    np.testing.assert_array_equal(made, network)


def test_an_input_can_be_changed_by_name():
    maker, batch = maker_of(conditional())
    other = maker(z=batch.drawn["z"] + 1)
    assert not np.array_equal(other, maker())
    assert maker.priors.keys() == {"z"}


def test_held_out_the_averaged_generator_makes():
    gan = conditional()
    maker, _ = maker_of(gan, held_out=0)
    assert maker.network is gan.ema_generator and not maker.training
    before = [w.numpy() for w in gan.ema_generator.weights]
    maker()
    assert same(before, [w.numpy() for w in gan.ema_generator.weights])
