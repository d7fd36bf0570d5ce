"""Cards and the gallery: what they say is what the files say, and no more."""

import copy
import re

import pytest

import zoo
from keras_gans import presets
from keras_gans.presets.card import page, wording
from zoo import gallery
from zoo.recipe import about

NAMES = ("dcgan_fashion_mnist", "conditional_mnist")
HASH = {"bytes": 1, "sha256": "0" * 64}


def value(metric, mean, floor, **others):
    return {"metric": metric, "mean": mean, "stderr": 0.002, "floor": floor} | others


@pytest.fixture
def metadata():
    """As a run of the zoo leaves it."""
    files = ("generator.weights.h5", "samples.png", "curves.png")
    return {
        "classes": None,
        "parameters": {"generator": 792_000, "discriminator": 165_000},
        "training": {
            **dict(steps=12_000, images=768_000, epochs=20, best_epoch=18),
            **dict(seconds=3120, machine="2 cores of x86_64", seed=0),
        },
        "metrics": {
            "protocol": {
                **dict(fake_images=10_000, reference_images=10_000, seeds=[0, 1, 2]),
                "network": {"name": "fashion1"},
            },
            "values": {
                "fd_fashion1@10k": value("fd", 0.4567, 0.0069, noise=18.1),
                "coverage_fashion1@10k": value("coverage", 0.81, 0.97, noise=0.0004),
                "least_class_fashion1@10k": value("least_class", 0.8, 0.97),
                "copying_score_fashion1@10k": value("copying_score", 12.0, 0.3),
            },
        },
        "files": dict.fromkeys(files, HASH),
    }


def card_of(name, metadata=None):
    return page.render(presets.read(name), metadata, about(zoo.recipes[name]))


def parts_of(text):
    """{heading: text} of a card, "" for what stands before the first one."""
    pieces = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    return {"": pieces[0], **dict(zip(pieces[1::2], pieces[2::2]))}


def test_a_card_of_avatars_names_the_designer_and_the_licence(metadata):
    config = {**presets.read(NAMES[0]), "data": "avatars"}
    for about_it in (about(zoo.recipes[NAMES[0]]), None):
        text = page.render(config, metadata, about_it)
        assert "Johan Melin" in parts_of(text)["Data and licence"]
        assert "CC BY 4.0" in text and "datasets:" not in text


def code_in(text):
    return "\n".join(re.findall(r"```python\n(.*?)```", text, re.DOTALL))


def test_a_card_says_what_the_run_said(metadata):
    parts = parts_of(card_of("dcgan_fashion_mnist", metadata))
    assert "0.457 ± 0.002 | 0.0069 | 18.1" in parts["How good it is"]
    assert "3 draws" in parts["How good it is"]
    made = parts["How it was made"]
    assert "12,000 steps" in made and "epoch 18, the best of 20" in made
    assert "52 minutes on 2 cores" in made and "792,000 parameters" in made
    assert "python -m zoo dcgan_fashion_mnist" in made and "(curves.png)" in made
    assert "near 81% of the test images" in parts["What it cannot do"]
    assert "Radford et al., 2015" in parts["Reference"]
    assert "narrow network" in parts["Differs from the paper"]
    assert "MIT" in parts["Data and licence"] and "(samples.png)" in parts[""]


@pytest.mark.parametrize("name", NAMES)
def test_three_lines_lead_to_images(name, metadata, tmp_path, monkeypatch):
    """The code of the card runs as it stands, here without weights."""
    code = code_in(card_of(name, metadata))
    assert len(code.strip().splitlines()) == 5  # with import and an empty line
    assert f'kg.GAN.from_preset("{name}")' in code
    monkeypatch.chdir(tmp_path)
    untrained = code.replace(f'"{name}")', f'"{name}", load_weights=False)')
    exec(untrained, {})  # noqa: S102
    assert (tmp_path / "samples.png").stat().st_size > 1000


TRAINED = [name for name in presets.names() if presets.read_metadata(name)]


@pytest.mark.parametrize("name", TRAINED)
def test_the_code_of_a_card_is_python(name):
    """A variable for several pictures of "a" is not "as"."""
    compile(code_in(card_of(name, presets.read_metadata(name))), name, "exec")


def test_a_card_of_solids_counts_its_sheet():
    card = card_of("voxel_furniture", presets.read_metadata("voxel_furniture"))
    assert "The first 16 samples of seed 0" in card


def test_a_conditional_card_says_how_to_ask(metadata):
    metadata["classes"] = ["apple", "pear", "plum"]
    text = card_of("conditional_mnist", metadata)
    assert "labels=3" in text and "0 apple, 1 pear, 2 plum" in text
    assert "Each column is a class" in text and "columns=10" in text
    assert "labels=" not in card_of("dcgan_fashion_mnist", metadata)


@pytest.mark.parametrize(
    ("metric", "mean", "words"),
    [
        ("least_class", 0.31, "0.31 times as often"),
        ("copying_score", -3.5, "it copies"),
    ],
)
def test_a_card_warns_where_the_numbers_do(metadata, metric, mean, words):
    assert words not in card_of("dcgan_fashion_mnist", metadata)
    worse = copy.deepcopy(metadata)
    worse["metrics"]["values"][f"{metric}_fashion1@10k"]["mean"] = mean
    limits = parts_of(card_of("dcgan_fashion_mnist", worse))["What it cannot do"]
    assert words in limits


@pytest.mark.parametrize("name", NAMES)
def test_a_recipe_without_weights_says_so(name):
    parts = parts_of(card_of(name))
    assert "Not trained yet" in parts[""] and ".png" not in "".join(parts.values())
    assert "load_weights=False" in code_in(parts["Use it"])
    assert not {"How good it is", "How it was made", "What it cannot do"} & set(parts)


def test_a_preset_of_ones_own_reads_well(metadata):
    """No name, no data, no metrics, no pictures: nothing is made up."""
    config = presets.read("dcgan_fashion_mnist")
    config = {key: config[key] for key in ("format", "networks", "prior", "game")}
    files = {"generator.weights.h5": HASH}
    mine = page.render(config, {"files": files, "training": {}, "metrics": None})
    assert "path/to/this/folder" in mine and "Not measured" in mine
    assert (
        "None" not in mine and "license: " not in mine and "python -m zoo" not in mine
    )
    assert ".png)" not in mine and "\n\n\n" not in mine
    assert "Fashion-MNIST" not in mine and "`my_images/`" not in mine
    named = page.render({**config, "data": "my_images/"}, {"files": files})
    assert "Trained on `my_images/`" in named


def test_what_evaluate_returns_is_understood(metadata):
    """Whoever measures a preset of one's own puts the result into its metadata."""
    row = {"value": 0.61, "real": 0.96, "better": "higher"}
    facts = {"fake_images": 500, "reference_images": 400, "seed": 0}
    metadata["metrics"] = {"values": {"coverage_my1@500": row}, "protocol": facts}
    text = page.render(presets.read("dcgan_mnist"), metadata)
    assert "`coverage_my1@500` | 0.610 | 0.960 |" in text
    assert "500 samples against 400 images" in text and "draws" not in text
    assert "near 61% of the reference images" in text
    assert "has seen" not in text  # nobody knows on which images it was measured


@pytest.mark.parametrize("name", NAMES)
def test_the_front_matter_is_the_hubs(name, metadata):
    head = re.match(r"---\n(.*?)\n---\n\n# ", card_of(name, metadata), re.DOTALL)[1]
    lines = head.splitlines()
    assert "license: apache-2.0" in lines and "library_name: keras" in lines
    assert "- gan" in lines and f"- {presets.read(name)['data']}" in lines
    assert all(re.fullmatch(r"- [\w.-]+|[a-z_]+:( [\w.-]+)?", line) for line in lines)


def test_a_game_is_written_as_the_call_that_makes_it():
    """Without defaults; what is nested, too."""
    spec = {"width": 32, "normalization": "batch", "num_classes": None, "dtype": "x"}
    network = {"class": "DCGANGenerator", "config": spec}
    assert wording.code(network) == "`DCGANGenerator(width=32)`"
    schedule = {"class": "Linear", "config": {"start": 0.1, "end": 0.0, "steps": 9}}
    noise = {"class": "InstanceNoise", "config": {"stddev": schedule}}
    words = "`[InstanceNoise(stddev=Linear(start=0.1, end=0.0, steps=9))]`"
    assert wording.code([noise]) == words


def test_a_penalty_is_written_in_full():
    """Its weight is the game, also where it is the usual one."""
    made = parts_of(card_of("wgan_gp_mnist"))["How to train it"]
    assert "where='between', target=1.0, weight=10.0" in made


@pytest.mark.parametrize("name", ["wgan_gp_mnist", "wgan_mnist", "hinge_mnist"])
def test_every_choice_of_a_game_is_on_its_card(name):
    game = presets.read(name)["game"]
    made = parts_of(card_of(name))["How to train it"]
    for key in ("penalties", "constraint"):
        assert not game[key] or key in made
    assert game["loss"]["class"] in made
    for player in ("generator", "discriminator"):
        rate = game[f"{player}_optimizer"]["config"]["learning_rate"]
        if isinstance(rate, dict):  # a schedule, written as a call
            rate = wording.code([rate]).strip("`[]")
        assert f"learning_rate={rate}" in made
    assert f"{game['discriminator_steps']} discriminator update" in made


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ((0.45678, 0.0123), "0.457 ± 0.01"),
        ((23.16352, None), "23.2"),
        ((-2.5e-05, None), "−2.5e−05"),
        ((0.0, None), "0"),
        ((None, None), "–"),
        ((float("nan"), None), "–"),
    ],
)
def test_numbers_in_words(given, words):
    assert wording.number(*given) == words


@pytest.mark.parametrize(
    ("seconds", "words"), [(20, "1 minute"), (3120, "52 minutes"), (11100, "3 h 5 min")]
)
def test_durations_in_words(seconds, words):
    assert wording.duration(seconds) == words


# === The gallery ===


def entries(metadata):
    names = ("dcgan_fashion_mnist", "vanilla_fashion_mnist_mini")
    facts = (metadata, None)
    return [gallery.Entry(n, presets.read(n), f) for n, f in zip(names, facts)]


def test_the_gallery_shows_what_was_trained(metadata):
    page = gallery.render(entries(metadata))
    card = page.partition('<div class="card"')[2].partition("</div>")[0]
    for fact in ("1511.06434", "792,000 + 165,000", "52 minutes", "MIT licence"):
        assert fact in card
    assert "`fd` **0.457 ± 0.002** / 0.0069 real" in card
    assert "shelf/dcgan_fashion_mnist/samples.png" in card
    assert "## It draws" in page and "## It is told a class" not in page


def test_entries_stand_with_those_of_their_task(metadata):
    (entry, _) = entries(metadata)
    assert entry.task == "draws"
    for told, task in (
        ("class", "a class"),
        ("words", "a caption"),
        ("picture", "a picture"),
    ):
        entry.metadata = {**metadata, "told": {"x": {"written": told}}}
        assert entry.task == f"told {task}"
    entry.metadata = {**metadata, "num_classes": 10}  # of format 1
    assert entry.task == "told a class"


def test_the_front_page_shows_the_best_of_each_task(metadata):
    front = gallery.opening(entries(metadata))
    assert front.count('class="card"') == 1 and "**It draws.**" in front
    text = f"before {gallery.MARKS[0]} old {gallery.MARKS[1]} after"
    written = gallery.with_opening(text, entries(metadata))
    assert written.startswith("before") and written.endswith("after")
    assert front in written and " old " not in written


def test_the_gallery_names_what_was_not(metadata):
    page = gallery.render(entries(metadata))
    waiting = page.partition("## Not trained yet")[2].partition("\n## ")[0]
    assert "vanilla_fashion_mnist_mini" in waiting and "dcgan_fash" not in waiting
    nothing = gallery.render(entries(None))
    assert "<img" not in nothing and '"card"' not in nothing


def test_the_cards_and_the_gallery_are_up_to_date():
    """`python -m zoo cards` changes nothing."""
    for name in zoo.recipes:
        text = (presets.folder_of(name) / "README.md").read_text(encoding="utf-8")
        assert text == card_of(name, presets.read_metadata(name)), name
    known = [gallery.Entry.of(name) for name in zoo.recipes]
    assert gallery.PAGE.read_text(encoding="utf-8") == gallery.render(known)
    front = gallery.FRONT.read_text(encoding="utf-8")
    assert gallery.with_opening(front, known) == front
