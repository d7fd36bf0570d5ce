"""The generator as a file that runs without this library."""

import contextlib
import importlib
import io
import pathlib
import platform
import sys
import warnings

import keras
import tensorflow as tf
from keras import ops

from keras_gans.data.plain_errors import disk_errors
from keras_gans.engine.inputs import feed
from keras_gans.networks.base import Network
from keras_gans.utils import files
from keras_gans.utils.printable import printable
from keras_gans.utils.types import PathLike

FORMATS = {"tf_saved_model": "", "litert": ".tflite", "onnx": ".onnx"}  # and suffixes
PACKAGES = {"onnx": ("onnx", "tf2onnx")}  # format -> who writes it besides Keras
DTYPES = ("float32", "uint8")


def export(
    gan: keras.Model,
    filepath: PathLike,
    format: str = "tf_saved_model",
    verbose: bool | None = None,
    dtype: str = "float32",
    batch_size: int | None = None,
    **options: object,
) -> pathlib.Path:
    """Writes the averaged generator for programs that know nothing of GANs.

    It takes all that the generator draws or is told, by name: `z` (batch, ...)
    float32, drawn from the GAN's prior, and if the GAN is conditional `labels`
    (batch,) int32, `caption`, `photo` ...; it returns `images`. These are the names
    in every format. Layers run as in `generate`, not as in training. A generator
    of the library that was trained in mixed precision is written in float32, which
    every runtime understands.

    Args:
        filepath: path. Missing folders are made.
        format: "tf_saved_model" (a folder, for TensorFlow and its server), "litert"
            (a file `.tflite`, for phones and small machines) or "onnx" (a file
            `.onnx`; needs `pip install "keras-gans[export]"`).
        verbose: as for `keras.Model.export`.
        dtype: "float32", images in [-1, 1]; or "uint8", images in 0..255, ready to
            be looked at.
        batch_size: int, for a runtime that wants it fixed. None: any.
        **options: as for `keras.Model.export`, such as `opset_version` for ONNX
            or `optimizations` for LiteRT.

    Returns:
        The path, as a `pathlib.Path`.

    Raises:
        ValueError: an unknown format, a wrong suffix, or a wrong `dtype`.
        ImportError: a format without its packages.
        RuntimeError: a converter that fails; the message holds all versions.
        OSError: a full disk; what lay at the path stays whole.

    Example:
        gan.export("generator.tflite", format="litert", dtype="uint8")
    """
    path = checked(filepath, format)
    find_packages(format)
    network = serving(gan, dtype)
    options.setdefault("input_signature", [signature(network, batch_size)])
    whole, said = files.written if FORMATS[format] else files.filled, io.StringIO()
    with whole(path) as unfinished, plain_errors(format), disk_errors():
        with contextlib.redirect_stdout(said):
            network.export(unfinished, format, verbose, **options)
    sys.stdout.write(said.getvalue().replace(str(unfinished), str(path)))
    return path


def checked(filepath, format):
    """The path of a format, which must have its suffix."""
    if format not in FORMATS:
        raise ValueError(
            f"`format` must be one of {list(FORMATS)}. Received: format={format!r}."
        )
    path = pathlib.Path(filepath)
    if path.suffix.lower() != FORMATS[format] and FORMATS[format]:
        raise ValueError(
            f"The name of a file for format={format!r} must end in {FORMATS[format]}. "
            f"Received: {printable(path)}. Pass "
            f"{printable(path.with_suffix(FORMATS[format]))}."
        )
    return path


def find_packages(format):
    """Makes sure that the packages of a format are there, before any work is done."""
    for package in PACKAGES.get(format, ()):
        try:
            importlib.import_module(package)
        except ImportError as error:
            raise ImportError(
                f"format={format!r} is written by {' and '.join(PACKAGES[format])}. "
                f"Received: {error} (Python {platform.python_version()}). Take another "
                'format or install them: pip install "keras-gans[export]"'
            ) from error


def serving(gan, dtype="float32"):
    """The averaged generator as a model of named inputs and outputs, for inference.

    Args:
        gan: a `GAN`.
        dtype: "float32" or "uint8", of the images.

    Returns:
        A Functional `keras.Model` from z (or another only input), or from
        `{"z": z, "labels": labels}` and the like, to `{"images": images}`.
    """
    if dtype not in DTYPES:
        raise ValueError(
            f"`dtype` must be one of {list(DTYPES)}. Received: dtype={dtype!r}."
        )
    roles, told = gan.roles, gan.roles.conditions
    dtypes = {n: told[n].dtype if n in told else "float32" for n in roles.generator}
    inputs = {
        n: keras.Input(roles.shapes[n], dtype=d, name=n) for n, d in dtypes.items()
    }
    network = in_float32(gan.ema_generator)
    images = network(feed(network, roles.generator, inputs), training=False)
    images = ops.cast(images, "float32")
    images = as_bytes(images) if dtype == "uint8" else images
    inputs = inputs if len(inputs) > 1 else next(iter(inputs.values()))
    return keras.Model(inputs, {"images": images}, name="generator")


def signature(network, batch_size=None):
    """What a network takes, as an exporter wants to know it."""

    def spec(x):
        return keras.InputSpec(x.dtype, (batch_size, *x.shape[1:]), name=x.name)

    return keras.tree.map_structure(spec, network.input)


def in_float32(network):
    """The network itself, or a copy of one that computes with another precision."""
    config = network.get_config() if isinstance(network, Network) else {}
    if config.get("dtype") in (None, "float32"):
        return network
    copy = type(network).from_config({**config, "dtype": "float32"})
    copy.set_weights(network.get_weights())
    return copy


def as_bytes(images):
    """Images in [-1, 1] as uint8, with the rounding of `kg.plots.to_uint8`."""
    return ops.cast(ops.round((ops.clip(images, -1, 1) + 1) * 127.5), "uint8")


@contextlib.contextmanager
def plain_errors(format):
    """Whatever a converter raises is one error, which says who was at work."""
    try:
        with warnings.catch_warnings():
            # Keras looks for `np.object`, which NumPy 2 comments on.
            warnings.simplefilter("ignore", FutureWarning)
            yield
    except (OSError, ValueError):
        raise
    except Exception as error:
        versions = f"Python {platform.python_version()}, Keras {keras.__version__}"
        versions += f", TensorFlow {tf.__version__}"
        for package in PACKAGES.get(format, ()):
            module = importlib.import_module(package)
            versions += f", {package} {getattr(module, '__version__', '?')}"
        raise RuntimeError(
            f"The generator cannot be written with format={format!r} by {versions}. "
            f"Received: {type(error).__name__}: {error}. Take another format, or "
            "versions of which docs/guides/ecosystem.md says that they work."
        ) from error
