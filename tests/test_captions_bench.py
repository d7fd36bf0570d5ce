"""The bench of captions: who learns first whether one fits its picture."""

import numpy as np
import pytest

from benchmarks import captions


def test_pairs_are_counted():
    """Each right caption against each wrong one."""

    class Known:
        def predict(self, inputs, **kwargs):
            images, told = inputs
            return np.where(told[:, :1] == images[:, 0, 0], 2.0, 1.0)

    images = np.array([0, 255, 0], "uint8")[:, None, None, None]
    told = np.array([[-1], [1], [-1]])
    right, wrong = [2, 2, 2], [2, 1, 1]  # the third caption fits the first picture
    expected = np.mean([[r > w for w in wrong] for r in right])
    assert captions.share_right(Known(), images, told) == pytest.approx(expected)


@pytest.mark.slow
@pytest.mark.nightly
def test_right_captions_come_to_stand_above_wrong_ones(monkeypatch):
    monkeypatch.setattr(captions, "BATCH", 16)
    train = captions.people("test", 64)
    judge = captions.judge(captions.PhraseEncoder, captions.product)
    *_, share = captions.learn(judge, train, train, 60)
    assert share > 0.75  # on what it has learnt: 0.5 is chance
