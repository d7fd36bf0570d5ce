"""`keras-gans demo`: a page to play with a GAN, on this machine."""

import threading
import time

from keras_gans import cli
from keras_gans.cli import sources, words
from keras_gans.cli.parser import UserError
from keras_gans.cli.words import tell, tell_json
from keras_gans.demo import server

LOCAL = (
    "--share is refused: the page is for this machine alone, and what is uploaded "
    "stays here. To show it to others make a Space: "
)


def demo(options):
    """Serves the page of a run or a preset until it is interrupted; exit code 0."""
    if options.share:
        made = words.command("export", options.source, "--format", "space")
        raise UserError(f"{LOCAL}{made}")
    server.check_installed()
    sources.check(options)
    with server.scratch():
        page = page_of(options)
        try:
            announce(served(page, options.port, options.open), options)
            threading.Event().wait()
        except KeyboardInterrupt:
            return 0 if options.stop.code in (None, 130) else options.stop.code
        finally:
            page.close(verbose=False)


def page_of(options):
    """The page of what the options name; TensorFlow and Gradio are imported."""
    from keras_gans import demo

    cli.wake()
    with cli.quiet_import():
        server.gradio()
    return demo.page_of(demo.Subject.of(options.source, best=not options.last))


def served(page, port, open_browser):
    """The address at which a page is served."""
    try:
        return server.serve(page, port, open_browser=open_browser)
    except OSError as error:
        place = f"Port {port}" if port else "Every port from 7860 on"
        raise UserError(f"{place} is taken. Pass another --port") from error


def announce(address, options):
    """Says where the page is, and how it ends."""
    seconds = round(time.monotonic() - options.began, 1)
    if options.json:
        return tell_json({"address": address, "seconds": seconds}, indent=None)
    tell(f"Play with {options.source} at {address} (ready in {seconds} s)")
    tell("Nobody else sees it. Ctrl-C ends it.")
