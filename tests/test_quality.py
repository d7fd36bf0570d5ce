"""The keras.io example beside the shelf: its networks, its game, its resuming."""

import functools
import json
import types

import numpy as np
import pytest

from benchmarks import quality


@pytest.mark.parametrize(
    ("recipe", "counts", "rate"),
    [
        ("page", (809_088 + 262_272 + 524_544 + 6_401, 396_609), 1e-4),
        ("first", (809_088 + 262_272 + 262_272 + 6_273, 74_625), 3e-4),
    ],
)
def test_the_networks_are_those_of_the_page(recipe, counts, rate):
    """A dense layer, two upsampling ones of 4 x 4, one convolution, with biases."""
    generator, discriminator, learning_rate = quality.RECIPES[recipe]()
    assert (generator.count_params(), discriminator.count_params()) == counts
    assert learning_rate == rate
    assert generator.output_shape == discriminator.input_shape == (None, 28, 28, 1)


class Pixels:
    """Features of which small samples have enough."""

    def features(self, images):
        return images[:, ::9, ::9, 0].reshape(len(images), -1).astype("float64")


@pytest.mark.slow
def test_an_example_goes_on_where_it_was(tmp_path):
    images = np.random.default_rng(0).integers(0, 256, (128, 28, 28, 1), "uint8")
    train = functools.partial(quality.train, "first", images, Pixels())
    first = train(1, tmp_path)[1]
    model, distances = train(2, tmp_path)
    assert int(model.g_optimizer.iterations) == int(model.d_optimizer.iterations) == 4
    assert list(distances) == ["1", "2"] and distances["1"] == first["1"] > 0
    again, same = train(2, tmp_path)
    assert same == distances  # no step was made again
    weights = zip(model.get_weights(), again.get_weights(), strict=True)
    assert all(np.array_equal(a, b) for a, b in weights)
    made = again.generate(3, seed=0)
    assert made.shape == (3, 28, 28, 1) and np.abs(made).max() <= 1
    again.load_weights(tmp_path / quality.BEST)
    best = min(distances, key=distances.get)
    assert int(again.g_optimizer.iterations) == 2 * int(best)


def test_the_table_says_how_much_better(capsys):
    def row(name, fd):
        values = {m: {"metric": m, "mean": 0.5} for m in quality.SHOWN}
        values["fd"]["mean"] = fd
        return {"name": name, "epochs": 20, "values": values}

    rows = [row("keras.io, page", 0.9), row("ours", 0.3), row("keras.io, first", 0.6)]
    quality.report(rows)
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[2:5]] == ["ours", *["keras.io,"] * 2]
    assert lines[-1].split() == ["ours", "2.00"]


def test_a_result_keeps_what_it_has_of_another_recipe():
    def row(name, epochs):
        return {"name": name, "epochs": epochs}

    result = {"n": 100, "rows": [row("keras.io, page", 1), row("keras.io, first", 1)]}
    result["rows"].append(row("dcgan", 6))
    new = [row("keras.io, page", 2)]
    assert quality.with_known(result, new, 100) == [row("keras.io, first", 1), *new]
    assert quality.with_known(result, new, 50) == quality.with_known({}, new, 50) == new


class Same:
    """Stands for the metrics: the step that was looked at."""

    def evaluate(self, gan):
        return {"values": {"fd_counting@6": {"value": float(gan.step.numpy())}}}


def test_the_example_is_measured_at_the_points_of_a_comparison(monkeypatch, tmp_path):
    """Of five steps at batches of 64; and once only."""
    images = np.random.default_rng(0).integers(0, 256, (128, 28, 28, 1), "uint8")
    source = types.SimpleNamespace(sample=lambda: types.SimpleNamespace(images=images))
    budget = types.SimpleNamespace(amount=5 * 64)
    ours = types.SimpleNamespace(
        images=source, budget=budget, seeds=range(1), evaluator=Same()
    )
    row = quality.row_at_points("first", ours, tmp_path)
    assert row["name"] == "keras.io, first" and row["images"] == 5 * 64
    assert [point["steps"] for point in row["points"]] == [1, 2, 3, 4, 5]
    assert row["values"]["fd_counting@6"]["mean"] == 5.0
    monkeypatch.setattr(quality, "train_to", None)
    assert quality.row_at_points("first", ours, tmp_path)["points"] == row["points"]
    assert "dcgan_fashion_mnist" in quality.names_of("fashion_mnist")


def test_the_result_is_that_of_todays_shelf():
    """No preset was trained anew without it, and the README says what it says."""
    result = json.loads(quality.FILE.read_text())["fashion_mnist"]
    rows = {row["name"]: row for row in result["rows"]}
    today = {
        row["name"]: row for row in quality.rows_of_presets("fashion_mnist", 10_000)
    }
    assert len(today) == 8 and today == {name: rows[name] for name in today}
    fd = {name: quality.by_metric(row)["fd"] for name, row in rows.items()}
    example = min(fd[name] for name in fd if quality.is_example(rows[name]))
    assert len(fd) > len(today)
    readme = (quality.ROOT / "README.md").read_text(encoding="utf-8")
    assert f"gets {example:.2f} (`python benchmarks/quality.py`)" in readme
    for name in ("dcgan", "lsgan", "hinge", "wgan_gp"):
        assert fd[f"{name}_fashion_mnist"] < example
    assert min(map(fd.get, today)) <= example / 2
