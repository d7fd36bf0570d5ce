"""The page of a run: complete, self-contained, and safe to open."""

import html.parser
import json
import math
import re

import numpy as np
import pytest
from PIL import Image

from keras_gans import plots
from keras_gans.runs import write_report
from keras_gans.runs.report import chart, film, words

EVIL = "<script>alert('x')</script> & \"quotes\" $title"
VOID = {"img", "input", "link", "meta", "path"}


class Page(html.parser.HTMLParser):
    """Reads a page, sees that every tag is closed, and collects what it needs."""

    def __init__(self, path):
        super().__init__()
        self.source = path.read_text(encoding="utf-8")
        self.tags, self.open, self.words = [], [], []
        self.feed(self.source)
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        assert tag == self.open.pop()

    def handle_data(self, data):
        if self.open and self.open[-1] not in ("script", "style"):
            self.words.append(data)

    def all(self, tag):
        return [attributes for name, attributes in self.tags if name == tag]

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())


@pytest.fixture
def run(tmp_path):
    for step in range(0, 500, 100):
        image = np.full((1, 4, 4, 1), step // 2, "uint8")
        plots.save_grid(image, tmp_path / "samples" / f"step_{step:06d}.png", scale=1)
    (tmp_path / "history.csv").write_text(
        "epoch,discriminator_accuracy,generator_loss,images_per_second,seconds\n"
        "0,0.9,2.5,800,200\n1,nan,1.5,820,400\n2,0.5,1.25,810,3725\n"
    )
    config = {
        "name": "dcgan_mnist",
        "title": EVIL,
        "image_shape": [28, 28, 1],
        "parameters": {"generator": 1086721, "discriminator": 42},
        "optimizer": {"class_name": "Adam", "config": {"learning_rate": 0.0002}},
        "reference": "Radford, 2015. https://arxiv.org/abs/1511.06434",
        "networks": {
            "generator": {"class": "MLP", "config": {"image_shape": [28, 28, 1]}}
        },
        EVIL: [{EVIL: EVIL}, None, True],
        "ema": None,
    }
    (tmp_path / "config.json").write_text(json.dumps(config))
    return tmp_path


def test_report_shows_every_sheet_once_and_has_a_slider(run):
    path = write_report(run)
    assert path == run / "report.html"
    page = Page(path)
    images = page.all("img")
    assert [image["alt"] for image in images] == [
        f"Samples, step\N{NO-BREAK SPACE}{step}" for step in (0, 100, 200, 300, 400)
    ]
    assert ["hidden" in image for image in images] == [True] * 4 + [False]
    assert len({image["src"] for image in images}) == 5
    (slider,) = page.all("input")
    assert (slider["max"], slider["value"]) == ("4", "4")


def test_report_caps_the_sheets(run):
    for step in range(1000, 1100):
        image = np.zeros((1, 4, 4, 1), "uint8")
        plots.save_grid(image, run / "samples" / f"step_{step}.png", scale=1)
    images = Page(write_report(run)).all("img")
    assert len(images) == 40
    assert images[0]["alt"].split() == ["Samples,", "step", "0"]
    assert images[-1]["alt"].split() == ["Samples,", "step", "1,099"]


def test_report_of_large_sheets_stays_small_enough_to_send(run, monkeypatch):
    largest = max(path.stat().st_size for path in (run / "samples").glob("*.png"))
    monkeypatch.setattr(film, "MOST_BYTES", 3 * largest)
    assert film.film(run, {}).count("<img ") == 3
    monkeypatch.setattr(film, "MOST_BYTES", 1)
    assert film.film(run, {}).count("<img ") == 2  # the first and the last


def test_sheets_tell_their_epoch_where_its_length_is_known(run):
    def words():
        images = Page(write_report(run)).all("img")
        return [" ".join(image["alt"].split()[1:]) for image in images][1:4]

    # The best epoch was cut short at step 820; those before it had 400 steps.
    values = [{"epoch": 2, "step": 800}, {"epoch": 3, "step": 820}]
    (run / "best.json").write_text(json.dumps({"best": values[1], "values": values}))
    epochs = ["epoch 0.25, step 100", "epoch 0.5, step 200", "epoch 0.75, step 300"]
    assert words() == epochs
    (run / "config.json").write_text('{"steps_per_epoch": 200}')
    assert words()[:2] == ["epoch 0.5, step 100", "epoch 1, step 200"]
    (run / "config.json").write_text('{"steps_per_epoch": "x"}')
    assert words() == epochs
    for damaged in ("3", "[3]", '[{"step": 1}]', '[{"epoch": 0, "step": "x"}]'):
        (run / "best.json").write_text(f'{{"values": {damaged}}}')
        assert words() == [f"step {step}" for step in (100, 200, 300)]


def test_report_escapes_every_text(run):
    page = Page(write_report(run))
    assert "<script>alert" not in page.source
    assert page.text.count("<script>alert('x')</script> & \"quotes\" $title") >= 3


def test_report_fetches_nothing(run):
    page = Page(write_report(run))
    assert all(
        image["src"].startswith("data:image/png;base64,") for image in page.all("img")
    )
    assert page.all("link") == [] and not any(
        "src" in tag for tag in page.all("script")
    )
    assert "url(" not in page.source and "@import" not in page.source
    links = [tag["href"] for tag in page.all("a")]
    assert set(links) == {"https://arxiv.org/abs/1511.06434"}
    outside = re.sub(r"https://arxiv.org/abs/1511.06434", "", page.source)
    assert "://" not in outside


def test_report_tells_the_facts(run):
    text = Page(write_report(run)).text
    for fact in (
        "3 Epochs",
        "1 h 2 min Training time",
        "810 Images per second",
        "50% Discriminator accuracy",
        "1,086,721 Generator parameters",
        "42 Discriminator parameters",
        "Generator loss 2.5 1.25 1.25 2.5",
        "Image shape 28 × 28 × 1",
        "Optimizer Adam learning_rate=0.0002",
        "Generator MLP Image shape 28 × 28 × 1",
        "Ema none",
    ):
        assert fact in text


def test_report_of_an_empty_folder(tmp_path):
    page = Page(write_report(tmp_path))
    assert tmp_path.name in page.text
    assert page.all("img") == page.all("svg") == page.all("table") == []
    assert "$" not in page.source


def test_report_leaves_out_what_is_broken(run):
    (run / "config.json").write_text("{")
    (run / "history.csv").write_text("")
    for sheet in plots.pictures(run / "samples"):
        sheet.write_bytes(b"")
    plots.save_film([np.zeros((2, 2), "uint8")], run / "samples" / "film.gif")
    plots.save_curves({"generator_loss": [1.0, 2.0]}, run / "curves.png")
    images = Page(write_report(run)).all("img")
    assert [image["alt"] for image in images] == [
        "Samples as training went on",
        "Training curves",
    ]
    assert images[0]["src"].startswith("data:image/gif;base64,R0lGOD")


@pytest.mark.parametrize("config", ["[]", "null", '"x"', '{"a": NaN, "b": [[]]}', "{}"])
def test_report_takes_any_json(run, config):
    (run / "config.json").write_text(config)
    assert run.name in Page(write_report(run)).text


def test_report_refuses_what_is_no_folder(run):
    with pytest.raises(
        ValueError, match="must be the folder of a run. Received: .*none"
    ):
        write_report(run / "none")


# A closer look -----------------------------------------------------------------------


NEIGHBOURS = {
    "samples": 64,
    "shown": 8,
    "searched": 10000,
    "training_images": 55000,
    "copies": 0,
    "unseen": 4936,
    "median_ratio": 0.951,
    "real_median_ratio": 0.934,
}
CLASSES = {"shown": 3, "classes": 3}
ALTS = ["Samples beside real images", "Samples of each class", "Walks between samples"]


def closer_look(run, **facts):
    """The page of a run with pictures of which `facts` tell."""
    for name in ("neighbours", "classes", "walk"):
        plots.save_grid(np.zeros((1, 4, 4, 1), "uint8"), run / f"{name}.png")
    (run / "pictures.json").write_text(json.dumps(facts))
    return Page(write_report(run))


def alts(page):
    return [image["alt"] for image in page.all("img") if image["alt"] in ALTS]


def test_pictures_are_embedded_with_their_captions(run):
    facts = dict(neighbours=NEIGHBOURS, classes=CLASSES, walk={"steps": 8})
    page = closer_look(run, step=1200, best=True, **facts)
    assert alts(page) == ALTS
    for fact in (
        "By the model after 1,200 steps, where its samples were best.",
        "most similar of 4,936 real images that it never saw",
        "the 8 lowest ratios of 64 samples. The middle one of all is 0.95 ; for real",
        "in place of the samples it is 0.93 .",
        "10,000 of the 55,000 training images were searched.",
        "A row for each class",
    ):
        assert fact in page.text
    assert "copies, pixel for pixel" not in page.text


def test_captions_say_what_is_not_usual(run):
    facts = {**NEIGHBOURS, "copies": 3, "searched": 55000}
    page = closer_look(run, neighbours=facts, classes={"shown": 20, "classes": 1000})
    assert "3 of 64 are copies, pixel for pixel." in page.text
    assert "were searched" not in page.text and "By the model" not in page.text
    assert "A row for each of the first 20 of 1,000 classes." in page.text
    without = {"median_distance": 4.251, "real_median_distance": 5.5}
    without = {k: v for k, v in (NEIGHBOURS | without).items() if k != "unseen"}
    page = closer_look(run, neighbours=without)
    assert "all is 4.25 ; from one training image to the next" in page.text
    assert "nearest one it is 5.5 , and" in page.text and "never saw" not in page.text


def test_pictures_without_words_are_left_out(run):
    for facts in (
        {},
        {"neighbours": {}, "classes": [], "walk": None},
        {"neighbours": {**NEIGHBOURS, "median_ratio": EVIL}, "step": EVIL},
        {"neighbours": {**NEIGHBOURS, "shown": EVIL}},
        {"classes": {"shown": "<b>", "classes": "<c>"}},
    ):
        page = closer_look(run, **facts)
        assert alts(page) == [] and "A closer look" not in page.text
        assert "<script>alert" not in page.source and "<c>" not in page.source
    (run / "neighbours.png").write_bytes(b"")
    (run / "pictures.json").write_text(json.dumps({"neighbours": NEIGHBOURS}))
    assert "A closer look" not in Page(write_report(run)).text


def test_a_film_of_one_picture_has_a_slider(run):
    """16 rows of pixels in 4 frames: each is 5 wide and 4 high."""
    Image.new("RGB", (5, 16)).save(run / "walk_strip.png")
    for frames, shown in ((4, True), (3, False), (1, False), (EVIL, False)):
        facts = {"samples": 8, "frames": frames}
        page = closer_look(run, walk_strip=facts)
        strips = [div for div in page.all("div") if div.get("class") == "strip"]
        told = {"data-frames": "4", "style": "aspect-ratio: 5 / 4"}
        assert strips == [{"class": "strip", **told}] * shown
        assert ("8 samples that turn into others" in page.text) == shown


MEASURED = {
    "values": {
        "fd_fashion1@2k": {"value": 5.0, "real": 1.0, "better": "lower", "noise": 20.0},
        "coverage_fashion1@2k": {"value": 0.7, "real": 0.9, "better": "higher"},
        "copying_score_fashion1@2k": {"value": -2.0, "real": 1, "better": "as real"},
    },
    "protocol": {"step": 1200},
}


def test_measures_are_bars_beside_those_of_real_images(run):
    (run / "metrics.json").write_text(json.dumps(MEASURED))
    page = Page(write_report(run))
    lengths = [each["style"] for each in page.all("span") if "style" in each]
    marks = [each["style"] for each in page.all("i") if "style" in each]
    assert lengths == ["width: 25.0%", "width: 70.0%"]  # of 20, and of 1
    assert marks == ["left: 5.0%", "left: 90.0%"]  # no bar for what is below 0
    assert "By the model after 1,200 steps." in page.text
    assert "Lower is better; real images: 1; noise: 20." in page.text
    assert "As real images is best; real images: 1." in page.text


@pytest.mark.parametrize(
    "damaged", ["{", "[]", '{"values": 3}', '{"values": {"fd": {"value": "x"}}}']
)
def test_damaged_measures_are_left_out(run, damaged):
    (run / "metrics.json").write_text(damaged)
    assert "What it is worth" not in Page(write_report(run)).text


def test_the_best_value_is_told_first(run):
    best = {"epoch": 2, "step": 20, "value": 0.30193}
    note = {"monitor": "fd_fashion1@2k", "best": best}
    (run / "best.json").write_text(json.dumps(note))
    told = "0.302 Fréchet distance (fashion1@2k) at its best, epoch 2 3 Epochs"
    assert told in Page(write_report(run)).text
    for wrong in ({"monitor": 3}, {"best": {**best, "value": "x"}}, {"best": EVIL}):
        (run / "best.json").write_text(json.dumps({**note, **wrong}))
        assert "at its best" not in Page(write_report(run)).text
    (run / "best.json").write_text(json.dumps({**note, "monitor": EVIL}))
    assert "<script>alert" not in Page(write_report(run)).source


def test_the_best_epoch_is_marked_in_the_curves(run):
    assert "class='best'" not in write_report(run).read_text()
    (run / "best.json").write_text('{"best": {"epoch": 2, "step": 20, "value": 1.0}}')
    assert write_report(run).read_text().count("class='best'") == 2
    for damaged in ("{", '{"best": 3}', '{"best": {"epoch": [2]}}', "[]"):
        (run / "best.json").write_text(damaged)
        assert "class='best'" not in write_report(run).read_text()


# Charts and words --------------------------------------------------------------------


def test_chart_by_hand():
    history = {"epoch": [0, 1, 2, 3, 4], "r1": [0.0, 4.0, math.nan, 2.0, math.nan]}
    figure = chart.chart(history, plots.Panel("Penalties", ["r1"]))
    # Epochs 1 to 5 lie 86 apart from 44 to 388; 0 to 4 go from 194 up to 16.
    path = "M44.0 194.0L130.0 16.0M302.0 105.0L302.0 105.0"
    assert f"<path class='curve hue0' d='{path}'/>" in figure
    data = json.loads(re.search(r"json'>(.*)</script>", figure)[1])
    assert data["x"] == [44, 130, 216, 302, 388]
    assert data["curves"] == [
        {"text": ["0", "4", "–", "2", "–"], "y": [194, 16, None, 105, None]}
    ]


def test_long_labels_have_room():
    """8 letters of 7 units, and 14: from 70 on; 8 between a label and the axis."""
    history = {"r1": [-0.00012, -0.00023]}
    figure = chart.chart(history, plots.Panel("Penalties", ["r1"]))
    assert ">−0.00025</text>" in figure and "x='62'" in figure
    assert "d='M70.0 " in figure


def test_the_word_best_keeps_clear_of_the_title():
    """On `curves.png`, where the first epoch was the best."""
    from keras_gans.plots import curves

    history = {"generator_loss": [1.0, 2.0, 3.0]}
    figure = curves._figure(history, plots.panels(history), best=1)
    figure.draw_without_rendering()
    (axes,) = figure.axes
    title, (best,) = axes._left_title, axes.texts
    assert title.get_fontweight() == "bold" and best.get_text() == "best"
    low, high = best.get_window_extent(), title.get_window_extent()
    assert low.x1 > high.x0 and low.y1 < high.y0


def test_logarithmic_chart_by_hand():
    """1 to 100 go from 194 up to 16, and 10 lies in the middle."""
    history = {"fd_fashion1@2k": [100.0, 10.0, 1.0]}
    (panel,) = plots.panels(history)
    figure = chart.chart(history, panel, best=2)
    assert "d='M44.0 16.0L216.0 105.0L388.0 194.0'" in figure
    assert "<path class='best' d='M216.0 16V194'/>" in figure
    assert "best" not in chart.chart(history, panel, best=4)


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0.5, 6.0, [0.5, 1, 2, 5, 10]),
        (0.3, 0.9, [0.2, 0.5, 1]),
        (1, 1000, [1, 10, 100, 1000]),
        (3e-9, 2e9, [1e-9, 1e-6, 1e-3, 1, 1e3, 1e6, 1e9, 1e10]),
    ],
)
def test_logarithmic_ticks_are_few_and_enclose(low, high, ticks):
    np.testing.assert_allclose(chart._log_ticks(low, high), ticks)


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1]),
        (-1.3, 2.1, [-2, -1, 0, 1, 2, 3]),
        (3, 3, [3, 4]),
        (0, 0, [0, 0.2]),
        (0.011, 0.052, [0.01, 0.02, 0.03, 0.04, 0.05, 0.06]),
    ],
)
def test_ticks_are_round_and_enclose(low, high, ticks):
    np.testing.assert_allclose(chart._ticks(low, high), ticks, atol=1e-12)


def test_epoch_ticks_keep_their_distance():
    assert chart._round_epochs([7]) == [7]
    assert chart._round_epochs([1, 2, 3]) == [1, 2, 3]
    assert chart._round_epochs(list(range(1, 26))) == [1, 5, 10, 15, 20, 25]
    assert chart._round_epochs(list(range(1, 22))) == [1, 5, 10, 15, 21]


def test_numbers_and_times():
    numbers = [words.number(v) for v in (0.52314, -1e-6, 1086721, 12345.6, 2.0, 1e50)]
    assert numbers == ["0.5231", "−1e−06", "1,086,721", "12,346", "2", "1e+50"]
    assert words.number(math.nan) == "–" and words.number(0.52314, digits=3) == "0.523"
    times = [words.duration(seconds) for seconds in (0.2, 59.6, 312, 7260)]
    assert times == ["0 s", "1 min", "5 min 12 s", "2 h 1 min"]
