"""In which precision a run computes: as it is told, or in the one that is faster."""

import time

DTYPES = {"float32": "float32", "bfloat16": "mixed_bfloat16"}  # as Keras calls them
AUTO = "auto"
STEPS = 20  # of each that are measured


def check(dtype):
    """Refuses what is no precision of a run.

    Raises:
        ValueError: another word.
    """
    if dtype not in (*DTYPES, AUTO):
        raise ValueError(
            f"A run computes in {', '.join(DTYPES)} or {AUTO}. Received: "
            f"dtype={dtype!r}. Take {AUTO}, which measures both."
        )


def overrides(config):
    """What the networks of a run are told of its precision; nothing by default."""
    dtype = config.get("dtype")
    return {} if dtype is None else {"dtype": DTYPES[dtype]}


def chosen(config, trial):
    """The config with a precision in the place of "auto".

    Args:
        config: dict, of a run.
        trial: function from a config to a step: a function that takes one batch.

    Returns:
        dict, with "dtype" and, if that was measured, "dtype_images_per_second".
    """
    if config.get("dtype") != AUTO:
        return config
    steps = {dtype: trial({**config, "dtype": dtype}) for dtype in DTYPES}
    seconds = measured(steps, STEPS)
    speeds = {
        dtype: round(STEPS * config["batch_size"] / spent, 1)
        for dtype, spent in seconds.items()
    }
    fastest = max(speeds, key=speeds.get)
    return {**config, "dtype": fastest, "dtype_images_per_second": speeds}


def measured(steps, count):
    """Seconds that each function takes for `count` calls, which are made in turn.

    So whatever else the machine does meets all of them alike. The first call of each,
    in which TensorFlow builds the graph, does not count.
    """
    seconds = dict.fromkeys(steps, 0.0)
    for i in range(count + 1):
        for name, step in steps.items():
            began = time.perf_counter()
            step()
            seconds[name] += (time.perf_counter() - began) if i else 0.0
    return seconds
