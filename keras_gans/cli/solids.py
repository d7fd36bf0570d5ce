"""Solids of voxels as files: a mesh, a sheet of four sides, a film that turns."""

SIDES = {"front": 0, "right": 90, "back": 180, "left": 270}  # degrees
ELEVATION, PIXELS = 20, 128
TURNS = 36  # pictures of a film
ENDINGS = ".obj", ".gif"  # that only solids have


def is_solid(shape):
    """Whether samples of a shape are voxels that are there or not."""
    return len(shape) == 4 and shape[-1] == 1


def check(count, out):
    """Refuses several solids for one mesh."""
    from keras_gans.cli.parser import UserError

    if out.suffix.lower() == ".obj" and count > 1:
        raise UserError(
            f"--out {out.name} holds one solid, and there would be {count}. Pass "
            "--count 1, or a folder for a file of each"
        )


def save(shown, out):
    """Samples as what the name of the file asks for: one of WRITERS."""
    WRITERS[out.suffix.lower()](shown, out)


def save_mesh(shown, out):
    from keras_gans import plots

    plots.save_obj(shown.samples[0], out)


def save_meshes(shown, folder):
    """A mesh for each sample, numbered from 0."""
    from keras_gans import plots
    from keras_gans.utils import files

    digits = len(str(len(shown.samples) - 1))
    with files.filled(folder) as draft:
        for i, voxels in enumerate(shown.samples):
            plots.save_obj(voxels, draft / f"{i:0{digits}}.obj")


def save_sides(shown, out):
    """Each solid from four sides, beside what was told."""
    import numpy as np

    from keras_gans import plots

    def strips(voxels):
        return np.concatenate([seen(voxels, a) for a in SIDES.values()], axis=2)

    truth = None if shown.truth is None else strips(shown.truth)
    parts = shown.given, truth, shown.captions
    plots.save_told(strips(shown.samples), out, *parts)


def save_film(shown, out):
    """All solids in a sheet, which turns once around."""
    from keras_gans import plots

    azimuths = [360 * i / TURNS for i in range(TURNS)]
    frames = [plots.grid(seen(shown.samples, azimuth)) for azimuth in azimuths]
    plots.save_film(frames, out, seconds_per_frame=0.1, hold_seconds=0.1)


def seen(voxels, azimuth):
    """Pictures of solids from one side."""
    from keras_gans.data import furniture

    return furniture.render(voxels, azimuth, ELEVATION, PIXELS)


WRITERS = {
    ".obj": save_mesh,
    ".gif": save_film,
    ".png": save_sides,
    "": save_meshes,
}
