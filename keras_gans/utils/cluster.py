"""What the environment variable TF_CONFIG says of several workers; no TensorFlow."""

import json
import os

JOBS = ("chief", "worker")  # that train; there may be evaluators, too


def workers():
    """How many workers TF_CONFIG names; 0 without one.

    Raises:
        ValueError: it is no JSON object with a cluster and a task.
    """
    jobs = read().get("cluster", {})
    return sum(len(jobs.get(job, ())) for job in JOBS)


def is_chief():
    """Whether this process is the chief, or else the first worker."""
    if workers() < 2:
        return True
    found = read()
    task = found["task"]
    first = "chief" if "chief" in found["cluster"] else "worker"
    return (task["type"], int(task["index"])) == (first, 0)


def read():
    """The content of TF_CONFIG; an empty dict without one."""
    text = os.environ.get("TF_CONFIG", "{}")
    try:
        found = json.loads(text)
        jobs = found.get("cluster", {})
        if any(len(jobs.get(job, ())) for job in JOBS):
            int(found["task"]["index"]), found["task"]["type"]
        return found
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ValueError(
            "TF_CONFIG must be JSON: a `cluster` and this process's `task`. Received: "
            f"TF_CONFIG={text[:200]!r}. See docs/guides/distributed.md."
        ) from error
