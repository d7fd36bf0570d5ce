import numpy as np
from network_cases import inputs_for, make


def test_the_caption_changes_nothing_at_first_and_reaches_every_depth():
    """FiLM starts as the identity; its first layer alone makes captions matter."""
    model = make("dfgan")
    z, caption = inputs_for(model)
    other = (caption + 1) % 5
    np.testing.assert_array_equal(model([z, caption]), model([z, other]))
    films = [x for x in model.layers if type(x).__name__ == "FiLM"]
    assert len(films) == 4 * 3  # four affine transformations for each of 4, 8 and 16
    for film in films:
        start = film.beta.get_weights()
        rng = np.random.default_rng(0)
        film.beta.set_weights([rng.normal(size=w.shape) for w in start])
        changed = np.abs(np.asarray(model([z, caption]) - model([z, other]))).max()
        assert changed > 1e-5
        film.beta.set_weights(start)


def test_the_discriminator_hears_the_caption_last():
    """Everything but the last two layers is the same for two captions."""
    model = make("dfgan_d")
    images, caption = inputs_for(model)
    scores = np.asarray(model([images, caption]))
    assert not np.allclose(scores, model([images, (caption + 1) % 5]), atol=1e-6)
    told = [x.name for x in model.layers if x.name.startswith("concatenate")]
    assert len(told) == 1


def test_words_beyond_the_end_say_nothing():
    model = make("dfgan_d")
    images, _ = inputs_for(model)
    first = np.array([[1, 2, 0, 0]] * 4)
    np.testing.assert_array_equal(model([images, first]), model([images, first]))
    assert not np.allclose(
        model([images, first]), model([images, first[:, ::-1]]), atol=1e-7
    )
