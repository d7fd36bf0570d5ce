"""What is an array, whoever made it."""


def is_array(x):
    """Whether it is a NumPy array, a tensor, or whatever else knows its shape."""
    return getattr(x, "shape", None) is not None
