"""Every exported file, read back by its own runtime, makes the images of `generate`."""

import sys

import keras
import numpy as np
import pytest
import tensorflow as tf

import keras_gans as kg
from contracts import CLASSES, SHAPE, dcgan, mlp
from keras_gans.cli.parser import FORMATS
from keras_gans.engine import export

COUNT, SEED = 5, 3
FILES = {"tf_saved_model": "generator", "litert": "g.tflite", "onnx": "g.onnx"}


def saved_model(path):
    artifact = tf.saved_model.load(path)

    def run(z, labels=None):
        inputs = z if labels is None else {"z": z, "labels": labels}
        return artifact.serve(inputs)["images"].numpy()

    return run


def litert(path):
    reason = "no ai-edge-litert for this Python"
    runtime = pytest.importorskip("ai_edge_litert.interpreter", reason=reason)
    interpreter = runtime.Interpreter(str(path))

    def run(z, labels=None):
        inputs = {"z": z} if labels is None else {"z": z, "labels": labels}
        return interpreter.get_signature_runner()(**inputs)["images"]

    return run


def onnx(path):
    reason = "no onnxruntime for this Python"
    runtime = pytest.importorskip("onnxruntime", reason=reason)
    session = runtime.InferenceSession(path, providers=["CPUExecutionProvider"])

    def run(z, labels=None):
        inputs = {"z": z} if labels is None else {"z": z, "labels": labels}
        return session.run(["images"], inputs)[0]

    return run


RUNTIMES = {"tf_saved_model": saved_model, "litert": litert, "onnx": onnx}


@pytest.fixture(params=RUNTIMES)
def format(request):
    if request.param == "onnx":
        for package in ("onnx", "tf2onnx"):
            pytest.importorskip(package, reason=f"no {package} for this Python")
    return request.param


def lived(gan):
    """A GAN whose average differs from its generator, statistics and all."""
    rng = np.random.default_rng(0)
    for weight in gan.ema_generator.weights:
        if weight.path.endswith("variance"):
            weight.assign(rng.uniform(0.5, 1.5, weight.shape))
        else:
            weight.assign(weight + rng.normal(0, 0.3, weight.shape))
    return gan


def wanted(gan, labels=None):
    """What goes into the file, and what must come out."""
    z = kg.priors.draw(gan.prior, COUNT, gan.latent_shape, SEED)[:COUNT]
    inputs = [z] if labels is None else [z, np.asarray(labels, "int32")]
    return inputs, gan.generate(COUNT, labels=labels, seed=SEED)


GANS = {
    "mlp": lambda: mlp(normalization="layer"),
    "conditional dcgan": lambda: dcgan(CLASSES),
}


@pytest.mark.parametrize("make", GANS.values(), ids=GANS.keys())
def test_a_file_makes_the_images_of_generate(tmp_path, format, make):
    gan = lived(make())
    labels = [2, 0, 1, 1, 2] if gan.num_classes else None
    path = gan.export(tmp_path / "new" / FILES[format], format, verbose=False)
    assert path == tmp_path / "new" / FILES[format]
    inputs, images = wanted(gan, labels)
    assert images.std() > 0.05
    made = RUNTIMES[format](str(path))(*inputs)
    assert made.dtype == np.float32
    np.testing.assert_allclose(made, images, atol=1e-4)


def test_bytes_are_those_of_the_pictures(tmp_path, format):
    gan = lived(mlp())
    path = gan.export(tmp_path / FILES[format], format, verbose=False, dtype="uint8")
    inputs, images = wanted(gan)
    made = RUNTIMES[format](str(path))(*inputs)
    assert made.dtype == np.uint8 and made.max() > 200
    apart = made.astype(int) - kg.plots.to_uint8(images)
    assert np.abs(apart).max() <= 1 and (apart != 0).mean() < 0.01


def test_mixed_precision_becomes_float32(tmp_path):
    """LiteRT's own operations know nothing else."""
    gan = lived(mlp(CLASSES, dtype="mixed_float16"))
    path = gan.export(tmp_path / "g.tflite", "litert", verbose=False)
    inputs, images = wanted(gan, [0, 1, 2, 0, 1])
    made = litert(path)(*inputs)
    assert 0 < np.abs(made - images).max() < 0.05  # those of `generate` are rounded


def test_a_fixed_batch_is_in_the_file(tmp_path):
    gan = dcgan()
    path = gan.export(tmp_path / "generator", verbose=False, batch_size=2)
    [z] = tf.saved_model.load(path).signatures["serving_default"].inputs[:1]
    assert z.shape == (2, *gan.latent_shape)


def test_files_hold_the_generator_alone(tmp_path):
    gan = dcgan()
    gan.export(tmp_path / "generator", verbose=False)
    variables = tf.saved_model.load(tmp_path / "generator").variables
    assert len(variables) == len(gan.ema_generator.weights)


@pytest.mark.parametrize(
    "path, given, words",
    [
        ("g", {"format": "coreml"}, ["'litert'", "Received: format='coreml'"]),
        ("g.lite", {"format": "litert"}, ["end in .tflite", "Pass g.tflite"]),
        ("g", {"dtype": "int8"}, ["'uint8'", "Received: dtype='int8'"]),
    ],
)
def test_misuse_is_answered(tmp_path, monkeypatch, path, given, words):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ValueError) as error:
        dcgan().export(path, **given)
    assert all(word in str(error.value) for word in words), error.value
    assert not list(tmp_path.iterdir())


def test_the_command_line_knows_the_same_formats():
    assert FORMATS == (*export.FORMATS, "preset", "space")


def test_a_missing_package_has_a_hint(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "onnx", None)
    with pytest.raises(ImportError, match=r'pip install "keras-gans\[export\]"'):
        dcgan().export(tmp_path / "g.onnx", format="onnx")


def test_a_converter_that_fails_says_which_versions(tmp_path, monkeypatch):
    def fail(*args, **kwargs):
        raise AttributeError("module 'tensorflow' has no attribute 'lite'")

    monkeypatch.setattr(keras.Model, "export", fail)
    with pytest.raises(RuntimeError, match=f"TensorFlow {tf.__version__}.*'lite'"):
        dcgan().export(tmp_path / "g.tflite", format="litert")


# === The generator among other Keras models ===


def test_the_generator_is_a_layer_of_any_model():
    """Found: the latent of an image, by gradients through the frozen generator."""
    gan = lived(mlp(normalization="layer"))
    target = gan.ema_generator(np.full((1, 4), 0.5, "float32"))
    gan.generator.set_weights(gan.ema_generator.get_weights())
    one = keras.Input((1,))
    z = keras.layers.Dense(4, use_bias=False, name="latent")(one)
    model = keras.Model(one, gan.generator(z, training=False))
    assert model.output_shape == (None, *SHAPE)
    before = [w.copy() for w in gan.generator.get_weights()]
    gan.generator.trainable = False
    model.compile(keras.optimizers.Adam(0.1), "mse")
    ones = np.ones((1, 1), "float32")
    losses = model.fit(ones, target, epochs=40, verbose=0).history["loss"]
    assert losses[-1] < losses[0] / 5
    after = gan.generator.get_weights()
    assert all(np.array_equal(a, b) for a, b in zip(before, after, strict=True))
