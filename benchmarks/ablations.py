"""What is a part of the game worth? A recipe without it, for as many steps.

    python benchmarks/ablations.py pix2pix_avatars discriminator
    python benchmarks/applications.py pix2pix_avatars \\
        --without runs/pix2pix_avatars_without_discriminator
    python benchmarks/ablations.py text2image_avatars mismatch
    python benchmarks/applications.py text2image_avatars \\
        --also "no mismatched captions=runs/text2image_avatars_without_mismatch"
    python benchmarks/ablations.py text2image_avatars phrases

discriminator   the generator alone, by the differences to the truth that the recipe
                names: what translation, super-resolution and solids are like without a
                GAN, and SRGAN before its game begins. The discriminator is there with
                one channel, and counts for nothing
mismatch        a discriminator that sees no real image under a wrong caption
phrases         one that is not asked of which picture of the batch each phrase is

Trains for as many steps as the preset on the shelf was (or --steps), with its data and
seed, into runs/NAME_without_PART; run again, it goes on.
"""

import argparse
import os
import sys

if "tensorflow" not in sys.modules:  # as the zoo, which trained the shelf
    os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "1")
from keras_gans import losses, presets, runs  # noqa: E402
from keras_gans.presets import parts  # noqa: E402
from keras_gans.runs.folder import RunFolder  # noqa: E402

TRUTH = ("Reconstruction",)  # penalties that ask no discriminator


def main(args=None):
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("name", choices=presets.names(), metavar="NAME")
    parser.add_argument("part", choices=PARTS)
    parser.add_argument("--steps", type=int, help="default: those of the preset")
    options = parser.parse_args(args)
    steps = options.steps or presets.read_metadata(options.name)["training"]["steps"]
    place = RunFolder(f"runs/{options.name}_without_{options.part}")
    job = runs.resume(place.path) if place.is_begun else begun(place.path, options)
    job.train(steps=steps)
    job.finish()
    print(place.path)


def begun(folder, options):
    """A run of the recipe without that part."""
    return runs.start(folder, PARTS[options.part](runs.new_config(options.name)))


def changed(config, **game):
    """The same recipe, played by other rules."""
    return {**config, "game": {**config["game"], **game}}


def alone(config):
    """The generator's losses are differences to the truth, and nothing else."""
    game, networks = config["game"], config["networks"]
    kept = [p for p in game.get("generator_penalties", ()) if p["class"] in TRUTH]
    if not kept:
        raise SystemExit("Without its discriminator that recipe has nothing to learn.")
    nothing = parts.spec(losses.Scaled("non_saturating", 0.0))
    judge = networks["discriminator"]
    small = {**judge, "config": {**judge["config"], "width": 1}}
    plain = changed(config, loss=nothing, penalties=[], generator_penalties=kept)
    return {**plain, "networks": {**networks, "discriminator": small}}


def trusting(config):
    """Whatever is said of a real image counts as right."""
    if not config["game"].get("matching_aware"):
        raise SystemExit("That recipe shows no real image under a wrong caption.")
    return changed(config, matching_aware=False)


def deaf(config):
    """The column of labels or phrases counts for nothing."""
    loss = config["game"]["loss"]
    if loss["class"] != "AuxiliaryClassifier":
        raise SystemExit("That recipe asks for no labels or phrases.")
    silent = {**loss, "config": {**loss["config"], "weight": 0.0}}
    return changed(config, loss=silent)


PARTS = {"discriminator": alone, "mismatch": trusting, "phrases": deaf}

if __name__ == "__main__":
    main()
