"""The bench of words that were never said together."""

import json

import numpy as np
import pytest

from benchmarks import application_tasks, words_together


@pytest.mark.parametrize("way", words_together.WAYS)
def test_each_way_differs_by_its_part_alone(way):
    parts = words_together.WAYS[way]
    gan = words_together.gan_of(**parts)
    films = [x for x in gan.generator.layers if type(x).__name__ == "FiLM"]
    assert {film.hidden_units is not None for film in films} == {parts["hidden"]}
    played = [type(penalty).__name__ for penalty in gan.generator_penalties]
    assert played == ["Splicing"] * parts["splicing"]
    assert gan.matching_aware and gan.loss.weight == 1.0


def test_the_right_people_have_all_shares(monkeypatch):
    """A generator that draws whom it is asked for, and one that draws one person."""
    protocol = application_tasks.Protocol(count=40)
    monkeypatch.setattr(words_together, "LOOKED_AT", protocol)
    avatars = words_together.kg.data.avatars
    people = avatars.draw(avatars.indices_of("test", 40))
    strange = words_together.tasks.unseen_captions(protocol)[1]

    def drawn(gan, caption):
        right = avatars.render(people if len(caption) == 40 else strange, 64)
        return right if gan == "right" else np.repeat(right[:1], len(right), axis=0)

    monkeypatch.setattr(words_together.tasks, "made", drawn)
    right, one = words_together.shares("right"), words_together.shares("one")
    assert min(right.values()) > 0.95
    assert max(one["all right"], one["pairs never seen"]) < 0.3


def test_the_guide_says_what_was_measured():
    found = json.loads(words_together.FILE.read_text())
    guide = words_together.ROOT / "docs" / "stability.md"
    assert found["steps"] == words_together.STEPS  # what the command measures
    said = f"after {found['steps']:,} steps of 64 images"
    assert said in guide.read_text(encoding="utf-8")
    hidden, linear, spliced = (found["rows"][way] for way in words_together.WAYS)
    assert linear["all right"] > hidden["all right"]
    assert spliced["pairs never seen"] > linear["pairs never seen"]
