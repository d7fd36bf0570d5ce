"""Solids as meshes: closed, as large as the voxels, the right way round."""

import numpy as np
import pytest

import keras_gans as kg
from keras_gans.data import furniture
from keras_gans.plots.mesh import mesh_of


def read(path):
    lines = [line.split() for line in path.read_text().splitlines()]
    corners = [list(map(float, words)) for kind, *words in lines if kind == "v"]
    faces = [list(map(int, words)) for kind, *words in lines if kind == "f"]
    return np.array(corners), np.array(faces) - 1


def volume(corners, faces):
    """By the divergence theorem: a third of the sum of x . n over all faces."""
    a, b, c, d = (corners[faces[:, i]] for i in range(4))
    normals = np.cross(b - a, d - a)
    middles = (a + b + c + d) / 4
    return (middles * normals).sum() / 3


def test_a_mesh_is_closed_and_holds_what_the_voxels_fill(tmp_path):
    """Each edge is walked once in each direction, as often as faces meet there."""
    chair = furniture.voxels()[0]
    path = kg.plots.save_obj(np.where(chair, 1.0, -1.0)[..., None], tmp_path / "a.obj")
    corners, faces = read(path)
    assert volume(corners * 32, faces) == pytest.approx(chair.sum(), rel=1e-3)
    edges = np.stack([faces, np.roll(faces, -1, axis=1)], axis=-1).reshape(-1, 2)
    there, ways = np.unique(edges, axis=0, return_counts=True)
    back, others = np.unique(edges[:, ::-1], axis=0, return_counts=True)
    assert (there == back).all() and (ways == others).all()


def test_x_leads_right_y_up_and_z_to_the_viewer():
    """One voxel of 4 x 4 x 4: in front, at the top, on the left."""
    voxels = np.zeros((4, 4, 4))
    voxels[0, 0, 0] = 1
    corners, faces = mesh_of(voxels)
    assert len(faces) == 6 and len(corners) == 8
    assert corners.min(0).tolist() == [0, 0.75, 0.75]
    assert corners.max(0).tolist() == [0.25, 1, 1]


def test_an_empty_solid_has_no_faces(tmp_path):
    corners, faces = read(kg.plots.save_obj(np.zeros((4, 4, 4)), tmp_path / "no.obj"))
    assert len(corners) == len(faces) == 0


def test_misuse_is_answered(tmp_path):
    with pytest.raises(ValueError, match="not a batch"):
        kg.plots.save_obj(np.zeros((2, 4, 4, 4, 1)), tmp_path / "a.obj")
    with pytest.raises(ValueError, match="obj"):
        kg.plots.save_obj(np.zeros((4, 4, 4)), tmp_path / "a.stl")
