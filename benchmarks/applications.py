"""What can the zoo's applications do, and what can be had without them?

    python benchmarks/applications.py text2image_avatars
    python benchmarks/applications.py inpaint_avatars --gan runs/inpaint_avatars
    python benchmarks/applications.py pix2pix_avatars --without runs/l1_alone
    python benchmarks/applications.py infogan_mnist --also "seed 1=runs/seed1"
    python benchmarks/applications.py --page

Measures a trained preset, or a run at its best epoch, on test data that it has never
seen, beside what needs no training: copies, means, the nearest training example. A row
of the same network without its discriminator, or anything else of the same task, is
added by path. Results go into `benchmarks/applications.json`, a picture of each task
into `docs/applications/`; `--page` writes `docs/applications.md` from both.
"""

import argparse
import dataclasses
import json
import pathlib
import sys
from collections.abc import Callable

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # as a script, too, it is `benchmarks.applications`

from benchmarks import application_solids as solids  # noqa: E402
from benchmarks import application_tasks as tasks  # noqa: E402
from keras_gans import GAN, plots, runs  # noqa: E402
from keras_gans.utils import files  # noqa: E402

FILE = ROOT / "benchmarks" / "applications.json"
DOCS = ROOT / "docs"
WITHOUT = "without a discriminator"


@dataclasses.dataclass(frozen=True)
class Task:
    """One application.

    Args:
        title: str.
        measure: function of a GAN, others and a protocol, see `application_tasks`.
        values: dict of measure -> (title, format, whether more is better or None).
        note: str, what the baselines are.
    """

    title: str
    measure: Callable
    values: dict
    note: str


ALL = {"all_right": ("all right", ".1%", True)}
EACH = {"attributes": ("attributes right", ".1%", True)}
FD = {"fd": ("fd", ".1f", False)}
NEAR = {
    "l1": ("L1", ".4f", False),
    "psnr": ("PSNR, dB", ".2f", True),
    "ssim": ("SSIM", ".3f", True),
}
HIDDEN = {
    "l1_inside": ("L1 inside", ".4f", False),
    "psnr_inside": ("PSNR inside, dB", ".2f", True),
    **{
        f"psnr_{low:.0f}_{high:.0f}": (f"{low:.0f} to {high:.0f} % hidden", ".2f", True)
        for low, high in ((100 * a, 100 * b) for a, b in tasks.BINS)
    },
    "ssim": NEAR["ssim"],
    **FD,
}
INPAINTING = (
    "Mean colour: that of the known pixels. Biharmonic: scikit-image's. L1 and PSNR "
    "are of the hidden pixels alone, SSIM and fd of the completed picture."
)
TASKS = {
    "text2image_avatars": Task(
        "From a sentence to a picture",
        tasks.text2image,
        {
            **ALL,
            "unseen": ("all right, pair never seen", ".1%", True),
            **EACH,
            "varied": ("differs where nothing is said", ".1%", None),
            **FD,
        },
        "All right: every attribute that the caption names is read off the picture "
        "by `avatar1`. Pair never seen: the caption names a hair style in a colour in "
        "which no training image shows it. Differs where nothing is said: how often "
        "two pictures of one caption differ in an attribute that it does not name (of "
        "real images: any two people).",
    ),
    "inpaint_avatars": Task(
        "Holes in pictures of people", tasks.inpaint, HIDDEN, INPAINTING
    ),
    "inpaint_fashion_mnist": Task(
        "Holes in photographs of clothes", tasks.inpaint, HIDDEN, INPAINTING
    ),
    "pix2pix_avatars": Task(
        "From a map to a picture",
        tasks.pix2pix,
        {**ALL, **EACH, **NEAR, **FD},
        "All right: all eleven attributes of the person are read off the picture.",
    ),
    "cyclegan_avatars": Task(
        "Blonde to black, and back, without pairs",
        tasks.cyclegan,
        {
            "l1": ("L1 to the true pair", ".4f", False),
            "hair_changed": ("hair changed", ".1%", True),
            "kept": ("all else kept", ".1%", True),
            **FD,
        },
        "The truth is the same person, drawn with the other hair.",
    ),
    "superres_avatars": Task(
        "Four times as large",
        tasks.superres,
        {**NEAR, **FD},
        "Held to the truth alone, a network mixes what it cannot know.",
    ),
    "furniture_from_pictures": Task(
        "From one picture to a solid",
        solids.furniture,
        {
            "iou": ("IoU", ".3f", True),
            "f": ("surface F", ".3f", True),
            "threshold": ("threshold", ".2f", None),
        },
        "Models of test are in no other split. Nearest picture: the training model "
        "whose picture is nearest by pixels. Oracle neighbour: the training model with "
        "the highest IoU, which nobody knows without the answer.",
    ),
    "voxel_furniture": Task(
        "Furniture out of nothing",
        solids.voxel_furniture,
        {
            "nearest": ("IoU with the nearest model", ".3f", None),
            "covered": ("models covered", ".1%", True),
            "matched": ("IoU of each model's best", ".3f", True),
            "filled": ("voxels filled", ".1%", None),
        },
        "Nearest of 1 would be a copy.",
    ),
    "infogan_mnist": Task(
        "Ten codes that become ten digits",
        solids.infogan,
        {"accuracy": ("code is the digit", ".1%", True)},
        "At the best matching of codes and digits, as `mnist1` reads them.",
    ),
}


def load(source):
    """The GAN of a preset, or of a run at its best epoch."""
    folder = pathlib.Path(source)
    if folder.is_dir() and not (folder / "metadata.json").exists():
        return runs.load(folder, best=True)
    return GAN.from_preset(source)


def measure(name, gan, others, protocol):
    """The rows of one task as JSON has them, and its picture."""
    rows, sheet = TASKS[name].measure(gan, others, protocol)
    plain = {
        row: {k: float(v) for k, v in found.items()} for row, found in rows.items()
    }
    return {"protocol": dataclasses.asdict(protocol), "rows": plain}, sheet


def keep(name, found, sheet, file=FILE, docs=DOCS):
    """Puts one task's rows into the file, and its picture beside the page."""
    known = json.loads(file.read_text()) if file.exists() else {}
    files.write_json(file, {**known, name: found})
    picture = docs / "applications" / f"{name}.png"
    plots.save_told(sheet.samples, picture, sheet.given, sheet.truth, sheet.captions)


def text(name, found):
    """The table of one task, in Markdown."""
    values = TASKS[name].values
    head = [f"| | {' | '.join(title for title, _, _ in values.values())} |"]
    lines = [*head, "|---|" + "---:|" * len(values)]
    for row, numbers in found["rows"].items():
        cells = [
            format(numbers[key], form).replace("%", " %") if key in numbers else ""
            for key, (_, form, _) in values.items()
        ]
        shown = f"**{row}**" if row == tasks.GAN else row
        lines.append(f"| {shown} | {' | '.join(cells)} |")
    return "\n".join([*lines, *parts_of(found["rows"][tasks.GAN])])


def percent(share):
    return f"{100 * share:.0f} %"


def parts_of(numbers):
    """A second table, of each attribute alone, if they were read."""
    shares = {k: v for k, v in numbers.items() if k.startswith(tasks.PART)}
    if not shares:
        return []
    names = [key.removeprefix(tasks.PART).replace("_", " ") for key in shares]
    return [
        "",
        f"| of each attribute | {' | '.join(names)} |",
        "|---|" + "---:|" * len(names),
        f"| **{tasks.GAN}** | {' | '.join(percent(v) for v in shares.values())} |",
    ]


def page(known):
    """docs/applications.md, from what was measured."""
    parts = [
        "# What GANs are for",
        "Each table is what `python benchmarks/applications.py NAME` measured of the "
        "preset of that name, on test data that it has never seen, beside what needs "
        "no training. fd: Fréchet distance of `avatar1`'s or `fashion1`'s features, to "
        "the test images themselves; lower is better.",
    ]
    for name, task in TASKS.items():
        if name in known:
            count = known[name]["protocol"]["count"]
            parts += [
                f"## {task.title}",
                f"`{name}`, at most {count:,} test samples. {task.note}",
                text(name, known[name]),
                f"![{task.title}](applications/{name}.png)",
            ]
    return "\n\n".join(parts) + "\n"


def named(text):
    """ "seed 1=runs/seed1" as a pair."""
    name, equals, path = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError(f"must be NAME=PATH, got {text}")
    return name, path


def parser():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("name", nargs="?", choices=TASKS, metavar="NAME")
    parser.add_argument("--gan", help="preset or run folder; default: the preset NAME")
    parser.add_argument("--without", metavar="PATH", help=f"the same {WITHOUT}")
    parser.add_argument("--also", type=named, action="append", default=[])
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--searched", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--file", type=pathlib.Path, default=FILE)
    parser.add_argument("--docs", type=pathlib.Path, default=DOCS)
    parser.add_argument("--page", action="store_true", help="write the page")
    return parser


def main(arguments=None):
    options = parser().parse_args(arguments)
    if options.name:
        others = dict(options.also)
        others |= {WITHOUT: options.without} if options.without else {}
        others = {name: load(path) for name, path in others.items()}
        protocol = tasks.Protocol(options.count, options.searched, options.seed)
        gan = load(options.gan or options.name)
        found, sheet = measure(options.name, gan, others, protocol)
        print(text(options.name, found))
        keep(options.name, found, sheet, options.file, options.docs)
    if options.page:
        known = json.loads(options.file.read_text())
        (options.docs / "applications.md").write_text(page(known), encoding="utf-8")
        print(options.docs / "applications.md")


if __name__ == "__main__":
    main()
