"""Each command by its name; none of them has imported TensorFlow yet."""

from keras_gans.cli.comparing import compare
from keras_gans.cli.measuring import evaluate
from keras_gans.cli.playing import demo
from keras_gans.cli.sampling import generate
from keras_gans.cli.sharing import export, upload
from keras_gans.cli.shelf import list, show  # noqa: A004 - named after the command
from keras_gans.cli.training import train

__all__ = ["compare", "demo", "evaluate", "export", "generate", "list", "show"]
__all__ += ["train", "upload"]
