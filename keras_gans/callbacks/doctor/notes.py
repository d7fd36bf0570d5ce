"""The file of a run in which its diagnoses stand."""

import json

from keras_gans.callbacks.doctor.diagnosis import Diagnosis
from keras_gans.utils import files


def write(path, step, examinations, diagnoses):
    """Writes `doctor.json`, whole or not at all.

    Args:
        path: `pathlib.Path`.
        step: int, that the run has reached.
        examinations: int, until then.
        diagnoses: list of `Diagnosis`.
    """
    notes = {"step": step, "examinations": examinations}
    notes["diagnoses"] = [diagnosis._asdict() for diagnosis in diagnoses]
    files.write_json(path, notes)


def read(path, step):
    """The examinations and diagnoses of a run's past, up to a step.

    What the file says of later steps belongs to a run that was given up. A file that
    is missing or damaged says nothing.
    """
    try:
        notes = json.loads(files.read(path))
        found = [Diagnosis(**given) for given in notes["diagnoses"]]
        if notes["step"] > step:
            found = [known_at(step, d) for d in found if d.step <= step]
        return int(notes["examinations"]), found
    except (OSError, ValueError, KeyError, TypeError):
        return 0, []


def known_at(step, diagnosis):
    """A diagnosis as it stood at an earlier step."""
    over = diagnosis.recovered
    return diagnosis._replace(recovered=None if over and over > step else over)
