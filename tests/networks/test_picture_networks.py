"""Networks that are given pictures: U-Net, patches, the translating ResNet."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from network_cases import inputs_for, make

import keras_gans as kg
from keras_gans.networks import given, patches


def touched(model, place):
    """How far the gradient of one score or pixel reaches: height and width."""
    x = tf.constant(inputs_for(model, 1))
    with tf.GradientTape() as tape:
        tape.watch(x)
        outputs = model(x)
        cost = tf.reduce_sum(outputs[:, place[0], place[1]])
    slope = np.abs(tape.gradient(cost, x)).sum(axis=(0, 3))
    rows, columns = np.nonzero(slope.sum(1))[0], np.nonzero(slope.sum(0))[0]
    return np.ptp(rows) + 1, np.ptp(columns) + 1


@pytest.mark.parametrize(("strided", "size"), [(0, 7), (1, 16), (2, 34), (3, 70)])
def test_a_patch_is_as_large_as_the_paper_has_it(strided, size):
    """Measured by the gradient of a score in the middle."""
    model = make("patches_alone", image_shape=(128, 128, 1), width=1, strided=strided)
    middle = model.output_shape[1] // 2
    assert touched(model, (middle, middle)) == (size, size)
    assert patches.receptive_field(strided) == size


def test_patches_are_a_quarter_of_the_shorter_side():
    sides = {256: 70, 128: 34, 64: 16, 32: 7, 16: 7}
    for side, size in sides.items():
        assert patches.receptive_field(patches.strides_for(side)) == size
    model = make("patches_alone", image_shape=(64, 128, 3), strided=None)
    assert model.output_shape == (None, 32, 64, 1)


def test_a_u_net_sees_far():
    """A pixel in the middle sees nearly the whole picture, through the bottom."""
    model = make("unet", image_shape=(32, 32, 1), given_shapes={"photo": (32, 32, 1)})
    assert min(touched(model, (16, 16))) >= 30


def test_dropout_is_for_training():
    model = make("unet", normalization=None)
    x = inputs_for(model)
    np.testing.assert_array_equal(model(x), model(x))
    assert not np.array_equal(model(x, training=True), model(x, training=True))


def test_each_picture_and_z_is_heard():
    model = make("unet_many")
    assert [x.name for x in model.inputs] == ["photo", "holes", "z"]
    x = inputs_for(model)
    images = np.asarray(model(x))
    for i in range(3):
        other = list(x)
        other[i] = -x[i]
        assert not np.allclose(model(other), images, atol=1e-5)


def test_pictures_are_conditions():
    """A GAN knows how to check and to show them."""
    said = make("unet_many").conditions
    assert {n: c.shape for n, c in said.items()} == {
        "photo": (16, 28, 3),
        "holes": (8, 14, 1),
    }
    assert set(make("view").conditions) == {"view"}
    assert make("patches_alone").conditions == make("stylegan2").conditions == {}


@pytest.mark.parametrize(
    ("make_it", "word"),
    [
        (lambda: make("unet", given_shapes={}), "at least one picture"),
        (lambda: make("unet", given_shapes=(16, 16, 3)), "dict of names"),
        (lambda: make("unet", given_shapes={"photo": (16, 0, 3)}), "photo"),
        (lambda: make("unet", given_shapes={"photo": (16, 16, 3, 1)}), "height"),
        (lambda: make("unet", given_shapes={"photo": (32, 32, 3)}), "multiples"),
        (lambda: make("unet", given_shapes={"photo": (10, 16, 3)}), "multiples"),
        (lambda: make("patches", strided=-1), "strided"),
        (lambda: make("patches", normalization="instance"), "normalization"),
        (lambda: make("translation", blocks=0), "blocks"),
    ],
)
def test_wrong_arguments_are_named(make_it, word):
    with pytest.raises(ValueError, match=word):
        make_it()


# === Vectors beside pictures ===


def test_numbers_of_a_table_stand_at_each_pixel():
    table = keras.Input((2, 2))
    spread = keras.Model(table, given.spread(table, (3, 5), "float32"))
    planes = np.asarray(spread(np.array([[[1, 2], [3, 4]]], "float32")))
    assert planes.shape == (1, 3, 5, 4)
    np.testing.assert_array_equal(planes[0], np.broadcast_to([1, 2, 3, 4], (3, 5, 4)))


def test_a_network_says_that_it_is_told_a_vector():
    told = make("unet_palette").conditions
    assert isinstance(told["segments"], kg.conditions.Image)
    assert isinstance(told["palette"], kg.conditions.Vector)
    assert told["palette"].shape == (4, 3)
    assert make("patches_palette").conditions.keys() == told.keys()


# === Holes ===


def photo_and_holes(count=3, seed=0):
    rng = np.random.default_rng(seed)
    photo = rng.uniform(-1, 1, (count, 16, 16, 3)).astype("float32")
    return photo, (rng.uniform(size=(count, 16, 16, 1)) < 0.3).astype("float32")


def test_known_pixels_come_back_bit_for_bit():
    photo, holes = photo_and_holes()
    made = np.asarray(make("inpainting")([photo, holes]))
    known = np.broadcast_to(holes == 0, photo.shape)
    np.testing.assert_array_equal(made[known], photo[known])
    assert not np.array_equal(made, photo)


def test_a_hidden_pixel_never_changes_the_picture():
    photo, holes = photo_and_holes()
    network = make("inpainting")
    other = np.where(holes == 1, -photo, photo)
    np.testing.assert_array_equal(network([photo, holes]), network([other, holes]))


def test_a_soft_mask_hides_whole_pixels():
    photo, holes = photo_and_holes()
    network = make("inpainting")
    soft = np.where(holes == 1, 0.7, 0.2).astype("float32")
    np.testing.assert_array_equal(network([photo, holes]), network([photo, soft]))
