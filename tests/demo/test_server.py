"""The page's API under fire: everything is answered, and the server lives."""

import inspect
import itertools
import json
import os
import pathlib
import random
import sys
import types
import urllib.error
import urllib.request

import pytest
from demo_pages import served
from PIL import Image

from keras_gans.demo import server

MARKUP = "<script>alert(1)</script><img src=x onerror=alert(1)>"
ODD = [
    *(None, True, -1, 2**31, 1e308, -1e308, 10**30, 0.5, "", "x", MARKUP),
    *([], {}, [[]], {"a": 1}, "a " * 50_000, "\x00\ud800", "../../etc/passwd"),
    {"path": "/etc/passwd", "meta": {"_type": "gradio.FileData"}},
    {"background": {"path": "/etc/passwd"}, "layers": [], "composite": None},
    {"background": 7, "layers": "x", "composite": []},
]
TIMES = 100


def test_without_gradio_there_is_a_hint(monkeypatch):
    monkeypatch.setattr(server.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ImportError, match='pip install "gradio>=6,<7"'):
        server.check_installed()


def test_gradio_writes_no_stubs_beside_its_files(monkeypatch):
    """Its classes have no file while it is imported; all others have theirs."""
    known, module = inspect.getfile, types.ModuleType("gradio.made_up")
    module.__file__ = "/somewhere/gradio/made_up.py"
    monkeypatch.setitem(sys.modules, "gradio.made_up", module)
    stubbed = type("Slider", (), {"__module__": "gradio.made_up"})
    assert inspect.getfile(stubbed) == module.__file__
    with server.no_stubs():
        with pytest.raises(OSError):  # which Gradio takes for a class without a file
            inspect.getfile(stubbed)
        assert inspect.getfile(server.scratch) == server.__file__
    assert inspect.getfile is known


def test_files_are_gone_with_the_command():
    """Nothing is kept but in the folder that it throws away."""
    with server.scratch() as folder:
        assert os.environ["GRADIO_TEMP_DIR"] == folder
    assert not pathlib.Path(folder).exists()


@pytest.fixture(scope="module")
def pages():
    """Addresses of two pages, and how many widgets each computation takes."""
    pytest.importorskip("gradio", reason="no gradio: pip install -e '.[demo]'")
    with served("caption", "mask") as addresses:
        yield {address: computing(address) for address in addresses.values()}


def computing(address):
    """Number of each function that computes -> how many values it takes."""
    functions = json.loads(answer(f"{address}config")[1])["dependencies"]
    return {f["id"]: len(f["inputs"]) for f in functions if f["queue"] is not False}


def answer(address, body=None, kind="application/json"):
    """Code and text of what a server says."""
    request = urllib.request.Request(address, body, {"Content-Type": kind})
    try:
        with urllib.request.urlopen(request, timeout=50) as said:
            return said.status, said.read().decode(errors="replace")
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(errors="replace")


def events_of(address, session):
    """What the page itself hears of its requests, up to the last answer."""
    lines, url = [], f"{address}gradio_api/queue/data?session_hash={session}"
    with urllib.request.urlopen(url, timeout=50) as stream:
        for line in stream:
            lines.append(line.decode())
            if "process_completed" in lines[-1] or "close_stream" in lines[-1]:
                break
    return "".join(lines)


def asked(address, function, data, session):
    """A request as the page sends it, and all that is said of it."""
    body = {"fn_index": function, "data": data, "session_hash": session}
    body["event_data"] = {"index": data[0] if data else None}
    code, text = answer(
        f"{address}gradio_api/queue/join", json.dumps(body).encode("utf-8", "replace")
    )
    return f"{code} {text}" + (events_of(address, session) if code == 200 else "")


@pytest.mark.slow
def test_whatever_is_asked_is_answered(pages):
    """Wrong types, huge counts, negative sizes, markup: 100 of 100, no traceback."""
    random.seed(0)
    answered, refused = 0, 0
    for number, (address, page) in zip(range(TIMES), itertools.cycle(pages.items())):
        function, wanted = random.choice(list(page.items()))
        count = random.choice([wanted] * 8 + [0, wanted + 3])
        data = [random.choice(ODD) for _ in range(count)]
        said = asked(address, function, data, f"session{number}")
        assert "Traceback" not in said and 'File "' not in said, said[-2000:]
        assert "root:" not in said  # of /etc/passwd
        answered += bool(said)
        refused += "Not like this" in said
    assert answered == TIMES and refused
    for address in pages:
        assert answer(address)[0] == 200


def form(content, name="a.png"):
    """A file as a browser sends it."""
    head = f'--x\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n'
    return head.encode() + b"\r\n" + content + b"\r\n--x--\r\n"


@pytest.mark.slow
def test_uploads_are_bounded(pages, tmp_path):
    """50 MB are refused, and so is a small file of a billion pixels."""
    address = next(iter(pages))
    kind = "multipart/form-data; boundary=x"
    url = f"{address}gradio_api/upload"
    try:
        code, said = answer(url, form(bytes(50 * 2**20)), kind)
        assert code in (400, 413) and "Traceback" not in said
    except (ConnectionError, urllib.error.URLError):
        pass  # the line is cut while it still sends
    Image.new("1", (30_000, 30_000)).save(tmp_path / "bomb.png")
    bomb = (tmp_path / "bomb.png").read_bytes()
    code, said = answer(url, form(bomb), kind)
    (path,) = json.loads(said)
    file = {"path": path, "meta": {"_type": "gradio.FileData"}}
    drawing = {"background": file, "layers": [], "composite": file}
    for address, page in pages.items():
        made, wanted = next(iter(page.items()))
        said = asked(address, made, [0] * (wanted - 1) + [drawing], "bomb")
        assert "Traceback" not in said and '"success":true' not in said
        assert answer(address)[0] == 200


@pytest.mark.slow
def test_the_server_says_nothing_of_itself_to_others(pages):
    for address in pages:
        config = json.loads(answer(f"{address}config")[1])
        assert config["max_file_size"] == 10 * 2**20
        assert config["analytics_enabled"] is False
        assert address.startswith("http://127.0.0.1:")
