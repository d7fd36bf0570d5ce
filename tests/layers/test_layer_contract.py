"""What every layer must keep: its shape, its config, its file, low precision, XLA."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from keras_gans import layers

MAPS, VECTOR, LABELS = (6, 4, 8), (5,), ()
TOKENS = (6,)
CASES = {  # name: (function that makes it, shapes of its inputs)
    "blur_before_stride": (layers.BlurBeforeStride2D, [MAPS]),
    "blur_pooling": (layers.BlurPooling2D, [MAPS]),
    "blur_pooling_1": (lambda **k: layers.BlurPooling2D((1, 2), **k), [MAPS]),
    "blur_up": (layers.BlurUpSampling2D, [MAPS]),
    "clip_output": (layers.ClipOutput, [MAPS]),
    "conditional_batch_norm": (
        lambda **k: layers.ConditionalBatchNormalization(3, **k),
        [MAPS, LABELS],
    ),
    "equalized_conv": (lambda **k: layers.EqualizedConv2D(2, 3, **k), [MAPS]),
    "equalized_dense": (lambda **k: layers.EqualizedDense(2, **k), [VECTOR]),
    "film": (layers.FiLM, [MAPS, VECTOR]),
    "film_deep": (lambda **k: layers.FiLM(3, **k), [VECTOR, VECTOR]),
    "gate": (layers.Gate, [MAPS]),
    "learned_basis": (lambda **k: layers.LearnedBasis((4, 3), **k), [VECTOR]),
    "learned_constant": (lambda **k: layers.LearnedConstant(MAPS, **k), [VECTOR]),
    "modulated": (lambda **k: layers.ModulatedConv2D(3, **k), [MAPS, (8,)]),
    "modulated_up": (
        lambda **k: layers.ModulatedConv2D(3, size=(2, 1), **k),
        [MAPS, (8,)],
    ),
    "moving_mean": (layers.MovingMean, [VECTOR]),
    "noise_injection": (lambda **k: layers.NoiseInjection(seed=1, **k), [MAPS]),
    "phrase_contrast": (
        lambda **k: layers.PhraseContrast(3, 4, **k),
        [VECTOR, TOKENS],
    ),
    "phrase_encoder": (lambda **k: layers.PhraseEncoder(3, 4, **k), [TOKENS]),
    "pixel_norm": (layers.PixelNorm, [MAPS]),
    "pixel_shuffle": (layers.PixelShuffle, [MAPS]),
    "pixel_unshuffle": (layers.PixelUnshuffle, [MAPS]),
    "self_attention": (layers.SelfAttention, [MAPS]),
    "self_attention_spectral": (
        lambda **k: layers.SelfAttention(spectral=True, **k),
        [MAPS],
    ),
    "spectral_conv3d": (
        lambda **k: layers.SpectralConv3D(2, 3, padding="same", **k),
        [(4, 4, 4, 2)],
    ),
    "style_mixing": (lambda **k: layers.StyleMixing(4, 0.5, seed=1, **k), [VECTOR]),
    "sum_pooling": (layers.SumPooling2D, [MAPS]),
    "text_encoder": (lambda **k: layers.TextEncoder(3, 4, **k), [TOKENS]),
}
every_layer = pytest.mark.parametrize("name", CASES)


def inputs_for(name, count=5):
    """Numbers for each input; ints below 3 for labels and tokens."""
    rng, arrays = np.random.default_rng(0), []
    for shape in CASES[name][1]:
        if shape in (LABELS, TOKENS):
            arrays.append(rng.integers(0, 3, (count, *shape)).astype("int32"))
        else:
            arrays.append(rng.normal(size=(count, *shape)).astype("float32"))
    return arrays


def model_of(name, **kwargs):
    arrays = inputs_for(name)
    inputs = [keras.Input(x.shape[1:], dtype=x.dtype.name) for x in arrays]
    layer = CASES[name][0](**kwargs)
    model = keras.Model(inputs, layer(*inputs))
    rng = np.random.default_rng(1)  # gates that are closed at first are opened
    for weight in layer.trainable_weights:
        weight.assign(rng.normal(1, 0.3, weight.shape))
    return model, layer, arrays


@every_layer
def test_its_shape_its_config_and_its_file(name, tmp_path):
    model, layer, arrays = model_of(name)
    outputs = model(arrays, training=True)
    assert tuple(outputs.shape) == (5, *model.output_shape[1:])
    again = type(layer).from_config(layer.get_config())
    assert again.get_config() == layer.get_config()
    model.save(tmp_path / "model.keras")
    loaded = keras.models.load_model(tmp_path / "model.keras")
    np.testing.assert_array_equal(loaded(arrays), model(arrays))


@every_layer
def test_it_computes_low_and_keeps_float32_weights(name):
    exact, _, arrays = model_of(name)
    mixed, layer, _ = model_of(name, dtype="mixed_bfloat16")
    mixed.set_weights(exact.get_weights())
    outputs = mixed(arrays)
    assert outputs.dtype == "bfloat16"
    assert {weight.dtype for weight in layer.weights} <= {"float32"}
    np.testing.assert_allclose(
        np.asarray(outputs, "float32"), exact(arrays), rtol=0.1, atol=0.15
    )


def slopes_by(tape, cost, layer):
    """Gradients by each weight, those of embeddings as full tables."""
    slopes = tape.gradient(cost, [v.value for v in layer.trainable_weights])
    return [tf.convert_to_tensor(slope) for slope in slopes]


@every_layer
def test_gradients_are_finite_and_graphs_agree(name):
    """Also for a batch whose size is unknown when the graph is made."""
    model, layer, arrays = model_of(name)

    def slopes(*inputs):
        with tf.GradientTape() as tape:
            outputs = model(list(inputs))
            cost = tf.reduce_sum(outputs**2)
        return [outputs, *slopes_by(tape, cost, layer)]

    specs = [tf.TensorSpec((None, *x.shape[1:]), x.dtype) for x in arrays]
    for mine, other in zip(slopes(*arrays), tf.function(slopes, specs)(*arrays)):
        assert np.isfinite(mine).all()
        np.testing.assert_allclose(mine, other, rtol=1e-3, atol=1e-4)


@pytest.mark.slow
@every_layer
def test_xla_agrees(name):
    model, layer, arrays = model_of(name)

    def slopes(*inputs):
        with tf.GradientTape() as tape:
            outputs = model(list(inputs), training=True)
            cost = tf.reduce_sum(outputs**2)
        return [outputs, *slopes_by(tape, cost, layer)]

    start = [np.asarray(variable) for variable in model.variables]  # seeds, too
    eager = slopes(*arrays)
    for variable, value in zip(model.variables, start):
        variable.assign(value)
    for mine, other in zip(eager, tf.function(slopes, jit_compile=True)(*arrays)):
        np.testing.assert_allclose(mine, other, rtol=1e-3, atol=1e-3)
