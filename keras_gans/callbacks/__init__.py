"""Observers of a run: they look at a GAN through its public verbs only."""

from keras_gans.callbacks.best_generator import BestGenerator
from keras_gans.callbacks.budget import Budget
from keras_gans.callbacks.checkpoint import Checkpoint, save_atomically
from keras_gans.callbacks.doctor import Doctor
from keras_gans.callbacks.evaluate import Evaluate
from keras_gans.callbacks.non_finite_guard import NonFiniteGuard
from keras_gans.callbacks.sample_grid import SampleGrid
from keras_gans.callbacks.tensorboard_samples import TensorBoardSamples
from keras_gans.callbacks.timer import Timer

__all__ = [
    "BestGenerator",
    "Budget",
    "Checkpoint",
    "Doctor",
    "Evaluate",
    "NonFiniteGuard",
    "SampleGrid",
    "TensorBoardSamples",
    "Timer",
    "save_atomically",
]
