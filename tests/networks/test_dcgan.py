"""DCGAN's generator where the class scales its features."""

import numpy as np
from network_cases import make

from keras_gans import networks


def test_the_class_reaches_the_generator_through_its_normalisations_only():
    """Each class has the same scales at first; one whose offset moves, moves alone."""
    model = make("dcgan_normalized")
    z = np.random.default_rng(0).normal(size=(2, 6)).astype("float32")
    images = [np.asarray(model([z, np.full(2, label)])) for label in (0, 1)]
    np.testing.assert_array_equal(*images)
    norms = [x for x in model.layers if type(x).__name__.startswith("Conditional")]
    assert len(norms) == 3  # at 4, 8 and 16
    norms[0].beta.assign(norms[0].beta + np.array([[0.0], [1.0], [0.0]]))
    images = [np.asarray(model([z, np.full(2, label)])) for label in (0, 1, 2)]
    assert not np.allclose(images[0], images[1], atol=1e-5)
    np.testing.assert_array_equal(images[0], images[2])


def test_without_classes_it_is_the_plain_network():
    plain, told = (
        networks.DCGANGenerator((16, 16, 3), width=4, **given)
        for given in ({}, {"label_encoding": "normalization"})
    )
    shapes = [[w.shape for w in model.weights] for model in (plain, told)]
    assert shapes[0] == shapes[1] and len(told.inputs) == 1
