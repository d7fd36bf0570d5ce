"""Pages in a real browser.

Needs selenium (`pip install -e ".[browser]"`) and Chromium with its ChromeDriver, which
most systems package as `chromium` and `chromium-driver`; skips without them.
"""

import json
import os
import shutil

import pytest

pytest.importorskip("selenium", reason="no selenium: pip install -e '.[browser]'")
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
DRIVER = shutil.which("chromedriver")
needs_browser = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium is installed"),
    pytest.mark.skipif(not DRIVER, reason="no chromedriver is installed"),
]
SWITCHES = (
    *("headless", "disable-gpu", "disable-quic", "no-first-run", "disable-sync"),
    *("disable-background-networking", "disable-component-update"),
    "disable-dev-shm-usage",
)


class Browser:
    """A Chromium without a window, and what the tests ask it."""

    def __init__(self, profile):
        options = webdriver.ChromeOptions()
        options.binary_location = CHROMIUM
        root = ["no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else []
        for switch in (*SWITCHES, *root, f"user-data-dir={profile}"):
            options.add_argument(f"--{switch}")
        logs = {"browser": "ALL", "performance": "ALL"}
        options.set_capability("goog:loggingPrefs", logs)
        self.driver = webdriver.Chrome(options=options, service=Service(DRIVER))

    def open(self, page, width=1280, dark=False, scripts=True):
        self.requests(), self.complaints()
        screen = dict(width=width, height=800, deviceScaleFactor=1, mobile=width < 700)
        scheme = dict(name="prefers-color-scheme", value="dark" if dark else "light")
        self.command("Emulation.setDeviceMetricsOverride", **screen)
        self.command("Emulation.setEmulatedMedia", features=[scheme])
        self.command("Emulation.setScriptExecutionDisabled", value=not scripts)
        self.driver.get(page)
        return self

    def command(self, name, **arguments):
        return self.driver.execute_cdp_cmd(name, arguments)

    def ask(self, script, *arguments):
        return self.driver.execute_script(f"return {script}", *arguments)

    def find(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def texts(self, selector):
        found = self.driver.find_elements(By.CSS_SELECTOR, selector)
        return [node.text for node in found]

    def act(self):
        return ActionChains(self.driver, duration=20)

    def press(self, *keys):
        self.act().send_keys(*keys).perform()

    def requests(self):
        """Addresses that were asked for since the last call."""
        entries = self.driver.get_log("performance")
        events = [json.loads(entry["message"])["message"] for entry in entries]
        sent = [e for e in events if e["method"] == "Network.requestWillBeSent"]
        return [event["params"]["request"]["url"] for event in sent]

    def complaints(self):
        """What was written to the console since the last call."""
        return [entry["message"] for entry in self.driver.get_log("browser")]


CONTRASTS = """(() => {
    const parse = (color) => color.match(/[\\d.]+/g).map(Number);
    const light = (rgb) => rgb.slice(0, 3).map((c) => c / 255)
        .map((c) => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
        .reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
    function behind(node) {
        const color = parse(getComputedStyle(node).backgroundColor);
        return color[3] === 0 ? behind(node.parentElement) : color;
    }
    function contrast(node) {
        const style = getComputedStyle(node), inside = node.closest("svg");
        const ink = light(parse(inside ? style.fill : style.color));
        const [low, high] = [ink, light(behind(node))].sort((a, b) => a - b);
        return (high + .05) / (low + .05);
    }
    return [...document.querySelectorAll("main *:not(script)")].filter((node) =>
        [...node.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
        .map((node) => [node.textContent.trim().slice(0, 40), contrast(node)]);
})()"""
