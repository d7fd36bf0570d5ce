from keras_gans.layers.exact_dropout import ExactDropout
from keras_gans.layers.fused_batch_normalization import FusedBatchNormalization
from keras_gans.layers.label_planes import LabelPlanes
from keras_gans.layers.maxout import Maxout
from keras_gans.layers.minibatch_std_dev import MinibatchStdDev
from keras_gans.layers.spectral_normalization import (
    SpectralConv2D,
    SpectralDense,
    SpectralEmbedding,
)
from keras_gans.layers.thin_conv2d import ThinConv2D

__all__ = [
    "ExactDropout",
    "FusedBatchNormalization",
    "LabelPlanes",
    "Maxout",
    "MinibatchStdDev",
    "SpectralConv2D",
    "SpectralDense",
    "SpectralEmbedding",
    "ThinConv2D",
]
