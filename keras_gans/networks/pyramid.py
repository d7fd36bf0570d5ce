"""How sides shrink to a few pixels, and grow from there, axis by axis."""


def halvings(side):
    """How often a side can be halved exactly and stay at 4 or more."""
    count = 0
    while side % 2 == 0 and side >= 8:
        side, count = side // 2, count + 1
    return count


def start(sides):
    """Where sides begin to grow by doubling: 28 at 7, 64 at 4, each for itself."""
    return tuple(side // 2 ** halvings(side) for side in sides)


def doublings(sides):
    """Strides from `start` to the sides, one tuple a layer.

    Sides that need fewer doublings stand still at first: (32, 16) is 4 x 4, 8 x 4,
    16 x 8, 32 x 16.
    """
    counts = [halvings(side) for side in sides]
    steps = reversed(range(max(counts)))
    return [tuple(1 + (step < count) for count in counts) for step in steps]


def reductions(sides, least=4):
    """Strides that bring each side to `least` or just below twice that, less one.

    Odd sides are rounded up, as convolutions with padding do: 28 is 14, 7, 4.
    """
    strides = []
    while max(sides) > least:
        strides.append(tuple(1 + (side > least) for side in sides))
        sides = [-(-side // stride) for side, stride in zip(sides, strides[-1])]
    return strides
