"""Each kind of page in a browser: opened, used, downloaded from; on a phone, too."""

import io
import time
import urllib.request

import pytest
from browsing import needs_browser
from demo_pages import served
from PIL import Image
from selenium.webdriver.common.keys import Keys

pytest.importorskip("gradio", reason="no gradio: pip install -e '.[demo]'")
pytestmark = needs_browser
PATIENCE = 60  # seconds, of a busy machine
MADE = "document.querySelector('#made img')?.src"


@pytest.fixture(scope="module")
def pages():
    """The address of a page of each kind."""
    with served("unconditional", "labels", "caption", "mask", "voxels") as addresses:
        yield addresses


def until(browser, script, *arguments):
    """What a script returns once that is something."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = browser.ask(script, *arguments)
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError(f"nothing after {PATIENCE} s: {script}")


def opened(browser, address, width=1280):
    """The page, once it shows its first sample."""
    browser.open(address, width)
    until(browser, MADE)
    return browser


def after(browser, act):
    """The sample after something was done, which is another one."""
    before = browser.ask(MADE)
    act()
    until(browser, f"{MADE} !== arguments[0] && {MADE}", before)
    return picture(browser.ask(MADE))


def picture(address):
    with urllib.request.urlopen(address) as answer:
        return Image.open(io.BytesIO(answer.read())).convert("RGB")


def downloaded(browser, folder):
    """The PNG that the button leaves in a folder, which is what one sees."""
    where = dict(behavior="allow", downloadPath=str(folder))
    browser.command("Browser.setDownloadBehavior", **where)
    click(browser, "#kept")
    end = time.monotonic() + PATIENCE
    while not (found := list(folder.glob("*.png"))) and time.monotonic() < end:
        time.sleep(0.1)
    (path,) = found
    with Image.open(path) as kept:
        seen = picture(browser.ask(MADE))
        assert kept.convert("RGB").tobytes() == seen.tobytes()


def click(browser, selector):
    browser.ask(
        "arguments[0].scrollIntoView({block: 'center'})", browser.find(selector)
    )
    browser.find(selector).click()


def test_one_that_is_told_nothing(browser, pages, tmp_path):
    """Dice, grid, neighbours, film: nothing is asked of others, nobody complains."""
    address = pages["unconditional"]
    opened(browser, address)
    after(browser, lambda: click(browser, "#dice"))
    assert browser.find("#where").text.startswith("This is seed ")
    click(browser, "#others")
    until(browser, "document.querySelectorAll('#many img').length === 12")
    chosen = "#many .gallery-item:nth-child(5) button"
    after(browser, lambda: browser.find(chosen).send_keys(Keys.ENTER))
    assert browser.find("#where").text.endswith("sample 5.")
    click(browser, "#near")
    click(browser, "#walk")
    film = until(browser, "document.querySelector('#film img')?.src")
    with urllib.request.urlopen(film) as answer:
        assert Image.open(io.BytesIO(answer.read())).n_frames > 20
    downloaded(browser, tmp_path)
    own = (address, "data:", "chrome:", "blob:")
    assert [url for url in browser.requests() if not url.startswith(own)] == []
    assert browser.complaints() == []


def test_a_class_is_chosen_by_keyboard(browser, pages, tmp_path):
    address = pages["labels"]
    opened(browser, address)
    first = browser.find("#told-labels input")
    browser.ask("arguments[0].focus()", first)
    after(browser, lambda: browser.press(Keys.TAB, Keys.SPACE))
    chosen = browser.find("#told-labels label.selected")
    assert chosen.text == "dog"
    downloaded(browser, tmp_path)


def test_a_caption_and_what_is_wrong_with_another(browser, pages, tmp_path):
    """What is refused is said on the page, in words that are no markup."""
    address = pages["caption"]
    opened(browser, address)
    field = browser.find("#told-caption textarea")
    field.clear()
    field.send_keys("a blue hat")
    after(browser, lambda: click(browser, "#make"))
    field.clear()
    field.send_keys("a <img src=x onerror=alert(1)> hat")
    click(browser, "#make")
    said = until(browser, "document.querySelector('.toast-body')?.textContent")
    assert "at most 6 words" in said and "<img src=x" in said
    assert not browser.ask("document.querySelector('.toast-body img[src=x]')")
    assert "Traceback" not in said
    downloaded(browser, tmp_path)


def test_holes_are_painted_upon_a_photo(browser, pages, tmp_path):
    """A stroke across the middle is the hole that is filled."""
    address = pages["mask"]
    opened(browser, address)
    canvas = until(browser, "document.querySelector('#told-photo canvas')")
    browser.ask("arguments[0].scrollIntoView({block: 'center'})", canvas)
    drag = browser.act().move_to_element_with_offset(canvas, -60, 0)
    drag.click_and_hold().move_by_offset(60, 0).move_by_offset(60, 0)
    drag.release().perform()
    made = after(browser, lambda: click(browser, "#make"))
    saw = until(browser, "document.querySelector('#saw img')?.src")
    told = picture(saw)  # photo and holes, side by side
    holes = told.crop((100, 0, 196, 96)).convert("L")
    assert holes.getpixel((2, 2)) == 0 and max(holes.getdata()) == 255
    share = sum(v > 127 for v in holes.getdata()) / (96 * 96)
    assert 0.005 < share < 0.3  # the stroke, and not one that was drawn
    assert made.size == (448, 448)
    downloaded(browser, tmp_path)


def test_voxels_turn(browser, pages, tmp_path):
    address = pages["voxels"]
    opened(browser, address)
    angle = browser.find("#angle input[type=range]")
    browser.ask("arguments[0].scrollIntoView({block: 'center'})", angle)
    after(browser, lambda: angle.click() or angle.send_keys(Keys.ARROW_RIGHT))
    click(browser, "#spin")
    until(browser, "document.querySelector('#film img')?.src")
    downloaded(browser, tmp_path)


@pytest.mark.parametrize("kind", ["labels", "mask"])
def test_it_fits_a_phone_and_says_whose_it_is(browser, pages, kind):
    address = pages[kind]
    opened(browser, address, width=360)
    assert browser.ask("document.documentElement.scrollWidth") <= 360
    assert browser.ask("innerWidth") == 360
    assert until(browser, "document.querySelector('#neighbours img')?.naturalWidth")
    assert "Nothing was measured" in browser.find("#about").text
