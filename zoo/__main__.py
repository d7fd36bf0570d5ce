"""python -m zoo: the recipes, and the shelf that is made from them.

python -m zoo list          every recipe, a line each
python -m zoo NAME          makes its folder on the shelf, from training to the card;
                            goes on with what an interrupted call has left
python -m zoo score NAME    measures a trained preset again
python -m zoo cards         writes every card, and zoo/README.md
python -m zoo configs       writes keras_gans/presets/shelf/*/config.json
"""

import argparse
import sys

import zoo
from keras_gans import presets
from zoo import gallery, make


def main(arguments=None):
    options = parser().parse_args(arguments)
    if options.what in zoo.recipes:
        return make.make(options.what, options.epochs, options.minutes, n=options.n)
    return COMMANDS[options.what](options)


def parser():
    parser = argparse.ArgumentParser(
        "python -m zoo",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "what",
        nargs="?",
        default="list",
        metavar="NAME | list | score | cards | configs",
        choices=[*COMMANDS, *zoo.recipes],
    )
    parser.add_argument("name", nargs="?", choices=list(zoo.recipes), metavar="NAME")
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--epochs", type=int, help="instead of the recipe's")
    length.add_argument("--minutes", type=float, help="of training in all, instead")
    parser.add_argument("--n", type=int, help="samples of a draw; default: 10,000")
    return parser


def show_list(options):
    for name, recipe in zoo.recipes.items():
        trained = name in presets.names() and presets.read_metadata(name)
        state = "trained" if trained else ""
        print(f"{name:38} {recipe.data:20} {recipe.epochs:4} epochs  {state}")
    return 0


def score(options):
    if options.name is None:
        raise SystemExit("python -m zoo score NAME: which one?")
    make.score(options.name, zoo.recipes[options.name], n=options.n)
    make.describe(options.name, zoo.recipes[options.name])
    return 0


def cards(options):
    for name, recipe in zoo.recipes.items():
        make.describe(name, recipe)
    print(gallery.write())
    return 0


def configs(options):
    for name, recipe in zoo.recipes.items():
        print(make.configure(name, recipe))
    return 0


COMMANDS = {"list": show_list, "score": score, "cards": cards, "configs": configs}

if __name__ == "__main__":
    sys.exit(main())
