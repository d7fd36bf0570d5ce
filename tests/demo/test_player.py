"""The player: the samples are those of `generate`, at every place and every turn."""

import numpy as np
import pytest
from demo_pages import player

from keras_gans.demo import knobs, pictures
from keras_gans.demo.answers import Answers


@pytest.fixture(scope="module")
def players():
    """One of each kind, made once."""
    made = {}
    return lambda kind: made.setdefault(kind, player(kind))


def test_a_seed_makes_what_generate_makes(players):
    plain = players("unconditional")
    samples, _ = plain.samples(plain.others(7, 3))
    assert np.allclose(samples, plain.gan.generate(3, seed=7), atol=1e-5)


def test_so_it_does_with_a_class_and_with_styles(players):
    told = players("labels")
    made, _ = told.samples([told.place(3)], {"labels": np.array([2])})
    assert np.allclose(made, told.gan.generate(1, labels=2, seed=3), atol=1e-5)
    styled = players("styles")
    made, _ = styled.samples([styled.place(3)], truncation=0.5)
    wanted = styled.gan.generate(1, seed=3, truncation=0.5)
    assert np.allclose(made, wanted, atol=1e-4)


def test_what_is_told_is_needed(players):
    with pytest.raises(ValueError, match="`caption` must be told"):
        players("caption").samples([players("caption").place(0)])


def test_a_turn_goes_along_its_direction_and_no_farther_than_what_was_drawn(players):
    plain = players("unconditional")
    assert plain.turns == 6 == len(plain.knobs.vectors)
    still, moved = (plain.samples([plain.place(1)], turns=t)[0] for t in ([0], [3]))
    assert np.abs(still - moved).max() > 0.01
    assert plain.kept(np.float32(99)) == np.float32(plain.knobs.high)
    for wrong in (4, float("nan"), "1", None, True):
        with pytest.raises(ValueError, match="from -3 to 3"):
            plain.samples([plain.place(1)], turns=[wrong])


def test_the_first_direction_is_that_of_the_largest_change():
    """What is seen depends on the second coordinate most, and on the first a little."""
    z = np.random.default_rng(0).normal(size=(4000, 5)).astype("float32")
    seen = np.stack([9 * z[:, 1], z[:, 0], 0 * z[:, 2]], axis=1)
    first, second = knobs.components(z, seen, 2).vectors
    assert abs(first[1]) == pytest.approx(1, abs=0.05)
    assert abs(second[0]) == pytest.approx(1, abs=0.05)
    assert np.abs(np.delete(first, 1)).max() < 0.1


def test_styles_have_their_principal_components():
    """Each turn is one standard deviation, in all layers alike."""
    w = np.random.default_rng(0).normal(size=(4000, 1, 3)) * [1.0, 5.0, 2.0]
    styles = np.repeat(w, 4, axis=1).astype("float32")
    first, second, _ = knobs.components(styles, styles[:, 0], 3).vectors
    assert first.shape == (1, 3)
    assert np.abs(first[0]).round(0).tolist() == [0, 5, 0]
    assert np.abs(second[0]).round(0).tolist() == [0, 0, 2]


def test_neighbours_are_near_and_the_place_itself_is_among_them(players):
    plain = players("unconditional")
    place = plain.place(4)
    around = plain.around(place, 9)
    here = place.drawn["z"]
    far = [np.linalg.norm(p.drawn["z"] - here) for p in around]
    others = [np.linalg.norm(p.drawn["z"] - here) for p in plain.others(9)]
    assert far[0] == 0 and len(around) == 12
    assert max(far[1:]) < np.mean(others)
    assert around[1].words == "near seed 4"
    assert plain.around(around[1], 2)[1].words == "near seed 4"


def test_a_walk_ends_where_it_shall(players):
    plain = players("unconditional")
    first, last = plain.place(1), plain.place(2)
    walk = plain.walk(first, last, steps=5)
    ends, _ = plain.samples([first, last])
    assert walk.shape == (5, 16, 16, 3)
    assert np.allclose(walk[[0, -1]], ends, atol=1e-4)
    for steps in (1, 0, -3, 10**6, "9", None):
        with pytest.raises(ValueError):
            plain.walk(first, last, steps=steps)


@pytest.mark.parametrize("seed", [-1, 2**31, 0.5, "0", None, [1], True, 1e300])
def test_wrong_seeds_are_refused(players, seed):
    with pytest.raises(ValueError, match="seed"):
        players("unconditional").place(seed)


@pytest.mark.parametrize("count", [0, -5, 37, 10**9, 1.5, "x"])
def test_counts_are_bounded(players, count):
    with pytest.raises(ValueError, match="count"):
        players("unconditional").others(0, count)


def test_holes_are_filled_and_the_rest_of_the_photo_stays(players):
    painter = players("mask")
    (photo,) = painter.controls
    drawing = pictures.shown(photo.examples[0])
    told = photo.read(drawing)
    holes = np.zeros((1, 16, 16, 1), "f")
    holes[:, :8] = 1
    (made,), _ = painter.samples([painter.place(0)], {**told, "holes": holes})
    assert np.allclose(made[8:], told["photo"][0, 8:], atol=1e-5)
    assert np.abs(made[:8] - told["photo"][0, :8]).max() > 0.01


def test_answers_are_pictures_with_what_was_told(players):
    answers = Answers(players("mask"))
    photo = pictures.shown(players("mask").controls[0].examples[0])
    answer = answers.begin(5, None, None, photo)
    assert answer.words == "This is seed 5." and answer.saw is not None
    assert answer.picture.size == (448, 448)
    empty = answers.begin(None, None, None, photo)
    assert empty.words == "This is seed 0."
    with pytest.raises(ValueError, match="Choose a picture"):
        answers.choose([empty.place], 7, None, None, photo)


def test_a_gan_that_draws_nothing_needs_no_seed(players):
    answers = Answers(players("palette"))
    photo = pictures.shown(players("palette").controls[0].examples[0])
    answer = answers.begin(0, None, None, photo, *[0.5] * 6)
    assert answer.words == "" and players("palette").turns == 0


def test_voxels_turn(players):
    answers = Answers(players("voxels"), players("voxels").turns)
    photo = pictures.shown(players("voxels").controls[0].examples[0])
    turns = [0] * players("voxels").turns
    answer = answers.begin(0, 45, None, *turns, photo)
    assert np.ndim(answer.sample) == 4
    assert answers.around(answer.sample)[:4] == b"GIF8"
    with pytest.raises(ValueError, match="nothing to turn"):
        answers.around(None)
