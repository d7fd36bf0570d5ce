"""How many cores this process may use."""

import os


def cores():
    """An int; on systems that do not say, those of the machine."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1
