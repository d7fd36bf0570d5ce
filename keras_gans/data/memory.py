"""What is free: memory for images, room on a disk."""

import contextlib
import os
import pathlib
import shutil

GROUP = pathlib.Path("/sys/fs/cgroup")
SHARE = 2  # images may take one part in so many of what is free


def free_bytes():
    """Memory that this process may still take, or None where nobody says."""
    found = [_available(), _left_of_group()]
    return min((size for size in found if size is not None), default=None)


def _available():
    with contextlib.suppress(OSError, ValueError, StopIteration):
        with open("/proc/meminfo") as lines:
            line = next(line for line in lines if line.startswith("MemAvailable:"))
        return int(line.split()[1]) * 1024
    with contextlib.suppress(AttributeError, OSError, ValueError):
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return None


def _left_of_group():
    """What the limit of a container leaves; its cache of files can be let go."""
    with contextlib.suppress(OSError, ValueError):
        limit = int((GROUP / "memory.max").read_text())
        used = int((GROUP / "memory.current").read_text())
        facts = dict(map(str.split, (GROUP / "memory.stat").read_text().splitlines()))
        return limit - used + int(facts.get("inactive_file", 0))
    return None


def fits(size_bytes):
    """Whether images of so many bytes may be held in memory."""
    free = free_bytes()
    return free is None or size_bytes * SHARE <= free


def room_bytes(folder):
    """What can still be written to a folder that need not be there yet."""
    folder = pathlib.Path(folder).absolute()
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free


def gigabytes(size_bytes):
    """0.29 GB, as a person reads it."""
    return (
        f"{size_bytes / 1e9:.2g} GB"
        if size_bytes < 1e10
        else f"{size_bytes / 1e9:,.0f} GB"
    )
