"""When the doctor looks: never in step with what he looks at."""

import math

GOLDEN = (math.sqrt(5) - 1) / 2
ROOM = 4  # steps between two looks that leave room to move one


def looks_until(step, every, seed):
    """How many examinations are due by a step.

    The n-th one is due in the n-th `every` steps, at a place that wanders by the golden
    ratio from one to the next. Looks at even steps would see a game that runs in
    circles of so many steps at the same place each time, and find it at rest; from
    these no period can hide.

    Args:
        step: int, the steps that were made.
        every: int, steps from one look to the next, on average; less than 4 are even.
        seed: int, where the wandering starts.
    """
    done, rest = divmod(step, every)
    if every < ROOM:
        return done
    place = (done + 1 + seed) * GOLDEN % 1.0
    return done + (rest >= math.ceil(place * every))
