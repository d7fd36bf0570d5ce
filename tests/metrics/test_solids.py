"""Solids: shares and surfaces counted by hand."""

import numpy as np
import pytest

from keras_gans import metrics


def cube(side, shift=0, grid=16):
    """One cube of voxels in [-1, 1], moved along the width."""
    voxels = np.full((1, grid, grid, grid, 1), -1.0)
    voxels[0, 4 : 4 + side, 4 : 4 + side, 4 + shift : 4 + shift + side] = 1
    return voxels


def test_iou_of_shifted_cubes():
    """6^3 moved by 2: 4 x 36 shared, 8 x 36 filled by either."""
    found = metrics.intersection_over_union(cube(6), cube(6, 2))
    assert found == pytest.approx([4 / 8])
    assert metrics.intersection_over_union(cube(6), cube(3)) == pytest.approx([1 / 8])
    assert metrics.intersection_over_union(cube(6), -np.ones((1, 16, 16, 16, 1))) == 0


def test_the_threshold_is_that_of_the_best_mean():
    """Voxels beside the cube are said to be there with -0.3, those of it with 0.1."""
    real = cube(6)
    fake = np.where(real > 0, 0.1, -0.3)
    fake[0, 0, 0, 0] = 0.05
    best = metrics.best_threshold(real, fake)
    assert 0.05 <= best < 0.1
    assert metrics.intersection_over_union(real, fake, best) == 1
    assert metrics.intersection_over_union(real, fake, -0.5) < 0.1


def test_a_surface_is_what_can_be_touched():
    """Of 5^3 voxels 3^3 are inside."""
    filled = cube(5)[0, ..., 0] > 0
    assert metrics.solids.surface(filled).sum() == 5**3 - 3**3
    whole = np.ones((4, 4, 4), bool)  # beyond the grid nothing is
    assert metrics.solids.surface(whole).sum() == 4**3 - 2**3


def test_surfaces_of_cubes_that_are_moved():
    """By 1 voxel all is near; by 2, those in the middle of both moved faces are not.

    6^3 has 152 voxels on its surface. Moved by 2 along the width, the far face's 36 and
    2 x 2 in the middle of the near face lie 2 away from the other surface.
    """
    near = metrics.surface_f_score(cube(6), cube(6, 1))
    assert near.f == near.precision == near.recall == 1
    far = metrics.surface_f_score(cube(6), cube(6, 2))
    assert far.precision == far.recall == pytest.approx([(152 - 36 - 4) / 152])
    assert far.f == pytest.approx(far.precision)
    exact = metrics.surface_f_score(cube(6), cube(6, 2), distance=0)
    assert exact.precision < far.precision
    assert metrics.surface_f_score(cube(6), cube(6, 2), distance=2).f == 1


def test_a_part_has_precision_and_no_recall():
    thin = np.full_like(cube(8), -1.0)
    thin[0, 4, 4:12, 4:12] = 1  # one face of the cube
    score = metrics.surface_f_score(cube(8), thin)
    assert score.precision == 1 and score.recall < 0.5
    nothing = metrics.surface_f_score(cube(8), np.full_like(thin, -1.0))
    assert nothing.f == 0
    assert metrics.surface_f_score(-cube(0), -cube(0)).f == 1


def test_other_shapes_are_refused():
    with pytest.raises(ValueError, match="in pairs"):
        metrics.intersection_over_union(cube(3), cube(3, grid=12))
    with pytest.raises(ValueError, match="last axis"):
        metrics.surface_f_score(np.zeros((2, 2, 2)), np.zeros((2, 2, 2)))
