"""Names what goes wrong in a run while it goes wrong."""

from keras_gans.callbacks.doctor.diagnosis import Diagnosis
from keras_gans.callbacks.doctor.doctor import Doctor

__all__ = ["Diagnosis", "Doctor"]
