"""The observer that says which failure this is, and what helps."""

import math
import pathlib
import sys

from keras_gans.callbacks.doctor import notes
from keras_gans.callbacks.doctor.course import Course
from keras_gans.callbacks.doctor.diagnosis import Diagnosis
from keras_gans.callbacks.doctor.examinations import EXAMINATIONS
from keras_gans.callbacks.doctor.reals import Reals
from keras_gans.callbacks.doctor.rounds import looks_until
from keras_gans.callbacks.doctor.vitals import Instruments
from keras_gans.callbacks.doctor.window import Window
from keras_gans.engine.observer import Observer
from keras_gans.utils.counts import check_count
from keras_gans.utils.printable import printable
from keras_gans.utils.types import PathLike

GRACE = 200  # steps in which every generator is bad
REMEMBERED = 5  # earlier examinations


class Doctor(Observer):
    """Names the failure of a GAN while it happens, with evidence and a remedy.

    Losses of a GAN don't tell why it fails. About every `every` steps this callback
    measures the fakes beside the data, both gradients, how far the weights went and
    what the discriminator scored; one line says what is wrong:

        Doctor: mode collapse at step 500: fakes lie 12 times closer to each other than
        real images do (0.8 against 9.7). Try GAN(packing=2), unrolled_steps=5 or
        penalties=[kg.penalties.r1()].

    It speaks when three examinations in a row agree, never of the first 200 steps, once
    for each failure until that is over, and then says so. It knows: frozen generator
    and discriminator, dead critic, vanishing generator gradient, discriminator won,
    blind discriminator, mode collapse, missing modes, oscillation, saturated pixels,
    memorisation (of up to 2,000 images), ignored labels; and, as good news,
    equilibrium. NaN is for `NonFiniteGuard`.

    Nothing that is trained, drawn or logged is changed: with and without a doctor a run
    is the same, bit for bit.

    Args:
        data: real images, as for `fit`: an array, a pair `(images, labels)` or a
            dataset of batches. A few hundred do; all of them where copies are to be
            found. A conditional GAN's need their labels.
        every: int, steps between two examinations, on average: they are uneven, as a
            function of the GAN's seed, so that a game that runs in circles of so many
            steps is not always seen at the same place. A failure needs three of them.
        folder: where `doctor.json` goes, for the page of the run; made if need be. A
            resumed run goes on with what it holds. Default: no file.
        stop: bool, whether the first alarm ends the training.

    Attributes:
        diagnoses: list of `Diagnosis(step, epoch, name, evidence, remedy, alarm,
            recovered)`.
        examinations: int, how many times it looked.

    Raises:
        ValueError: a wrong argument, or data that are not those of the GAN.

    Example:

    >>> images = kg.data.load_arrays("fashion_mnist_mini").images
    >>> doctor = kg.callbacks.Doctor(images, folder="run")
    >>> gan.fit(images, epochs=20, callbacks=[doctor])
    >>> [diagnosis.name for diagnosis in doctor.diagnoses]

    Reference, for the remedies:
    - [Arjovsky and Bottou, 2017](https://arxiv.org/abs/1701.04862), vanishing gradients
      and instance noise
    - [Gulrajani et al., 2017](https://arxiv.org/abs/1704.00028), dead critics
    - [Mescheder et al., 2018](https://arxiv.org/abs/1801.04406), r1 against oscillation
    - [Lin et al., 2018](https://arxiv.org/abs/1712.04086) and
      [Metz et al., 2017](https://arxiv.org/abs/1611.02163), mode collapse
    - [Karras et al., 2020](https://arxiv.org/abs/2006.06676),
      [Zhao et al., 2020](https://arxiv.org/abs/2006.10738) and
      [Tseng et al., 2021](https://arxiv.org/abs/2104.03310), few images
    - [Reed et al., 2016](https://arxiv.org/abs/1605.05396) and
      [Miyato and Koyama, 2018](https://arxiv.org/abs/1802.05637), labels
    """

    def __init__(
        self,
        data: object,
        every: int = 100,
        folder: PathLike | None = None,
        stop: bool = False,
    ):
        super().__init__()
        self.every, self.stop = check_count("every", every), stop
        self.path = None if folder is None else pathlib.Path(folder) / "doctor.json"
        self.reals = Reals(data)
        self.diagnoses, self.examinations = [], 0

    def on_train_begin(self, logs: dict | None = None) -> None:
        self.reals.check_for(self.model)
        self._last_step = None
        self._window = Window()

    def on_epoch_begin(self, epoch: int, logs: dict | None = None) -> None:
        # Not in `on_train_begin`: callbacks that restore a run act there, in any order.
        if self._last_step is None:
            self._begin()
        self._epoch, self._steps, self._logs = epoch, 0, {}
        self._window.begin_epoch()

    def on_train_batch_end(self, batch: int, logs: dict | None = None) -> None:
        self._steps, self._logs = batch + 1, logs or {}
        if self._looks(self._step()) > self._looks(self._last_step):
            self.examine()

    def on_epoch_end(self, epoch: int, logs: dict | None = None) -> None:
        self._window.add(self._steps, self._logs)

    def examine(self) -> None:
        """Looks at the GAN as it is now; called about every `every` steps."""
        self._last_step = self._step()
        self._window.add(self._steps, self._logs)
        recent = self._window.take()
        if not recent or not all(map(math.isfinite, recent.values())):
            return
        now = self._instruments.measure(self.model, recent)
        if now is None:
            return
        self.examinations += 1
        if now.step > GRACE:
            self._judge(now)
        self._before = [*self._before, now][-REMEMBERED:]
        if self.path:
            self._write()

    def _step(self):
        return int(self.model.step.numpy())

    def _looks(self, step):
        return looks_until(step, self.every, self.model.seed)

    def _judge(self, now):
        for examination in EXAMINATIONS:
            evidence = examination.find(now, self._before, self.reals)
            course = self._courses[examination.name]
            if course.changed(evidence is not None):
                self._note(examination, now.step, evidence)

    def _note(self, examination, step, evidence):
        """Says what is new: a failure, or that one is over."""
        if evidence is None:
            self._recover(examination.name, step)
        else:
            diagnosis = Diagnosis(
                step,
                self._epoch + 1,
                examination.name,
                evidence,
                examination.remedy,
                examination.alarm,
            )
            self.diagnoses.append(diagnosis)
            self._say(diagnosis.line)
            if self.stop and diagnosis.alarm:
                self.model.stop_training = True

    def _recover(self, name, step):
        for i, diagnosis in enumerate(self.diagnoses):
            if diagnosis.name == name and diagnosis.recovered is None:
                self.diagnoses[i] = diagnosis._replace(recovered=step)
                self._say(
                    f"{name} of step {diagnosis.step:,} is over at step {step:,}."
                )

    def _say(self, text):
        bar = self.params.get("verbose") == 1  # which does not end its line
        sys.stdout.write(f"{chr(10) if bar else ''}Doctor: {text}\n")
        sys.stdout.flush()

    def _begin(self):
        """Takes up what is known of this run's past."""
        step = self._last_step = self._step()
        if self.path:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.examinations, self.diagnoses = notes.read(self.path, step)
        self._before, self._instruments = [], Instruments(self.reals)
        lasting = {d.name for d in self.diagnoses if d.recovered is None}
        names = [examination.name for examination in EXAMINATIONS]
        self._courses = {name: Course(name in lasting) for name in names}

    def _write(self):
        """Hours of training are worth more than a file: without one it goes on."""
        try:
            notes.write(self.path, self._last_step, self.examinations, self.diagnoses)
        except OSError as error:
            self._say(
                f"{printable(self.path)} cannot be written ({error}) and is given up."
            )
            self.path = None
