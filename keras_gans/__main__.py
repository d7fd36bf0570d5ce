"""python -m keras_gans: the same as the command keras-gans."""

import sys

from keras_gans.cli import main

if __name__ == "__main__":
    sys.exit(main())
