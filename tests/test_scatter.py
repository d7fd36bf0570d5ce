"""Where a point of the plane is drawn, and within which limits."""

import numpy as np
import pytest
from PIL import Image

import keras_gans as kg
from keras_gans.plots import scatter

CORNERS = np.array([[-1.0, -1.0], [1.0, 1.0]])


def read(path):
    return np.asarray(Image.open(path).convert("RGB")).astype(int)


def frame(picture):
    """Top, bottom, left and right of the axes: the long grey lines of the box."""
    line = (picture == 0xBB).all(axis=2)
    rows = np.flatnonzero(line.sum(axis=1) > picture.shape[1] / 2)
    columns = np.flatnonzero(line.sum(axis=0) > picture.shape[0] / 2)
    return rows[0], rows[-1], columns[0], columns[-1]


def colour_at(picture, point, limits):
    """The pixel where a point of the plane lies, y upwards."""
    top, bottom, left, right = frame(picture)
    low, high = limits
    x, y = (np.asarray(point) - low) / (high - low)
    return picture[round(bottom - y * (bottom - top)), round(left + x * (right - left))]


def is_blue(colour):
    red, _, blue = colour
    return blue > red + 60


def test_points_lie_where_they_are(tmp_path):
    """Also shows that limits are kept, y goes up and both axes have one scale."""
    place, limits = (0.53, -0.21), (-2.0, 1.0)
    path = kg.plots.save_scatter([place] * 50, tmp_path / "new/a.png", limits=limits)
    picture = read(path)
    top, bottom, left, right = frame(picture)
    assert abs((bottom - top) - (right - left)) <= 1
    assert is_blue(colour_at(picture, place, limits))
    for other in [(0.53, 0.21), (-0.21, 0.53), (0.33, -0.21), (0.53, -0.41)]:
        assert not is_blue(colour_at(picture, other, limits))


def test_every_mean_is_grey_and_every_fake_blue(tmp_path):
    ring = kg.data.gaussian_ring(2000)
    fakes = ring.points[ring.points[:, 0] > 0]
    path = kg.plots.save_scatter(fakes, tmp_path / "ring.png", real=ring.points)
    picture, limits = read(path), scatter.limits_of(ring.points.astype("float64"))
    for mean in ring.means:
        colour = colour_at(picture, mean, limits)
        assert colour.max() < 240  # Neither mode is white.
        if abs(mean[0]) > 0.1:
            assert is_blue(colour) == (mean[0] > 0)


def test_limits_are_those_of_the_real_points(tmp_path):
    low, high = scatter.limits_of(CORNERS)
    assert (low, high) == pytest.approx((-1.24, 1.24))
    paths = [
        kg.plots.save_scatter(points, tmp_path / f"{i}.png", real=CORNERS)
        for i, points in enumerate([CORNERS, 100 * CORNERS])
    ]
    frames = [frame(read(path)) for path in paths]
    assert frames[0] == frames[1]


def test_limits_hold_a_flat_set_and_one_point():
    assert scatter.limits_of(np.array([[5.0, 0.0], [7.0, 0.0]])) == pytest.approx(
        (-1.24, 7.24)
    )
    assert scatter.limits_of(np.zeros((1, 2))) == (-1.0, 1.0)


@pytest.mark.parametrize(
    ("size", "half"), [(0.9, 1), (1.0, 1), (1.1, 2), (4.2, 5), (6, 10), (0.03, 0.05)]
)
def test_limits_without_real_points_are_round(size, half):
    assert scatter.round_limits(np.full((9, 2), size)) == pytest.approx((-half, half))


def test_limits_of_a_network_that_diverged():
    points = np.array([[np.nan, 0.0], [np.inf, 1.0]])
    assert scatter.round_limits(points) == (-1.0, 1.0)
    assert scatter.round_limits(np.array([[np.nan, 9.0], [0.3, 0.4]])) == (-0.5, 0.5)


@pytest.mark.parametrize("points", [np.full((4, 2), np.nan), np.zeros((0, 2))])
def test_a_network_that_diverged_has_a_picture(tmp_path, points):
    assert kg.plots.save_scatter(points, tmp_path / "a.png", real=CORNERS).exists()


@pytest.mark.parametrize("name", ["points", "real"])
@pytest.mark.parametrize("shape", [(4,), (4, 3), (4, 2, 1)])
def test_save_scatter_refuses_what_is_not_of_the_plane(tmp_path, name, shape):
    arrays = {"points": CORNERS, "real": CORNERS, name: np.zeros(shape)}
    with pytest.raises(ValueError, match=f"`{name}` must be numbers of shape .n, 2."):
        kg.plots.save_scatter(path=tmp_path / "a.png", **arrays)


@pytest.mark.parametrize("limits", [(1, -1), (0, 0), (0, np.nan), (0, 1, 2), 3.0])
def test_save_scatter_refuses_limits(tmp_path, limits):
    with pytest.raises(ValueError, match="`limits` must be two finite numbers"):
        kg.plots.save_scatter(CORNERS, tmp_path / "a.png", limits=limits)


def test_save_scatter_refuses_other_files(tmp_path):
    with pytest.raises(ValueError, match=r"must end in .png. Received: .*a.jpg"):
        kg.plots.save_scatter(CORNERS, tmp_path / "a.jpg")
