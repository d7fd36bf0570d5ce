"""The bench of few images: what is by heart, and the page of what was measured."""

import numpy as np
import pytest

from benchmarks import few_shot


class Known:
    """Scores training images 3, test images 1, fakes -1: by the first pixel's byte."""

    def predict(self, images, **kwargs):
        return np.select(
            [images[:, 0, 0, 0] > 0, images[:, 0, 0, 0] < -0.9], [3, -1], 1
        )


class Made:
    discriminator = Known()

    def generate(self, count, seed):
        return np.full((count, 1, 1, 3), -1.0, "float32")


def test_half_of_the_way_is_half_by_heart():
    seen = np.full((10, 1, 1, 3), 255, "uint8")
    new = np.full((10, 1, 1, 3), 100, "uint8")
    assert few_shot.by_heart(Made(), seen, new) == 0.5
    assert few_shot.by_heart(Made(), seen, seen) == 0.0


def test_few_images_come_again_and_again():
    images = np.arange(3, dtype="uint8").repeat(12).reshape(3, 2, 2, 3)
    counts = np.zeros(3)
    for batch in few_shot.batches(images, 6):
        values = np.asarray(batch)[:, 0, 0, 0]
        counts += np.unique(values, return_counts=True)[1]
    assert counts.sum() == 6 * few_shot.BATCH and np.ptp(counts) <= 1


def test_the_page_says_what_the_file_says(tmp_path, monkeypatch):
    monkeypatch.setattr(few_shot, "DOCS", tmp_path)
    rows = [dict(step=10, fd=4.0, r_v=0.1), dict(step=20, fd=9.0, r_v=0.75)]
    protocol = dict(count=200, steps=20, batch=64)
    few_shot.write_page({"protocol": protocol, "ways": {"none": rows}})
    text = (tmp_path / "few_shot.md").read_text()
    assert "| none | 4.0 | 10 | 9.0 | 0.75 |" in text and "200 avatars" in text
    assert (tmp_path / "few_shot.png").stat().st_size > 5000


@pytest.mark.slow
@pytest.mark.nightly
def test_a_way_is_trained_and_looked_at(monkeypatch):
    monkeypatch.setattr(few_shot, "BATCH", 4)
    monkeypatch.setattr(few_shot, "SAMPLES", 100)
    rows, samples = few_shot.train("DiffAugment", 20, 4, looks=2)
    assert [row["step"] for row in rows] == [2, 4] and samples.shape == (32, 64, 64, 3)
