import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
# As the command line has it, whose processes are compared with this one bit for bit.
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "1")
# Tests run on all cores already, and one thread always sums in the same order.
os.environ.setdefault("TF_NUM_INTRAOP_THREADS", "1")

import gc
import tempfile

os.environ["KERAS_HOME"] = tempfile.mkdtemp()  # features of reals are cached there

import keras
import pytest
import tensorflow as tf


def pytest_addoption(parser):
    parser.addoption("--nightly", action="store_true", help="the longest tests, too")


def pytest_collection_modifyitems(config, items):
    """Leaves the longest tests out, which ask again what shorter ones have asked."""
    if config.getoption("--nightly"):
        return
    from nightly import is_left_out, listed

    names = set(listed())
    left = [item for item in items if is_left_out(item, names)]
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if not is_left_out(item, names)]


@pytest.fixture(autouse=True)
def same_start():
    """Every test begins with the same seeds and the float32 policy."""
    keras.utils.set_random_seed(0)
    keras.config.set_dtype_policy("float32")
    yield
    keras.config.set_dtype_policy("float32")


@pytest.fixture(autouse=True, scope="module")
def graphs(request):
    """Graphs run as they were traced: to rewrite them takes a third of a small game.

    Rewritten ones differ in the last bits, so modules that compare those of two
    processes are marked `rewritten`: both do then what users' processes do. Modules
    marked `eager` have no graphs at all: to trace one takes longer than ten steps.
    """
    marker = request.node.get_closest_marker
    plain = marker("rewritten") is None
    tf.config.optimizer.set_experimental_options({"disable_meta_optimizer": plain})
    tf.config.run_functions_eagerly(marker("eager") is not None)
    yield
    tf.config.run_functions_eagerly(False)
    gc.collect()
    gc.freeze()  # TensorFlow keeps graphs for good: they need not be looked at again


@pytest.fixture
def call(capsys):
    """Runs a command, written as one string; returns code, output and complaints."""

    from keras_gans import cli

    def run_command(line):
        capsys.readouterr()
        code = cli.main(line.split())
        output = capsys.readouterr()
        return code, output.out, output.err

    return run_command


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    """A shelf of tiny presets, for `tiny_shelf.make_tiny`."""
    from tiny_shelf import write_shelf

    return write_shelf(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    from browsing import Browser

    os.environ["SE_OFFLINE"] = "true"  # selenium would else look for a newer driver
    browser = Browser(tmp_path_factory.mktemp("profile"))
    yield browser
    browser.driver.quit()
