"""What `benchmarks/train_step.py` lets train in turn: games, and ways to play them.

A way is a function from a game to `train(steps)`; it raises `Unable` where it cannot.
"""


class Unable(Exception):
    """Why this way cannot play this game."""
