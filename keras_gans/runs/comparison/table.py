"""What a comparison found: rows, a table for people and one for programs, a picture."""

import csv
import io
import statistics

from keras_gans import plots
from keras_gans.runs.comparison import scores
from keras_gans.runs.folder import RunFolder
from keras_gans.utils import files

HEAD = ("recipe", "seeds", "images", "steps", "images/s", "minutes")


def rows_of(plan):
    """A row for each recipe of which something was measured, the best first."""
    rows = []
    for name in plan.names:
        places = [RunFolder(plan.folder_of(name, seed)) for seed in plan.seeds]
        found = [place for place in places if scores.read(place.path)]
        if found:
            rows.append(row_of(name, found))
    return sorted(rows, key=lambda row: distance(row)["mean"])


def row_of(name, places):
    """The runs of one recipe, at the steps at which all of them were measured."""
    config = places[0].config
    known = [scores.read(place.path) for place in places]
    points = points_of(known, config["batch_size"])
    return {
        "name": name,
        "seeds": [place.config["seed"] for place in places],
        **points[-1],
        "points": points,
        "parameters": config["parameters"],
        "seconds": statistics.fmean(place.seconds for place in places),
        "images_per_second": statistics.fmean(map(speed, places)),
    }


def points_of(known, batch_size):
    """What runs have in common: the steps at which all of them were measured.

    Args:
        known: list of {step: {value: number}}, as `scores.read` returns it.
        batch_size: int.
    """
    return [
        {
            "images": step * batch_size,
            "steps": step,
            "values": {v: spread([k[step][v] for k in known]) for v in known[0][step]},
        }
        for step in sorted(set.intersection(*map(set, known)))
    ]


def spread(values):
    """Mean over seeds, and their standard deviation."""
    deviation = statistics.stdev(values) if len(values) > 1 else None
    return {"mean": statistics.fmean(values), "spread": deviation, "draws": values}


def speed(place):
    """Images per second of the steps alone, in the middle of all epochs."""
    history = plots.read_history(place.history)
    return statistics.median(history.get("images_per_second", [float("nan")]))


def distance(row):
    """The value that recipes are sorted by."""
    return next(v for name, v in row["values"].items() if name.startswith("fd_"))


# === As words ===


def cells_of(result):
    """The table as lists of words; the last row is of real images."""
    values = list(result["real"])
    yield [*HEAD, *(name.rpartition("_")[0] for name in values)]
    for row in result["rows"]:
        counts = len(row["seeds"]), f"{row['images']:,}", f"{row['steps']:,}"
        pace = f"{row['images_per_second']:,.0f}", f"{row['seconds'] / 60:.1f}"
        found = [written(**row["values"][name]) for name in values]
        yield [row["name"], *map(str, counts), *pace, *found]
    real = ["-" if v is None else f"{v:.3g}" for v in result["real"].values()]
    yield ["real images", *[""] * (len(HEAD) - 1), *real]


def written(mean, spread, draws):
    """A number, and how far from it another seed may be."""
    return f"{mean:.3g}" + (f" ± {spread:.2g}" if spread is not None else "")


def markdown(result):
    """The table for a page, and how it was made."""
    head, *rows = cells_of(result)
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + (
        f"\n\n{about(result)}\n\n![Fréchet distance against images](comparison.png)\n"
    )


def about(result):
    """What the numbers are, in a sentence."""
    settings = result["settings"]
    return (
        f"Data: {settings['data']}. {settings['n']:,} samples of the averaged "
        "generator against the test images, by the feature network "
        f"{settings['network']}; mean and standard deviation over seeds."
    )


def csv_of(result):
    """A line for each run at each point."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["name", "seed", "images", "steps", *result["real"]])
    for row in result["rows"]:
        for point in row["points"]:
            for i, seed in enumerate(row["seeds"]):
                found = [point["values"][name]["draws"][i] for name in result["real"]]
                count = point["images"], point["steps"]
                writer.writerow([row["name"], seed, *count, *found])
    return text.getvalue()


def write(result, folder):
    """comparison.md, comparison.csv and comparison.png."""
    files.write_bytes(folder / "comparison.md", markdown(result).encode())
    files.write_bytes(folder / "comparison.csv", csv_of(result).encode())
    label = next(name for name in result["real"] if name.startswith("fd_"))
    lines = {row["name"]: line_of(row, label) for row in result["rows"]}
    real = result["real"][label]
    plots.save_comparison(
        lines, folder / "comparison.png", plots.readable(label), real=real
    )


def line_of(row, value):
    """Images, means and spreads of one recipe."""
    found = [point["values"][value] for point in row["points"]]
    images = [point["images"] for point in row["points"]]
    return images, [v["mean"] for v in found], [v["spread"] or 0.0 for v in found]
