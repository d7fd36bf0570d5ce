"""The server of the page: on this machine alone, quiet, and bounded."""

import contextlib
import importlib
import importlib.util
import inspect
import os
import pathlib
import tempfile
import warnings
from typing import Any

from PIL import Image

from keras_gans.demo import look

HOST, PORT = "127.0.0.1", 7860
MOST_BYTES = "10mb"  # of an upload
MOST_PIXELS = 2**24  # of one: sixteen million
WAITING = 16  # requests, beyond which others are sent away
VISITORS = 100  # whose places are remembered
SWEEP, AGE = 300, 1800  # seconds: how often old files go, and from which age on
MISSING = 'The page needs Gradio: pip install "gradio>=6,<7"'
QUIET = {  # before Gradio is imported
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
    "MPLBACKEND": "agg",  # else it looks for a window at each request
}


def check_installed():
    """Says how to install Gradio where it is missing.

    Raises:
        ImportError: it is.
    """
    if importlib.util.find_spec("gradio") is None:
        raise ImportError(MISSING)


def gradio():
    """The package, told to be quiet before it is imported.

    Raises:
        ImportError: it is not installed, or too old.
    """
    check_installed()
    os.environ.update(QUIET)
    with warnings.catch_warnings(), no_stubs():
        warnings.simplefilter("ignore")
        package = importlib.import_module("gradio")
    if int(package.__version__.partition(".")[0]) < 6:
        raise ImportError(f"{MISSING}. Received: gradio {package.__version__}")
    return package


@contextlib.contextmanager
def no_stubs():
    """Gradio without the stubs that it writes beside its own files for editors.

    It parses all its components for them, which is half of the time of its import. A
    class that has no file has no stub.
    """
    known = inspect.getfile

    def getfile(thing):
        path = known(thing)
        if isinstance(thing, type) and "gradio" in pathlib.PurePath(path).parts:
            raise OSError("No stubs.")
        return path

    inspect.getfile = getfile
    try:
        yield
    finally:
        inspect.getfile = known


def serve(
    page: Any,
    port: int | None = None,
    host: str | None = HOST,
    open_browser: bool = False,
    wait: bool = False,
) -> str:
    """Serves a page.

    Args:
        page: what `page_of` made.
        port: int. None: the first free one from 7860 on.
        host: str, the address to listen at. The default is this machine alone; None
            leaves it to the environment, as a Space does.
        open_browser: bool, whether to show it at once.
        wait: bool, whether to return only when the server ends.

    Returns:
        str, the address of the page. `page.close()` ends the server.

    Raises:
        OSError: the port is taken.
    """
    gr = gradio()
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS // 2  # above twice as many Pillow refuses
    page.queue(max_size=WAITING, default_concurrency_limit=1)
    _, address, _ = page.launch(
        server_name=host,
        server_port=port,
        inbrowser=open_browser,
        share=False,
        quiet=True,
        prevent_thread_lock=not wait,
        show_error=False,
        footer_links=[],
        max_file_size=MOST_BYTES,
        state_session_capacity=VISITORS,
        ssr_mode=False,
        enable_monitoring=False,
        theme=look.theme(gr),
        css=look.CSS,
        **patience(page),
    )
    return address


def patience(page):
    """No end of the world if a busy machine takes 3 seconds for its first answer.

    Gradio asks its own page once, and would else call this machine unreachable.
    """
    name = "_frontend"  # all that it says is whether to ask
    return {name: False} if name in inspect.signature(page.launch).parameters else {}


def scratch():
    """A folder for Gradio's files, which is gone when the process ends."""
    folder = tempfile.TemporaryDirectory(prefix="keras_gans_demo_")
    os.environ["GRADIO_TEMP_DIR"] = folder.name
    return folder
