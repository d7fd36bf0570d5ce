import pytest

import keras_gans as kg


@pytest.fixture(scope="session")
def fashion():
    return kg.metrics.feature_network("fashion1")


@pytest.fixture(scope="session")
def seen(fashion):
    """What it sees in the test images of the embedded set."""
    return fashion.features(kg.data.load_arrays("fashion_mnist_mini", "test").images)
