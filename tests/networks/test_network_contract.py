"""What every network must keep: config, file, precision, size, and a part in a game."""

import keras
import numpy as np
import pytest
from network_cases import CASES, PAIRS, inputs_for, make, values_for

import keras_gans as kg
from contracts import usually
from keras_gans import networks
from keras_gans.engine import validation
from keras_gans.networks.base import Discriminator, Generator
from keras_gans.presets import parts
from keras_gans.presets.format import limits, param_count

every_network = pytest.mark.parametrize("name", CASES)
LIKE_ANOTHER = [("stylegan2_classes", "stylegan2_d_classes"), ("sngan", "sngan_d")]
LIKE_ANOTHER += [("r3gan", "r3gan_d"), ("unet", "patches"), ("unet", "patches_alone")]
LIKE_ANOTHER += [("voxels", "voxels_d")]
usual_pairs = pytest.mark.parametrize(
    "pair", usually(PAIRS, *(pair for pair in PAIRS if pair not in LIKE_ANOTHER))
)


def is_generator(model):
    return isinstance(model, Generator)


def test_every_class_is_here():
    found = {cls.__name__ for cls, _ in CASES.values()}
    assert found == set(networks.__all__) - {"Ensemble"}
    both = (Generator, Discriminator)
    assert all(issubclass(getattr(networks, name), both) for name in networks.__all__)


@every_network
def test_config_is_the_constructor_and_a_file_holds_the_rest(name, tmp_path):
    """After a training call, which moves statistics, too."""
    model = make(name)
    x = inputs_for(model)
    model(x, training=True)
    outputs = model(x)
    assert outputs.dtype == "float32" and np.isfinite(outputs).all()
    if is_generator(model):
        assert tuple(outputs.shape) == (4, *model.get_config()["image_shape"])
        assert -1 <= np.min(outputs) and np.max(outputs) <= 1
    else:
        assert model.inputs[0].name == "images"
    model.save(tmp_path / "model.keras")
    again = keras.models.load_model(tmp_path / "model.keras")
    assert type(again) is type(model) and again.get_config() == model.get_config()
    for mine, theirs in zip(again.weights, model.weights, strict=True):
        np.testing.assert_array_equal(mine, theirs)
    np.testing.assert_array_equal(again(x), outputs)


@every_network
def test_mixed_precision_computes_low_and_ends_in_float32(name):
    """Close to the same weights in float32; weights stay float32."""
    exact, mixed = make(name), make(name, dtype="mixed_bfloat16")
    mixed.set_weights(exact.get_weights())
    x = inputs_for(exact)
    assert mixed(x).dtype == "float32"
    np.testing.assert_allclose(mixed(x), exact(x), rtol=0.1, atol=0.1)
    assert {w.dtype for w in mixed.weights} == {"float32"}
    flat = mixed._flatten_layers()
    assert any(layer.compute_dtype == "bfloat16" for layer in flat)


@every_network
def test_presets_know_its_size_before_it_is_built(name):
    """As a part of a config, through JSON; a network is described by its arguments."""
    model = make(name)
    spec = parts.spec(model)
    role = "generator" if is_generator(model) else "discriminator"
    limits.check(spec, "config.json")

    def build():
        with keras.StatelessScope(initialize_variables=False):
            again = parts.make(spec, role)
            return again.count_params(), again.get_config()

    with param_count.concurrent.futures.ThreadPoolExecutor(max_workers=1) as thread:
        count, arguments = thread.submit(build).result()
    assert count == model.count_params()
    assert {**arguments, "name": model.name} == model.get_config()


def data_for(gan, count=8):
    """A batch: samples, and whatever else the networks are told."""
    told = {}
    for network in (gan.generator, gan.discriminator):
        told |= {x.name: values_for(x, count) for x in network.inputs}
    told = {name: told[name] for name in gan.roles.conditions}
    rng = np.random.default_rng(1)
    real = rng.uniform(-1, 1, (count, *gan.image_shape)).astype("float32")
    return (real, told) if told else real


def game_of(makes, judges, **game):
    conditions = {}
    if "dfgan" in makes:
        words = kg.conditions.Tokens(["a", "b", "c", "d"], length=4)
        conditions = {"caption": words}
    gan = kg.GAN(make(makes), make(judges), seed=0, conditions=conditions)
    adam = [keras.optimizers.Adam(1e-3, beta_1=0.0) for _ in range(2)]
    gan.compile(*adam, **{"jit_compile": False, **game})
    return gan


@usual_pairs
def test_it_plays(pair):
    """Each trained weight moves and stays finite; samples are a function of the seed.

    What stands behind a layer that is zero at first moves a step later.
    """
    gan = game_of(*pair, run_eagerly=True)
    before = [w.numpy() for w in gan.trainable_weights]
    data = data_for(gan)
    for _ in range(3):
        logs = gan.train_on_batch(*data if isinstance(data, tuple) else (data,))
    assert np.isfinite(np.ravel(logs)).all()
    for weight, old in zip(gan.trainable_weights, before, strict=True):
        assert np.isfinite(weight).all()
        assert not np.array_equal(weight, old), weight.path
    told = data[1] if isinstance(data, tuple) else {}
    some = {name: told[name][:2] for name in gan.roles.generator if name in told}
    images = gan.generate(2, seed=3, **some)
    assert images.shape == (2, *gan.image_shape) and np.abs(images).max() <= 1
    np.testing.assert_array_equal(images, gan.generate(2, seed=3, **some))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("makes", "judges"),
    [("stylegan2", "stylegan2_d"), ("r3gan", "r3gan_d")],
)
def test_eager_and_graph_agree(makes, judges):
    """Two steps with a lazy gradient penalty, where the discriminator allows one.

    Each layer is held to it by itself, with XLA, too.
    """
    results = []
    for how in (dict(run_eagerly=True), dict()):
        gan = game_of(makes, judges, **how)
        alone = not validation.has_batch_norm(gan.discriminator)
        alone &= "stylegan2" not in judges
        if alone:
            adam = [keras.optimizers.Adam(1e-3, beta_1=0.0) for _ in range(2)]
            penalties = [kg.penalties.r1(1.0, every=2)]
            gan.compile(*adam, penalties=penalties, **{"jit_compile": False, **how})
        data = data_for(gan)
        for _ in range(2):
            gan.train_on_batch(*data if isinstance(data, tuple) else (data,))
        results.append(np.concatenate([np.ravel(w) for w in gan.trainable_weights]))
    for other in results[1:]:
        # Adam's first steps are signs: where a gradient is 0 but for rounding, it may
        # go either way.
        assert np.mean(np.abs(other - results[0]) > 1e-4) < 0.02


@pytest.mark.slow
@pytest.mark.parametrize("name", ["stylegan2", "r3gan", "sngan", "dcgan", "dfgan"])
@pytest.mark.parametrize("shape", [(16, 32, 1), (28, 28, 4), (20, 16, 2), (64, 16, 3)])
def test_sides_and_channels(name, shape):
    generator = make(name, image_shape=shape)
    discriminator = make(f"{name}_d", image_shape=shape)
    images = generator(inputs_for(generator))
    assert images.shape == (4, *shape)
    told = inputs_for(discriminator)
    assert discriminator(told).shape == (4, 1)


@pytest.mark.parametrize(
    "name", ["stylegan2", "r3gan", "sngan", "unet", "translation", "dfgan"]
)
def test_sides_that_do_not_fit_are_refused(name):
    for shape in ((16, 18, 3), (512, 512, 3), (16, 16, 5), (16, 16), (3, 16, 16)):
        with pytest.raises(ValueError, match="image_shape"):
            make(name, image_shape=shape)
