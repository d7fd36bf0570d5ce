"""Quality for minutes: one recipe at a few widths and batch sizes.

    python benchmarks/widths.py --minutes 2

Trains the DCGAN recipe with each setting for the same time, one after another, and
prints images per second and the Fréchet distance of 2,000 samples to held-out training
images. Writes `benchmarks/widths.json`.
"""

import argparse
import json
import pathlib

import keras_gans as kg

SETTINGS = ((16, 64), (32, 64), (32, 128), (64, 64))  # width, batch size


def train(name, images, width, batch_size, minutes):
    """A GAN trained for some minutes, and the images per second of it."""
    config = kg.presets.read(name)
    for player in config["networks"].values():
        player["config"]["width"] = width
    gan = kg.presets.build(config, seed=0)
    timer = kg.callbacks.Timer(images_per_step=batch_size, limit_minutes=minutes)
    dataset = kg.data.from_arrays(images.images, batch_size=batch_size)
    history = gan.fit(dataset, epochs=1000, callbacks=[timer], verbose=0).history
    return gan, max(history["images_per_second"])


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--name", default="dcgan_fashion_mnist")
    arguments.add_argument("--data", default="fashion_mnist")
    arguments.add_argument("--minutes", type=float, default=2.0)
    options = arguments.parse_args()
    images = kg.data.load_arrays(options.data)
    rest, held = kg.data.hold_out(images, len(images.images) // 12)
    rows = []
    print(f"{'width':>5} {'batch':>6} {'images/s':>9} {'steps':>7} {'fd@2k':>8}")
    for width, batch_size in SETTINGS:
        gan, speed = train(options.name, rest, width, batch_size, options.minutes)
        values = kg.metrics.evaluate(gan, held, ["fd"], n=2000, others=rest)["values"]
        (name, value), *_ = values.items()
        row = dict(width=width, batch_size=batch_size, images_per_second=speed)
        rows.append({**row, "steps": int(gan.step), name: value["value"]})
        print(
            f"{width:5} {batch_size:6} {speed:9.0f} {int(gan.step):7} "
            f"{value['value']:8.3f}",
            flush=True,
        )
    result = {"minutes": options.minutes, "data": images.name, "rows": rows}
    path = pathlib.Path(__file__).with_suffix(".json")
    path.write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()
