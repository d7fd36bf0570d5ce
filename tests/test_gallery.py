"""The gallery of the site in a browser: from disk, on a phone, in the dark."""

import pytest
from browsing import CONTRASTS, needs_browser
from test_docs import build_site

from keras_gans import presets

pytest.importorskip("mkdocstrings_handlers.python")
pytestmark = needs_browser


@pytest.fixture(scope="module")
def gallery(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    build_site(folder)
    return (folder / "zoo" / "index.html").as_uri()


def test_it_asks_no_network_and_complains_of_nothing(browser, gallery):
    browser.open(gallery)
    assert browser.find("h1").text.startswith("The zoo")
    own = ("data:", "chrome:", "blob:", "file:")
    assert [url for url in browser.requests() if not url.startswith(own)] == []
    assert browser.complaints() == []


def test_every_trained_preset_is_seen(browser, gallery):
    browser.open(gallery)
    loaded = "(node) => [node.alt, node.naturalWidth > 0]"
    seen = browser.ask(f"[...document.querySelectorAll('article img')].map({loaded})")
    trained = [name for name in presets.names() if presets.read_metadata(name)]
    assert len(trained) >= 16
    assert dict(seen) == {f"Samples of {name}": True for name in trained}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_sticks_out(browser, gallery, width, dark):
    browser.open(gallery, width, dark)
    assert browser.ask("document.documentElement.scrollWidth") <= width
    assert browser.ask("innerWidth") == width
    wide = """[...document.querySelectorAll("article img")]
        .filter((node) => node.getBoundingClientRect().right > innerWidth)"""
    assert browser.ask(wide) == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_word_stands_out(browser, gallery, dark):
    browser.open(gallery, dark=dark)
    browser.ask("localStorage.clear()")  # the scheme of the last visit is kept there
    browser.open(gallery, dark=dark)
    scheme = browser.ask("document.body.dataset.mdColorScheme")
    assert scheme == ("slate" if dark else "default")
    contrasts = browser.ask(CONTRASTS)
    assert len(contrasts) > 50
    assert {word: c for word, c in contrasts if c < 4.5} == {}


def test_it_is_filtered_by_typing(browser, gallery):
    browser.open(gallery)
    seen = "[...document.querySelectorAll('.card')].filter((c) => c.offsetParent)"
    names = f"{seen}.map((c) => c.querySelector('strong').textContent)"
    everything = browser.ask(names)
    browser.find("#filter").send_keys("hinge mnist")
    assert browser.ask(names) == [n for n in everything if n.startswith("hinge")]
    heads = "[...document.querySelectorAll('h2')].filter((h) => h.offsetParent).length"
    assert browser.ask(heads) == 2  # what it draws, and what is not trained yet


@pytest.mark.parametrize("width", [360, 1280])
def test_the_front_page_shows_films(browser, gallery, width):
    browser.open(gallery.replace("/zoo/", "/"), width)
    films = "[...document.querySelectorAll('.scenes img')]"
    seen = browser.ask(f"{films}.map((x) => [x.currentSrc, x.naturalWidth > 0])")
    assert len(seen) >= 4
    assert all(there and name.endswith(".webp") for name, there in seen)
    assert browser.ask("document.documentElement.scrollWidth") <= width
    assert browser.complaints() == []
