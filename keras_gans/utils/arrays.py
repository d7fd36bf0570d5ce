"""What is an array, and what is an image."""


def is_array(x):
    """Whether it is a NumPy array, a tensor, or whatever else knows its shape."""
    return getattr(x, "shape", None) is not None


def is_image(shape):
    """Whether samples of a shape can be looked at as they are."""
    return len(shape) == 3 and shape[-1] in (1, 3)
