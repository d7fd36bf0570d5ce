"""What a step is dealt: its batches, cut, with draws as a function of (seed, step)."""

from keras import ops

from keras_gans.data.expectation import Expectation
from keras_gans.engine import batch as batches
from keras_gans.engine import seeds, validation
from keras_gans.engine.batch import Batch
from keras_gans.engine.inputs import feed
from keras_gans.utils.types import Tensor


def expectation(gan, training: bool = True) -> Expectation:
    """What this GAN wants of its data."""
    networks = gan.generator, gan.discriminator
    return Expectation(
        gan.image_shape,
        gan.roles.conditions,
        slices=(gan.discriminator_steps if training else 1) * gan.packing,
        batch_norm=training and any(map(validation.has_batch_norm, networks)),
    )


def deal(gan, data: object) -> list[Batch]:
    """A batch as `discriminator_steps` equal parts: list of `Batch`."""
    parts = batches.parts_of(data, gan.roles, gan.discriminator_steps)
    streams = [*range(len(parts) - 1), "last"]
    return [gan.batch(*p, stream) for p, stream in zip(parts, streams)]


def again(gan, last: Batch) -> list[Batch]:
    """The batches of the generator's further updates in a step: new noise."""
    streams = [f"again {i}" for i in range(1, gan.generator_steps)]
    return [gan.batch(last.real, last.told, stream) for stream in streams]


def held_out(gan, data: object) -> Batch:
    """A batch of an evaluation, whole."""
    [(real, told)] = batches.parts_of(data, gan.roles, 1)
    return gan.batch(real, told, "test", held_out=gan.trackers.batches())


def batch(
    gan, real: Tensor, told: dict, stream: object, held_out: Tensor | None = None
) -> Batch:
    """Samples and what is told of them as a `Batch`, with draws of its own."""
    at = dict(step=gan.step, held_out=held_out)
    count = ops.shape(real)[0]
    drawn = batches.draw(gan.roles, gan.seed, count, stream, **at)
    return Batch(real, told, drawn, stream, **at)


def fakes(gan, batch: Batch) -> Tensor:
    """What the generator makes of a batch's inputs in training: float32 samples."""
    inputs = feed(gan.generator, gan.roles.generator, batch.inputs)
    return ops.cast(gan.generator(inputs, training=True), "float32")


def seed_of(gan, *key: object, batch: Tensor | None = None) -> seeds.Seed:
    """The seed of a stream of draws at this step, or for a batch held out."""
    return seeds.Seed(gan.seed, *key, step=gan.step, batch=batch)
