"""The page of a run in a browser: from disk, on a phone, in the dark, by keyboard."""

import json
import math

import numpy as np
import pytest
from browsing import CONTRASTS, needs_browser
from PIL import Image
from selenium.webdriver.common.keys import Keys

from keras_gans import plots, runs
from keras_gans.runs.report import words

pytestmark = needs_browser

STEPS = (0, 70, 140, 210, 280)  # of 140 an epoch
EPOCHS = 12
HISTORY = {
    "discriminator_loss": [1.4 - 0.05 * e for e in range(EPOCHS)],
    "generator_loss": [0.7 + 0.1 * e for e in range(EPOCHS)],
    "discriminator_accuracy": [0.9 - 0.03 * e for e in range(EPOCHS)],
    "r1": [-0.00012 * e for e in range(EPOCHS)],
    "fd_fashion1@2k": [math.nan, *(90 / 1.5**e for e in range(1, EPOCHS))],
    "a_number_with_a_name_that_is_far_too_long_for_a_phone": [12345.0] * EPOCHS,
}
LONG = "/home/somebody/" + "a_folder_without_any_space_in_its_name_" * 4
CONFIG = {
    "title": "DCGAN of Donaudampfschifffahrtsgesellschaftskapitänsbildnissen",
    "data": LONG,
    "paper": "https://arxiv.org/abs/1511.06434",
    "image_shape": [28, 28, 1],
    "parameters": {"generator": 1086721, "discriminator": 42},
    "steps_per_epoch": 140,
    "networks": {"generator": {"class": "DCGANGenerator" * 4, "config": {"z": [[1]]}}},
}
NOTES = {
    "best.json": {
        "monitor": "fd_fashion1@2k",
        "best": {"epoch": 12, "step": 1680, "value": 1.04},
    },
    "doctor.json": {
        "examinations": 12,
        "diagnoses": [
            {"name": "collapse", "evidence": LONG, "step": 70, "remedy": "r1"},
            {"name": "balance", "evidence": "fine", "step": 280, "alarm": False},
        ],
    },
    "pictures.json": {
        "walk": {"steps": 8},
        "walk_strip": {"samples": 4, "frames": 4},
        "turn_strip": {"solids": 1, "beside": [], "frames": 4},
        "classes": {"shown": 3, "classes": 3},
    },
    "metrics.json": {
        "values": {
            "fd_fashion1@2k": {"value": 5.0, "real": 1, "better": "lower"},
            LONG: {"value": 0.5, "real": 0.9, "better": "higher"},
        },
        "protocol": {"step": 280},
    },
}


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """The address of the page of a run that has everything, and names that are long."""
    folder = tmp_path_factory.mktemp("run")
    for step in STEPS:
        images = np.full((64, 28, 28, 1), step // 2, "uint8")
        plots.save_grid(images, folder / "samples" / f"step_{step:06d}.png")
    for name in ("walk", "classes"):
        plots.save_grid(images, folder / f"{name}.png")
    for name in ("walk_strip", "turn_strip"):
        Image.new("RGB", (80, 160)).save(folder / f"{name}.png")
    rows = [",".join(HISTORY)] + [",".join(map(str, r)) for r in zip(*HISTORY.values())]
    (folder / "history.csv").write_text("\n".join(rows))
    for name, content in {**NOTES, "config.json": CONFIG}.items():
        (folder / name).write_text(json.dumps(content))
    return runs.write_report(folder).as_uri()


# It opens ----------------------------------------------------------------------------


def test_it_asks_no_network_and_complains_of_nothing(browser, page):
    browser.open(page)
    browser.find(".controls button").click()
    browser.act().move_to_element(browser.find(".chart svg")).perform()
    own = ("data:", "chrome:")  # pictures in the page, and Chromium's own first page
    assert [url for url in browser.requests() if not url.startswith(own)] == [page]
    assert browser.complaints() == []


def test_it_could_not_ask_if_it_wanted(browser, page):
    """Its own policy refuses what a text that slipped through might fetch."""
    browser.open(page)
    browser.driver.execute_async_script("""
        const done = arguments[0], image = new Image();
        image.onload = image.onerror = done;
        image.src = "http://127.0.0.1:9/x.png";
        document.body.append(image);
    """)
    (complaint,) = browser.complaints()
    assert "Content Security Policy" in complaint and "img-src data:" in complaint


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [360, 820, 1280])
def test_nothing_sticks_out(browser, page, width, dark):
    browser.open(page, width, dark)
    assert browser.ask("document.documentElement.scrollWidth") <= width
    assert browser.ask("innerWidth") == width
    assert browser.ask(STICKING_OUT) == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_word_stands_out(browser, page, dark):
    """The contrast that WCAG 2.2 asks for, success criterion 1.4.3."""
    browser.open(page, dark=dark)
    background = browser.ask("getComputedStyle(document.body).backgroundColor")
    assert (background == "rgb(19, 19, 22)") == dark
    contrasts = browser.ask(CONTRASTS)
    assert len(contrasts) > 50
    assert {word: c for word, c in contrasts if c < 4.5} == {}


# Labels of charts that leave their card, and whatever else leaves the window.
STICKING_OUT = """[
    ...[...document.querySelectorAll(".chart text")].filter((node) => {
        const card = node.closest(".chart").getBoundingClientRect();
        const box = node.getBoundingClientRect();
        return box.left < card.left || box.right > card.right || box.top < card.top;
    }),
    ...[...document.querySelectorAll("main *")].filter((node) =>
        !node.closest(".wide > *")
        && node.getBoundingClientRect().right > document.body.clientWidth),
].map((node) => node.outerHTML.slice(0, 80))"""


# The film ----------------------------------------------------------------------------

SHOWN = "[...document.querySelectorAll('.frames img')].map((node) => !node.hidden)"


def shown(browser):
    """The number of the only sheet that one sees, and what the slider says of it."""
    frames = browser.ask(SHOWN)
    assert frames.count(True) == 1
    words = browser.find(".controls output").text.split()
    told = browser.find("input").get_attribute("aria-valuetext")
    assert told.split() == words
    return frames.index(True), " ".join(words)


def test_the_slider_goes_from_epoch_to_epoch(browser, page):
    browser.open(page, 360)
    assert shown(browser) == (4, "epoch 2, step 280")
    slider = browser.find("input")
    slider.send_keys(Keys.ARROW_LEFT)
    assert shown(browser) == (3, "epoch 1.5, step 210")
    slider.send_keys(Keys.HOME)
    assert shown(browser) == (0, "epoch 0, step 0")
    browser.act().move_to_element(slider).click().perform()
    assert shown(browser) == (2, "epoch 1, step 140")


@pytest.mark.parametrize(("back", "ticks"), [(0, 4), (1, 0), (3, 2)])
def test_the_film_plays_to_its_end_and_stops(browser, page, back, ticks):
    browser.open(page)
    browser.find("input").send_keys(*[Keys.ARROW_LEFT] * back)
    browser.ask("window.setInterval = (tick) => { window.tick = tick; return 7; }")
    browser.ask("window.clearInterval = () => { window.tick = null; }")
    button = browser.find(".controls button")
    button.send_keys(Keys.SPACE)
    count = "(() => { let n = 0; while (tick && n < 9) { tick(); n++; } return n; })()"
    assert browser.ask(count) == ticks
    assert shown(browser)[0] == 4
    assert button.get_attribute("aria-label") == "Play"


def test_a_strip_shows_one_frame_at_a_time(browser, page):
    browser.open(page, 360)
    strip, slider = "[aria-label='Frame']", "figure:has(.strip):not(:has([data-turns]))"
    browser.find(f"{slider} {strip}").send_keys(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT)
    window, image = browser.ask(BOXES, f"{slider} .strip")
    assert image["height"] == pytest.approx(4 * window["height"], rel=0.01)
    assert window["y"] - image["y"] == pytest.approx(2 * window["height"], rel=0.01)
    assert browser.find(f"{slider} output").text == "3 of 4"


@pytest.mark.parametrize("still", [False, True])
def test_solids_turn_unless_motion_is_unwelcome(browser, page, still):
    browser.open(page)
    motion = {"name": "prefers-reduced-motion", "value": "reduce" if still else ""}
    browser.command("Emulation.setEmulatedMedia", features=[motion])
    browser.driver.refresh()
    button = browser.find("[data-turns] button")
    assert button.get_attribute("aria-label") == ("Play" if still else "Pause")
    button.click()
    assert button.get_attribute("aria-label") == ("Pause" if still else "Play")


BOXES = """(() => {
    const strip = document.querySelector(arguments[0]);
    return [strip, strip.firstElementChild]
        .map((node) => node.getBoundingClientRect().toJSON());
})()"""

# The curves --------------------------------------------------------------------------


def values(browser, epoch):
    """What every legend shows; all charts are at one epoch."""
    told = browser.texts(".chart output")
    assert told == [f"epoch {epoch}"] * len(told)
    return browser.texts(".legend b")


def expected(epoch):
    history = plots.read_history(HISTORY)
    names = [name for panel in plots.panels(history) for name in panel.columns]
    found = [history[name][epoch - 1] for name in names]
    return [words.number(value) for value in found]


def test_the_values_of_an_epoch_are_shown_under_the_pointer(browser, page):
    browser.open(page)
    assert values(browser, 12) == expected(12)
    chart = browser.find(".chart svg")
    browser.act().move_to_element(chart).perform()
    middle = browser.ask("arguments[0].getBoundingClientRect().width / 2", chart)
    x = round((44 + 3 * 344 / 11) / 400 * 2 * middle - middle)  # of epoch 4
    browser.act().move_to_element_with_offset(chart, x, 0).perform()
    assert values(browser, 4) == expected(4)
    assert browser.ask("document.querySelectorAll('.pointer circle').length") == 6
    browser.act().move_to_element(browser.find("h1")).perform()
    assert values(browser, 12) == expected(12)
    assert browser.ask("document.querySelectorAll('.pointer *').length") == 0


def test_the_curves_are_read_by_keyboard(browser, page):
    browser.open(page)
    browser.ask("[...document.querySelectorAll('input')].at(-1).focus()")
    browser.press(Keys.TAB)
    assert browser.ask("document.activeElement.matches('.chart svg')")
    browser.press(Keys.HOME, Keys.ARROW_LEFT, Keys.ARROW_RIGHT, Keys.ARROW_UP)
    assert values(browser, 3) == expected(3)
    chart = browser.find(".chart svg")
    facts = [chart.get_attribute(f"aria-{name}") for name in ("valuenow", "valuetext")]
    told = "epoch 3: Discriminator loss 1.3, Generator loss 0.9"
    assert facts == ["3", told]
    assert chart.get_attribute("role") == "slider"
    browser.press(Keys.TAB)  # the next chart goes on from there
    assert values(browser, 3) == expected(3)
    browser.press(Keys.PAGE_UP, Keys.ESCAPE)
    assert values(browser, 12) == expected(12)


def test_a_tap_keeps_the_values_until_the_next(browser, page):
    browser.open(page, 360)
    browser.command("Emulation.setTouchEmulationEnabled", enabled=True)
    try:
        box = browser.ask(BOX, browser.find(".chart svg"))
        tap(browser, box["x"] + box["width"] * 44 / 400, box["y"] + 40)
        assert values(browser, 1) == expected(1)
        tap(browser, box["x"] + 20, box["y"] - 20)  # the title
        assert values(browser, 12) == expected(12)
    finally:
        browser.command("Emulation.setTouchEmulationEnabled", enabled=False)


BOX = """(() => {
    arguments[0].scrollIntoView({block: "center"});
    return arguments[0].getBoundingClientRect().toJSON();
})()"""


def tap(browser, x, y):
    browser.command("Input.synthesizeTapGesture", x=x, y=y)


# Without scripts ---------------------------------------------------------------------


@pytest.mark.parametrize("width", [360, 1280])
def test_without_scripts_every_sheet_and_the_last_values_are_there(
    browser, page, width
):
    browser.open(page, width, scripts=False)
    try:
        sizes = browser.ask(SIZES, "main img")
        controls = browser.find(".controls").is_displayed()
        wide = browser.ask("document.documentElement.scrollWidth")
        assert values(browser, 12) == expected(12)
    finally:
        browser.command("Emulation.setScriptExecutionDisabled", value=False)
    *small, large = sizes[:5]
    assert not controls and wide <= width
    assert all(80 <= side["width"] < large["width"] / 2 for side in small)
    assert all(side["y"] > large["y"] for side in small)


SIZES = """[...document.querySelectorAll(arguments[0])].map((node) =>
    node.getBoundingClientRect().toJSON())"""
