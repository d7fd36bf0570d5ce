"""Every pixel of a sheet, every frame of a film, every column of a history."""

import math

import numpy as np
import pytest
from PIL import Image

from keras_gans import plots
from keras_gans.plots import curves

BYTES = np.arange(256, dtype="uint8").reshape(16, 4, 4, 1)


def read(path):
    with Image.open(path) as picture:
        return np.asarray(picture)


# Sheets ------------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", ["float32", "float64", "float16"])
def test_to_uint8_is_the_inverse_of_scaling(dtype):
    scaled = (BYTES.astype("float64") / 127.5 - 1.0).astype(dtype)
    np.testing.assert_array_equal(plots.to_uint8(scaled), BYTES)
    np.testing.assert_array_equal(plots.to_uint8(BYTES), BYTES)


def test_to_uint8_clips_and_takes_nan():
    values = np.array([-9, -np.inf, 9, np.inf, np.nan, 0.003])
    assert plots.to_uint8(values).tolist() == [0, 0, 255, 255, 128, 128]


def test_grid_by_hand():
    images = np.array([1, 2, 3], "uint8").reshape(3, 1, 1, 1) * np.ones((1, 1, 2, 1))
    expected = [
        [255, 255, 255, 255, 255, 255, 255],
        [255, 1, 1, 255, 2, 2, 255],
        [255, 255, 255, 255, 255, 255, 255],
        [255, 3, 3, 255, 255, 255, 255],
        [255, 255, 255, 255, 255, 255, 255],
    ]
    sheet = plots.grid(images.astype("uint8"), padding=1)
    assert sheet.shape == (5, 7, 1) and sheet.dtype == np.uint8
    assert sheet[..., 0].tolist() == expected


@pytest.mark.parametrize(
    ("count", "columns", "shape"),
    [(1, None, (8, 8)), (5, None, (14, 20)), (5, 5, (8, 32)), (2, 3, (8, 20))],
)
def test_grid_shapes(count, columns, shape):
    assert plots.grid(np.zeros((count, 4, 4, 3)), columns).shape == (*shape, 3)


@pytest.mark.parametrize("shape", [(4, 4, 1), (2, 4, 4), (2, 4, 4, 2), (0, 4, 4, 1)])
def test_grid_refuses_what_is_no_batch_of_images(shape):
    with pytest.raises(ValueError, match="must have the shape .* Received: shape"):
        plots.grid(np.zeros(shape))


@pytest.mark.parametrize("wrong", [{"columns": 0}, {"padding": -1}, {"columns": 2.0}])
def test_grid_refuses_sizes(wrong):
    with pytest.raises(ValueError, match="must be a whole number of at least"):
        plots.grid(BYTES, **wrong)


@pytest.mark.parametrize("channels", [1, 3])
def test_save_grid_magnifies_without_blur(tmp_path, channels):
    images = np.random.default_rng(0).integers(0, 256, (4, 5, 6, channels), "uint8")
    path = plots.save_grid(images, tmp_path / "new" / "sheet.png", scale=3)
    shown = read(path).reshape(16 * 3, 18 * 3, channels)
    sheet = plots.grid(images)
    np.testing.assert_array_equal(shown, np.kron(sheet, np.ones((3, 3, 1), "uint8")))
    assert [p.name for p in path.parent.iterdir()] == ["sheet.png"]


def test_save_grid_aims_at_800_pixels(tmp_path):
    small = plots.save_grid(np.zeros((64, 28, 28, 1)), tmp_path / "small.png")
    large = plots.save_grid(np.zeros((4, 500, 500, 1)), tmp_path / "large.png")
    assert read(small).shape == (242 * 3, 242 * 3)
    assert read(large).shape == (1006, 1006)


def test_save_grid_refuses_other_formats(tmp_path):
    with pytest.raises(ValueError, match=r"must end in \.png\. Received: .*sheet\.bmp"):
        plots.save_grid(BYTES, tmp_path / "sheet.bmp")


def test_a_torn_write_keeps_the_old_picture(tmp_path, monkeypatch):
    path = plots.save_grid(BYTES, tmp_path / "sheet.png")
    before = path.read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        plots.save_grid(BYTES[::-1], path)
    assert path.read_bytes() == before and len(list(tmp_path.iterdir())) == 1


# Films -------------------------------------------------------------------------------


def frames(count, side=8):
    return [np.full((side, side), 10 * i, "uint8") for i in range(count)]


def durations(path):
    with Image.open(path) as film:
        seen = []
        for index in range(film.n_frames):
            film.seek(index)
            film.load()
            seen.append((np.asarray(film.convert("L"))[0, 0], film.info["duration"]))
    return seen


@pytest.mark.parametrize("name", ["film.gif", "film.png", "film.apng"])
def test_film_shows_each_frame_and_holds_the_last(tmp_path, name):
    path = plots.save_film(frames(3), tmp_path / name, 0.25, hold_seconds=1.5)
    assert durations(path) == [(0, 250), (10, 250), (20, 1500)]


def test_film_of_files_in_the_order_of_their_numbers(tmp_path):
    for step in (100, 20, 3):
        image = np.full((1, 4, 4, 1), step, "uint8")
        plots.save_grid(image, tmp_path / f"step_{step}.png")
    paths = plots.pictures(tmp_path)
    assert [path.stem for path in paths] == ["step_3", "step_20", "step_100"]
    plots.save_film(paths, tmp_path / "film.gif")
    with Image.open(tmp_path / "film.gif") as film:
        middle = film.width // 2
        values = []
        for index in range(film.n_frames):
            film.seek(index)
            values.append(film.convert("L").getpixel((middle, middle)))
        assert values == [3, 20, 100] and 400 <= film.width <= 500


def test_film_fills_up_smaller_frames(tmp_path):
    small, large = np.zeros((4, 6), "uint8"), np.zeros((9, 5, 3), "uint8")
    path = plots.save_film([small, large], tmp_path / "film.png")
    first = read(path)
    assert first.shape == (9, 6, 3)
    assert first[:4].max() == 0 and first[4:].min() == 255


def test_film_of_a_long_run_is_cut_evenly(tmp_path):
    shades = [np.full((2, 2), i, "uint8") for i in range(200)]
    shown = [
        shade for shade, _ in durations(plots.save_film(shades, tmp_path / "f.gif"))
    ]
    assert len(shown) == 60 and shown[0] == 0 and shown[-1] == 199
    assert set(np.diff(np.array(shown, int))) == {3, 4}


def test_film_refuses(tmp_path):
    with pytest.raises(ValueError, match="must have a frame"):
        plots.save_film([], tmp_path / "film.gif")
    with pytest.raises(ValueError, match=r"end in \.gif or \.png or \.apng"):
        plots.save_film(frames(1), tmp_path / "film.mp4")


# Curves ------------------------------------------------------------------------------


TABLE = """epoch,discriminator_loss,fake_score,generator_loss,r1,real_score,val_r1
0,0.5,-1.0,2.0,0.1,1.0,NA
1,nan,-0.5,1.5,0.2,,NA
"""


def test_history_from_a_table(tmp_path):
    path = tmp_path / "history.csv"
    path.write_text(TABLE)
    history = plots.read_history(path)
    assert "val_r1" not in history and history["r1"] == [0.1, 0.2]
    assert math.isnan(history["discriminator_loss"][1])
    assert math.isnan(history["real_score"][1])
    assert plots.epochs_of(history) == [1, 2]
    assert plots.panels(history) == [
        plots.Panel("Losses", ["discriminator_loss", "generator_loss"]),
        plots.Panel("Scores", ["real_score", "fake_score"]),
        plots.Panel("Penalties", ["r1"]),
    ]


def test_history_of_columns_of_different_lengths():
    history = plots.read_history({"generator_loss": [1, 2, 3], "frechet_distance": [9]})
    assert history["frechet_distance"][0] == 9
    assert all(map(math.isnan, history["frechet_distance"][1:]))
    assert [title for title, *_ in plots.panels(history)] == [
        "Losses",
        "Frechet distance",
    ]


def test_accuracy_is_compared_with_one_half():
    columns = ["discriminator_accuracy", "val_discriminator_accuracy"]
    history = plots.read_history({name: [0.7] for name in columns})
    assert plots.panels(history) == [plots.Panel("Accuracy", columns, 0.5)]
    assert plots.hues(columns) == [0, 0]
    assert plots.readable(columns[1]) == "Discriminator accuracy (validation)"


def test_curves_are_drawn_as_they_are():
    history = plots.read_history(
        {"discriminator_accuracy": [0.9, math.nan, 0.6], "generator_loss": [3, 2, 1]}
    )
    losses, accuracy = curves._figure(history, plots.panels(history)).axes
    assert losses.get_title(loc="left") == "Losses"
    np.testing.assert_array_equal(
        losses.lines[0].get_xydata(), [[1, 3], [2, 2], [3, 1]]
    )
    reference, curve = accuracy.lines
    assert set(reference.get_ydata()) == {0.5}
    np.testing.assert_array_equal(curve.get_ydata(), [0.9, np.nan, 0.6])
    assert accuracy.get_xlabel() == "Epoch"


def test_metrics_have_words_and_go_together():
    names = ["fd", "class_fd", "precision", "recall", "label_accuracy", "unheard"]
    history = {f"{name}_fashion1@2k": [0.5] for name in names}
    assert [(panel.title, len(panel.columns)) for panel in plots.panels(history)] == [
        ("Fréchet distance (fashion1@2k)", 1),
        ("Fréchet distance by class (fashion1@2k)", 1),
        ("Precision and recall (fashion1@2k)", 2),
        ("Label accuracy (fashion1@2k)", 1),
        ("Unheard fashion1@2k", 1),
    ]
    words = plots.readable("val_recall_fashion1@2k")
    assert words == "Recall (fashion1@2k) (validation)"


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [
        ("fd_fashion1@2k", [20.0, math.nan, 2.0], True),
        ("fd_fashion1@2k", [19.0, 2.0], False),
        ("kd_fashion1@2k", [20.0, 0.0], False),
        ("recall_fashion1@2k", [0.05, 0.6], False),
        ("generator_loss", [20.0, 0.1], False),
        ("discriminator_accuracy", [1.0, 0.1], False),
    ],
)
def test_metrics_that_fall_far_have_a_logarithmic_axis(name, values, expected):
    history = plots.read_history({name: values})
    (panel,) = plots.panels(history)
    assert panel.logarithmic is expected
    (axes,) = curves._figure(history, [panel]).axes
    assert axes.get_yscale() == ("log" if expected else "linear")


def test_the_best_epoch_is_marked():
    history = {"generator_loss": [3.0, 2.0, 1.0]}
    for best, marks in ((2, [2]), (None, []), (9, [])):
        (axes,) = curves._figure(history, plots.panels(history), best).axes
        lines = [line.get_xdata() for line in axes.lines[1:]]
        assert [line[0] for line in lines] == marks
        assert [text.get_text() for text in axes.texts] == ["best"] * len(marks)


@pytest.mark.parametrize("epochs", [1, 50])
def test_save_curves(tmp_path, epochs):
    history = {"generator_loss": [1.0] * epochs, "real_score": [math.inf, 2.0][:epochs]}
    shown = read(plots.save_curves(history, tmp_path / "run" / "curves.png"))
    assert shown.shape[1] > 700 and shown.min() < 100


def test_curves_need_a_history(tmp_path):
    (tmp_path / "empty.csv").write_text("epoch,generator_loss\n")
    for nothing in ({}, {"generator_loss": []}, tmp_path / "empty.csv"):
        assert plots.read_history(nothing) == {}
        with pytest.raises(ValueError, match="must be a curve to draw. Received: .*"):
            plots.save_curves(nothing, tmp_path / "curves.png")
    with pytest.raises(
        ValueError, match="must be a curve to draw. Received: .*seconds"
    ):
        plots.save_curves({"seconds": [1.0]}, tmp_path / "curves.png")
