"""What helps a generator to draw words that it was never told together.

    python benchmarks/words_together.py --steps 500

Trains the recipe `text2image_avatars` three times for as many steps: the generator's
affine transformations with a hidden layer each, as DF-GAN has them; linear ones; and
linear ones with `Splicing`, which asks for two captions at once. Printed is the share
of captions of which all that they name is drawn: of captions as in training, and of
those with a pair of hair and colour that no training image has; of the latter the share
of the hair and of its colour alone, too. Written to `benchmarks/words_together.json`.
"""

import argparse
import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import keras_gans as kg  # noqa: E402
import zoo  # noqa: E402
from benchmarks import application_tasks as tasks  # noqa: E402
from keras_gans.utils import files  # noqa: E402

FILE = pathlib.Path(__file__).with_suffix(".json")
STEPS = 500  # of 64 images
NAME = "text2image_avatars"
RECIPE = zoo.recipes[NAME]
WAYS = {
    "hidden layers": {"hidden": True, "splicing": False},
    "linear": {"hidden": False, "splicing": False},
    "linear, two captions at once": {"hidden": False, "splicing": True},
}
LOOKED_AT = tasks.Protocol(count=1000)


def main(args=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--steps", type=int, default=STEPS, help=f"of 64 images ({STEPS})"
    )
    steps = parser.parse_args(args).steps
    size, rows = RECIPE.batch_size, {}
    for way, parts in WAYS.items():
        gan = gan_of(**parts)
        people = kg.data.load("avatars_apart", given="caption", batch_size=size)
        gan.fit(people.repeat(), epochs=1, steps_per_epoch=steps, verbose=0)
        rows[way] = shares(gan)
        print(f"{way}: {json.dumps(rows[way])}", flush=True)
    files.write_json(FILE, {"steps": steps, "images": steps * size, "rows": rows})


def gan_of(hidden, splicing):
    """The GAN of the recipe, with and without each of its parts."""
    config = RECIPE.config(NAME)
    maker = config["networks"]["generator"]["config"]
    maker["film_units"] = maker["text_units"] if hidden else None
    if not splicing:
        config["game"]["generator_penalties"] = []
    return kg.presets.build(config, seed=0)


def shares(gan):
    """What of test people's captions is right, and of pairs never seen."""
    people = tasks.avatars("test", LOOKED_AT.count, None, "caption")
    captions = [str(caption) for caption in people.given["caption"]]
    pairs, _ = tasks.unseen_captions(LOOKED_AT)
    eye = tasks.Eye(people.images)
    images, strange = (tasks.made(gan, caption=said) for said in (captions, pairs))
    asked = kg.data.avatars.asked
    usual, unseen = eye.right(images, asked(captions)), eye.right(strange, asked(pairs))
    found = {
        "all right": usual["all_right"],
        "attributes": usual["attributes"],
        "pairs never seen": unseen["all_right"],
        "their hair": unseen[tasks.PART + "hair"],
        "their colour": unseen[tasks.PART + "hair_colour"],
    }
    return {name: round(float(share), 3) for name, share in found.items()}


if __name__ == "__main__":
    main()
