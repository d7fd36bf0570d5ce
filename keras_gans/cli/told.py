"""`--caption "a red hat"`, `--photo FILE`: inputs of a GAN as options."""

import pathlib
import re

from keras_gans.cli.parser import UserError
from keras_gans.utils import identifiers
from keras_gans.utils.odd_files import open_regular

ARRAYS = (".npy", ".npz")
BOX = re.compile(r"\s*\d+(\s*,\s*\d+){3}\s*")


def inputs_of(gan, given):
    """What `gan.generate` is given, by name.

    Args:
        gan: a `GAN`.
        given: list of (name, str or None), as `parser.parted` found them.

    Returns:
        dict of name -> list or array.

    Raises:
        UserError: a name that no input has, or a value that the input cannot take.
    """
    known, inputs = [*gan.conditions, *gan.priors], {}
    for name, text in given:
        check_known(name, known)
        if text is None:
            raise UserError(
                f"--{name} takes a value, as in --{name} {example(gan, name)}"
            )
        inputs[name] = [*inputs.get(name, []), text]
    return {name: values_of(gan, name, texts) for name, texts in inputs.items()}


def check_early(given, config):
    """Refuses unknown options while nothing heavy is imported, if that can be known.

    Args:
        given: as for `inputs_of`.
        config: dict, of a run or a preset.
    """
    plain = isinstance((config.get("prior") or {}).get("class"), str)
    if plain and not config.get("conditions"):  # z, and perhaps a class
        for name, _ in given:
            check_known(name, ["z"])


def check_known(name, known):
    """Refuses an option that is neither one of the command nor an input."""
    if name not in known:
        names = [f"--{each}" for each in (*known, *OPTIONS)]
        raise UserError(identifiers.unknown("option", f"--{name}", names))


OPTIONS = (
    "count",
    "seed",
    "labels",
    "truncation",
    "out",
    "format",
    "force",
    "last",
    "json",
)


def example(gan, name):
    """What may stand behind an option."""
    examples = {
        "picture": "FILE",
        "mask": "FILE",
        "words": '"a few words"',
        "class": "3",
    }
    return examples.get(written(gan, name), "0.5,-0.5")


def written(gan, name):
    """How somebody writes a value of an input."""
    return (gan.conditions.get(name) or gan.priors[name]).written


def values_of(gan, name, texts):
    """Values of one input, checked by it."""
    try:
        values = READERS[written(gan, name)](texts, gan.input_shapes[name])
        if name in gan.conditions:
            return gan.conditions[name].encode(values)
        return gan.priors[name].encode(values, gan.input_shapes[name])
    except (OSError, TypeError, ValueError) as error:
        raise UserError(f"--{name}: {error}") from error


# === Texts as values ===


def pictures(paths, shape):
    """Images of files and folders, uint8 (count, height, width, channels)."""
    import numpy as np

    found = [picture(path, shape) for path in paths]
    if len({array.shape[1:] for array in found}) > 1:
        raise ValueError("All files must have one size.")
    return np.concatenate(found)


def picture(text, shape):
    from keras_gans import data
    from keras_gans.data.decode import read_image

    path = pathlib.Path(text).expanduser()
    if path.suffix.lower() in ARRAYS:
        return array_in(path)
    if path.is_dir():
        return as_grey(data.load_arrays(str(path)).images, shape)
    if not path.exists():
        raise ValueError(f"There is no file or folder {path}.")
    return as_grey(read_image(path)[None], shape)


def masks(texts, shape):
    """Files of masks, or boxes: "16,16,48,48" is left, top, right and bottom."""
    import numpy as np

    if not any(BOX.fullmatch(text) for text in texts):
        return pictures(texts, shape)
    return np.stack([box(text, shape) for text in texts])


def box(text, shape):
    """A mask that hides a box, float32 of 0 and 1."""
    import numpy as np

    if not BOX.fullmatch(text):
        raise ValueError("All masks must be files, or all be boxes.")
    left, top, right, bottom = map(int, text.split(","))
    if not (left < right <= shape[1] and top < bottom <= shape[0]):
        raise ValueError(
            "A box is LEFT,TOP,RIGHT,BOTTOM in pixels, within the picture of "
            f"{shape[1]} x {shape[0]}. Received: {text}."
        )
    mask = np.zeros(shape, "float32")
    mask[top:bottom, left:right] = 1
    return mask


def as_grey(images, shape):
    """Colour files that show grey alone, where one channel is wanted, have one."""
    wanted = shape[-1] == 1 and images.shape[-1] == 3
    if wanted and (images == images[..., :1]).all():
        return images[..., :1]
    return images


def array_in(path):
    """The array of a file of NumPy; of several the first."""
    import numpy as np

    with open_regular(path) as file:
        loaded = np.load(file, allow_pickle=False)
        return loaded if path.suffix.lower() == ".npy" else loaded[loaded.files[0]]


def words(texts, shape):
    return list(texts)


def numbers(texts, shape):
    """ "0.5,-0.5" as one value, several options as several; or arrays of a file."""
    import numpy as np

    if pathlib.Path(texts[0]).suffix.lower() in ARRAYS:
        return array_in(pathlib.Path(texts[0]).expanduser())
    rows = [[float(part) for part in text.split(",")] for text in texts]
    if any(len(row) != int(np.prod(shape)) for row in rows):
        raise ValueError(f"Each value is {int(np.prod(shape))} numbers, with commas.")
    return np.reshape(rows, (len(rows), *shape))


def classes(texts, shape):
    """ "3", "0,1,2" or names."""
    parts = [part.strip() for text in texts for part in text.split(",")]
    return [int(part) if part.removeprefix("-").isdecimal() else part for part in parts]


READERS = {
    "class": classes,
    "mask": masks,
    "numbers": numbers,
    "picture": pictures,
    "words": words,
}
