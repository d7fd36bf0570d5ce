"""The commands that say what lies on the shelf."""

import textwrap

from keras_gans import cli, presets
from keras_gans.cli import running, sources, words
from keras_gans.cli.parser import UserError
from keras_gans.cli.words import tell, tell_json
from keras_gans.presets.card import metrics_text, wording
from keras_gans.presets.card.page import training
from keras_gans.presets.entry import Entry
from keras_gans.utils.printable import printable

HEAD = "NAME", "PARAMETERS", "MIN", "FD / REAL", "COVERAGE / REAL", "LABELS / REAL"
EXPLAINED = """
PARAMETERS: of generator and discriminator. MIN: minutes of training. FD: Fréchet
distance to test images. COVERAGE: share of test images with a sample nearby. LABELS:
share of samples that show the class asked for. REAL: what other real images get.
-: a recipe that nobody trained yet, or nothing to measure.

More of one:  keras-gans show NAME
Make images:  keras-gans generate NAME --count 64 --out samples.png
Train one:    keras-gans train NAME --minutes 5"""


def list(options):  # noqa: A001 - named after the command
    """The presets on the shelf, a line each, below the data that they know."""
    entries = [Entry.on_shelf(name) for name in presets.names()]
    if options.json:
        tell_json({entry.name: known_of(entry) for entry in entries})
        return 0
    lines = aligned([HEAD, *map(row_of, entries)], right=range(1, len(HEAD)))
    tell(f"  {lines[0]}")
    groups = {}
    for entry, line in zip(entries, lines[1:], strict=True):
        groups.setdefault(data_of(entry), []).append(line)
    for data in sorted(groups):
        tell("\n".join([data, *(f"  {line}" for line in groups[data])]))
    tell(EXPLAINED)
    return 0


def known_of(entry):
    """What a line of the list says, and the measures, as JSON has it."""
    config, facts = entry.config, entry.metadata
    told = {key: config.get(key) for key in ("title", "data", "paper")}
    training, metrics = facts.get("training") or {}, facts.get("metrics") or {}
    return {
        **told,
        "trained": bool(facts),
        "parameters": facts.get("parameters"),
        "seconds": training.get("seconds"),
        "metrics": metrics.get("values"),
    }


def row_of(entry):
    known = entry.metadata.get("parameters", {})
    counts = " + ".join(f"{count:,}" for count in known.values()) or "-"
    return entry.name, counts, entry.minutes, *entry.values(errors=False)


def data_of(entry):
    return plain(str(entry.config.get("data") or "unknown data"))


def title_of(entry):
    paper = entry.config.get("paper")
    about = [entry.config.get("title") or "A GAN", *([f"({paper})"] if paper else [])]
    return " ".join(about)


def show(options):
    """One preset: what it plays, how it was trained, what it is worth. Or one run."""
    if sources.is_run(options.source):
        return running.show(options.source, options.json)
    sources.check_source(options.source, "preset")
    cli.wake()
    entry = Entry.of(options.source)
    if options.json:
        known = {"metadata": entry.metadata} if entry.metadata else {}
        tell_json({**entry.config, **known})
        return 0
    try:
        page = page_of(entry)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise UserError(
            f"{options.source} has metadata of other words than the library's "
            f"({type(error).__name__}: {error}). Pass --json to see them as they are"
        ) from error
    for line in page:
        tell(plain(line))
    tell(f"\nAll of it as JSON:  {words.command('show', options.source, '--json')}")
    return 0


def page_of(entry):
    facts = aligned([("name", entry.name), *facts_of(entry)])
    indented = [f"  {line}" for line in facts]
    return [title_of(entry), *indented, *run_of(entry), *worth_of(entry)]


def facts_of(entry):
    """What it plays, in rows of two words."""
    size = " x ".join(map(str, entry.image_shape))
    yield "data", f"{entry.config.get('data') or 'unknown'}, images of {size}"
    for what, how in wording.rows_of(entry.config, entry.parameters):
        yield what, how.replace("`", "")


def run_of(entry):
    """How it was trained, or how to."""
    if not entry.metadata:
        return ["", f"Not trained yet. Train it:  {words.command('train', entry.name)}"]
    return ["", *paragraphs(*training(entry.metadata.get("training") or {}))]


def worth_of(entry):
    """What was measured, as a table, and how."""
    metrics = entry.metadata.get("metrics")
    if not metrics:
        how = f"Not measured. Measure it:  {words.command('evaluate', entry.name)}"
        return ["", how] if entry.metadata else []
    head, rows = metrics_text.table_of(metrics)
    cells = [("", *head), *((name, *numbers) for name, _, *numbers in rows)]
    table = aligned(cells, right=range(1, len(cells[0])))
    about = paragraphs(metrics_text.protocol(metrics.get("protocol", {})))
    return ["", *(f"  {line}" for line in table), "", *about]


def paragraphs(*texts):
    return [line for text in texts for line in textwrap.wrap(text.replace("`", ""), 88)]


def aligned(rows, right=()):
    """Rows of words as lines with columns; those in `right` end at the same place."""
    rows = [[plain(word) for word in row] for row in rows]
    wide = [max(map(len, column)) for column in zip(*rows, strict=True)]
    sides = [">" if i in right else "<" for i in range(len(wide))]
    return [
        "  ".join(f"{w:{s}{n}}" for w, s, n in zip(row, sides, wide)).rstrip()
        for row in rows
    ]


def plain(word):
    """Signs that every terminal has; nothing that would command it."""
    return printable(word.replace("−", "-").replace("–", "-"))
