from keras_gans.layers.blur import BlurBeforeStride2D, BlurPooling2D, BlurUpSampling2D
from keras_gans.layers.clip_output import ClipOutput
from keras_gans.layers.conditional_batch_normalization import (
    ConditionalBatchNormalization,
)
from keras_gans.layers.equalized import EqualizedConv2D, EqualizedDense
from keras_gans.layers.exact_dropout import ExactDropout
from keras_gans.layers.film import FiLM
from keras_gans.layers.fused_batch_normalization import FusedBatchNormalization
from keras_gans.layers.gate import Gate
from keras_gans.layers.label_planes import LabelPlanes
from keras_gans.layers.learned import LearnedBasis, LearnedConstant
from keras_gans.layers.maxout import Maxout
from keras_gans.layers.minibatch_std_dev import MinibatchStdDev
from keras_gans.layers.modulated_conv2d import ModulatedConv2D
from keras_gans.layers.moving_mean import MovingMean
from keras_gans.layers.noise_injection import NoiseInjection
from keras_gans.layers.phrase_contrast import PhraseContrast
from keras_gans.layers.phrase_encoder import PhraseEncoder
from keras_gans.layers.pixel_norm import PixelNorm
from keras_gans.layers.pixel_shuffle import PixelShuffle, PixelUnshuffle
from keras_gans.layers.self_attention import SelfAttention
from keras_gans.layers.spectral_normalization import (
    SpectralConv2D,
    SpectralConv3D,
    SpectralDense,
    SpectralEmbedding,
)
from keras_gans.layers.style_mixing import StyleMixing
from keras_gans.layers.sum_pooling2d import SumPooling2D
from keras_gans.layers.text_encoder import TextEncoder
from keras_gans.layers.thin_conv2d import ThinConv2D

__all__ = [
    "BlurBeforeStride2D",
    "BlurPooling2D",
    "BlurUpSampling2D",
    "ClipOutput",
    "ConditionalBatchNormalization",
    "EqualizedConv2D",
    "EqualizedDense",
    "ExactDropout",
    "FiLM",
    "FusedBatchNormalization",
    "Gate",
    "LabelPlanes",
    "LearnedBasis",
    "LearnedConstant",
    "Maxout",
    "MinibatchStdDev",
    "ModulatedConv2D",
    "MovingMean",
    "NoiseInjection",
    "PhraseContrast",
    "PhraseEncoder",
    "PixelNorm",
    "PixelShuffle",
    "PixelUnshuffle",
    "SelfAttention",
    "SpectralConv2D",
    "SpectralConv3D",
    "SpectralDense",
    "SpectralEmbedding",
    "StyleMixing",
    "SumPooling2D",
    "TextEncoder",
    "ThinConv2D",
]
