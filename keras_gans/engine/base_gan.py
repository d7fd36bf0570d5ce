"""All of a GAN that is no game: fit and evaluate, samples, presets, configs."""

from typing import Any

import keras
import numpy as np
import tensorflow as tf

from keras_gans.data import batches, each_batch, replicated, told
from keras_gans.data.plain_errors import plain_errors
from keras_gans.data.weights import check_element, refuse_weights
from keras_gans.engine import (
    configs,
    dealing,
    export,
    gradient_norms,
    interpolation,
    monitors,
    moving,
    players,
    replicas,
    sampling,
    shelf,
    together,
    validation,
    workers,
)
from keras_gans.engine.optimizer_pair import unwrapped
from keras_gans.engine.position import Position
from keras_gans.utils.arrays import is_array
from keras_gans.utils.classproperty import classproperty


class BaseGAN(keras.Model):
    """Two networks that look at their data, make samples, are saved and come back.

    The game itself is in `GAN`. What does not need `super()` is a function of the
    module that it is about, and a method by its name here.
    """

    _alone = False  # see `workers.alone`
    resumed_batch = 0  # of the epoch that `fit` begins with: a checkpoint knows it

    def fit(
        self,
        x: object = None,
        y: object = None,
        batch_size: int | None = None,
        epochs: int = 1,
        verbose: object = "auto",
        callbacks: list | None = None,
        *,
        shuffle: bool = True,
        **kwargs: object,
    ) -> keras.callbacks.History:
        """Trains, as `keras.Model.fit` does, after a look at the first batch.

        Args:
            x: samples: a `tf.data.Dataset` of batches of samples or of
                `(samples, given)`, an array, a `PyDataset` or a generator. uint8
                means 0..255 and is scaled inside; floats of images must be in
                [-1, 1].
            y: what is told, if `x` is an array: one int a sample where that is the
                class, or a dict of name -> array. A dataset's `given` likewise;
                of a dict the names that no network asks for are left out. Captions
                may be strings.
            batch_size: int, for arrays: images of one train step, cut into
                `discriminator_steps` slices. Default 32 for each slice. Images left
                over at an epoch's end are dropped.
            epochs: int, the epoch to end at.
            verbose: 0, 1, 2 or "auto", as for `keras.Model.fit`.
            callbacks: list of callbacks.
            shuffle: bool, for arrays: reshuffle as a function of (seed, epoch).
            **kwargs: as for `keras.Model.fit`: `validation_data`, `steps_per_epoch`,
                `initial_epoch`.

        Returns:
            A `keras.callbacks.History`.

        Raises:
            ValueError: data or settings that cannot be trained with, before the first
                step.
        """
        self._check_ready("fit")
        refuse_weights(**kwargs)
        validation.check_epochs(epochs)
        validation.check_rates(map(unwrapped, self.optimizer.optimizers))
        x = self._as_dataset(x, y, batch_size, shuffle, kwargs.get("steps_per_epoch"))
        place, k = self.distribute_strategy, self.discriminator_steps
        x = replicated.dealt(x, place.num_replicas_in_sync, k)
        held_out = kwargs.get("validation_data")
        if held_out is not None:
            check_element(held_out)
            pair = held_out if isinstance(held_out, tuple) else (held_out,)
            images, labels = (*pair, None)[:2]
            checked = self.checked(images, labels, kwargs.get("validation_steps"))
            if not isinstance(held_out, tuple):
                kwargs["validation_data"] = checked
        callbacks = [] if callbacks is None else callbacks
        if isinstance(callbacks, keras.callbacks.Callback):
            callbacks = [callbacks]
        observers = getattr(callbacks, "callbacks", callbacks)  # of a CallbackList
        evaluated = [] if held_out is None else self.trackers.held_out_names()
        validation.check_monitors(observers, self.trackers.means, evaluated)
        names = [*self.trackers.means, *(f"val_{name}" for name in evaluated)]
        monitors.direct(observers, self.trackers.directions, names)
        callbacks = together.callbacks_of(self, Position(x), callbacks)
        options = dict(epochs=epochs, callbacks=callbacks)
        options["verbose"] = verbose if workers.writes(self) else 0
        with workers.losses_said(self), plain_errors(), self.guard.training():
            with monitors.patient(observers):
                return super().fit(x, **options, shuffle=False, **kwargs)

    def _check_ready(self, method):
        self._assert_compile_called(method)
        replicas.check_home([self.step])
        workers.check(self, method)

    @property
    def distribute_strategy(self) -> tf.distribute.Strategy:
        """Where it is trained, which Keras asks first of all."""
        replicas.check_home([self.step])
        if self._alone and workers.several(self):
            return tf.distribute.get_strategy()
        return super().distribute_strategy

    def _maybe_symbolic_build(self, iterator=None, data_batch=None):
        """Nothing: a GAN is built; Keras would average a batch over all workers."""

    def make_train_function(self, force: bool = False) -> None:
        """Keras's own, under the guard's eyes."""
        if force or self.train_function is None:
            super().make_train_function(force=True)
            self.train_function = self.guard.watching(self.train_function)

    def _as_dataset(self, x, y, batch_size, shuffle, steps):
        expected = self.expectation()
        k = self.discriminator_steps * self.packing
        if not is_array(x):
            validation.check_no_labels(x, y)
            x = expected.check_dataset(x, steps)
            self.remember_told(expected.samples, expected.given)
            return told.numbered(x, self.roles.conditions)
        x = np.asarray(x)
        if batch_size is None:
            batch_size = max(k, min(32 * k, len(x) // k * k)) if x.ndim else k
        expected.check_arrays(x, y, batch_size)
        self.remember_told(x, y)
        y = self.in_numbers(y)
        return batches.in_batches(x, y, batch_size, self.seed, shuffle)

    def evaluate(
        self,
        x: object = None,
        y: object = None,
        batch_size: int | None = None,
        verbose: object = "auto",
        **kwargs: object,
    ) -> Any:
        """The losses on held-out images, after a look at the first batch.

        Against fakes of the averaged generator, by the losses and penalties as they
        are defined: no label noise or flips (smoothing is part of the loss), no
        augmentation, and a penalty that training evaluates each n-th step only is
        evaluated in each batch, counted once. Draws are a function of the batch, so
        that two evaluations differ by the networks alone. The state of the game (who
        moves, how much is augmented) is not among the logs.

        Args:
            x: images, as for `fit`.
            y: labels, if `x` is an array.
            batch_size: int, for arrays; default 32.
            verbose: 0, 1, 2 or "auto", as for `keras.Model.evaluate`.
            **kwargs: as for `keras.Model.evaluate`: `steps`, `callbacks`,
                `return_dict`.
        """
        refuse_weights(**kwargs)
        if not kwargs.get("_use_cached_eval_dataset"):
            workers.check(self, "evaluate")
            x = self.checked(x, y, kwargs.get("steps"))
        with plain_errors():
            return super().evaluate(x, y, batch_size, verbose, **kwargs)

    def checked(self, x: Any, y: object = None, steps: int | None = None) -> Any:
        """Validation data as it is, once it was found usable."""
        expected = self.expectation(training=False)
        if not is_array(x):
            validation.check_no_labels(x, y)
            return expected.check_dataset(x, steps)
        expected.check_arrays(np.asarray(x), y)
        return x

    def train_on_batch(self, x: object, y: object = None, **kwargs: object) -> Any:
        """One train step on one batch; the first one is checked."""
        self._check_ready("train_on_batch")
        refuse_weights(**kwargs)
        if not self._checked:
            validation.check_rates(map(unwrapped, self.optimizer.optimizers))
            expected = self.expectation()
            expected.check_batch((x, y))
            self.remember_told(expected.samples, expected.given)
            self._checked = True
            self.guard.watch()
        each_batch.check((x, y), self.roles.conditions)
        return super().train_on_batch(x, self.in_numbers(y), **kwargs)

    def test_on_batch(self, x: object, y: object = None, **kwargs: object) -> Any:
        """The losses on one batch of held-out images, which is checked."""
        self._check_ready("test_on_batch")
        refuse_weights(**kwargs)
        self.expectation(training=False).check_batch((x, y))
        return super().test_on_batch(x, self.in_numbers(y), **kwargs)

    def predict(self, *args: object, **kwargs: object) -> np.ndarray:
        """As `keras.Model.predict`; of several workers each predicts its own."""
        with workers.alone(self):
            return super().predict(*args, **kwargs)

    def in_numbers(self, given: object) -> dict | None:
        """What is told beside a batch, by name and with words as numbers."""
        return told.encoded(given, self.roles.conditions) or None

    def remember_told(self, samples: Any, given: object) -> None:
        """A few samples and what is told of them: `generate` and sheets need some."""
        found = told.encoded(given, self.roles.conditions)
        some = {name: values[: told.FEW] for name, values in found.items()}
        self.seen = (np.asarray(samples[: told.FEW]), some) if some else (None, {})

    @property
    def num_classes(self) -> int | None:
        """The classes of the input "labels"; None where there is none."""
        labels = self.roles.conditions.get("labels")
        return labels and labels.num_classes

    @property
    def priors(self) -> dict:
        """dict of name -> prior, of what is drawn."""
        return self.roles.priors

    @property
    def conditions(self) -> dict:
        """dict of name -> condition, of what is told."""
        return self.roles.conditions

    @property
    def input_shapes(self) -> dict[str, tuple[int, ...]]:
        """dict of name -> shape of one value, of all that is drawn or told."""
        return self.roles.shapes

    @property
    def latent_shape(self) -> tuple[int, ...] | None:
        """The shape of what is drawn first; None where nothing is drawn."""
        first = next(iter(self.roles.priors), None)
        return first and self.roles.shapes[first]

    @property
    def trainable_weights(self) -> list[keras.Variable]:
        """The players' weights; the averaged generator follows and is not trained."""
        return self.generator.trainable_weights + self.discriminator.trainable_weights

    @property
    def non_trainable_weights(self) -> list[keras.Variable]:
        trained = {id(weight) for weight in self.trainable_weights}
        return [weight for weight in self.weights if id(weight) not in trained]

    @property
    def trainable_variables(self) -> list[keras.Variable]:
        return self.trainable_weights

    @property
    def metrics(self) -> list[keras.Metric]:
        return self.trackers.list() if self.compiled else []

    def load_own_variables(self, store: Any) -> None:
        """Reads the step and the lead; release 0.1 wrote the step alone."""
        found = {key: store[key] for key in store.keys()}
        super().load_own_variables({"1": 0, **found})

    # === Functions of the engine room, as methods ===

    call = sampling.call
    generate = sampling.generate
    labels_for = sampling.labels_for
    interpolate = interpolation.interpolate
    export = export.export
    gradient_norms = gradient_norms.gradient_norms
    presets = classproperty(shelf.presets)
    from_preset = classmethod(shelf.from_preset)
    save_to_preset = shelf.save_to_preset
    get_config, from_config = configs.get_config, classmethod(configs.from_config)
    get_compile_config = configs.get_compile_config
    compile_from_config = configs.compile_from_config
    deal, again, held_out = dealing.deal, dealing.again, dealing.held_out
    expectation = dealing.expectation
    batch, fakes, seed_of = dealing.batch, dealing.fakes, dealing.seed_of
    critic, maker = players.critic, players.maker
    mismatched, replayed = players.mismatched, players.replayed
    moved_of, state_of, share = moving.moved_of, moving.state_of, moving.share
    paid = property(moving.paid)
