"""Trains recipes at equal images or steps, and measures them alike."""

from collections.abc import Sequence

from keras_gans.runs import lock
from keras_gans.runs.beginning import resume, start
from keras_gans.runs.comparison import scores, table
from keras_gans.runs.comparison.listener import Listener
from keras_gans.runs.comparison.plan import NAME, Plan, check_budget
from keras_gans.runs.folder import RunFolder
from keras_gans.utils import files
from keras_gans.utils.types import PathLike

POINTS = 5  # at which each run is measured, equally far from each other


def compare(
    folder: PathLike,
    names: Sequence[str],
    data: str | None = None,
    images: int | None = None,
    steps: int | None = None,
    seeds: int = 2,
    n: int | None = None,
    network: str | None = None,
    image_size: int | None = None,
    download: bool = False,
    listener: object = None,
) -> dict:
    """Trains recipes of the shelf on the same data for the same number of images.

    Seconds would count compilation, and what else the machine does; images and steps
    do not. Each recipe with each seed is a run of its own in the folder, as
    `keras-gans train` makes it. Each is measured on the test images at five points, by
    its averaged generator as it is then. Called again on the same folder it goes on
    where it was, also with more recipes, more seeds or a larger budget.

    Args:
        folder: path, for the runs and for comparison.json, .csv, .md and .png.
        names: of presets on the shelf.
        data: what all of them train on, as for `kg.data.load`. Default: what they
            were made for.
        images: int, how many real images each run sees.
        steps: int, how many steps each run makes, instead.
        seeds: int, how often each is trained: with the seeds 0, 1, ...
        n: int, samples that are measured. Default: 10,000, or as many as there are
            test images.
        network: name of a feature network. Default: the one that knows the data.
        image_size: int, as for `kg.data.load`.
        download: bool, whether TFDS may fetch the data.
        listener: object with the methods of `Listener`, or None.

    Returns:
        dict, ready for JSON: "settings"; "real", what real images get; and "rows", the
        best first, of which each has "name", "images", "steps", "values" (by name:
        "mean", "spread", the standard deviation over seeds, and "draws"), "points" (the
        same along the way), "seconds" and "images_per_second".

    Raises:
        ValueError: whatever cannot work, before the first step of any run.

    Example:
        names = ["dcgan_fashion_mnist", "hinge_fashion_mnist"]
        result = kg.runs.compare("comparison", names, images=500_000)
        result["rows"][0]["values"]["fd_fashion1@10k"]["mean"]
    """
    budget = check_budget(images, steps)
    judged = seeds, n, network, image_size, download
    plan = Plan(folder, names, data, budget, *judged)
    listener = listener or Listener()
    result = save(plan)
    for number, (name, seed) in enumerate(plan.parts, start=1):
        if not is_done(RunFolder(plan.folder_of(name, seed)), plan):
            train(plan, name, seed, listener, number)
            result = save(plan)
    return result


def train(plan, name, seed, listener, number):
    """One run to the end of its budget, from wherever it is."""
    folder = plan.folder_of(name, seed)
    place = RunFolder(folder)
    if place.is_begun:
        job = resume(folder, name=name, seed=seed)
    else:
        job = start(folder, plan.config(name, seed), plan.download)
    points = points_of(plan.budget.last_step(job))
    watch = scores.Scores(folder, points, plan.evaluator, listener.scored)
    listener.begin(job, number, len(plan.parts))
    try:
        carry_out(job, plan.budget, watch, listener)
    finally:
        listener.end()
        lock.release(folder)


def carry_out(job, budget, watch, listener):
    """Trains a run and writes its page; keeps its step if it is interrupted."""
    try:
        options = dict(verbose=0, progress=listener.observer, callbacks=[watch])
        job.train(**budget.asked, **options)
    except KeyboardInterrupt:
        job.keep()
        raise
    job.finish()
    if job.halt.asked:  # after the last step
        raise KeyboardInterrupt


def is_done(place, plan):
    """Whether a run has reached the end, was measured there and has its page."""
    if not (place.is_begun and place.is_finished):
        return False
    return plan.budget.last_step(place) in scores.read(place.path)


def points_of(last_step):
    """Steps at which a run is measured, the last one among them."""
    return sorted({-(-last_step * i // POINTS) for i in range(1, POINTS + 1)})


def save(plan):
    """Writes what is known until now; the result."""
    evaluator = plan.evaluator
    real = evaluator.real_values(evaluator.asked)
    result = {
        "settings": plan.settings,
        "real": {evaluator.name(name): value for name, value in real.items()},
        "rows": table.rows_of(plan),
    }
    files.write_json(plan.folder / NAME, result)
    if result["rows"]:
        table.write(result, plan.folder)
    return result
