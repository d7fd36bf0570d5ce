"""Notebooks from their sources.

    python notebooks/build.py                 all of them, executed in full
    python notebooks/build.py 02_the_game     one of them
    python notebooks/build.py --smoke         run them shortly; nothing is written
    python notebooks/build.py --check         say which are out of step; run nothing

The source of a notebook is `NN_name.py`, in the percent format of jupytext; edit that
and never the `.ipynb` beside it, which is written from it, executed in an empty folder,
and committed with its pictures.
"""

import argparse
import contextlib
import os
import pathlib
import re
import sys
import tempfile
import time

import jupytext
import nbformat
from nbclient import NotebookClient

FOLDER = pathlib.Path(__file__).resolve().parent
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
MOST_BYTES = 1_500_000
MOST_SECONDS = 3600  # of a cell
# All that a notebook needs, from one place: the name is that of setup.cfg.
INSTALL = """\
# As in Colab; where keras_gans is installed, nothing happens.
import importlib.util

if importlib.util.find_spec("keras_gans") is None:
    %pip install -q keras-gans"""
# What TensorFlow says of the machine when it starts, wherever it runs.
START_UP = re.compile(r"(WARNING: All log|[IWE]\d{4} \d\d:|To enable the following)")


def sources():
    """Paths of the sources, in order."""
    return sorted(FOLDER.glob("[0-9][0-9]_*.py"))


def from_source(path):
    """The notebook that a source is, not executed, with a cell that installs."""
    notebook = jupytext.read(path)
    notebook.metadata = {"kernelspec": dict(KERNEL)}
    for index, cell in enumerate(notebook.cells, start=1):
        cell.metadata, cell["id"] = {}, f"cell-{index:02d}"  # the same in each build
    notebook.cells.insert(1, nbformat.v4.new_code_cell(INSTALL, id="install"))
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    return notebook


def execute(notebook, smoke=False):
    """Runs all cells in an empty folder; an error in one of them is raised."""
    with tempfile.TemporaryDirectory() as folder, environment(smoke):
        resources = {"metadata": {"path": folder}}
        NotebookClient(
            notebook,
            timeout=MOST_SECONDS,
            kernel_name=KERNEL["name"],
            resources=resources,
            record_timing=False,
        ).execute()
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [output for output in map(told, cell.outputs) if output]
    return notebook


@contextlib.contextmanager
def environment(smoke):
    """What kernels inherit: this clone of the library, and a quiet TensorFlow."""
    before = dict(os.environ)
    paths = [str(FOLDER.parent), *filter(None, [before.get("PYTHONPATH")])]
    os.environ.update(PYTHONPATH=os.pathsep.join(paths), TF_CPP_MIN_LOG_LEVEL="3")
    os.environ.pop("KERAS_GANS_SMOKE", None)
    if smoke:
        os.environ["KERAS_GANS_SMOKE"] = "1"
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def told(output):
    """An output without what TensorFlow says of the machine; None if that was all."""
    if output.get("name") != "stderr":
        return output
    lines = output.text.splitlines(keepends=True)
    output.text = "".join(line for line in lines if not START_UP.match(line))
    return output if output.text.strip() else None


def in_turn(counts):
    """Whether cells were executed one after the other, wherever the first one was."""
    return None not in counts and [c - counts[0] for c in counts] == [
        *range(len(counts))
    ]


def faults(path):
    """What is wrong with the notebook beside a source: a list of sentences."""
    target = path.with_suffix(".ipynb")
    if not target.exists():
        return ["it has not been built"]
    notebook, wanted = nbformat.read(target, as_version=4), from_source(path)
    cells = [[(c.cell_type, c.source) for c in n.cells] for n in (notebook, wanted)]
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    outputs = [output for cell in code for output in cell.outputs]
    ran = [cell for cell in code if cell.source != INSTALL or cell.execution_count]
    counts = [cell.execution_count for cell in ran]
    found = {
        "it differs from its source": cells[0] != cells[1],
        "not all of its cells were executed, in order": not in_turn(counts),
        "a cell ended in an error": any(o.output_type == "error" for o in outputs),
        "a cell wrote to stderr": any(o.get("name") == "stderr" for o in outputs),
        f"it is larger than {MOST_BYTES:,} bytes": target.stat().st_size > MOST_BYTES,
    }
    return [sentence for sentence, is_so in found.items() if is_so]


def build(path, smoke):
    """Executes one source and, unless it is a smoke run, writes its notebook."""
    began = time.perf_counter()
    notebook = execute(from_source(path), smoke)
    took = f"{path.stem}: {time.perf_counter() - began:.0f} s"
    if smoke:
        return took
    target = path.with_suffix(".ipynb")
    nbformat.write(notebook, target)
    return f"{took}, {target.stat().st_size / 1e3:,.0f} kB"


def main(arguments=None):
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="such as 02_the_game")
    parser.add_argument("--smoke", action="store_true", help="short runs, not kept")
    parser.add_argument("--check", action="store_true", help="run nothing, only look")
    options = parser.parse_args(arguments)
    known = {path.stem: path for path in sources()}
    unknown = set(options.names) - set(known)
    if unknown:
        parser.error(
            f"unknown: {', '.join(sorted(unknown))}. Known: {', '.join(known)}"
        )
    bad = 0
    for path in map(known.get, options.names or known):
        if options.check:
            wrong = faults(path)
            bad += bool(wrong)
            print(f"{path.stem}: {'; '.join(wrong) or 'in step'}")
        else:
            print(build(path, options.smoke), flush=True)
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
