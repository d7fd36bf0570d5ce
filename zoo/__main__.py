"""python -m zoo: the recipes, and the shelf that is written from them.

python -m zoo list        every recipe, a line each
python -m zoo configs     writes keras_gans/presets/shelf/*/config.json
python -m zoo NAME        writes its config, then trains it (see keras-gans train)
"""

import sys

import zoo
from keras_gans import cli
from keras_gans.presets import library


def main(arguments):
    if arguments in ([], ["list"]):
        for name, recipe in zoo.recipes.items():
            print(f"{name:32} {recipe.data:20} {recipe.epochs:4} epochs")
    elif arguments == ["configs"]:
        for name in zoo.recipes:
            print(library.write(zoo.recipes[name].config(name)))
    elif arguments[0] in zoo.recipes:
        library.write(zoo.recipes[arguments[0]].config(arguments[0]))
        return cli.main(["train", *arguments])
    else:
        print(__doc__)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
