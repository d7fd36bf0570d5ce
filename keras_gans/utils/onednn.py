"""TensorFlow's oneDNN kernels, which must be asked for before it is imported."""

import os
import sys

VARIABLE = "TF_ENABLE_ONEDNN_OPTS"


def prefer():
    """Turns them on, unless somebody has decided or TensorFlow is there already.

    They are TensorFlow's default where a processor has AVX512; with AVX2 alone a step
    of a DCGAN takes about twice as long without (`benchmarks/onednn.py`). Where it is
    too late nothing is done: processes that this one starts would compute otherwise.
    """
    if "tensorflow" not in sys.modules:
        os.environ.setdefault(VARIABLE, "1")
