"""The words that `keras-gans` understands; knows nothing of TensorFlow."""

import argparse

from keras_gans.cli.amounts import devices, many, port, positive, whole

FORMATS = ("tf_saved_model", "litert", "onnx", "preset", "space")
EXAMPLES = """\
examples:
  keras-gans list
  keras-gans train dcgan_fashion_mnist --minutes 5
  keras-gans train dcgan_fashion_mnist --images 500k --seed 1 --out runs/second
  keras-gans train dcgan_fashion_mnist --resume --epochs 40
  keras-gans compare dcgan_fashion_mnist hinge_fashion_mnist --images 500k
  keras-gans generate runs/dcgan_fashion_mnist --count 64 --out samples.png
  keras-gans generate dcgan_fashion_mnist --count 64 --out samples.png
  keras-gans generate my_preset --caption "a red hat" --count 8
  keras-gans generate my_preset --view chair.png --out chair.obj
  keras-gans demo dcgan_fashion_mnist --open
  keras-gans evaluate runs/dcgan_fashion_mnist --n 10000
  keras-gans export runs/dcgan_fashion_mnist --format preset --out my_preset
  keras-gans export runs/dcgan_fashion_mnist --out generator.tflite
"""


SOURCE = "a run folder, or a preset: its name, its folder or hf://user/repo"
INPUTS = """\
whatever the GAN is told or draws is an option by its name, and may be given several
times: --caption "a red hat", --photo FILE or FOLDER, --where 0.5,-0.5, --z FILE.npy;
--holes MASK.png (white is missing) or LEFT,TOP,RIGHT,BOTTOM in pixels
"""
LAST = "the run's last epoch instead of its best"
ABOUT = "Train, look at and sample from GANs."


class UserError(ValueError):
    """Wrong input: one line for the user, and the command ends with code 2."""


class RunError(Exception):
    """A run that failed on the way: one line, and the command ends with code 1."""


def parser():
    """Every command with its arguments."""
    top = Parser("keras-gans", description=ABOUT, epilog=EXAMPLES)
    top.add_argument("--version", action="store_true", help="print versions and end")
    top.add_argument("--json", action="store_true", help="with --version: as JSON")
    top.add_argument("--debug", action="store_true", help="show tracebacks")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", title="commands")

    add_json(commands.add_parser("list", help="the presets, a line each"))

    show = commands.add_parser("show", help="a preset, or how a run is getting on")
    show.add_argument("source", metavar="SOURCE", help=SOURCE)
    add_json(show)

    add_training(commands)
    add_comparing(commands)
    top.options = add_sampling(commands)._option_string_actions
    add_demo(commands)
    add_sharing(commands)
    top.commands = commands.choices
    return top


def add_json(command, help="what it says, as JSON"):
    """What the command says, for programs."""
    unasked = argparse.SUPPRESS  # what was asked before the command's name stays
    command.add_argument("--json", action="store_true", help=help, default=unasked)


def add_training(commands):
    """The command that makes a run."""
    train = commands.add_parser("train", help="train a preset into a run folder")
    train.add_argument("name", metavar="NAME", help="of a preset: see `list`")
    train.add_argument("--data", help="dataset, folder of images, .npz or idx folder")
    train.add_argument("--download", action="store_true", help="allow TFDS to fetch it")
    add_budget(train)
    train.add_argument(
        "--batch-size", type=whole(2), metavar="B", help="images of a train step"
    )
    train.add_argument(
        "--image-size", type=whole(1), metavar="P", help="resize the images to P x P"
    )
    train.add_argument(
        "--on-error",
        choices=("raise", "skip"),
        help="what becomes of images that cannot be read; default: raise",
    )
    train.add_argument(
        "--devices", type=devices, metavar="all | N", help="GPUs; default: one"
    )
    train.add_argument(
        "--dtype",
        choices=("float32", "bfloat16", "auto"),
        help="precision of the steps; auto measures both, and takes the faster",
    )
    train.add_argument("--seed", type=whole(0), metavar="S")
    train.add_argument("--out", metavar="DIR", help="default: runs/NAME")
    train.add_argument(
        "--resume", action="store_true", help="go on with the run in DIR"
    )
    train.add_argument(
        "--data-changed", action="store_true", help="resume with other images"
    )
    add_json(train, "a line of JSON for each event: begun, progress, epoch, done")


def add_budget(command):
    """How long to train: one of four, or as long as the recipe says."""
    end = command.add_mutually_exclusive_group()
    end.add_argument("--epochs", type=whole(1), metavar="N", help="train N epochs")
    add_counts(end)
    end.add_argument("--minutes", type=positive, metavar="M", help="train M minutes")


def add_counts(end):
    """How long to train, in what every machine counts alike."""
    end.add_argument("--images", type=many, metavar="500k", help="see so many in all")
    end.add_argument("--steps", type=many, metavar="10k", help="make so many in all")


def add_comparing(commands):
    """The command that trains recipes side by side."""
    compare = commands.add_parser("compare", help="train recipes at equal images")
    compare.add_argument("names", nargs="+", metavar="NAME", help="of presets")
    compare.add_argument("--data", help="default: what they were made for")
    compare.add_argument(
        "--download", action="store_true", help="allow TFDS to fetch it"
    )
    add_counts(compare.add_mutually_exclusive_group(required=True))
    compare.add_argument(
        "--seeds", type=whole(1), default=2, metavar="N", help="default: 2"
    )
    compare.add_argument("--image-size", type=whole(1), metavar="P")
    compare.add_argument("--network", metavar="fashion1 | mnist1 | avatar1 | lite0")
    compare.add_argument("--n", type=whole(100), metavar="N", help="default: 10,000")
    compare.add_argument("--out", metavar="DIR", help="default: comparison")
    add_json(compare)


def add_sampling(commands):
    """The commands that make images, and measure them; returns the first one."""
    generate = commands.add_parser(
        "generate", help="make images with a trained GAN", epilog=INPUTS
    )
    generate.add_argument("source", metavar="SOURCE", help=SOURCE)
    generate.add_argument(
        "--count", type=whole(1), metavar="N", help="default: 16, or what is told"
    )
    generate.add_argument("--seed", type=whole(0), default=0, metavar="S")
    generate.add_argument(
        "--labels", metavar="3 | 0,1,2 | NAME | all", help="classes, in turn"
    )
    generate.add_argument(
        "--truncation",
        type=float,
        metavar="PSI",
        help="StyleGAN2: below 1 more usual samples, 0.7 for example",
    )
    generate.add_argument(
        "--out", metavar="FILE.png | DIR | FILE.npz | FILE.obj | FILE.gif"
    )
    generate.add_argument(
        "--format", choices=["tfds"], help="a TFDS set in DIR; else --out says it"
    )
    generate.add_argument("--force", action="store_true", help="overwrite --out")
    generate.add_argument("--last", action="store_true", help=LAST)
    add_json(generate)
    evaluate = commands.add_parser("evaluate", help="measure a GAN on test images")
    evaluate.add_argument("source", metavar="SOURCE", help=SOURCE)
    evaluate.add_argument("--data", help="default: what it was trained on")
    evaluate.add_argument(
        "--download", action="store_true", help="allow TFDS to fetch it"
    )
    evaluate.add_argument(
        "--network",
        metavar="fashion1 | mnist1 | avatar1 | lite0",
        help="whose features are compared; default: that which knows the data",
    )
    evaluate.add_argument("--n", type=whole(100), metavar="N", help="default: 10,000")
    evaluate.add_argument("--seed", type=whole(0), default=0, metavar="S")
    evaluate.add_argument("--last", action="store_true", help=LAST)
    add_json(evaluate)
    evaluate.add_argument(
        "--out",
        metavar="FILE.json",
        help="default: metrics.json in the run's folder; of a preset, in this one",
    )
    return generate


def add_demo(commands):
    """The command that opens a page."""
    demo = commands.add_parser("demo", help="a page to play with a GAN")
    demo.add_argument("source", metavar="SOURCE", help=SOURCE)
    demo.add_argument("--port", type=port, metavar="P", help="default: 7860, or next")
    demo.add_argument("--open", action="store_true", help="in your browser, at once")
    demo.add_argument("--share", action="store_true", help="refused: it stays local")
    demo.add_argument("--last", action="store_true", help=LAST)
    add_json(demo)


def add_sharing(commands):
    """The commands that carry a GAN out of here."""
    export = commands.add_parser(
        "export", help="write a preset, or the generator for other programs"
    )
    export.add_argument("source", metavar="SOURCE", help=SOURCE)
    export.add_argument("--format", choices=FORMATS, help="default: what --out ends in")
    export.add_argument("--out", metavar="FOLDER | FILE.tflite | FILE.onnx")
    export.add_argument("--dtype", choices=("float32", "uint8"), default="float32")
    export.add_argument("--force", action="store_true", help="overwrite --out")
    export.add_argument("--last", action="store_true", help=LAST)
    add_json(export)

    upload = commands.add_parser(
        "upload", help="send a preset or a Space to Hugging Face"
    )
    upload.add_argument("source", metavar="FOLDER", help="of a preset or a Space")
    upload.add_argument("target", metavar="hf://USER/REPO")
    upload.add_argument("--private", action="store_true", default=None)
    upload.add_argument(
        "--dry-run", action="store_true", help="check, and send nothing"
    )
    add_json(upload)


class Parser(argparse.ArgumentParser):
    """Wrong arguments end in one line and code 2; `generate` takes inputs of a GAN."""

    options = ()  # of `generate`

    def parse_args(self, args, namespace=None):
        """As `argparse`, with the options of a GAN's own inputs in `inputs`."""
        args, inputs = parted(args, self.options)
        found = super().parse_args(args, namespace)
        found.inputs = inputs
        return found

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        super().__init__(*args, **kwargs)

    def error(self, message):
        raise UserError(f"{message} (see {self.prog} --help)")


def parted(arguments, known):
    """The arguments of `generate` without what only a GAN knows, and that as pairs.

    Args:
        arguments: list of str.
        known: options of the command itself.

    Returns:
        list of the arguments, and list of (name, value); without a value it is None.
    """
    if "generate" not in arguments[:2]:
        return arguments, []
    rest, inputs, words = [], [], list(arguments)
    while words:
        word = words.pop(0)
        option, equals, value = word.partition("=")
        if not is_option(word) or is_known(option, known):
            rest.append(word)
            continue
        if not equals:
            value = words.pop(0) if words and not is_option(words[0]) else None
        inputs.append((option.removeprefix("--").replace("-", "_"), value))
    return rest, inputs


def is_option(word):
    return word.startswith("--") and len(word) > 2


def is_known(option, known):
    """Whether an option is one of the command, or the beginning of one."""
    return any(each.startswith(option) for each in (*known, "--debug", "--version"))
