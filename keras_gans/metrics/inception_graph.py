"""The 2015 Inception graph: the one whose features make a Fréchet distance an FID."""

import hashlib
import pathlib

import numpy as np
from numpy.typing import ArrayLike

from keras_gans.utils import files
from keras_gans.utils.printable import printable
from keras_gans.utils.types import PathLike

CHUNK = 50  # images at a time, as in the paper's code
INPUT, OUTPUT = "ExpandDims:0", "pool_3:0"
# All that a network needs to compute, and nothing that reads or writes files.
ALLOWED = {
    *("Add", "AvgPool", "BatchNormWithGlobalNormalization", "BiasAdd", "Cast"),
    *("CheckNumerics", "Concat", "ConcatV2", "Const", "Conv2D", "DecodeJpeg", "Div"),
    *("ExpandDims", "Identity", "MatMul", "MaxPool", "Mean", "Mul", "NoOp", "Pad"),
    *("Placeholder", "RealDiv", "Relu", "Reshape", "ResizeBilinear", "Softmax"),
    *("Squeeze", "Sub"),
}


class InceptionGraph:
    """A feature network from the user's copy of the frozen graph of the FID paper.

    The file, `classify_image_graph_def.pb` of 2015-12-05, is not shipped and never
    fetched. It resizes and scales the images itself. Values are named
    `fd_inception2015@50k`; of 50,000 images against the whole training set, that is
    FID as most papers print it.

    Args:
        path: of the frozen graph.
        output: name of the tensor of features, of shape `(n, d)` or `(n, 1, 1, d)`.

    Attributes:
        sha256: str, of the file: print it beside the value.

    Raises:
        ValueError: a file that is no graph, lacks these tensors, or holds operations
            that a network doesn't need.

    Reference:
    - [Heusel et al., 2017](https://arxiv.org/abs/1706.08500), and the code of the paper
    """

    name = "inception2015"

    def __init__(self, path: PathLike, output: str = OUTPUT):
        content = files.read(path)
        self.sha256 = hashlib.sha256(content).hexdigest()
        self.card = {"file": pathlib.Path(path).name, "output": output}
        self._run = as_function(checked_graph(content, path), output)

    def features(self, images: ArrayLike) -> np.ndarray:
        """Features, float32 `(n, d)`, of uint8 images `(n, height, width, 1 or 3)`."""
        right = getattr(images, "dtype", None) == np.uint8 and np.ndim(images) == 4
        if not right or images.shape[-1] not in (1, 3) or not len(images):
            raise ValueError(
                "The Inception graph looks at uint8 images (n, height, width, 1 or 3). "
                f"Received: {getattr(images, 'dtype', type(images))} of shape "
                f"{np.shape(images)}. Round images in [-1, 1] with "
                "`kg.plots.to_uint8(images)`."
            )
        starts = range(0, len(images), CHUNK)
        return np.concatenate([self._look(images[i : i + CHUNK]) for i in starts])

    def _look(self, images):
        images = np.repeat(images, 3, axis=-1) if images.shape[-1] == 1 else images
        return self._run(images.astype("float32")).reshape(len(images), -1)


def checked_graph(content, path):
    """The graph in a file, if it is one of harmless operations only."""
    import tensorflow as tf

    try:
        graph = tf.compat.v1.GraphDef.FromString(content)
    except Exception as error:  # protobuf's own
        raise ValueError(
            f"{printable(path)} is no frozen TensorFlow graph: {error}."
        ) from error
    odd = {node.op for node in graph.node} - ALLOWED
    if odd or len(graph.library.function):
        raise ValueError(
            "The Inception graph must hold the operations of a network only. "
            f"Received: {sorted(odd) or 'functions'} in {printable(path)}. Don't "
            "trust this file."
        )
    names = {f"{node.name}:0" for node in graph.node}
    if INPUT not in names:
        raise ValueError(
            f"The Inception graph must have the tensor {INPUT}. "
            f"Received: {len(names)} other ones in {printable(path)}. It is another "
            "file."
        )
    return graph


def as_function(graph, output):
    """float32 images `(n, height, width, 3)` from 0 to 255 -> the tensor `output`."""
    import tensorflow as tf

    def network(images):
        return tf.import_graph_def(graph, {INPUT: images}, [output], name="")[0]

    images = tf.TensorSpec((None, None, None, 3), "float32")
    try:
        run = tf.compat.v1.wrap_function(network, [images])
    except ValueError as error:
        raise ValueError(f"The graph has no tensor {output}: {error}.") from error
    return lambda batch: run(tf.constant(batch)).numpy()
