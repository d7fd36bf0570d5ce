"""Who has to wait is put back to where it was, bit for bit.

Weights, statistics, optimizer and average. A branch that skips an optimizer would be
cheaper, and is illegal under `tf.distribute`.
"""

import contextlib

from keras_gans.engine.stateful import copies, put_back


@contextlib.contextmanager
def unless(moves, variables):
    """Puts variables back at the end of the block, unless `moves`.

    Args:
        moves: True, a scalar bool tensor, or a function that says one or the other
            when it is asked at the end.
        variables: list of variables that the block changes.
    """
    if moves is True:
        yield
        return
    before = copies(variables)
    yield
    moves = moves() if callable(moves) else moves
    if moves is not True:
        put_back(variables, before, unless=moves)


@contextlib.contextmanager
def waiting(gan):
    """Whoever has to wait stands after the step where it stood before.

    Args:
        gan: a compiled `GAN`.

    Gives whether the discriminator moves: True, or a scalar bool tensor. If it waits,
    the generator, too, must meet it where it stood.
    """
    moves = gan.turns.discriminator_moves()
    later = gan.turns.generator_moves if gan.turns.may_wait else True
    with unless(moves, gan.state_of("discriminator")):
        with unless(later, gan.state_of("generator")):
            yield moves
