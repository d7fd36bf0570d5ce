"""Evidence: arrays in, floats out, in NumPy float64.

Every metric takes features or labels, never networks or images of a run, refuses what
it can't measure (NaN, too few rows, sets that don't match), and cites its paper.
`feature_network` makes features of images, and `evaluate` brings it all together.
"""

from keras_gans.metrics.attributes import (
    AttributeAccuracy,
    AttributeRecall,
    attribute_accuracy,
    attribute_recall,
    readable,
)
from keras_gans.metrics.codes import code_accuracy
from keras_gans.metrics.evaluation import Evaluator, evaluate
from keras_gans.metrics.feature_network import FeatureNetwork
from keras_gans.metrics.features import (
    feature_network,
    feature_networks,
    metric_of,
    network_for,
)
from keras_gans.metrics.frechet import (
    Statistics,
    frechet_distance,
    frechet_statistics,
)
from keras_gans.metrics.inception_graph import InceptionGraph
from keras_gans.metrics.keras_features import KerasFeatures
from keras_gans.metrics.kernel import kernel_distance, subset_kernel_distances
from keras_gans.metrics.labelled import (
    ClassFrechetDistance,
    ClassificationAccuracy,
    class_frechet_distance,
    classification_accuracy_score,
    label_accuracy,
)
from keras_gans.metrics.manifold import (
    DensityCoverage,
    PrecisionRecall,
    density_coverage,
    precision_recall,
)
from keras_gans.metrics.memorisation import (
    CopyingScore,
    NearestImages,
    Neighbours,
    authenticity,
    copying_score,
    nearest_images,
    nearest_neighbours,
)
from keras_gans.metrics.modes import (
    ModeCoverage,
    StackedMnistCoverage,
    mode_coverage,
    stacked_mnist_coverage,
)
from keras_gans.metrics.pixels import absolute_error, psnr
from keras_gans.metrics.projections import (
    mind,
    random_projections,
    sliced_wasserstein,
)
from keras_gans.metrics.pyramid import (
    ScaleDistances,
    laplacian_patches,
    multiscale_sliced_wasserstein,
)
from keras_gans.metrics.score import ClassifierScore, classifier_score
from keras_gans.metrics.similarity import multiscale_ssim, ssim, ssim_diversity
from keras_gans.metrics.small_cnn import train_small_cnn
from keras_gans.metrics.solids import (
    SurfaceScore,
    best_threshold,
    intersection_over_union,
    surface_f_score,
)
from keras_gans.metrics.suite import as_text, better

__all__ = [
    "AttributeAccuracy",
    "AttributeRecall",
    "ClassFrechetDistance",
    "ClassificationAccuracy",
    "ClassifierScore",
    "CopyingScore",
    "DensityCoverage",
    "Evaluator",
    "InceptionGraph",
    "FeatureNetwork",
    "KerasFeatures",
    "ModeCoverage",
    "NearestImages",
    "Neighbours",
    "PrecisionRecall",
    "ScaleDistances",
    "StackedMnistCoverage",
    "Statistics",
    "SurfaceScore",
    "absolute_error",
    "as_text",
    "attribute_accuracy",
    "attribute_recall",
    "authenticity",
    "best_threshold",
    "better",
    "class_frechet_distance",
    "classification_accuracy_score",
    "classifier_score",
    "code_accuracy",
    "copying_score",
    "density_coverage",
    "evaluate",
    "feature_network",
    "feature_networks",
    "frechet_distance",
    "frechet_statistics",
    "intersection_over_union",
    "kernel_distance",
    "label_accuracy",
    "laplacian_patches",
    "metric_of",
    "mind",
    "mode_coverage",
    "multiscale_sliced_wasserstein",
    "multiscale_ssim",
    "nearest_images",
    "nearest_neighbours",
    "network_for",
    "precision_recall",
    "psnr",
    "random_projections",
    "readable",
    "sliced_wasserstein",
    "ssim",
    "ssim_diversity",
    "stacked_mnist_coverage",
    "subset_kernel_distances",
    "surface_f_score",
    "train_small_cnn",
]
