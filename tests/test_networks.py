import inspect

import keras
import numpy as np
import pytest
import tensorflow as tf

import keras_gans as kg
from keras_gans import networks
from keras_gans.layers import SpectralDense, SpectralEmbedding
from keras_gans.presets.format import allowed

CLASSES = [
    networks.DCGANGenerator,
    networks.DCGANDiscriminator,
    networks.MLPGenerator,
    networks.MLPDiscriminator,
]


def small(cls, **kwargs):
    size = {"width": 2} if "DCGAN" in cls.__name__ else {"widths": (4,)}
    return cls(**{"image_shape": (16, 16, 1), **size, **kwargs})


def inputs_for(model, count=3):
    rng = np.random.default_rng(0)
    first, *labels = model.inputs
    x = rng.uniform(-1, 1, (count, *first.shape[1:])).astype("float32")
    return [x, rng.integers(0, model.num_classes, count)] if labels else x


CHOICES = [
    (cls, dict(num_classes=3, label_encoding=encoding))
    for cls in CLASSES
    for encoding in ("embedding", "one_hot")
]
CHOICES += [(cls, dict()) for cls in CLASSES]
CHOICES += [
    (cls, dict(normalization=kind)) for cls in CLASSES for kind in ("layer", None)
]
for cls in (networks.DCGANDiscriminator, networks.MLPDiscriminator):
    CHOICES += [
        (cls, dict(num_classes=3, label_encoding="projection")),
        (cls, dict(num_classes=3, label_encoding="auxiliary")),
        (cls, dict(normalization="spectral")),
        (
            cls,
            dict(num_classes=3, label_encoding="projection", normalization="spectral"),
        ),
        (
            cls,
            dict(num_classes=3, label_encoding="auxiliary", normalization="spectral"),
        ),
        (cls, dict(minibatch_stddev=True, dropout=0.1)),
    ]
CHOICES += [
    (cls, dict(activation=activation))
    for cls in (networks.MLPGenerator, networks.MLPDiscriminator)
    for activation in ("relu", "maxout", "tanh")
]
CHOICES += [(cls, dict(dropout=0.3)) for cls in CLASSES]


@pytest.mark.parametrize(("cls", "choice"), CHOICES)
def test_config_is_the_constructor_and_a_file_holds_the_rest(cls, choice, tmp_path):
    """After a training call, which moves statistics, too."""
    model = small(cls, **choice)
    x = inputs_for(model)
    model(x, training=True)
    model.save(tmp_path / "model.keras")
    again = keras.models.load_model(tmp_path / "model.keras")
    assert type(again) is cls and again.num_classes == choice.get("num_classes")
    assert choice.items() <= again.get_config().items() == model.get_config().items()
    for mine, theirs in zip(again.weights, model.weights, strict=True):
        np.testing.assert_array_equal(mine, theirs)
    np.testing.assert_array_equal(again(x), model(x))


@pytest.mark.parametrize(("cls", "choice"), CHOICES)
def test_mixed_precision_computes_low_and_ends_in_float32(cls, choice):
    """Close to the same weights in float32; weights stay float32."""
    exact = small(cls, **choice)
    mixed = small(cls, **choice, dtype="mixed_bfloat16")
    mixed.set_weights(exact.get_weights())
    x = inputs_for(exact)
    assert mixed(x).dtype == exact(x).dtype == "float32"
    np.testing.assert_allclose(mixed(x), exact(x), rtol=0.05, atol=0.05)
    assert {w.dtype for w in mixed.weights} == {"float32"}
    assert any(layer.compute_dtype == "bfloat16" for layer in mixed.layers)


@pytest.mark.parametrize("side", [16, 20, 28, 32, 36, 48, 64, 100, 124, 128])
@pytest.mark.parametrize("channels", [1, 3])
def test_dcgan_makes_and_takes_every_side(side, channels):
    shape = (side, side, channels)
    generator = networks.DCGANGenerator(shape, latent_dim=2, width=1)
    discriminator = networks.DCGANDiscriminator(shape, width=1)
    assert generator.output_shape == (None, *shape)
    assert discriminator.input_shape == (None, *shape)
    assert discriminator.output_shape == (None, 1)


def test_all_multiples_of_4_are_covered():
    """Halving never leaves a start below 4 nor a last map outside 3..4."""
    from keras_gans.networks import pyramid

    for side in range(16, 257, 4):
        sides = (side, side)
        start, up = pyramid.start(sides)[0], pyramid.doublings(sides)
        assert start >= 4 and len(up) >= 2 and start * 2 ** len(up) == side
        assert set(up) == {(2, 2)} == set(pyramid.reductions(sides))
        assert 2 < side / 2 ** len(pyramid.reductions(sides)) <= 4


def test_sides_grow_and_shrink_each_for_itself():
    """By hand: 64 x 16 starts at 4 x 4; the short side waits for the long one."""
    from keras_gans.networks import pyramid

    assert pyramid.start((64, 16)) == (4, 4)
    assert pyramid.doublings((64, 16)) == [(2, 1), (2, 1), (2, 2), (2, 2)]
    assert pyramid.reductions((64, 16)) == [(2, 2), (2, 2), (2, 1), (2, 1)]
    assert pyramid.start((28, 32)) == (7, 4)
    assert pyramid.doublings((28, 32)) == [(1, 2), (2, 2), (2, 2)]


@pytest.mark.parametrize("shape", [(16, 32, 1), (64, 20, 4), (28, 32, 2), (256, 16, 3)])
def test_dcgan_is_not_only_square(shape):
    discriminator = networks.DCGANDiscriminator(shape, width=1)
    assert networks.DCGANGenerator(shape, 2, 1).output_shape == (None, *shape)
    assert discriminator.input_shape == (None, *shape)
    assert discriminator.output_shape == (None, 1)


def test_numbers_of_numpy_are_numbers():
    """As they come out of `np.max(labels) + 1` or an array's shape."""
    size, count = np.asarray((16, 16, 1)), np.int64(3)
    model = networks.DCGANGenerator(size, count, count, num_classes=count)
    assert model.get_config()["image_shape"] == [16, 16, 1]
    assert type(model.num_classes) is int and type(model.get_config()["width"]) is int


def test_generators_drop_units_in_training_only():
    for model in (
        small(networks.DCGANGenerator, dropout=0.5, normalization=None),
        small(networks.MLPGenerator, dropout=0.5, normalization=None),
    ):
        z = inputs_for(model)
        assert not np.array_equal(model(z, training=True), model(z))
        np.testing.assert_array_equal(model(z), model(z))


def test_images_are_in_range_and_scores_have_no_sigmoid():
    for generator in (small(networks.DCGANGenerator), small(networks.MLPGenerator)):
        z = 100 * np.random.default_rng(0).normal(size=(8, 100)).astype("float32")
        images = np.asarray(generator(z))
        assert -1 <= images.min() and images.max() <= 1
    for discriminator in (
        small(networks.DCGANDiscriminator),
        small(networks.MLPDiscriminator),
    ):
        head = discriminator.get_layer("scores")
        assert head.activation is keras.activations.linear
        head.bias.assign([7.0])
        images = np.zeros((1, 16, 16, 1), "float32")
        assert abs(float(discriminator(images)[0, 0])) > 1


def test_the_papers_initialisation():
    """Radford et al.: weights N(0, 0.02), batch-norm scales N(1, 0.02)."""
    for model in (networks.DCGANGenerator(), networks.DCGANDiscriminator()):
        kernels = [w for w in model.trainable_weights if w.name == "kernel"]
        values = np.concatenate([np.ravel(k) for k in kernels])
        np.testing.assert_allclose([values.mean(), values.std()], [0, 0.02], atol=2e-4)
        scales = [w for w in model.trainable_weights if w.name == "gamma"]
        values = np.concatenate([np.ravel(scale) for scale in scales])
        np.testing.assert_allclose([values.mean(), values.std()], [1, 0.02], atol=8e-3)


def test_leaky_slope_and_dropout_and_normalisation_arguments():
    model = networks.DCGANDiscriminator(width=2, dropout=0.25, normalization="layer")
    kinds = [type(layer).__name__ for layer in model.layers]
    assert kinds.count("GroupNormalization") == 2 and kinds.count("ExactDropout") == 3
    assert "FusedBatchNormalization" not in kinds
    slopes = {x.negative_slope for x in model.layers if hasattr(x, "negative_slope")}
    assert slopes == {0.2}


@pytest.mark.parametrize(
    ("make", "word"),
    [
        (lambda: networks.DCGANGenerator((30, 30, 1)), "multiple of 4"),
        (lambda: networks.DCGANGenerator((28, 12, 1)), "side"),
        (lambda: networks.DCGANGenerator((28, 28, 5)), "channels"),
        (lambda: networks.DCGANGenerator((28, 28)), "channels last"),
        (lambda: networks.DCGANGenerator(28), "channels last"),
        (lambda: networks.DCGANGenerator((28.0, 28, 1)), "multiple of 4"),
        (lambda: networks.MLPGenerator(()), "tuple of ints"),
        (lambda: networks.MLPGenerator((28, 0)), "image_shape"),
        (lambda: networks.MLPGenerator(dropout=-0.1), "dropout"),
        (lambda: networks.MLPDiscriminator(dropout=True), "dropout"),
        (lambda: networks.DCGANGenerator((1, 28, 28)), "channels last"),
        (lambda: networks.DCGANGenerator((512, 512, 3)), "16 to 256"),
        (lambda: networks.DCGANGenerator(latent_dim=0), "latent_dim"),
        (lambda: networks.DCGANGenerator(width=1.5), "width"),
        (lambda: networks.DCGANDiscriminator(dropout=1), "dropout"),
        (lambda: networks.DCGANDiscriminator((28, 28, 0)), "channels"),
        (lambda: networks.DCGANGenerator(normalization="spectral"), "normalization"),
        (
            lambda: networks.DCGANGenerator(
                num_classes=2, label_encoding="normalization", normalization="layer"
            ),
            "for batch normalisation. Received: normalization='layer'",
        ),
        (lambda: networks.MLPGenerator(label_encoding="projection"), "encoding"),
        (lambda: networks.MLPGenerator(activation="swish"), "maxout"),
        (lambda: networks.MLPDiscriminator(activation=None), "activation"),
        (
            lambda: networks.DCGANDiscriminator(normalization="instance"),
            "normalization",
        ),
        (lambda: networks.MLPGenerator(num_classes=0), "num_classes"),
        (lambda: networks.MLPGenerator(widths=(8, 0)), "widths"),
        (
            lambda: networks.MLPGenerator(num_classes=2, label_encoding="sum"),
            "encoding",
        ),
        (
            lambda: networks.DCGANDiscriminator(num_classes=2, label_encoding=1),
            "encoding",
        ),
    ],
)
def test_wrong_arguments_are_named(make, word):
    with pytest.raises(ValueError, match=word):
        make()


def test_pacgans_ring_networks():
    """4 x 400 ReLU units with batch norm; 3 x 200 maxout units of 5 pieces."""
    generator = networks.MLPGenerator(
        (2,), 2, (400,) * 4, activation="relu", output_activation="linear"
    )
    shapes = [w.shape for w in generator.trainable_weights if w.name == "kernel"]
    assert shapes == [(2, 400), *[(400, 400)] * 3, (400, 2)]
    kinds = [type(layer).__name__ for layer in generator.layers]
    assert kinds.count("FusedBatchNormalization") == kinds.count("ReLU") == 4
    discriminator = networks.MLPDiscriminator((2,), (200,) * 3, activation="maxout")
    shapes = [w.shape for w in discriminator.trainable_weights if w.name == "kernel"]
    assert shapes == [(2, 1000), (200, 1000), (200, 1000), (200, 1)]
    assert discriminator.output_shape == (None, 1)


def test_a_discriminator_takes_packed_images():
    assert networks.DCGANDiscriminator((16, 16, 2), 2).output_shape == (None, 1)


@pytest.mark.parametrize("name", networks.__all__)
def test_presets_know_every_network_and_bound_its_numbers(name):
    """A class in `__all__` is enough: allow-list and limits follow from it."""
    cls = getattr(networks, name)
    assert allowed.ALLOWED[name] is cls
    bounded = {**cls.limits, **cls.shapes}
    for parameter in inspect.signature(cls).parameters.values():
        values = np.ravel(parameter.default) if parameter.default is not None else []
        if any(isinstance(value, np.integer) for value in values):
            assert parameter.name in bounded


# === Labels that meet the last layer ===

DISCRIMINATORS = [networks.DCGANDiscriminator, networks.MLPDiscriminator]


def conditional(cls, encoding, **kwargs):
    return small(cls, num_classes=3, label_encoding=encoding, **kwargs)


def without_labels(cls, model):
    """The unconditional network with a conditional one's weights."""
    plain = small(cls)
    ours = [
        x for x in model.layers if x.weights and x.name not in ("projection", "classes")
    ]
    theirs = [x for x in plain.layers if x.weights]
    for mine, layer in zip(ours, theirs, strict=True):
        layer.set_weights(mine.get_weights())
    return plain


@pytest.mark.parametrize("cls", DISCRIMINATORS)
def test_projection_with_a_zero_embedding_is_the_unconditional_score(cls):
    model = conditional(cls, "projection")
    images, labels = inputs_for(model)
    plain = without_labels(cls, model)
    assert not np.allclose(model([images, labels]), plain(images), atol=1e-6)
    table = model.get_layer("projection")
    table.set_weights([0 * table.get_weights()[0]])
    np.testing.assert_array_equal(model([images, labels]), plain(images))


def test_projection_by_hand():
    """Miyato and Koyama, equation 3, with one hidden unit a feature: phi = x."""
    model = networks.MLPDiscriminator(
        (2,), (2,), num_classes=2, label_encoding="projection"
    )
    hidden = next(layer for layer in model.layers if layer.name.startswith("dense"))
    hidden.set_weights([np.eye(2), np.zeros(2)])
    model.get_layer("scores").set_weights([np.array([[3.0], [5.0]]), np.array([7.0])])
    model.get_layer("projection").set_weights([np.array([[1.0, 0.0], [10.0, 100.0]])])
    images = np.array([[1, 2], [1, 2]], "float32")
    scores = model([images, np.array([0, 1])])
    # psi = 3 + 10 + 7; the embeddings give 1 and 10 + 200.
    np.testing.assert_allclose(scores, [[21], [230]])


@pytest.mark.parametrize("cls", DISCRIMINATORS)
def test_auxiliary_classes_have_probabilities_that_add_up_to_1(cls):
    """Only the second column knows the label; the first is the plain score."""
    model = conditional(cls, "auxiliary")
    images, _ = inputs_for(model)
    columns = np.stack([model([images, np.full(3, label)]) for label in range(3)])
    np.testing.assert_allclose(np.exp(columns[..., 1]).sum(axis=0), 1, rtol=1e-5)
    assert not np.allclose(columns[0, :, 1], columns[1, :, 1])
    plain = without_labels(cls, model)(images)
    for column in columns:
        np.testing.assert_array_equal(column[:, :1], plain)


def test_auxiliary_by_hand():
    """Logits (1, 2, 4) for the image (1,): log softmax at the label."""
    model = networks.MLPDiscriminator(
        (1,), (1,), num_classes=3, label_encoding="auxiliary"
    )
    hidden = next(layer for layer in model.layers if layer.name.startswith("dense"))
    hidden.set_weights([np.eye(1), np.zeros(1)])
    model.get_layer("scores").set_weights([np.array([[5.0]]), np.zeros(1)])
    model.get_layer("classes").set_weights([np.array([[1.0, 2.0, 4.0]]), np.zeros(3)])
    got = model([np.ones((2, 1), "float32"), np.array([2, 0])])
    log_sum = np.log(np.exp([1, 2, 4]).sum())
    np.testing.assert_allclose(got, [[5, 4 - log_sum], [5, 1 - log_sum]], rtol=1e-5)


@pytest.mark.parametrize("encoding", ["projection", "auxiliary"])
@pytest.mark.parametrize("cls", DISCRIMINATORS)
def test_spectral_heads_are_spectral_too(cls, encoding):
    model = conditional(cls, encoding, normalization="spectral")
    name, kind = {
        "projection": ("projection", SpectralEmbedding),
        "auxiliary": ("classes", SpectralDense),
    }[encoding]
    assert isinstance(model.get_layer(name), kind)
    assert isinstance(model.get_layer("scores"), SpectralDense)


@pytest.mark.parametrize("cls", DISCRIMINATORS)
def test_minibatch_stddev_tells_a_batch_of_equal_images(cls):
    """The score of an image depends on its neighbours, and only if asked for."""
    for asked in (False, True):
        model = small(cls, minibatch_stddev=asked)
        images = inputs_for(model, 4)
        alone = model(np.repeat(images[:1], 4, axis=0))[0]
        assert np.allclose(alone, model(images)[0], atol=1e-6) != asked


# === Ensembles ===


def members(count=3, **kwargs):
    return [
        networks.MLPDiscriminator((4, 4, 1), (3 + i,), **kwargs) for i in range(count)
    ]


def test_an_ensemble_puts_scores_side_by_side():
    parts = members(
        2, num_classes=3, label_encoding="auxiliary", normalization="spectral"
    )
    model = networks.Ensemble(parts)
    x = inputs_for(model)
    expected = np.concatenate([part(x) for part in parts], axis=-1)
    np.testing.assert_array_equal(model(x), expected)
    assert model.output_shape == (None, 4) and model.num_classes == 3
    assert [part.name for part in model.members] == ["member_0", "member_1"]


def test_members_share_a_mean_loss_and_nothing_else():
    """The gradient of each is that of its own loss over the number of members."""
    parts = members()
    model = networks.Ensemble(parts)
    x = inputs_for(model, 5)

    def loss(scores):
        return tf.reduce_mean(tf.nn.softplus(scores))

    with tf.GradientTape() as tape:
        together = loss(model(x))
    shared = tape.gradient(together, [part.trainable_variables for part in parts])
    for part, gradients in zip(parts, shared, strict=True):
        with tf.GradientTape() as tape:
            own = loss(part(x))
        for mine, ours in zip(
            tape.gradient(own, part.trainable_variables), gradients, strict=True
        ):
            np.testing.assert_allclose(ours, mine / 3, rtol=1e-5, atol=1e-8)


def test_an_ensemble_is_saved_with_its_members(tmp_path):
    mixed = [
        *members(1),
        keras.Sequential(
            [keras.Input((4, 4, 1)), keras.layers.Flatten(), keras.layers.Dense(1)]
        ),
    ]
    model = networks.Ensemble(mixed)
    model.save(tmp_path / "model.keras")
    again = keras.models.load_model(tmp_path / "model.keras")
    x = inputs_for(model)
    np.testing.assert_array_equal(again(x), model(x))
    named = type(model).from_config({**model.get_config(), "name": "past"})
    assert named.name == "past" and len(named.members) == 2
    assert len(model.weights) == len(again.weights) == 6


def test_an_ensemble_plays():
    """As a discriminator of a conditional game, members of different widths."""
    discriminator = networks.Ensemble(members(2, num_classes=3))
    gan = kg.GAN(
        networks.MLPGenerator((4, 4, 1), 2, (4,), num_classes=3), discriminator, seed=0
    )
    gan.compile("adam", "adam", jit_compile=False)
    before = [part.get_weights() for part in discriminator.members]
    rng = np.random.default_rng(0)
    images = rng.uniform(-1, 1, (8, 4, 4, 1)).astype("float32")
    gan.train_on_batch(images, rng.integers(0, 3, 8))
    for part, old in zip(discriminator.members, before, strict=True):
        moved = [
            not np.array_equal(*w) for w in zip(part.get_weights(), old, strict=True)
        ]
        assert all(moved)


def twice():
    return [networks.MLPDiscriminator((4, 4, 1), (3,))] * 2


@pytest.mark.parametrize(
    ("parts", "word"),
    [
        (lambda: [], "at least one"),
        (twice, "same discriminator twice"),
        (lambda: [*members(1), networks.MLPDiscriminator((4, 4, 3))], "same shapes"),
        (lambda: [*members(1), *members(1, num_classes=3)], "num_classes"),
        (lambda: [*members(1), keras.Sequential([keras.layers.Dense(1)])], "Input"),
    ],
)
def test_ensembles_that_make_no_sense_are_refused(parts, word):
    with pytest.raises(ValueError, match=word):
        networks.Ensemble(parts())
