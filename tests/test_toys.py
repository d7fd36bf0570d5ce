"""Toys: where the modes are, how full they are, and that a GAN takes the points."""

import keras
import numpy as np
import pytest

import keras_gans as kg

MIXTURES = {"ring": (kg.data.gaussian_ring, 8), "grid": (kg.data.gaussian_grid, 25)}


@pytest.fixture(params=MIXTURES)
def toy(request):
    return MIXTURES[request.param]


def test_ring_by_hand():
    means = kg.data.gaussian_ring(1, modes=4, radius=2.0).means
    np.testing.assert_allclose(means, [[2, 0], [0, 2], [-2, 0], [0, -2]], atol=1e-7)


def test_the_ring_has_eight_modes_and_not_seven():
    """`linspace(0, 2 * pi, 8)`, as in a well-known demo, has its first mean twice."""
    means = kg.data.gaussian_ring(1).means
    assert len(np.unique(means.round(5), axis=0)) == 8
    np.testing.assert_allclose(np.linalg.norm(means, axis=1), 1, rtol=1e-6)


def test_grid_by_hand():
    means = kg.data.gaussian_grid(1).means
    ticks = (-4, -2, 0, 2, 4)
    assert sorted(map(tuple, means.tolist())) == [(x, y) for x in ticks for y in ticks]


def test_points_are_what_a_perfect_sampler_draws(toy):
    """Mode counts are multinomial, and 1 - exp(-4.5) lie within three deviations."""
    make, modes = toy
    count = 20_000
    points, means, std = make(count, seed=3)
    assert points.shape == (count, 2) and points.dtype == np.float32
    found = kg.metrics.mode_coverage(points, means, std)
    share = 1 - np.exp(-4.5)
    assert found.modes == modes
    assert abs(found.high_quality - share) < 5 * np.sqrt(share * (1 - share) / count)
    expected = share * count / modes
    assert np.abs(found.counts - expected).max() < 5 * np.sqrt(expected)
    # 2 n KL is chi-square with modes - 1 degrees of freedom, up to terms of 1 / n.
    assert 2 * count * found.reverse_kl < 3 * modes


def test_every_mode_is_round_with_the_given_deviation(toy):
    points, means, std = toy[0](20_000, std=0.1, seed=1)
    gaps = points[:, None] - means
    offsets = gaps[np.arange(len(gaps)), np.square(gaps).sum(-1).argmin(1)]
    assert std == 0.1
    np.testing.assert_allclose(np.cov(offsets.T), 0.01 * np.eye(2), atol=0.0004)


def test_points_are_a_function_of_the_seed(toy):
    make, _ = toy
    points = make(1000, seed=5).points
    np.testing.assert_array_equal(points, make(1000, seed=5).points)
    np.testing.assert_array_equal(points[:300], make(300, seed=5).points)
    assert not (points == make(1000, seed=6).points).all(axis=1).any()


def test_consecutive_seeds_draw_different_modes():
    labels = [
        np.argmin(((p[:, None] - means) ** 2).sum(-1), axis=1)
        for p, means, _ in (kg.data.gaussian_ring(1000, seed=s) for s in (0, 1))
    ]
    assert abs((labels[0] == labels[1]).mean() - 1 / 8) < 5 * np.sqrt(7 / 64 / 1000)


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        ({"count": 0}, "a whole number of at least 1"),
        ({"count": 2.5}, "a whole number of at least 1"),
        ({"modes": 1}, "a whole number of at least 2"),
        ({"radius": 0}, "a finite number above 0"),
        ({"std": -0.1}, "a finite number above 0"),
        ({"std": np.nan}, "a finite number above 0"),
    ],
)
def test_the_ring_refuses(wrong, rule):
    name = next(iter(wrong))
    with pytest.raises(ValueError, match=f"`{name}` must be {rule}. Received: {name}="):
        kg.data.gaussian_ring(**wrong)


@pytest.mark.parametrize("name", ["side", "spacing", "std"])
def test_the_grid_refuses(name):
    with pytest.raises(ValueError, match=f"`{name}` must be .* Received: {name}=0"):
        kg.data.gaussian_grid(**{name: 0})


@pytest.mark.parametrize("toy", MIXTURES.values(), ids=MIXTURES)
def test_a_gan_trains_on_points_in_their_own_units(toy):
    """Points may lie outside of [-1, 1]: they are no pixels."""
    keras.utils.set_random_seed(0)
    gan = kg.GAN(
        kg.networks.MLPGenerator((2,), 2, (8,), output_activation="linear"),
        kg.networks.MLPDiscriminator((2,), (8,)),
        seed=0,
    )
    gan.compile("adam", keras.optimizers.Adam(1e-3))
    history = gan.fit(toy[0](100).points, batch_size=50, epochs=1, verbose=0).history
    assert np.isfinite(history["discriminator_loss"][0])
    assert gan.generate(70, seed=0).shape == (70, 2)


# Stacked MNIST -----------------------------------------------------------------------


def digits(per_class=3, side=4):
    """Digit d in its i-th writing is a constant image of 20 d + i."""
    labels = np.repeat(np.arange(10), per_class)
    values = 20 * labels + np.tile(np.arange(per_class), 10)
    return np.ones((1, side, side, 1), "uint8") * values[:, None, None, None].astype(
        "uint8"
    ), labels


def test_channels_are_the_digits_of_the_label():
    stacked = kg.data.stacked_mnist(*digits(), count=500, seed=2)
    assert stacked.images.shape == (500, 4, 4, 3)
    assert stacked.images.dtype == np.uint8 and stacked.labels.dtype == np.int32
    written = stacked.images // 20  # every pixel says its digit
    shown = stacked.labels[:, None] // [100, 10, 1] % 10
    np.testing.assert_array_equal(
        written, np.broadcast_to(shown[:, None, None], written.shape)
    )


def test_channels_are_drawn_apart_from_each_other():
    count = 20_000
    stacked = kg.data.stacked_mnist(*digits(side=1), count=count)
    found = kg.metrics.stacked_mnist_coverage(stacked.labels)
    assert found.modes == 1000  # 20 of each on average: none is missing
    assert abs(2 * count * found.reverse_kl - 999) < 6 * np.sqrt(2 * 999)
    writings = stacked.images % 20
    assert {tuple(row) for row in np.unique(writings.reshape(-1, 3), axis=0)} == {
        (i, j, k) for i in range(3) for j in range(3) for k in range(3)
    }


def test_triples_are_a_function_of_the_seed():
    first = kg.data.stacked_mnist(*digits(), count=50, seed=1)
    again = kg.data.stacked_mnist(*digits(), count=50, seed=1)
    np.testing.assert_array_equal(first.images, again.images)
    other = kg.data.stacked_mnist(*digits(), count=50, seed=2)
    assert (first.labels == other.labels).mean() < 0.1


def test_triples_train_like_any_images():
    stacked = kg.data.stacked_mnist(*digits(), count=10)
    batch = next(
        iter(kg.data.from_arrays(*stacked[:2], batch_size=10, num_classes=1000))
    )
    assert batch[0].shape == (10, 4, 4, 3)


def test_stacked_mnist_refuses():
    images, labels = digits()
    with pytest.raises(ValueError, match="grey uint8 images .* Received: float32"):
        kg.data.stacked_mnist(images.astype("float32"), labels)
    with pytest.raises(ValueError, match=r"Received: uint8 \(30, 4, 4, 3\)"):
        kg.data.stacked_mnist(images.repeat(3, axis=-1), labels)
    with pytest.raises(ValueError, match=r"must be in \[0, 10\). Received: label 10"):
        kg.data.stacked_mnist(images, labels + 3)
    with pytest.raises(ValueError, match="one int for each of the 30 images"):
        kg.data.stacked_mnist(images, labels[1:])
    with pytest.raises(ValueError, match="`count` must be a whole number"):
        kg.data.stacked_mnist(images, labels, count=0)
