"""Draws as a function of (seed, step): for objects of your own.

`prior(shape, seed)` and `penalty(critic, real, fake, seed)` are given a `Seed`; these
functions draw by it, the same in every way of running and on every number of replicas.
"""

from keras_gans.engine.seeds import Seed, fractions, integers, normal, uniform

__all__ = ["Seed", "fractions", "integers", "normal", "uniform"]
