"""Metrics are sane on real images; the page that says so says what was measured."""

import json
import pathlib
import re

import numpy as np
import pytest

import keras_gans as kg
from benchmarks import metric_sanity

PAGE = metric_sanity.PAGE.read_text()
EVIDENCE = json.loads(metric_sanity.FILE.read_text())


def test_the_distance_rises_along_blur_noise_and_dropped_classes():
    train, test = (
        kg.data.load_arrays("fashion_mnist_mini", split) for split in ("train", "test")
    )
    network = kg.metrics.feature_network("fashion1")
    real, rows = network.features(test.images), []
    for series, fakes, images in metric_sanity.spoilt(train.images, train.labels, 1000):
        assert len(images) == 1000 and images.dtype == np.uint8
        fd = kg.metrics.frechet_distance(real, network.features(images))
        rows.append({"series": series, "fakes": fakes, "fd": fd})
    assert list(metric_sanity.falls(rows)) == []
    values = {row["fakes"]: row["fd"] for row in rows}
    floor, noise = values["other real images"], values["uniform noise"]
    assert all(value >= floor for value in values.values())
    assert noise > 100 * floor and values["one image, repeated"] > 100 * floor


def test_a_fall_would_be_found():
    rows = [
        {"series": None, "fakes": "other real images", "fd": 1.0},
        {"series": "blur", "fakes": "a", "fd": 2.0},
        {"series": "blur", "fakes": "b", "fd": 2.0},
        {"series": "noise", "fakes": "c", "fd": 0.5},
    ]
    found = [("a", "b"), ("other real images", "c")]
    assert list(metric_sanity.falls(rows)) == found


def test_blur_by_hand():
    image = np.zeros((1, 9, 9, 1), "uint8")
    image[0, 4, 4] = 255
    found = metric_sanity.blurred(image, 1.0)[0, ..., 0]
    squares = np.add.outer(np.arange(-4, 5) ** 2, np.arange(-4, 5) ** 2)
    expected = 255 * np.exp(-squares / 2) / (2 * np.pi)
    assert np.abs(found - expected).max() <= 1
    even = np.full((2, 5, 5, 3), 77, "uint8")
    assert np.array_equal(metric_sanity.blurred(even, 0.5), even)


@pytest.mark.parametrize("name", metric_sanity.DATA)
def test_the_evidence_is_sane(name):
    found = EVIDENCE["data"][name]
    network = kg.metrics.network_for(name)
    assert found["sha256"] == network.sha256 and found["network"] == network.name
    rows = {row["fakes"]: row for row in found["rows"]}
    assert list(metric_sanity.falls(found["rows"])) == []
    few = [row for row in rows.values() if row["n"] < 10_000]
    assert all(row["series"] == "dropped" for row in few) and len(few) <= 2
    floor = rows["other real images"]
    for row in rows.values():
        assert row["fd"] >= floor["fd"] and row["kd"] >= floor["kd"]
        assert row["coverage"] <= floor["coverage"]
    assert floor["density"] == pytest.approx(1, abs=0.1)
    assert floor["coverage"] == pytest.approx(1 - 2**-5, abs=0.03)  # in theory, k = 5
    assert rows["one image, repeated"]["coverage"] < 0.01


@pytest.mark.parametrize("name", metric_sanity.DATA)
def test_the_page_reads_the_table_right(name):
    rows = EVIDENCE["data"][name]["rows"]
    floor, missing = rows[0], [row for row in rows if row["series"] == "dropped"]
    classes = {"avatars": 5}.get(name, 10)
    assert len(missing) == classes - 1 and floor["fakes"] == "other real images"
    for row in missing:  # quality is blind to what is missing
        assert row["precision"] > floor["precision"] - 0.01
        assert row["density"] > floor["density"] - 0.05
    coverages = [row["coverage"] for row in (floor, *missing)]
    assert coverages == sorted(coverages, reverse=True)
    assert missing[0]["recall"] > floor["recall"] - 0.25 / classes
    if name == "fashion_mnist":
        assert missing[-1]["recall"] > 1 / 3
    collapsed = [row for row in rows if row["fakes"] == "one image, repeated"]
    assert collapsed[0]["precision"] == 1


# The page ----------------------------------------------------------------------------


def test_no_number_of_the_table_is_typed():
    begin, end = metric_sanity.BEGIN, metric_sanity.END
    table = PAGE[PAGE.index(begin) : PAGE.index(end) + len(end)]
    assert table == metric_sanity.rendered(EVIDENCE)


def test_rendering_keeps_the_rest_of_a_page(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(f"before\n{metric_sanity.BEGIN}\nold\n{metric_sanity.END}\nafter\n")
    metric_sanity.render(EVIDENCE, page)
    text = page.read_text()
    assert text.startswith("before\n<!--") and text.endswith("<!-- end -->\nafter\n")
    assert "old" not in text and "| other real images |" in text


def test_the_page_has_a_word_on_every_metric():
    told = set(re.findall(r"\w+", PAGE))
    hidden = {"as_text", "better", "metric_of", "network_for", "feature_networks"}
    hidden |= {"frechet_statistics", "laplacian_patches", "multiscale_ssim", "ssim"}
    hidden |= {"train_small_cnn", "nearest_neighbours"}  # parts of what is told
    functions = {name for name in kg.metrics.__all__ if name.islower()}
    assert functions - told - hidden == set()


@pytest.mark.slow
def test_python_blocks_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code = "\n".join(re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL))
    quick = "train=lambda *given: kg.metrics.train_small_cnn(*given, 20), seeds=(0,)"
    short = code.replace("real_set, test)", f"real_set, test, {quick})")
    assert short != code
    names = {}
    exec(compile(short, "metrics.md", "exec"), names)  # noqa: S102
    assert names["value"] > 10 * names["floor"]
    assert names["coverage"] < names["best_coverage"]
    assert (tmp_path / "neighbours.png").stat().st_size > 1000
    assert set(names["scales"].by_height) == {28, 14}
    assert names["copying"].overall > 3
    assert (names["ring"], names["stacked"]) == (8, 1000)


def test_links_resolve():
    for link in re.findall(r"\]\(([^)#]+)\)", PAGE):
        home = metric_sanity.PAGE.parent
        assert link.startswith("https://") or pathlib.Path(home / link).exists(), link
