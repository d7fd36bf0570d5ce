"""python -m zoo: the recipes, and the shelf that is made from them.

python -m zoo list          every recipe, a line each
python -m zoo NAME          makes its folder on the shelf, from training to the card;
                            goes on with what an interrupted call has left; --epochs,
                            --images, --steps or --minutes instead of the recipe's end
python -m zoo score NAME    measures a trained preset again
python -m zoo cards         writes every card, and zoo/README.md
python -m zoo front         draws the pictures of the site's front page and README again
python -m zoo configs       writes keras_gans/presets/shelf/*/config.json
"""

import argparse
import sys

import zoo
from keras_gans import presets
from keras_gans.cli.parser import add_budget
from keras_gans.runs.budget import KINDS
from zoo import front, gallery, make, thumbnails


def main(arguments=None):
    options = parser().parse_args(arguments)
    if options.what in zoo.recipes:
        budget = {name: getattr(options, name) for name in KINDS}
        return make.make(options.what, budget=budget, n=options.n)
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
        metavar="NAME | list | score | cards | front | configs",
        choices=[*COMMANDS, *zoo.recipes],
    )
    parser.add_argument("name", nargs="?", choices=list(zoo.recipes), metavar="NAME")
    add_budget(parser)
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


def pictures(options):
    entries = [gallery.Entry.of(name) for name in zoo.recipes]
    for path in [*front.draw(entries, again=True), *thumbnails.write()]:
        print(path)
    print(gallery.write())
    return 0


def configs(options):
    for name, recipe in zoo.recipes.items():
        print(make.configure(name, recipe))
    return 0


COMMANDS = {
    "list": show_list,
    "score": score,
    "cards": cards,
    "front": pictures,
    "configs": configs,
}

if __name__ == "__main__":
    sys.exit(main())
