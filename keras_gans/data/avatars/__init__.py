"""Cartoon people, drawn from parts: any number, at any size, every attribute known."""

from keras_gans.data.avatars.apart import UNSEEN, is_unseen
from keras_gans.data.avatars.attributes import (
    ATTRIBUTES,
    column,
    describe,
    draw,
    person,
)
from keras_gans.data.avatars.caption_reader import asked, attributes_in
from keras_gans.data.avatars.captions import caption_of, captions, vocabulary
from keras_gans.data.avatars.drawing import svg
from keras_gans.data.avatars.palette import palette
from keras_gans.data.avatars.parts import ATTRIBUTION
from keras_gans.data.avatars.reading import indices_of, load_arrays
from keras_gans.data.avatars.rendering import render
from keras_gans.data.avatars.segments import SEGMENTS
from keras_gans.data.avatars.small import small

__all__ = [
    "ATTRIBUTES",
    "ATTRIBUTION",
    "SEGMENTS",
    "UNSEEN",
    "asked",
    "attributes_in",
    "caption_of",
    "captions",
    "column",
    "describe",
    "draw",
    "indices_of",
    "is_unseen",
    "load_arrays",
    "palette",
    "person",
    "render",
    "small",
    "svg",
    "vocabulary",
]
