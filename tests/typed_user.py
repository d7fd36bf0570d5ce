"""A user's program, which an editor or a type checker reads; `test_types` runs mypy.

A line that ends in `# wrong` must be complained of, and no other one.
"""

from pathlib import Path

import keras
import numpy as np

import keras_gans as kg

gan = kg.GAN(
    kg.networks.DCGANGenerator(image_shape=(28, 28, 1), latent_dim=100),
    kg.networks.DCGANDiscriminator(image_shape=(28, 28, 1), dropout=0.1),
    prior={"z": kg.priors.Uniform()},
    conditions={"caption": kg.conditions.Tokens(["red", "hat"], length=4)},
    seed=0,
)
gan.compile(
    generator_optimizer=keras.optimizers.Adam(2e-4, beta_1=0.5),
    discriminator_optimizer="adam",
    loss=kg.losses.NonSaturating(label_smoothing=kg.schedules.Linear(0.1, 0.0, 99)),
    penalties=[kg.penalties.r1(gamma=1.0), kg.penalties.LeCam()],
    constraint=kg.constraints.Clip(0.01),
    augment=[kg.augment.DiffAugment(), kg.augment.InstanceNoise(0.1)],
    turns=kg.turns.Balance(patience=5),
    jury=kg.juries.Jury("mean"),
    replay=kg.replay.Replay(size=64),
)
dataset = kg.data.load("fashion_mnist_mini", batch_size=64)
looks: list[keras.callbacks.Callback] = [
    kg.callbacks.SampleGrid(Path("samples"), every=100),
    kg.callbacks.Timer(limit_minutes=5),
    kg.callbacks.Doctor(dataset),
    kg.callbacks.BestGenerator("best.keras", "fd_fashion1@2k"),
]
history = gan.fit(dataset, epochs=2, callbacks=looks)

images: np.ndarray = gan.generate(16, seed=0, caption=["a red hat"])
walks: np.ndarray = gan.interpolate(rows=2, steps=3)
sheet: Path = kg.plots.save_grid(images, "samples.png")
film: Path = kg.plots.save_walk(walks, "walk.gif")
kept: Path = gan.save_to_preset("preset")
loaded: kg.GAN = kg.GAN.from_preset("dcgan_mnist")
again: kg.GAN = kg.presets.load("dcgan_mnist", discriminator=False)
names: list[str] = kg.presets.names()

test: kg.data.Images = kg.data.load_arrays("fashion_mnist_mini", "test")
rest, held = kg.data.hold_out(test, 100)
result = kg.metrics.evaluate(gan, held, n=100, others=rest)
features: np.ndarray = kg.metrics.feature_network("fashion1").features(test.images)
distance: float = kg.metrics.frechet_distance(features, features)
share: float = kg.metrics.precision_recall(features, features, k=5).precision
styles: np.ndarray = kg.latents.draw(gan, 4)
found: kg.latents.Inversion = kg.latents.invert(gan, images, steps=1)
run: kg.runs.Run = kg.runs.start("runs/mine", kg.runs.new_config("dcgan_mnist"))
page: Path = kg.runs.write_report("runs/mine")

gan.generate("sixteen")  # wrong
gan.fit(dataset, epoch=3)  # any other argument is the data's, by name
kg.GAN(loaded)  # wrong
kg.plots.save_grid(images)  # wrong
kg.data.load(batch_size="many")  # wrong
kg.losses.NonSaturating(label_smothing=0.1)  # wrong
kg.networks.DCGANGenerator(image_shape="28 x 28")  # wrong
kg.callbacks.Timer(limit_minutes="five")  # wrong
kg.penalties.r1(gama=1.0)  # wrong
kg.presets.load(3)  # wrong
kg.metrics.frechet_distances(features, features)  # wrong
