"""What `keras-gans train` says of a run in words, for people."""

from keras_gans.cli import words
from keras_gans.cli.words import tell
from keras_gans.utils.counts import counted


class Narrator:
    """Tells people what will be done, how far it is, and what there is now.

    Args:
        job: `runs.Run`.
        budget: `runs.budget.Budget`, how long it trains.
    """

    def __init__(self, job, budget):
        self.job, self.budget = job, budget

    @property
    def step(self):
        """How many steps the model has made."""
        return int(self.job.gan.step.numpy())

    @property
    def last_step(self):
        """Where the training ends; None where the time sets the end."""
        return self.budget.last_step(self.job)

    def introduce(self):
        """What will be done, before it is done."""
        job, config = self.job, self.job.config
        size = " x ".join(map(str, config["image_shape"]))
        parameters = config["parameters"]
        tell(f"{config['name']}: {config['title']}")
        images = counted(config["images"], "image")
        tell(f"  data        {config['data']}: {images} of {size}")
        tell(
            f"  networks    generator {parameters['generator']:,} parameters, "
            f"discriminator {parameters['discriminator']:,}"
        )
        tell(
            f"  batches     {counted(config['batch_size'], 'image')}, for "
            f"{counted(job.gan.discriminator_steps, 'discriminator update')}, "
            f"{counted(job.steps_per_epoch, 'step')} an epoch"
        )
        if config.get("paced"):
            tell(f"  channels    {channels_in(config)}")
        if config.get("dtype"):
            tell(f"  precision   {precision_in(config)}")
        if config.get("steps"):
            tell(f"  schedules   end at step {config['steps']:,}")
        if not job.best:
            tell("  best epoch  is not looked for: nothing measures such samples")
        elif job.evaluate.evaluator.network.name == "patches":
            seen = f"by {job.best.monitor}, as no network knows these images"
            tell(f"  best epoch  {seen}")
        tell(f"  trains      from step {self.step:,} to {self.end}")
        tell(f"  writes to   {job.folder}/")

    @property
    def end(self):
        """Where the training leads, in words."""
        budget, last = self.budget, self.last_step
        if last is None:
            return str(budget)
        if last <= self.step:
            more = words.option(budget.name)
            return f"{budget}, which is reached: pass {more} or --minutes for more"
        steps = counted(last, "step")
        return str(budget) if budget.amount == last else f"{budget} ({steps})"

    def observer(self, timer):
        """What shows the progress, by a run's `callbacks.Timer`."""
        from keras_gans.cli import bar  # which imports Keras

        return bar.observer(timer, self.job.steps_per_epoch, self.last_step)

    def estimated(self, cost):
        """What it will take, after some steps.

        Args:
            cost: `runs.estimate.Cost`.
        """
        from keras_gans.runs.report.words import duration

        memory, last = cost.memory_bytes, cost.last_step
        epochs = f"epoch {last / self.job.steps_per_epoch:.1f}"
        reached = f"step {last:,} ({epochs}) in {duration(cost.seconds)}"
        taken = f"; {memory / 2**30:.1f} GB of memory so far" if memory else ""
        speed = f"{cost.images_per_second:,.0f} images/s"
        tell(f"  estimate    {speed}: {reached}, report included{taken}")

    def interrupted(self):
        """That everything is being kept."""
        tell("\nInterrupted: keeping everything ...")

    def left(self):
        """That nobody waited for the report."""
        kept = f"the model is kept in {self.job.folder}/gan.keras"
        tell(f"\nInterrupted: {kept}; --resume makes the pictures and the report")

    def conclude(self, page, code):
        """What there is now, and what can be done with it.

        Args:
            page: path of the report.
            code: int, the exit code.
        """
        job = self.job
        more = max(self.step // job.steps_per_epoch, 1) + job.config["epochs"]
        again = ("train", job.config["name"], "--resume", "--out", job.folder)
        lines = {
            "images": ("generate", job.folder, "--count", 64, "--out", "samples.png"),
            "share": ("export", job.folder, "--format", "preset", "--out", "my_preset"),
            "go on": (*again, "--epochs", more),
        }
        tell(f"\nStep {self.step:,}. Look at {page}")
        if job.best:
            tell(f"  {job.best.summary()}")
        for what, arguments in lines.items():
            tell(f"  {what + ':':8} {words.command(*arguments)}")


def channels_in(config):
    """How wide the networks are, and why."""
    paced = config["paced"]
    seen = 60 * paced["minutes"] * paced["images_per_second"]
    many = f"see some {seen:,.0f} images in {paced['minutes']:g} minutes"
    if paced["to"] == paced["from"]:
        return f"{paced['to']}, which {many}"
    wanted = config["suits"]["enough"]
    return f"{paced['to']}, as {paced['from']} {many} and {wanted:,} are wanted"


def precision_in(config):
    """In which precision a run computes, and what was measured to choose it."""
    speeds = config.get("dtype_images_per_second")
    if not speeds:
        return config["dtype"]
    known = ", ".join(f"{dtype} {speed:,.0f}" for dtype, speed in speeds.items())
    return f"{config['dtype']}, the faster one ({known} images/s)"
