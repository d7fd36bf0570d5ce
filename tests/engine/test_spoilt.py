import pytest

from keras_gans.engine.spoilt import Spoilt, refuse


def spoilt(**changes):
    numbers = {"discriminator_loss": float("nan"), "generator_weights": float("inf")}
    plain = dict(step=1234, epoch=2, numbers=numbers, count=1, in_row=1)
    return Spoilt(**{**plain, **changes})


def test_it_says_where_it_began_and_that_nothing_is_lost():
    said = spoilt(checkpoint="run/000001000").message
    assert said.startswith("Every number of a step must be finite. Received: ")
    assert (
        "discriminator_loss=nan at step 1,234 (epoch 2), which was not applied" in said
    )
    assert "The last good checkpoint is run/000001000." in said
    assert "smaller learning rate" in said and "generator_weights" not in said


def test_weights_are_named_where_it_began_in_them():
    said = spoilt(numbers={"generator_weights": float("inf")}, epoch=None).message
    assert "generator_weights=inf at step 1,234, which" in said
    assert "checkpoint" not in said


def test_pixels_and_empty_batches_have_their_own_advice():
    assert "NaN among the pixels" in spoilt(numbers={"images": float("nan")}).message
    empty = spoilt(numbers={"batch": 0.0})
    assert "drop_remainder=True" in empty.message
    with pytest.raises(ValueError, match="a batch with too few"):
        refuse(empty)


def test_numbers_that_are_none_are_an_arithmetic_error():
    with pytest.raises(FloatingPointError, match="must be finite"):
        refuse(spoilt())
