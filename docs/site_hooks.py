"""What the site shows of the repository beyond docs/: gallery, cards, pictures.

Such a file keeps its path in the repository, so that the links among these files hold
as they stand. Links between them and docs/ are mended here, and the tables of the
benchmarks are put in out of their JSON: no number is typed twice.
"""

import json
import pathlib
import posixpath
import re

from mkdocs.structure.files import File

ROOT = pathlib.Path(__file__).parent.parent
SHOWN = (
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "benchmarks/*.png",
    "keras_gans/presets/shelf/*/README.md",
    "keras_gans/presets/shelf/*/*.png",
    "zoo/README.md",
)
GALLERY = "zoo/README.md"
WIDE = {GALLERY: "gallery", "index.md": "front"}  # pages of cards, and their class
LINK = re.compile(r"""(?:(?<=\]\()|(?<=src="))(?!\w+:|#)([^)"#\s]+)""")
TABLE = re.compile(r"<!-- table: (\w+) -->")


def on_files(files, config):
    for pattern in SHOWN:
        for path in sorted(ROOT.glob(pattern)):
            uri = path.relative_to(ROOT).as_posix()
            files.append(File.generated(config, uri, abs_src_path=str(path)))
    return files


def on_page_markdown(markdown, page, config, files):
    here = page.file.src_uri
    if here in WIDE:  # cards, with nothing beside them
        page.meta["hide"] = ["navigation", "toc"]
    markdown = TABLE.sub(lambda found: TABLES[found[1]](), markdown)
    inside = page.file.generated_by is None
    return LINK.sub(lambda found: mended(found[1], here, inside), markdown)


def on_page_content(html, page, config, files):
    """Source that a guide shows is there to be read."""
    closed = 'class="mkdocstrings-source"'
    return html.replace(closed, f"{closed} open")


def on_post_page(output, page, config):
    """Pages of cards have a style of their own, by a class of their body."""
    kind = WIDE.get(page.file.src_uri)
    return output.replace("<body", f'<body class="{kind}"', 1) if kind else output


def mended(link, here, inside):
    """A link between files of the repository, as one between pages of the site.

    Args:
        link: str, as it stands in the file.
        here: str, where the page is in the site.
        inside: bool, whether the page is a file of docs/.
    """
    folder = posixpath.dirname(here)
    origin = posixpath.join("docs", folder) if inside else folder
    target = posixpath.normpath(posixpath.join(origin, link))
    if target.startswith("docs/") == inside:
        return link
    return posixpath.relpath(target.removeprefix("docs/"), folder or ".")


# === Tables of the benchmarks ===


def table(head, rows):
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


def result(name):
    return json.loads((ROOT / "benchmarks" / f"{name}.json").read_text())


def train_step():
    """Ours beside other frameworks, game by game: medians over rounds."""
    rows = [
        (
            found["title"],
            *(times(found["ways"], *ways) for ways in OTHERS.values()),
            f"{found['share_of_ceiling']:.0%}",
            times(found["ways"], "ours", than="ours_bfloat16"),
        )
        for found in result("train_step")["games"].values()
    ]
    heads = ("a step of", *OTHERS, "share of the ceiling", "bfloat16 is faster by")
    return table(heads, rows)


OTHERS = {  # column -> ways, of which the fastest counts
    "faster than keras.io's": ["keras_io_step"],
    "than PyTorch's": ["torch_plain", "torch_channels_last"],
    "than `torch.compile`'s": ["torch_compile"],
}


def times(ways, *others, than="ours"):
    """How much faster ours is than the fastest of others that can play."""
    able = [ways[way] for way in others if "median_ratio" in ways.get(way, {})]
    if not able:
        return ""
    ratio = min(row["median_ratio"] for row in able) / ways[than]["median_ratio"]
    return f"{ratio:.2f}"


def widths():
    """What the same minutes buy at other widths."""
    rows = result("widths")["rows"]
    heads = [f"`{name}`" if "@" in name else name.replace("_", " ") for name in rows[0]]
    return table(heads, [[rounded(*cell) for cell in row.items()] for row in rows])


def rounded(name, value):
    return f"{value:.3g}" if "@" in name else f"{value:,.0f}"


def onednn():
    """A step with and without TensorFlow's oneDNN kernels."""
    found = result("onednn")
    rows = [
        (words, f"{found[key]:.0f}")
        for words, key in (
            ("off, TensorFlow's default without AVX512", "images_per_second_without"),
            ("on", "images_per_second"),
        )
    ]
    return table((f"oneDNN, `{found['recipe']}`", "images per second"), rows)


def growth():
    """What one change makes of a step's time and of the memory."""
    found = result("growth")
    base = found["base"]
    rows = [
        (
            f"`{name}`",
            f"{base[name]} → {row['value']}",
            f"{row['time']:.2f}",
            f"size^{change['exponent']:.1f}" if "exponent" in change else "",
            f"{(row['peak_bytes'] - base['peak_bytes']) / 1e9:+.2f} GB",
        )
        for name, change in found["changes"].items()
        for row in change["rows"]
    ]
    return table(("what", "from, to", "time of a step, times", "about", "memory"), rows)


def minutes():
    """How far from the test images each training is after a minute, half way, and at
    the end of it: the mean of its seeds, and the lowest and highest.
    """
    found = {}
    for row in result("minutes")["rows"]:
        found.setdefault(row["kind"], []).append(row["points"])
    rows = [
        (TRAININGS[kind], speed(runs), *(fds(runs, turn) for turn in turns_of(runs[0])))
        for kind, runs in found.items()
    ]
    times = [f"{turn} min" for turn in turns_of(next(iter(found.values()))[0])]
    return table(("training", "images per second", *times), rows)


TRAININGS = {
    "ours": "`dcgan_fashion_mnist`, three seeds",
    "keras_io": "the DCGAN of keras.io",
    "pytorch": "the DCGAN tutorial of PyTorch",
}


def turns_of(points):
    """Turns of a minute that are shown."""
    return sorted({1, len(points) // 2, len(points)} - {0})


def speed(runs):
    """Images of all runs for their seconds."""
    ends = [points[-1] for points in runs]
    return f"{sum(e['images'] for e in ends) / sum(e['seconds'] for e in ends):.0f}"


def fds(runs, turn):
    values = [points[turn - 1]["fd"] for points in runs]
    mean = f"{sum(values) / len(values):.2f}"
    if len(values) == 1:
        return mean
    return f"{mean} ({min(values):.2f} to {max(values):.2f})"


def small_parts():
    """What a discriminator has learnt to see, by what it says and its branches."""
    found = result("small_parts")["rows"]
    rows = [
        (says, branches, *(f"{share:.0%}" for share in shares))
        for says, branches, *shares in (row.values() for row in found)
    ]
    return table(("it says", "its branches", *list(found[0])[2:]), rows)


def first_sight():
    """What each discriminator sees after as many images."""
    return of_shares("discriminator", result("first_sight")["rows"])


def words_together():
    """What of captions is drawn, by how the generator is told."""
    return of_shares("affine transformations", result("words_together")["rows"])


def of_shares(what, rows):
    """A table of shares, by the names of its rows and of what is shared."""
    heads = next(iter(rows.values()))
    cells = [(way, *(f"{x:.0%}" for x in row.values())) for way, row in rows.items()]
    return table((what, *heads), cells)


TABLES = {
    "first_sight": first_sight,
    "growth": growth,
    "minutes": minutes,
    "onednn": onednn,
    "small_parts": small_parts,
    "train_step": train_step,
    "widths": widths,
    "words_together": words_together,
}
