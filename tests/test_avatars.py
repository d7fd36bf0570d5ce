"""Avatars: who is drawn is a function of (seed, index), and what is said is true."""

import re
import subprocess
import sys

import keras
import numpy as np
import pytest

import keras_gans as kg
from keras_gans.data import avatars
from keras_gans.data.avatars import cache, painter, parts, rendering, studio
from keras_gans.data.avatars.drawing import svg
from keras_gans.data.avatars.segments import segments_svg

PEOPLE = avatars.draw(range(400))


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A machine on which nothing was drawn yet."""
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    return tmp_path / "keras_gans" / "avatars"


def load(count=6, **options):
    return kg.data.load_arrays("avatars", image_size=16, count=count, **options)


def tokens(text):
    return re.findall(r"\w+|[^\w\s]", text)


# Who is drawn


def test_the_same_seed_and_index_is_the_same_person_for_ever():
    """Written down once: no version of Python, NumPy or this library may change it."""
    assert avatars.draw([0, 1, 10**9]).tolist() == [
        PEOPLE_OF_SEED_0[0],
        PEOPLE_OF_SEED_0[1],
        PEOPLE_OF_SEED_0[2],
    ]
    assert avatars.draw(range(50, 60)).tolist() == PEOPLE[50:60].tolist()
    assert avatars.draw(range(9), seed=1).tolist() != PEOPLE[:9].tolist()


PEOPLE_OF_SEED_0 = [
    [4, 0, 3, 0, 3, 4, 2, 0, 0, 8, 5],
    [3, 2, 0, 3, 1, 1, 0, 2, 0, 6, 0],
    [1, 4, 0, 0, 3, 2, 0, 1, 3, 9, 3],
]


def test_each_variant_is_equally_likely_and_optional_layers_keep_their_probability():
    """Five standard deviations of a share of 20,000 around what parts.json says."""
    people, chances = avatars.draw(range(20_000)), {x.name: x for x in parts.LAYERS}
    for column, (name, words) in enumerate(avatars.ATTRIBUTES.items()):
        layer = chances.get(name)
        has = layer.probability if layer else 1.0
        variants = len(words) - (words[0] == "none")
        want = np.full(len(words), has / variants)
        want[0] = 1 - has if words[0] == "none" else want[0]
        share = np.bincount(people[:, column], minlength=len(words)) / len(people)
        assert (np.abs(share - want) < 5 * np.sqrt(want / len(people))).all(), name


def test_attributes_are_drawn_independently():
    people = avatars.draw(range(20_000))
    correlation = np.corrcoef(people.T) - np.eye(11)
    assert np.abs(correlation).max() < 5 / np.sqrt(len(people))


def test_there_are_eleven_attributes_and_their_words_are_english():
    assert list(avatars.ATTRIBUTES) == [
        *("rear_hair", "clothes", "mouth", "beard", "eyes", "eyebrows", "hair"),
        *("skin_colour", "hair_colour", "clothes_colour", "background_colour"),
    ]
    words = [word for words in avatars.ATTRIBUTES.values() for word in words]
    assert all(re.fullmatch(r"[a-z]+( [a-z]+)*", word) for word in words)
    assert avatars.ATTRIBUTES["hair"] == ("side parting", "undercut", "spiky", "bun")


def test_words_and_numbers_are_each_others_inverse():
    for row in PEOPLE[:20]:
        assert avatars.person(**avatars.describe(row)).tolist() == row.tolist()
    assert avatars.describe(7) == avatars.describe(PEOPLE[7])
    changed = avatars.person(hair="bun")
    differs = np.flatnonzero(changed != PEOPLE[0]).tolist()
    assert differs in ([], [avatars.column("hair")])
    assert avatars.describe(changed)["hair"] == "bun"


@pytest.mark.parametrize(
    "call, message",
    [
        (lambda: avatars.person(hair="buns"), "Did you mean 'bun'"),
        (lambda: avatars.person(hare="bun"), "Did you mean 'hair'"),
        (lambda: avatars.column("hair_color"), "Did you mean 'hair_colour'"),
        (lambda: avatars.render(PEOPLE[:, :10]), r"shape \(n, 11\)"),
        (lambda: avatars.describe(np.full(11, 9)), "rear_hair must be an int from 0"),
        (lambda: avatars.render(PEOPLE[:1].astype(float)), "float64"),
        (lambda: avatars.render(PEOPLE[:1], 8), "from 16 to 256"),
        (lambda: avatars.render(PEOPLE[:1], (16, 32)), "square"),
        (lambda: load(count=0), "count must be"),
        (lambda: load(count=2.5), "count must be"),
        (lambda: load(split="train[:9]"), "pass count="),
        (lambda: load(labels="nose"), "Unknown attribute"),
        (lambda: load(given="captions"), "Did you mean 'caption'"),
        (lambda: load(image_size=257), None),
        (lambda: avatars.caption_of(), "must name something"),
        (lambda: avatars.caption_of(eyes="blue"), "Unknown eyes"),
        (lambda: avatars.small(np.zeros((1, 18, 18, 3), "uint8")), "multiples of 4"),
        (lambda: kg.data.load_arrays("fashion_mnist_mini", count=5), "are drawn"),
        (lambda: kg.data.load("fashion_mnist_mini", labels="eyes"), "are drawn"),
        (lambda: kg.data.load_arrays("avatar"), "Did you mean 'avatars'"),
    ],
)
def test_misuse_is_answered(call, message, home):
    with pytest.raises((ValueError, TypeError), match=message):
        call()


# How they are drawn


def test_two_processes_draw_the_same_bytes():
    """This one, and those that `render` starts for so many people."""
    people = PEOPLE[: studio.FEW]
    here = b"".join(painter.paint(svg(person), 16, False) for person in people)
    assert avatars.render(people, 16).tobytes() == here


def test_each_attribute_changes_the_picture_and_the_seed_does_too():
    one = PEOPLE[0]
    for column, words in enumerate(avatars.ATTRIBUTES.values()):
        alike = np.repeat(one[None], len(words), axis=0)
        alike[:, column] = range(len(words))
        assert len(np.unique(avatars.render(alike, 64), axis=0)) == len(words)


@pytest.mark.parametrize("side", [16, 33, 64, 256])
def test_every_size_has_its_background_in_the_corner(side):
    people = PEOPLE[:6]
    images, colours = avatars.render(people, side), avatars.palette(people)
    assert images.shape == (6, side, side, 3)
    np.testing.assert_array_equal(images[:, 0, 0], colours[:, 9:])


def test_palette_holds_the_colours_of_skin_hair_clothes_and_background():
    colours = {"skin": "pale", "hair": "red", "clothes": "white", "background": "white"}
    person = avatars.person(**{f"{part}_colour": w for part, w in colours.items()})
    words = [parts.COLOURS[part][word] for part, word in colours.items()]
    assert avatars.palette([person]).tobytes() == bytes.fromhex("".join(words))


@pytest.mark.parametrize("side", [16, 33, 64, 128])
def test_segments_have_pure_colours_alone(side):
    """Every variant of every part, mouths drawn through masks among them."""
    most = max(map(len, avatars.ATTRIBUTES.values()))
    sizes = [len(words) for words in avatars.ATTRIBUTES.values()]
    people = np.array([[i % size for size in sizes] for i in range(most)])
    found = np.unique(avatars.render(people, side, "segments").reshape(-1, 3), axis=0)
    pure = {tuple(bytes.fromhex(colour[1:])) for colour in avatars.SEGMENTS.values()}
    assert {tuple(pixel) for pixel in found.tolist()} <= pure
    assert side < 64 or len(found) == len(pure)


def test_segments_depend_on_the_parts_and_not_on_the_colours():
    one, other = PEOPLE[0], PEOPLE[0].copy()
    other[-4:] = [3, 4, 9, 5]
    assert segments_svg(one) == segments_svg(other)


def test_segments_lie_where_the_parts_lie():
    """Hair and clothes in colours of their own are where the map says, edges aside."""
    person = avatars.person(rear_hair="none", beard="none", clothes="dress")
    image, segments = (
        avatars.render([person], 64, kind)[0].astype(int)
        for kind in ("images", "segments")
    )
    clothes = bytes.fromhex(avatars.SEGMENTS["clothes"][1:])
    inside = (segments == list(clothes)).all(axis=-1)
    true = np.abs(image - avatars.palette([person])[0][6:9]).max(axis=-1) <= 2
    assert (inside & true).sum() > 0.85 * max(inside.sum(), true.sum()) > 0


def test_small_images_are_means_of_sixteen_pixels():
    images = np.random.default_rng(0).integers(0, 256, (3, 16, 16, 3)).astype("uint8")
    by_hand = images[1, 4:8, 8:12].reshape(16, 3).sum(axis=0)
    assert avatars.small(images)[1, 1, 2].tolist() == ((by_hand + 8) // 16).tolist()
    assert avatars.small(images).shape == (3, 4, 4, 3)


def test_painting_goes_on_without_a_process(monkeypatch):
    """Frozen programs and sandboxes have no interpreter to start."""
    monkeypatch.setattr(sys, "executable", "/nowhere")
    with studio.Worker(16, crisp=False) as worker:
        assert worker.process is None
        assert len(worker.paint([svg(PEOPLE[0])])) == 16 * 16 * 3


def test_painting_goes_on_when_a_process_dies():
    with studio.Worker(16, crisp=False) as worker:
        worker.process.kill()
        worker.process.wait()
        assert worker.paint([svg(PEOPLE[0])]) == painter.paint(
            svg(PEOPLE[0]), 16, False
        )


def test_without_resvg_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    with pytest.raises(ImportError, match="pip install resvg-py"):
        avatars.render(PEOPLE[:1])


# What is kept on disk


def test_people_are_drawn_once(home, monkeypatch):
    first = load()
    assert isinstance(first.images, np.memmap) and not first.images.flags.writeable
    monkeypatch.setattr(rendering, "painted", None)  # would be called to draw again
    np.testing.assert_array_equal(load().images, first.images)
    assert not [path for path in home.iterdir() if path.suffix != ".npy"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: content[:-40],
        lambda content: content[: len(content) // 2],
        lambda content: b"",
        lambda content: content[:500] + bytes([content[500] ^ 1]) + content[501:],
        lambda content: content + b"more",
        lambda content: content[: len(content) - 32] + bytes(32),
    ],
)
def test_a_cache_that_is_damaged_is_made_anew(home, spoil):
    images = np.array(load().images)
    (path,) = home.iterdir()
    path.write_bytes(spoil(path.read_bytes()))
    np.testing.assert_array_equal(load().images, images)
    assert cache.is_sound(path)


def test_a_cache_that_was_interrupted_leaves_nothing(home, monkeypatch):
    def interrupted(*_):
        yield b"some"
        raise KeyboardInterrupt

    monkeypatch.setattr(rendering, "painted", interrupted)
    with pytest.raises(KeyboardInterrupt):
        load()
    assert not list(home.iterdir())


def test_a_disk_that_is_full_costs_time_and_not_the_images(home, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    images = np.array(load().images)
    (path,) = home.iterdir()
    path.unlink()
    monkeypatch.setattr(cache.os, "replace", full)
    with pytest.warns(UserWarning, match="No space left on device.*KERAS_HOME"):
        np.testing.assert_array_equal(load().images, images)
    assert not list(home.iterdir())


def test_the_cache_knows_size_count_seed_split_and_version(home, monkeypatch):
    for options in ({}, {"count": 7}, {"split": "test"}, {"given": "segments"}):
        load(**options)
    avatars.load_arrays(count=6, image_size=17)
    avatars.load_arrays(count=6, image_size=16, seed=1)
    monkeypatch.setattr(rendering, "painter_version", lambda: "resvg 999")
    load()
    assert len(list(home.iterdir())) == 7


# What a model gets


def test_splits_have_different_people_and_a_smaller_count_the_first_ones(home):
    train, test = load(8), load(8, split="test")
    assert not (train.images == test.images).all(axis=(1, 2, 3)).any()
    np.testing.assert_array_equal(load(3).images, train.images[:3])
    assert not set(avatars.indices_of("train", 10**6)) & set(avatars.indices_of("test"))
    counts = [len(avatars.indices_of(split)) for split in ("train", "test")]
    assert counts == [20_000, 10_000]


@pytest.mark.parametrize("name", avatars.ATTRIBUTES)
def test_any_attribute_can_be_the_label(home, name):
    data = load(labels=name)
    assert data.class_names == avatars.ATTRIBUTES[name] and data.name == "avatars"
    np.testing.assert_array_equal(data.labels, PEOPLE[:6, avatars.column(name)])


def test_data_set_yields_images_labels_and_what_is_told(home):
    options = dict(image_size=16, count=8, batch_size=4, shuffle=False)
    plain = kg.data.load("avatars", **options)
    assert plain.element_spec.shape == (4, 16, 16, 3)
    images, labels = next(iter(kg.data.load("avatars", labels=True, **options)))
    assert labels.numpy().tolist() == PEOPLE[:4, avatars.column("hair_colour")].tolist()
    given = ("caption", "segments", "palette", "small", "attributes", "eyes")
    told = kg.data.load("avatars", labels="beard", given=given, **options)
    images, batch = next(iter(told))
    assert {name: tuple(value.shape) for name, value in batch.items()} == {
        **{"labels": (4,), "caption": (4,), "segments": (4, 16, 16, 3)},
        **{"palette": (4, 12), "small": (4, 4, 4, 3), "attributes": (4, 11)},
        "eyes": (4,),
    }
    assert batch["caption"][0].numpy().decode() == avatars.captions(PEOPLE[:1])[0]
    assert batch["segments"].numpy().min() == -1 and batch["small"].dtype == "float32"
    np.testing.assert_allclose(
        images[0, 0, 0], avatars.palette(PEOPLE[:1])[0, 9:] / 127.5 - 1, rtol=1e-6
    )


def test_what_is_told_stays_beside_its_image_when_shuffled(home):
    dataset = kg.data.load(
        "avatars", image_size=16, count=20, batch_size=5, given="palette"
    )
    for images, told in dataset:
        np.testing.assert_array_equal(images[:, 0, 0], told["palette"][:, 9:])


def test_captions_are_encoded_by_a_function(home):
    words = avatars.vocabulary()

    def encode(captions):
        rows = [[words.index(token) for token in tokens(text)] for text in captions]
        return np.array([(row + [0] * 40)[:40] for row in rows])

    dataset = kg.data.load(
        "avatars", image_size=16, count=4, batch_size=4, given={"caption": encode}
    )
    _, told = next(iter(dataset))
    assert told["caption"].shape == (4, 40) and told["caption"].dtype == "int32"


def test_held_out_images_keep_what_they_are_told(home):
    rest, held = kg.data.hold_out(load(8, given=("palette", "caption")), 3)
    for part in (rest, held):
        np.testing.assert_array_equal(
            part.images[:, 0, 0], part.given["palette"][:, 9:]
        )
    assert len(held.given["caption"]) == 3


def test_whatever_is_told_must_have_a_row_for_each_image():
    images = np.zeros((4, 8, 8, 3), "uint8")
    with pytest.raises(ValueError, match="one 'mask'.*for 4 images"):
        kg.data.from_arrays(images, {"mask": np.zeros((3, 8, 8, 1))}, batch_size=2)


@pytest.mark.slow
def test_a_gan_of_colour_images_trains_on_avatars(home):
    gan = kg.GAN(
        kg.networks.DCGANGenerator(image_shape=(16, 16, 3), width=4),
        kg.networks.DCGANDiscriminator(image_shape=(16, 16, 3), width=4),
    )
    gan.compile(keras.optimizers.Adam(1e-3), keras.optimizers.Adam(1e-3))
    data = kg.data.load("avatars", image_size=16, count=8, batch_size=4)
    assert np.isfinite(gan.fit(data, verbose=0).history["generator_loss"]).all()


# What is said of them


def test_captions_are_true_and_name_some_attributes_alone():
    for person, text in zip(PEOPLE, avatars.captions(PEOPLE), strict=True):
        named, all_of = avatars.attributes_in(text), avatars.describe(person)
        assert 1 <= len(named) <= 6
        assert named == {name: all_of[name] for name in named}
    assert {len(avatars.attributes_in(t)) for t in avatars.captions(PEOPLE)} == {
        *range(1, 7)
    }


def test_captions_name_every_attribute_about_as_often_as_any_other():
    said = [avatars.attributes_in(text) for text in avatars.captions(PEOPLE)]
    share = [sum(name in named for named in said) for name in avatars.ATTRIBUTES]
    assert min(share) > 0.5 * max(share)


def test_captions_say_nobodys_gender_and_only_words_of_the_vocabulary():
    words = set(avatars.vocabulary())
    assert len(words) == len(avatars.vocabulary()) < 100
    said = {token for text in avatars.captions(PEOPLE) for token in tokens(text)}
    assert said <= words and "none" not in words
    assert not words & {"man", "woman", "he", "she", "his", "her", "boy", "girl"}
    assert all(text == text.lower() for text in avatars.captions(PEOPLE))


def test_captions_are_a_function_of_seed_and_person():
    texts = avatars.captions(PEOPLE[:9])
    np.testing.assert_array_equal(avatars.captions(PEOPLE[4:9]), texts[4:])
    assert (avatars.captions(PEOPLE[:9], seed=1) != texts).any()


def test_a_caption_of_everything_says_everything():
    for person in PEOPLE[:100]:
        words = avatars.describe(person)
        assert avatars.attributes_in(avatars.caption_of(**words)) == words


def test_a_caption_can_be_asked_for_by_words():
    text = avatars.caption_of(hair_colour="red", eyes="round")
    assert text == "a person with red hair and round eyes"
    assert (
        avatars.caption_of(clothes="open jacket") == "a person wearing an open jacket"
    )
    assert avatars.caption_of(background_colour="pink") == (
        "a person before a pink background"
    )


# What is shipped


def test_the_designer_and_the_licence_are_named():
    for word in ("Johan Melin", "CC BY 4.0", "creativecommons.org/licenses/by/4.0"):
        assert word in avatars.ATTRIBUTION
        assert word in parts.FILE.with_name("LICENSE.toonhead").read_text()


def test_the_painter_is_a_program_that_imports_nothing_of_the_library():
    command = [
        sys.executable,
        "-X",
        "importtime",
        "-P",
        painter.__file__,
        "16",
        "False",
    ]
    done = subprocess.run(command, input="", capture_output=True, text=True)
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert done.returncode == 0 and "PIL" in imported
    assert not imported & {"keras_gans", "keras", "tensorflow", "numpy"}
