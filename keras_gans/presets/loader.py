"""From a folder to a GAN: read, verified, measured, and only then built."""

import contextlib

from keras_gans.gan import GAN
from keras_gans.presets import config, parts
from keras_gans.presets.folders import (
    AGAIN,
    CONFIG,
    METADATA,
    WEIGHTS,
    folder_of,
    on_shelf,
    read_file,
)
from keras_gans.presets.format import arrays as array_files
from keras_gans.presets.format import limits, manifest, param_count, strict_json
from keras_gans.presets.format import weights as weight_files
from keras_gans.presets.format.errors import PresetError, refusal, shown
from keras_gans.presets.format.upgrade import upgraded
from keras_gans.utils.printable import printable

KNOWN = (  # what a preset's config.json may say
    *("format", "networks", "prior", "game", "packing", "name", "title", "paper"),
    *("data", "batch_size", "image_size", "epochs", "seed", "conditions", "measures"),
    *("steps", "suits"),
)
OVERHEAD = 2**20  # bytes that a weights file may have beside four for each number


def load(
    handle: str,
    load_weights: bool = True,
    discriminator: bool = True,
    seed: int = 0,
    cls: type | None = None,
    **overrides: object,
) -> GAN:
    """The GAN of a preset, compiled with its own recipe.

    Nothing of it is ever executed or unpickled: `config.json` names classes of the
    library and their arguments, and the weights are plain arrays. Sizes are checked
    before anything is allocated, hashes before anything is opened.

    Args:
        handle: a name on the shelf, a folder, or "hf://user/repo@revision".
        load_weights: bool. False: the recipe alone, untrained.
        discriminator: bool. False leaves the discriminator untrained and does not read
            its weights: enough to make images.
        seed: int, for what is not loaded: noise, and the initial weights.
        cls: a subclass of `GAN`, made by the same arguments. None: `GAN`.
        **overrides: arguments of the networks, such as `image_shape`, with
            `load_weights=False`.

    Returns:
        A compiled `cls`, at step 0.

    Raises:
        PresetError: whatever is wrong with it, and what to do.
    """
    if load_weights and overrides:
        raise PresetError(
            "Trained weights fit the networks that they were trained in. Received: "
            f"{', '.join(sorted(overrides))}. Pass load_weights=False as well to build "
            "other networks, untrained."
        )
    folder = folder_of(handle)
    with nothing_but_preset_errors(folder):
        metadata = metadata_of(folder)
        if load_weights:
            check_trained(folder, metadata)
        settings = settings_of(folder, metadata)
        size = measured(folder, settings, overrides)
        check_facts(folder, metadata, size, overrides)
        names = [*WEIGHTS] if discriminator else ["generator"]
        arrays = arrays_of(folder, metadata, size, names) if load_weights else {}
        gan = config.build(settings, seed, cls or GAN, **overrides)
        for name, values in arrays.items():
            weight_files.put(values, networks_of(gan, name), folder / WEIGHTS[name])
    return gan


def read(handle: str) -> dict:
    """The config of a preset, a dict.

    Args:
        handle: a name on the shelf, a folder, or "hf://user/repo@revision".

    Raises:
        PresetError: an unknown name, or a config that was changed.
    """
    folder = folder_of(handle)
    return settings_of(folder, metadata_of(folder))


@contextlib.contextmanager
def nothing_but_preset_errors(folder):
    """Whatever a damaged preset does to the libraries below ends in one exception."""
    try:
        yield
    except PresetError as error:
        if printable(folder.name) in str(error):
            raise
        raise PresetError(f"{printable(folder)}: {error}") from error
    except Exception as error:
        raise PresetError(
            f"{printable(folder)} cannot be loaded: {type(error).__name__}: "
            f"{shown(str(error))}. {AGAIN}"
        ) from error


def metadata_of(folder):
    """The verified metadata; None for a recipe on the shelf without weights."""
    if on_shelf(folder) and not (folder / METADATA).exists():
        return None
    return manifest.read_in(folder)


def check_trained(folder, metadata):
    """Refuses to load the weights of a recipe that has none."""
    if metadata is None:
        raise PresetError(
            f"{folder.name} has a recipe but no trained weights. Train it: "
            f"`keras-gans train {folder.name}` or `python -m zoo {folder.name}`; or "
            "build it untrained: load_weights=False."
        )


def settings_of(folder, metadata):
    """The config of a preset, verified and within bounds."""
    most, where = strict_json.MOST_BYTES, folder / CONFIG
    if metadata is None:
        data = read_file(folder, CONFIG, most)
    else:
        data = manifest.read_verified(folder, CONFIG, metadata, most)
    settings = strict_json.parse(data, where)
    unknown = sorted(set(settings) - set(KNOWN))
    if unknown:
        rule = f"holds {', '.join(KNOWN)}."
        raise refusal(where, rule, unknown, "Upgrade keras-gans.")
    config.check_sections(settings)
    limits.check(settings, where)
    return upgraded(settings)


def measured(folder, settings, overrides):
    """The size of what would be built, which must be bounded."""
    where, game = folder / CONFIG, settings["game"]
    size = param_count.size_of(settings, **overrides)
    jury, replay = (parts.make(game.get(name), name) for name in ("jury", "replay"))
    limits.check_parameters(size, getattr(jury, "size", 0), where)
    limits.check_replay(size, getattr(replay, "size", 0), where)
    return size


def check_facts(folder, metadata, size, overrides):
    """What the metadata say of the networks must be true of them."""
    if metadata is None or overrides:
        return
    true = {
        "parameters": {
            "generator": size.generator,
            "discriminator": size.discriminator,
        },
        "image_shape": list(size.image_shape),
        "num_classes": size.num_classes,
    }
    for key, value in true.items():
        if metadata.get(key) != value:
            rule = f"{key!r} must be {value}, as the networks of {CONFIG} have it."
            raise refusal(folder / METADATA, rule, metadata.get(key), AGAIN)


def arrays_of(folder, metadata, size, names):
    """The weights of each network, verified, as `arrays.read` gives them."""
    arrays = {}
    for name in names:
        count = getattr(size, name)
        most = 4 * count + OVERHEAD
        data = manifest.read_verified(folder, WEIGHTS[name], metadata, most)
        arrays[name] = array_files.read(data, count, folder / WEIGHTS[name])
    return arrays


def networks_of(gan, name):
    """The networks that one file of weights belongs to."""
    if name == "generator":
        return [gan.generator, gan.ema_generator]
    return [gan.discriminator]
