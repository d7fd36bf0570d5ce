"""Pictures of people as arrays: painted now, or read from the disk."""

import functools

import numpy as np

from keras_gans.data.avatars.attributes import check_people, draw
from keras_gans.data.avatars.cache import cached
