"""What every penalty has: a weight and a name in the logs."""


class Penalty:
    """Base of penalties that are a weight times something.

    Args:
        weight: float, at least 0.
        name: str, the name in the logs.
    """

    def __init__(self, weight, name):
        check_weight(weight)
        self.weight, self.name = weight, name

    def __call__(self, critic, real, fake, seed):
        """The penalty, a float32 scalar."""
        raise TypeError(f"{type(self).__name__} must define `__call__`.")

    def get_config(self):
        return {"weight": self.weight, "name": self.name}

    @classmethod
    def from_config(cls, config):
        return cls(**config)


def check_weight(weight):
    if not weight >= 0:
        raise ValueError(f"`weight` must be at least 0. Received: weight={weight}")
