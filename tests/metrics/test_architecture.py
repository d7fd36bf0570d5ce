from keras_gans.metrics.architecture import ARCHITECTURES, Architecture, Stage


def test_shapes_by_hand():
    """8 x 8 -> stride 2: 4 x 4 -> halved: 2 x 2 of 5 channels -> 7 features."""
    small = Architecture((8, 8, 3), (Stage(4, 5, 2), Stage(5, halved=True)), dense=7)
    assert small.dimension == 7
    assert small.shapes(10) == {
        "kernel_0": (5, 5, 3, 4),
        "bias_0": (4,),
        "kernel_1": (3, 3, 4, 5),
        "bias_1": (5,),
        "dense_kernel": (2 * 2 * 5, 7),
        "dense_bias": (7,),
        "head_kernel": (7, 10),
        "head_bias": (10,),
    }


def test_without_a_dense_layer_features_are_the_channels():
    assert ARCHITECTURES["grey28"].dimension == 64
    assert "dense_kernel" not in ARCHITECTURES["grey28"].shapes(10)
