"""What the averaged generator is asked for."""

import numpy as np
import pytest

from contracts import SHAPE, conditional, mlp
from keras_gans.engine import sampling


def test_fewer_samples_are_the_first_of_more():
    gan = mlp()
    many, few = gan.generate(70, seed=3), gan.generate(5, seed=3)
    np.testing.assert_allclose(many[:5], few, atol=1e-6)
    assert many.shape == (70, *SHAPE) and many.dtype == "float32"
    assert not np.allclose(few, gan.generate(5, seed=4))
    assert not np.allclose(gan.generate(5), gan.generate(5))


def test_labels_cycle_or_are_as_many_as_asked():
    gan = conditional()
    assert gan.labels_for(5).tolist() == [0, 1, 2, 0, 1]
    assert gan.labels_for(3, 2).tolist() == [2, 2, 2]
    assert gan.labels_for(2, [1, 0]).tolist() == [1, 0]
    assert mlp().labels_for(4) is None
    with pytest.raises(ValueError, match="2 values"):
        gan.labels_for(3, [1, 0])


def test_as_many_samples_as_values_or_sixteen():
    gan = conditional()
    assert sampling.count_of(None, {}) == sampling.USUAL == 16
    assert len(gan.generate(labels=[0, 1, 2], seed=0)) == 3
    assert len(gan.generate(labels=1, seed=0)) == 16
    assert len(gan.generate(z=np.zeros((7, 4)), seed=0)) == 7


def test_the_same_z_and_label_make_the_same_sample():
    gan = conditional()
    z = np.random.default_rng(0).normal(size=(3, 4)).astype("float32")
    made = gan.generate(labels=[0, 1, 2], z=z)
    np.testing.assert_allclose(
        made, gan.call({"z": z, "labels": np.arange(3)}), atol=1e-6
    )
    np.testing.assert_allclose(
        made[1], gan.generate(1, labels=1, z=z[1:2])[0], atol=1e-6
    )


@pytest.mark.parametrize(
    "asked, match",
    [
        (dict(count=0), "`count` must be a whole number"),
        (dict(count=10**9), "GiB at once"),
        (dict(count=2, labels=[0, 1, 2]), "one for each of the 2 samples"),
        (dict(labels=7), "`labels`"),
        (dict(seed=-1), "`seed` must be"),
        (dict(caption="red"), "is told and draws labels, z. Received: caption"),
        (dict(z=np.zeros((3, 5))), "`z`"),
    ],
)
def test_what_makes_no_sense_is_refused(asked, match):
    with pytest.raises(ValueError, match=match):
        conditional().generate(**asked)


def test_labels_of_a_gan_that_is_told_none_are_refused():
    with pytest.raises(ValueError, match="is unconditional"):
        mlp().generate(4, labels=1)


def test_values_repeat_until_there_are_enough():
    values = np.array([[1, 2], [3, 4]])
    assert sampling.rows(values, 3).tolist() == [[1, 2], [3, 4], [1, 2]]
