"""Ways to spoil the folder of a preset: by accident, and as an attacker would.

A blind mutation changes bytes, and the hashes tell. A forgery is followed by `reseal`,
which makes every hash true again: what is wrong with it must be seen by itself.
"""

import hashlib
import json
import os
import random
import shutil

import h5py
import numpy as np

READ = (
    *("config.json", "metadata.json"),
    *("generator.weights.h5", "discriminator.weights.h5"),
)
WEIGHTS = READ[2:]
ODD = (  # what may stand where something else was expected
    *(None, True, -1, 0, 3.5, "", "x", [], {}, [[]], {"class": "GAN"}, 10**14),
    *([{}], "../../x", "Lambda", {"class": "Hinge", "config": None}, ["a"] * 9),
)


def dump(value):
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def reseal(folder, **changes):
    """Makes metadata.json true of the folder as it is now, but for `changes`."""
    metadata = json.loads((folder / "metadata.json").read_text())
    for name in metadata["files"]:
        data = (folder / name).read_bytes()
        found = hashlib.sha256(data).hexdigest()
        metadata["files"][name] = {"bytes": len(data), "sha256": found}
    write_metadata(folder, {**metadata, **changes})


def write_metadata(folder, metadata):
    content = {key: value for key, value in metadata.items() if key != "sha256"}
    text = json.dumps(
        content, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    content["sha256"] = hashlib.sha256(text.encode()).hexdigest()
    (folder / "metadata.json").write_text(dump(content))


def config_of(folder):
    return json.loads((folder / "config.json").read_text())


def forge_config(folder, config):
    (folder / "config.json").write_text(dump(config))
    reseal(folder)


def forged(original, folder, where, value):
    """A copy of a preset with another value in its config; None takes the key out."""
    shutil.copytree(original, folder)
    config = config_of(folder)
    place = config
    for key in where[:-1]:
        place = place[key]
    place[where[-1]] = value
    if value is None:
        del place[where[-1]]
    forge_config(folder, config)
    return folder


def places(value, path=()):
    """Paths of all values within a value."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, part in items:
        yield (*path, key)
        if isinstance(part, (dict, list)):
            yield from places(part, (*path, key))


def put(value, path, new):
    for key in path[:-1]:
        value = value[key]
    value[path[-1]] = new


# === By accident ===


def flip_a_bit(folder, rng):
    path = folder / rng.choice(READ)
    data = bytearray(path.read_bytes())
    data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    path.write_bytes(data)


def truncate(folder, rng):
    path = folder / rng.choice(READ)
    data = path.read_bytes()
    path.write_bytes(data[: rng.randrange(len(data))])


def overwrite(folder, rng):
    path = folder / rng.choice(READ)
    data = path.read_bytes()
    noise = rng.randbytes(rng.randrange(1, 64))
    start = rng.randrange(len(data))
    path.write_bytes(data[:start] + noise + data[start + len(noise) :] + b" ")


def append(folder, rng):
    with open(folder / rng.choice(READ), "ab") as file:
        file.write(rng.choice([b"\n", b" ", b"\0", b"{}", rng.randbytes(9)]))


def remove(folder, rng):
    (folder / rng.choice(READ)).unlink()


def swap(folder, rng):
    a, b = (folder / name for name in rng.sample(READ, 2))
    one, other = a.read_bytes(), b.read_bytes()
    a.write_bytes(other)
    b.write_bytes(one)


def another_type(folder, rng):
    """Any value of a JSON file becomes something else; no hash is corrected."""
    path = folder / rng.choice(READ[:2])
    value = json.loads(path.read_text())
    place = rng.choice(list(places(value)))
    put(value, place, {"other": rng.choice(ODD)})
    path.write_text(dump(value))


def no_plain_json(folder, rng):
    path = folder / rng.choice(READ[:2])
    text = path.read_text()
    doubled = text.replace('"format"', '"format": 1, "format"', 1)
    path.write_text(rng.choice([*BOMBS, doubled, text.replace("1", "NaN", 1)]))


BOMBS = (
    *("", "null", "[]", "1", "{", "\ufeff{}", '{"a": NaN}', '{"a": -Infinity}'),
    *('{"a": 1e999}', '{"a": "\\ud800"}', '{"a": ' + "9" * 10_000 + "}"),
    *("[" * 60_000, '{"a":' * 9000, " " * 70_000, '{"a": "' + "x" * 65_000 + '"}'),
    "[" + "0," * 30_000 + "0]",
)


def not_a_file(folder, rng):
    path = folder / rng.choice(READ)
    outside = folder.parent / f"outside-{path.name}"
    path.rename(outside)
    how = rng.randrange(4)
    if how == 0:
        path.symlink_to(outside)
    elif how == 1:
        path.symlink_to("/dev/zero")
    elif how == 2:
        path.mkdir()
    else:
        os.mkfifo(path)


# === As an attacker would ===


def wrong_config(folder, rng):
    """A network or a part of the game becomes what it can never be."""
    config = config_of(folder)
    parts = [("networks", "generator"), ("networks", "discriminator"), ("prior",)]
    parts += [("game", name) for name in ("loss", "generator_optimizer", "penalties")]
    place = rng.choice(parts)
    odd = rng.choice([7, "x", [1], {}, {"class": "Lambda", "config": {}}, {"class": 1}])
    put(config, place, odd)
    forge_config(folder, config)


def wrong_argument(folder, rng):
    config = config_of(folder)
    argument, values = rng.choice(
        [
            ("image_shape", [[], [0, 0, 1], [16, 16], "16", [16.5, 16, 1], [10**9]]),
            ("latent_dim", [0, -4, "4", 10**7, [4], 2.5, True]),
            ("widths", [[0], ["8"], 8, [8.5], [2**17], [60_000] * 3, [8] * 99]),
            ("num_classes", [0, -1, "3", 10**9]),
            ("normalization", ["Lambda", 3, ["batch"], "spectral"]),
            ("label_encoding", ["x", 3, {"class": "Clip", "config": {}}]),
            ("output_activation", ["x", {"class": "Hinge", "config": {}}]),
            ("dtype", ["x", "float99", {"class": "Lambda", "config": {}}]),
            ("depth", [3]),
            ("name", ["../x", "a/b", 3]),
        ]
    )
    config["networks"]["generator"]["config"][argument] = rng.choice(values)
    forge_config(folder, config)


def wrong_section(folder, rng):
    config = config_of(folder)
    how = rng.randrange(4)
    if how == 0:
        del config[rng.choice(["format", "networks", "prior", "game"])]
    elif how == 1:
        config["game"] = rng.choice([[], {}, "x", {"loss": None}, 3])
    elif how == 2:
        config[rng.choice(["code", "module", "registered_name"])] = "os.system"
    else:
        config["format"] = rng.choice([0, 3, "1", None, [1], 10**14])
    forge_config(folder, config)


def wrong_metadata(folder, rng):
    files = json.loads((folder / "metadata.json").read_text())["files"]
    known = files["config.json"]
    changes = rng.choice(
        [
            {"format": rng.choice([0, 2, "1", None, [1]])},
            {"files": rng.choice([None, [], {}, 3, {"config.json": known}])},
            {"files": {**files, "../escape": known}},
            {"files": {**files, "a/b": known}},
            {"files": {**files, "..": known}},
            {"files": {**files, "config.json": {**known, "bytes": -1}}},
            {"files": {**files, "config.json": {**known, "bytes": 10**14}}},
            {"files": {**files, "config.json": {**known, "sha256": "0" * 64}}},
            {"files": {**files, "config.json": {"bytes": known["bytes"]}}},
            {"parameters": {"generator": 1, "discriminator": 1}},
            {"image_shape": [28, 28, 1]},
            {"num_classes": 10},
        ]
    )
    reseal(folder, **changes)


def wrong_weights(folder, rng):
    name = rng.choice(WEIGHTS)
    forge_weights(folder, name, rng.choice(list(FORGERIES.values())), rng)


def forge_weights(folder, name, change, rng=random):
    """Rewrites a weights file with one dataset changed, and seals the folder."""
    path = folder / name
    with h5py.File(path) as source:
        arrays = {}
        source.visititems(
            lambda n, item: arrays.update(
                {n: item[()]} if hasattr(item, "shape") else {}
            )
        )
    with h5py.File(path, "w") as target:
        victim = rng.choice(sorted(n for n, a in arrays.items() if a.ndim == 2))
        for key, array in arrays.items():
            if key != victim:
                target.create_dataset(key, data=array)
        target.require_group(victim.rpartition("/")[0])
        change(target, victim, arrays[victim])
    reseal(folder)


def virtual(file, name, array):
    layout = h5py.VirtualLayout(array.shape, array.dtype)
    layout[:] = h5py.VirtualSource("/etc/passwd", "x", array.shape, array.dtype)
    file.create_virtual_dataset(name, layout)


def external(file, name, array):
    outside = [("/etc/passwd", 0, array.nbytes)]
    file.create_dataset(name, array.shape, array.dtype, external=outside)


def soft_link(file, name, array):
    file.create_dataset("elsewhere", data=array)
    file[name] = h5py.SoftLink("/elsewhere")


def linked_group(file, name, array):
    """The link stands in the middle of the path, where Keras's guard did not look."""
    group, _, leaf = name.rpartition("/")
    file.create_dataset(f"elsewhere/{leaf}", data=array)
    for sibling in list(file[group]):
        file[f"elsewhere/{sibling}"] = file[group][sibling][()]
    del file[group]
    file[group] = h5py.SoftLink("/elsewhere")


def twice(file, name, array):
    file.create_dataset(name, data=array)
    file[f"{name}0"] = file[name]


def a_cycle(file, name, array):
    file.create_dataset(name, data=array)
    file["again"] = file["/"]


def in_small_chunks(file, name, array):
    file.create_dataset(name, data=array, chunks=(1, 1))


def in_a_huge_chunk(file, name, array):
    huge = dict(maxshape=(None, None), chunks=(2**12, 2**12), shuffle=True)
    file.create_dataset(name, array.shape, array.dtype, compression="gzip", **huge)
    file[name][0, 0] = 1.0


def shape_bomb(file, name, array):
    file.create_dataset(name, (2**16, 2**16), "f4", chunks=(2**10, 2**10))


def inflating(file, name, array):
    """A chunk whose gzip stream holds a thousand times what its shape says."""
    import zlib

    one = dict(chunks=array.shape, shuffle=True, compression="gzip")
    item = file.create_dataset(name, array.shape, "f4", **one)
    item.id.write_direct_chunk((0, 0), zlib.compress(bytes(2**26), 9))


def plainly(array_of):
    return lambda file, name, array: file.create_dataset(name, data=array_of(array))


def with_one(value):
    def change(array):
        array = array.copy()
        array.flat[-1] = value
        return array

    return plainly(change)


def nothing(file, name, array):
    """The array is missing."""


def unallocated(file, name, array):
    file.create_dataset(name, array.shape, "f4")


def external_link(file, name, array):
    file[name] = h5py.ExternalLink("/etc/passwd", "/x")


FORGERIES = {
    "nan": with_one(np.nan),
    "infinity": with_one(-np.inf),
    "float64": plainly(lambda array: array.astype("f8")),
    "big_endian": plainly(lambda array: array.astype(">f4")),
    "complex": plainly(lambda array: array.astype("c8")),
    "int32": plainly(lambda array: array.astype("i4")),
    "string": plainly(lambda array: array.astype("S8")),
    "object": plainly(lambda array: np.array([["x"]], dtype=object)),
    "transposed": plainly(lambda array: array.T),
    "flat": plainly(lambda array: array.ravel()),
    "longer": plainly(lambda array: np.concatenate([array, array])),
    "scalar": plainly(lambda array: np.float32(1)),
    "empty": plainly(lambda array: h5py.Empty("f4")),
    "missing": nothing,
    "unallocated": unallocated,
    "external_link": external_link,
    "external_data": external,
    "virtual": virtual,
    "soft_link": soft_link,
    "soft_link_in_the_path": linked_group,
    "hard_link_twice": twice,
    "hard_link_cycle": a_cycle,
    "small_chunks": in_small_chunks,
    "huge_chunk": in_a_huge_chunk,
    "shape_bomb": shape_bomb,
    "gzip_bomb": inflating,
}


def no_weights_file(folder, rng):
    path = folder / rng.choice(WEIGHTS)
    data = path.read_bytes()
    pickled = b"\x80\x04\x95\x05\x00\x00\x00\x00\x00\x00\x00\x8c\x01x\x94."
    path.write_bytes(rng.choice([b"", pickled, data[: len(data) // 2], data[1:], data]))
    if path.read_bytes() == data:
        path.write_bytes((folder / WEIGHTS[path.name == WEIGHTS[0]]).read_bytes())
    reseal(folder)


BLIND = {  # what -> how often
    flip_a_bit: 40,
    truncate: 10,
    overwrite: 10,
    append: 5,
    remove: 2,
    swap: 5,
    another_type: 10,
    no_plain_json: 5,
    not_a_file: 3,
}
FORGED = {
    wrong_config: 3,
    wrong_argument: 3,
    wrong_section: 3,
    wrong_metadata: 5,
    wrong_weights: 10,
    no_weights_file: 3,
}
