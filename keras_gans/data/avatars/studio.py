"""Many people painted on all cores."""

import contextlib
import json
import queue
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from keras_gans.data.avatars import painter
from keras_gans.utils.cores import cores

REQUEST = 50  # people at a time
FEW = 200  # below that, a worker would not have started yet


def painted(people, svg_of, side, crisp=False):
    """The pixels of each person, in order, some people at a time.

    resvg holds Python's lock, so that each core wants a process of its own. Where none
    can be started the work is done here, and only takes longer.

    Args:
        people: ints, shape `(n, 11)`.
        svg_of: function of one person -> SVG text.
        side: int, pixels.
        crisp: bool, see `painter.paint`.

    Yields:
        bytes of `REQUEST` images or, at the end, fewer.
    """
    _resvg()
    requests = [people[i : i + REQUEST] for i in range(0, len(people), REQUEST)]
    count = min(cores(), len(requests)) if len(people) >= FEW else 1
    with contextlib.ExitStack() as stack:
        idle = queue.SimpleQueue()
        for _ in range(count):
            idle.put(stack.enter_context(Worker(side, crisp, alone=count == 1)))
        pool = stack.enter_context(ThreadPoolExecutor(count))
        stack.callback(pool.shutdown, cancel_futures=True)

        def answer(request):
            worker = idle.get()
            try:
                return worker.paint([svg_of(person) for person in request])
            finally:
                idle.put(worker)

        yield from pool.map(answer, requests)


class Worker(contextlib.AbstractContextManager):
    """A painter in a process of its own, or in this one.

    Args:
        side: int, pixels.
        crisp: bool, see `painter.paint`.
        alone: whether to paint in this process.
    """

    def __init__(self, side, crisp, alone=False):
        self.side, self.crisp = side, crisp
        self.process = None if alone else self._start()

    def paint(self, svgs):
        """The pixels of some SVGs, as bytes."""
        if self.process is not None:
            with contextlib.suppress(OSError, ValueError):
                return self._ask(svgs)
            self.close()  # it could not start, or died: the work is done here
        return b"".join(painter.paint(svg, self.side, self.crisp) for svg in svgs)

    def close(self):
        """Ends the process, if there is one."""
        process, self.process = self.process, None
        if process is not None:
            with contextlib.suppress(OSError):
                process.stdin.close()
            process.stdout.close()
            process.wait()

    def __exit__(self, *_):
        self.close()

    def _ask(self, svgs):
        request = json.dumps(svgs).encode()
        self.process.stdin.write(b"%d\n" % len(request) + request)
        self.process.stdin.flush()
        wanted = len(svgs) * self.side**2 * 3
        pixels = self.process.stdout.read(wanted)
        if len(pixels) != wanted:
            raise OSError("the worker ended")
        return pixels

    def _start(self):
        # -P: the modules beside painter.py are not to be found as top-level ones.
        command = [sys.executable, "-P", painter.__file__]
        command += [str(self.side), str(self.crisp)]
        pipes = dict(stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        try:
            return subprocess.Popen(command, stderr=subprocess.DEVNULL, **pipes)
        except OSError:
            return None


def painter_version():
    """The version of resvg, with which pixels may change."""
    return f"resvg {_resvg().__version__}"


def _resvg():
    try:
        import resvg_py
    except ImportError as error:
        raise ImportError(
            "Avatars are drawn by resvg. Received: no module resvg_py. Install it: "
            "pip install resvg-py"
        ) from error
    return resvg_py
