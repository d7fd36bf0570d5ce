"""The pages: their Python runs and prints what they say, and their links lead on."""

import contextlib
import importlib.util
import io
import os
import pathlib
import posixpath
import re
import shlex
import subprocess
import sys

import pytest

from keras_gans.cli import parser

ROOT = pathlib.Path(__file__).parent.parent
DOCS = ROOT / "docs"
CONTRIBUTING = ROOT / "CONTRIBUTING.md"
TESTED = {"stability.md", "metrics.md", "ecosystem.md"}  # each by a test of its own
PAGES = sorted(DOCS.rglob("*.md"))
BLOCK = re.compile(r"```python\n(.*?)```(?:\n+```text\n(.*?)```)?", re.DOTALL)
LONG, SHORT = "epochs=20", "epochs=1, steps_per_epoch=2, verbose=0"


def name_of(page):
    return page.relative_to(ROOT).as_posix()


def blocks_of(page):
    """(code, what it prints or nothing) in the order of the page."""
    return BLOCK.findall(page.read_text())


WITH_CODE = [page for page in PAGES if blocks_of(page) and page.name not in TESTED]
WITH_CODE += [CONTRIBUTING]


@pytest.mark.slow
@pytest.mark.parametrize("page", WITH_CODE, ids=name_of)
def test_python_blocks_run(page, tmp_path, monkeypatch):
    """Block after block, as a reader would; only shorter."""
    monkeypatch.chdir(tmp_path)
    names = {"__name__": page.stem}
    for code, printed in blocks_of(page):
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(code.replace(LONG, SHORT), page.name, "exec"), names)  # noqa: S102
        assert not printed or out.getvalue() == printed


@pytest.mark.parametrize("page", [ROOT / "README.md", *PAGES], ids=name_of)
def test_command_lines_are_understood(page):
    for block in re.findall(r"```bash\n(.*?)```", page.read_text(), re.DOTALL):
        for line in re.findall(r"\bkeras-gans (.+)", block.replace("\\\n", " ")):
            options = parser().parse_args(shlex.split(line, comments=True))
            assert options.command or options.version


def test_no_guide_is_without_code():
    assert {name_of(page) for page in WITH_CODE} >= {
        "docs/index.md",
        *(f"docs/guides/{name}.md" for name in ("game", "losses", "presets", "faq")),
        *(f"docs/guides/{name}.md" for name in ("distributed", "performance")),
    }


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_inside_resolve(page):
    """As paths of the repository, which is how GitHub reads them."""
    for link in re.findall(r"\]\((?!https?:|#)([^)#\s]+)", page.read_text()):
        assert (page.parent / link).exists(), link


def test_every_public_room_has_a_page():
    import keras_gans as kg

    rooms = {name for name in kg.__all__ if name.islower() and name[0] != "_"}
    told = {page.stem for page in (DOCS / "api").glob("*.md")}
    assert told == rooms | {"gan"}
    for room in rooms:
        page = (DOCS / "api" / f"{room}.md").read_text()
        assert page.startswith(f"::: keras_gans.{room}\n")


# === How docstrings and links become pages ===


def module(name):
    """A module of docs/, which is no package."""
    spec = importlib.util.spec_from_file_location(name, DOCS / f"{name}.py")
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


def test_examples_of_docstrings_become_code():
    pytest.importorskip("griffe")
    readable = module("docstrings").readable
    prompts = "What.\n\nExample:\n\n>>> a = f(\n...     1)\n>>> a\n\nEnd."
    indented = "What.\n\nExample:\n    a = f(\n        1)\n    a\n\nEnd."
    wanted = "What.\n\n**Example**\n\n```python\na = f(\n    1)\na\n```\n\nEnd."
    assert re.sub("\n+", "\n", readable(prompts)) == re.sub("\n+", "\n", wanted)
    assert re.sub("\n+", "\n", readable(indented)) == re.sub("\n+", "\n", wanted)
    assert readable("Reference:\n- a") == "**Reference**\n\n- a"


def test_links_between_docs_and_the_rest_are_mended():
    pytest.importorskip("mkdocs")
    mended = module("site_hooks").mended
    assert mended("../benchmarks/a.png", "stability.md", True) == "benchmarks/a.png"
    assert mended("../../zoo/README.md", "guides/b.md", True) == "../zoo/README.md"
    assert mended("../stability.md", "guides/b.md", True) == "../stability.md"
    assert mended("../docs/guides/b.md", "zoo/README.md", False) == "../guides/b.md"
    shelf = "../keras_gans/presets/shelf/a/README.md"
    assert mended(shelf, "zoo/README.md", False) == shelf


def build_site(folder):
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir"]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(
        [*command, str(folder)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-3000:]


@pytest.mark.slow
def test_the_site_builds_without_a_warning(tmp_path):
    pytest.importorskip("mkdocstrings_handlers.python")
    build_site(tmp_path)
    pages = {path: path.read_text() for path in tmp_path.rglob("*.html")}
    for path, text in pages.items():
        check_page(path.relative_to(tmp_path).as_posix(), text, tmp_path)
    assert "Hinge" in pages[tmp_path / "api" / "losses.html"]
    assert "<table>" in pages[tmp_path / "guides" / "performance.html"]
    listed = re.search(r"members:\s*\[(.*)\]", (DOCS / "api" / "gan.md").read_text())
    for method in re.split(r",\s*", listed.group(1)):
        assert (
            f'id="keras_gans.gan.GAN.{method}"' in pages[tmp_path / "api" / "gan.html"]
        )


def check_page(name, text, site):
    """What a page loads or leads to is there, and it loads nothing from elsewhere."""
    loaded = re.findall(r'<(?:script|img|link)\b[^>]*?(?:src|href)="([^"]+)"', text)
    remote = [url for url in loaded if re.match(r"(https?:)?//", url)]
    assert not remote, f"{name} loads {remote}"
    if name == "404.html":  # its links begin at the root of the server
        return
    for link in [*loaded, *re.findall(r'<a\b[^>]*?href="([^"]+)"', text)]:
        target = link.partition("#")[0]
        if target and not re.match(r"\w+:", target):
            path = posixpath.normpath(posixpath.join(posixpath.dirname(name), target))
            assert (site / path).exists(), f"{name} leads to {link}"
