"""How good the samples are, epoch by epoch, beside the losses that don't tell."""

from collections.abc import Sequence

from keras_gans import metrics as kg_metrics
from keras_gans.callbacks.every import Epochs, Every
from keras_gans.engine.observer import Observer

QUICK = (
    "fd",
    "label_accuracy",
    "caption_accuracy",
    "swd",
)  # those of them that apply take no time to speak of


class Evaluate(Observer):
    """Measures the samples after each epoch and puts the values into its logs.

    The values are those of `kg.metrics.evaluate`, under names that say their protocol:
    `fd_fashion1@2k`. All epochs use the same latents, so that the weights alone make
    the difference. Put it before `CSVLogger` and `BestGenerator` in the list of
    callbacks, which use what is in the logs.

    The first epoch is always measured, and so is the last. An epoch between that is
    skipped (see `every`) has the values of the last one that was not; callbacks that
    wait for one of them sleep through it, so that their `patience` counts measurements.

    Args:
        data: real images to compare with: `(images, labels)`, an array, or what
            `kg.data.load_arrays` returns. To choose an epoch by its value, take
            training images, best such that the GAN doesn't see: never the test images,
            on which the result will be reported.
        metrics: as for `kg.metrics.evaluate`. Default: "fd", for a conditional GAN
            "label_accuracy", for one that is told captions of avatars
            "caption_accuracy"; of the network "patches", "swd".
        n: int, how many fakes. 2,000 follow a run well; they take a few seconds.
        seed: int, of fakes and of every choice of reals.
        every: int, in epochs; or what `kg.callbacks.Budget.part` returns.
        network: as for `kg.metrics.evaluate`.
        others: more real images, which stand in for the fakes to say what is
            possible. Default: `n` of `data`, which are then left out of it.
        cache: as for `kg.metrics.evaluate`.

    Attributes:
        logged: names of the values that may stand in the logs.
        directions: dict of these names, "min" or "max": which way is better. So
            `EarlyStopping`, `ModelCheckpoint` and `ReduceLROnPlateau` need no `mode`.
        measured: bool, whether the values in the logs are of this epoch.
        result: dict, the last result of `kg.metrics.evaluate`; None before the first.

    Raises:
        ValueError: as `kg.metrics.evaluate`, most of it in the constructor.

    Example:

    >>> train = kg.data.load_arrays("fashion_mnist")
    >>> evaluate = kg.callbacks.Evaluate(train)
    >>> table = keras.callbacks.CSVLogger("run/history.csv")
    >>> gan.fit(dataset, epochs=20, callbacks=[evaluate, table])
    """

    def __init__(
        self,
        data: object,
        metrics: Sequence[str] | None = None,
        n: int = 2000,
        seed: int = 0,
        every: object = 1,
        network: object = None,
        others: object = None,
        cache: object = None,
    ):
        super().__init__()
        self.every = every if isinstance(every, Every) else Epochs(every)
        self.evaluator = kg_metrics.Evaluator(
            data, metrics, n, seed, network, others, cache, default=QUICK
        )
        asked = self.evaluator.asked or self.evaluator.seen_by_network(QUICK)
        self.logged = self.evaluator.names(asked)
        self.directions = self.evaluator.directions(asked)
        self.result, self.measured = None, False

    def on_train_begin(self, logs: dict | None = None) -> None:
        # Before the first step: reals take time, and misuse should be heard of now.
        self._metrics = self.evaluator.metrics_of(self.model)
        self.real = self.evaluator.real_values(self._metrics)
        self.every.begin(int(self.model.step.numpy()))

    def on_epoch_end(self, epoch: int, logs: dict | None = None) -> None:
        self.measured = self._is_due(epoch) or self.result is None
        if self.measured:
            with self.every.spending():
                self.result = self.evaluator.evaluate(self.model)
        found = self.result["values"]
        logs.update({name: found[name]["value"] for name in found})

    def _is_due(self, epoch):
        last = self.model.stop_training or epoch + 1 == self.params.get("epochs")
        return self.every.after_epoch(epoch) or last
