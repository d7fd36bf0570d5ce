"""Names of types that stand in the signatures of the library."""

import os
from typing import Any

PathLike = str | os.PathLike
Tensor = Any  # TensorFlow has no types
