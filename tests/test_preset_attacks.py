"""What a stranger's preset can do: raise one PresetError, soon, and nothing else."""

import io
import json
import marshal
import os
import pathlib
import pickle
import random
import shutil
import tarfile
import time
import zipfile

import h5py
import keras
import numpy as np
import preset_mutations as mutations
import pytest
from preset_mutations import config_of, forge_config, forge_weights, reseal

import keras_gans as kg
from contracts import SHAPE, vanilla
from keras_gans import presets
from keras_gans.presets.format import arrays, strict_json

MOST_SECONDS, MOST_BYTES = 1.0, 200 * 2**20
GENERATOR = "generator.weights.h5"


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    return vanilla().save_to_preset(tmp_path_factory.mktemp("original") / "mine")


@pytest.fixture
def folder(original, tmp_path):
    return pathlib.Path(shutil.copytree(original, tmp_path / "mine"))


def refused(folder, words=""):
    with pytest.raises(presets.PresetError, match=words) as caught:
        kg.GAN.from_preset(folder)
    return str(caught.value)


# === Ten thousand spoilt folders ===


def peak_bytes(reset=False):
    """The most memory that this process held at once since the last reset."""
    if reset:
        pathlib.Path("/proc/self/clear_refs").write_text("5")
    status = pathlib.Path("/proc/self/status").read_text()
    return 1024 * int(status.partition("VmHWM:")[2].split()[0])


def seconds_of_refusing(folder, name, tries=3):
    """CPU seconds; a slow try is repeated, as the machine may have been busy."""
    for _ in range(tries):
        began = time.process_time()
        with pytest.raises(presets.PresetError):
            kg.GAN.from_preset(folder)
            pytest.fail(f"mutation {name}, was loaded")
        seconds = time.process_time() - began
        if seconds < MOST_SECONDS:
            break
    return seconds


def attack(original, tmp_path, count, seed):
    """Spoils `count` copies; returns the most seconds and bytes that a load took."""
    rng, seconds, taken = random.Random(seed), 0.0, 0
    kinds = {**mutations.BLIND, **mutations.FORGED}
    chosen = rng.choices(list(kinds), list(kinds.values()), k=count)
    for i, mutate in enumerate(chosen):
        folder = tmp_path / "mine"
        shutil.copytree(original, folder)
        mutate(folder, rng)
        before = peak_bytes(reset=True)
        spent = seconds_of_refusing(folder, f"{i} of seed {seed}, {mutate.__name__}")
        seconds, taken = max(seconds, spent), max(taken, peak_bytes() - before)
        shutil.rmtree(folder)
        for path in tmp_path.iterdir():
            path.unlink()
    return seconds, taken


@pytest.mark.parametrize("seed", range(2))
def test_row_34_hundreds_of_spoilt_folders_end_in_preset_errors(
    original, tmp_path, seed
):
    seconds, taken = attack(original, tmp_path, 200, seed)
    assert seconds < MOST_SECONDS and taken < MOST_BYTES


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(100, 104))
def test_thousands_of_spoilt_folders_end_in_preset_errors(original, tmp_path, seed):
    seconds, taken = attack(original, tmp_path, 600, seed)
    assert seconds < MOST_SECONDS and taken < MOST_BYTES


def test_any_bit_of_the_metadata_and_the_config_counts(original, tmp_path):
    """Not one of them can change unnoticed (nor of the weights: SHA-256)."""
    folder = pathlib.Path(shutil.copytree(original, tmp_path / "mine"))
    for name in ("metadata.json", "config.json"):
        data = (folder / name).read_bytes()
        for place in range(0, len(data), 3):
            changed = bytearray(data)
            changed[place] ^= 1 << place % 8
            (folder / name).write_bytes(changed)
            with pytest.raises(presets.PresetError):
                presets.read(folder)
        (folder / name).write_bytes(data)
    kg.GAN.from_preset(folder, load_weights=False)


def test_forged_bytes_give_finite_numbers_of_the_right_count_or_an_error(original):
    """Whatever stands in a weights file, HDF5 does not crash and nothing else comes."""
    data, rng = (original / GENERATOR).read_bytes(), random.Random(0)
    count, refusals = 4 * 8 + 4 * 8 + 8 * 256 + 256, 0
    for _ in range(500):
        forged = bytearray(data)
        for _ in range(rng.choice([1, 1, 2, 8])):
            start, width = rng.randrange(len(data)), rng.choice([1, 1, 8])
            forged[start : start + width] = rng.randbytes(width)
        try:
            found = arrays.read(bytes(forged), count, pathlib.Path(GENERATOR))
        except presets.PresetError:
            refusals += 1
        else:
            assert sum(array.size for array in found.values()) == count
            assert all(np.isfinite(array).all() for array in found.values())
    assert refusals > 100


# === Weights, one forgery at a time ===

SAID = {
    "nan": "must be finite",
    "infinity": "must be finite",
    "float64": "float32 or float16.*float64",
    "big_endian": "float32 or float16",
    "complex": "float32 or float16.*complex64",
    "int32": "float32 or float16.*int32",
    "string": "float32 or float16.*S8",
    "object": "float32 or float16",
    "transposed": "instead of",
    "flat": "instead of",
    "longer": "numbers, as the networks have",
    "scalar": "numbers, as the networks have",
    "empty": "weights file of Keras",
    "missing": "numbers, as the networks have",
    "unallocated": "must hold all",
    "external_link": "itself.*ExternalLink",
    "external_data": "data lie elsewhere",
    "virtual": "data lie elsewhere",
    "soft_link": "itself.*SoftLink",
    "soft_link_in_the_path": "itself.*SoftLink",
    "hard_link_twice": "each thing once",
    "hard_link_cycle": "each thing once",
    "small_chunks": "one chunk",
    "huge_chunk": "one chunk",
    "shape_bomb": "one chunk",
    "gzip_bomb": "must hold all",
}


@pytest.mark.parametrize("kind", mutations.FORGERIES)
def test_rows_35_36_a_forged_dataset_is_named(folder, kind):
    before = peak_bytes(reset=True)
    forge_weights(folder, GENERATOR, mutations.FORGERIES[kind], random.Random(0))
    written = peak_bytes(reset=True)
    message = refused(folder, SAID[kind])
    assert GENERATOR in message and "fetch or save the preset again" in message
    assert peak_bytes() - min(before, written) < 64 * 2**20


def test_an_extra_dataset_is_named(folder):
    def swapped(file, name, array):
        file.create_dataset(name, data=array[:-1])
        file.create_dataset("extra", data=array[-1])

    forge_weights(folder, GENERATOR, swapped, random.Random(0))
    refused(folder, "exactly the weights.*an unknown extra")


def test_weights_of_another_network_are_refused_before_it_is_built(folder, monkeypatch):
    """Sizes are compared first: nobody allocates what the weights cannot fill."""
    config = config_of(folder)
    config["networks"]["generator"]["config"]["widths"] = [8, 30_000, 3000]
    forge_config(folder, config)
    metadata = presets.read_metadata(folder)
    size = 8 * 30_000 + 30_000 * 3000 + 3000 * 256 + 256 + 4 * (8 + 30_000 + 3000)
    parameters = {**metadata["parameters"], "generator": 4 * 8 + size}
    reseal(folder, parameters=parameters)
    monkeypatch.setattr(kg.GAN, "compile", lambda *_: pytest.fail("was built"))
    before = peak_bytes(reset=True)
    refused(folder, "numbers, as the networks have")
    assert peak_bytes() - before < 64 * 2**20


# === Documents ===


@pytest.mark.parametrize("text", mutations.BOMBS)
def test_row_36_a_document_that_is_no_plain_json_is_refused(text):
    with pytest.raises(presets.PresetError, match="where"):
        strict_json.parse(text.encode("utf-8", "surrogatepass"), "where")


@pytest.mark.parametrize(
    "data", [b"\xff{}", b'{"a": 1, "a": 1}', b'{"a": {"b": 1, "b": 1}}', b"{}\0"]
)
def test_bytes_that_are_no_document_are_refused(data):
    with pytest.raises(presets.PresetError, match="plain JSON"):
        strict_json.parse(data, "where")


def test_a_document_comes_back_as_it_was_written():
    value = {"b": [1, 2.5, None, True], "a": {"ü": "é\n"}, "tiny": 1e-300}
    assert strict_json.parse(strict_json.dump(value), "where") == value
    assert strict_json.digest(value) == strict_json.digest(
        dict(reversed(value.items()))
    )


# === The CVE table ===


def spec_of(folder, network):
    config = config_of(folder)
    config["networks"]["generator"] = network
    forge_config(folder, config)


def lambda_layer(canary):
    code = compile(f"__import__('os').mkdir({str(canary)!r})", "x", "eval")
    code = marshal.dumps(code).hex()
    config = {"function": {"class_name": "__lambda__", "config": {"code": code}}}
    return {"module": "keras.layers", "class_name": "Lambda", "config": config}


def ours(name, config):
    return {"class": name, "config": config}


class Touch:
    """Unpickled, it leaves a folder."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return os.mkdir, (str(self.path),)


def cve_2024_3660(folder, canary):
    """A Lambda layer that carries bytecode."""
    spec_of(folder, ours("Lambda", lambda_layer(canary)["config"]))


def cve_2024_55459(folder, canary):
    """An archive that unpacks beside itself, as `get_file` did."""
    path = folder / GENERATOR
    with tarfile.open(path, "w") as archive:
        archive.addfile(tarfile.TarInfo(f"../{canary.name}"))
    reseal(folder)


def cve_2025_1550(folder, canary):
    """A config that names any module and function."""
    call = {"module": "os", "class_name": "function", "registered_name": "mknod"}
    spec_of(folder, {**call, "config": "mknod", "args": [str(canary)]})


def cve_2025_8747(folder, canary):
    """The same through a function of Keras itself: `get_file`."""
    gadget = {"module": "keras.utils", "class_name": "function", "config": "get_file"}
    origin = (folder / "config.json").as_uri()
    kwargs = {"fname": str(canary), "origin": origin}
    spec_of(folder, ours("MLPGenerator", {"widths": {**gadget, "kwargs": kwargs}}))


def cve_2025_9906(folder, canary):
    """A config that turns safe mode off, then runs a Lambda."""
    off = {"module": "keras.config", "class_name": "function"}
    off = {**off, "config": "enable_unsafe_deserialization"}
    spec_of(folder, ours("Ensemble", {"members": [off, lambda_layer(canary)]}))


def cve_2025_9905(folder, canary):
    """A legacy .h5 of a whole model, to which safe mode did not apply."""
    with h5py.File(folder / GENERATOR, "w") as file:
        model = {"class_name": "Sequential", "config": [lambda_layer(canary)]}
        file.attrs["model_config"] = json.dumps(model)
        file.attrs["keras_version"] = "2.15.0"
    reseal(folder)


def cve_2025_49655(folder, canary):
    """A TorchModuleWrapper that unpickles its module."""
    module = pickle.dumps(Touch(canary)).hex()
    wrapper = {"module": "keras.layers", "class_name": "TorchModuleWrapper"}
    spec_of(folder, ours("MLPGenerator", {"name": {**wrapper, "config": module}}))


def cve_2025_12058(folder, canary):
    """A StringLookup that reads a file of the reader's as its vocabulary."""
    canary.with_suffix(".txt").write_text("secret")
    config = {"vocabulary": str(canary.with_suffix(".txt"))}
    spec_of(folder, ours("StringLookup", config))


def cve_2025_12060(folder, canary):
    """A link in an archive, here in the folder itself, that leads out of it."""
    (folder / GENERATOR).rename(folder.parent / "elsewhere")
    reseal_without(folder, GENERATOR, folder.parent / "elsewhere")


def reseal_without(folder, name, outside):
    (folder / name).symlink_to(outside)
    reseal(folder)


def cve_2026_0897(folder, canary):
    """A dataset of 16 GiB in a file of a few KB."""
    bomb = mutations.FORGERIES["shape_bomb"]
    forge_weights(folder, GENERATOR, bomb, random.Random(0))


def cve_2026_1669(folder, canary):
    """A dataset whose bytes are those of another file on the reader's disk."""
    outside = folder.parent / "secret"
    outside.write_bytes(np.ones(10_000, "f4").tobytes())

    def external(file, name, array):
        where = [(str(outside), 0, array.nbytes)]
        file.create_dataset(name, array.shape, "f4", external=where)

    forge_weights(folder, GENERATOR, external, random.Random(0))


def cve_2026_1669_link(folder, canary):
    """The same by a link into another HDF5 file, which holds what fits."""
    shutil.copy(folder / GENERATOR, folder.parent / "other.h5")

    def link(file, name, array):
        file[name] = h5py.ExternalLink(str(folder.parent / "other.h5"), f"/{name}")

    forge_weights(folder, GENERATOR, link, random.Random(0))


def cve_2026_1462(folder, canary):
    """A TFSMLayer, which loads a SavedModel from any path."""
    layer = {"filepath": str(folder), "call_endpoint": "serve"}
    spec_of(folder, ours("TFSMLayer", layer))


def ghsa_hqp4(folder, canary):
    """A name that is a path relative to wherever the reader stands."""
    metadata = presets.read_metadata(folder)
    entry = metadata["files"]["config.json"]
    mutations.write_metadata(
        folder,
        {**metadata, "files": {**metadata["files"], f"../{canary.name}": entry}},
    )


def cve_2026_12479(folder, canary):
    """A layer whose name is a path, which a store would write to."""
    config = config_of(folder)
    config["networks"]["generator"]["config"]["name"] = f"../{canary.name}"
    forge_config(folder, config)


def cve_2026_12481(folder, canary):
    """A Lambda where nobody says what safe mode is: as a part of the game."""
    config = config_of(folder)
    config["game"]["constraint"] = ours("Lambda", lambda_layer(canary)["config"])
    forge_config(folder, config)


def cve_2026_12570(folder, canary):
    """Chunks that take a gigabyte to unpack, for an array of a few numbers."""
    bomb = mutations.FORGERIES["huge_chunk"]
    forge_weights(folder, GENERATOR, bomb, random.Random(0))


def zip_bomb(folder, canary):
    """A .keras archive of zeros in place of the weights."""
    with zipfile.ZipFile(folder / GENERATOR, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("model.weights.h5", bytes(2**20))
    reseal(folder)


def links_in_groups(folder, canary):
    """A link in the middle of a path, where Keras's guard did not look at first."""
    link = mutations.FORGERIES["soft_link_in_the_path"]
    forge_weights(folder, GENERATOR, link, random.Random(0))


def pickled_arrays(folder, canary):
    """A NumPy file of objects, which unpickle."""
    buffer = io.BytesIO()
    np.save(buffer, np.array([Touch(canary)], dtype=object), allow_pickle=True)
    (folder / GENERATOR).write_bytes(buffer.getvalue())
    reseal(folder)


def config_bomb(folder, canary):
    """A config without bottom."""
    deep = '{"class":"Ensemble","config":{"members":[' * 1000
    (folder / "config.json").write_text('{"networks":{"generator":' + deep)
    reseal(folder)


ATTACKS = [
    *(cve_2024_3660, cve_2024_55459, cve_2025_1550, cve_2025_8747, cve_2025_9906),
    *(cve_2025_9905, cve_2025_49655, cve_2025_12058, cve_2025_12060, cve_2026_0897),
    *(cve_2026_1669, cve_2026_1669_link, cve_2026_1462, ghsa_hqp4, cve_2026_12479),
    *(cve_2026_12481, cve_2026_12570, zip_bomb, links_in_groups, pickled_arrays),
    config_bomb,
]


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_rows_36_37_no_attack_of_the_past_does_anything(
    attack, folder, tmp_path, monkeypatch
):
    canary = tmp_path / "canary"
    monkeypatch.chdir(tmp_path)
    attack(folder, canary)
    before = peak_bytes(reset=True)
    for options in ({}, {"discriminator": False}, {"load_weights": False}):
        in_the_weights = attack.__name__ in IN_THE_WEIGHTS
        if options.get("load_weights", True) or not in_the_weights:
            with pytest.raises(presets.PresetError):
                kg.GAN.from_preset(folder, **options)
    assert not canary.exists()
    assert peak_bytes() - before < 64 * 2**20
    lambda_config = lambda_layer(canary)["config"]
    with pytest.raises(Exception):  # safe mode is still on
        keras.layers.Lambda.from_config(lambda_config)
    assert not canary.exists()


IN_THE_WEIGHTS = {
    *("cve_2024_55459", "cve_2025_9905", "cve_2025_12060", "cve_2026_0897"),
    *("cve_2026_1669", "cve_2026_1669_link", "cve_2026_12570", "zip_bomb"),
    *("links_in_groups", "pickled_arrays"),
}


def test_the_canaries_can_sing(tmp_path):
    """What would leave a trace does so where nobody is careful."""
    pickle.loads(pickle.dumps(Touch(tmp_path / "a")))
    code = bytes.fromhex(
        lambda_layer(tmp_path / "b")["config"]["function"]["config"]["code"]
    )
    eval(marshal.loads(code))
    assert (tmp_path / "a").exists() and (tmp_path / "b").exists()


def test_an_untouched_preset_loads(folder):
    assert kg.GAN.from_preset(folder).image_shape == SHAPE
    reseal(folder)
    assert kg.GAN.from_preset(folder).image_shape == SHAPE
