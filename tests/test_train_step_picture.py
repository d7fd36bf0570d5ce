"""The picture of the bench of the step."""

from benchmarks import train_step_picture as picture


def test_speeds_are_multiples_of_our_step():
    ways = {
        "ours": {"median_ratio": 1.0},
        "torch_plain": {"median_ratio": 2.0},  # ours is twice as fast
        "torch_channels_last": {"median_ratio": 1.25},
        "ceiling": {"median_ratio": 0.5},
        "keras_io_step": {"unable": "not of this size"},
    }
    assert picture.speeds(ways) == {
        "PyTorch, its best layout": 0.8,
        "ours in float32": 1.0,
        "our convolutions alone, float32": 2.0,
    }


def test_it_draws_each_game(tmp_path):
    ways = {"ours": {"median_ratio": 1.0}, "ceiling": {"median_ratio": 0.9}}
    for count in (1, 3):
        path = tmp_path / f"{count}.png"
        picture.draw([{"title": "DCGAN", "ways": ways}] * count, path)
        assert path.read_bytes().startswith(b"\x89PNG")
