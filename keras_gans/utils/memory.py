"""How much memory this process has taken at most."""

import pathlib
import re
import sys


def peak_bytes():
    """An int, of this process since it began; None on systems that do not say."""
    status = pathlib.Path("/proc/self/status")
    if status.exists():  # `ru_maxrss` would count what a parent had when it forked
        found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text())
        return int(found[1]) * 1024 if found else None
    try:
        import resource
    except ImportError:  # Windows
        return None
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024
