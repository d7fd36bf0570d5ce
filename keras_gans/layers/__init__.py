from keras_gans.layers.exact_dropout import ExactDropout
from keras_gans.layers.fused_batch_normalization import FusedBatchNormalization
from keras_gans.layers.label_planes import LabelPlanes

__all__ = [
    "ExactDropout",
    "FusedBatchNormalization",
    "LabelPlanes",
]
