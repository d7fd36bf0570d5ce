"""What every remedy keeps: it saves, resumes, composes with everything else."""

import json

import keras
import numpy as np
import pytest

import keras_gans as kg
from contracts import (
    CLASSES,
    arrays,
    bit_for_bit,
    data,
    dataset_for,
    differing,
    ensemble,
    mlp,
    packed,
    play,
    state,
    usually,
)

pytestmark = pytest.mark.eager

P, L, A = kg.penalties, kg.losses, kg.augment


def told(dtype=None, **judge):
    """A conditional GAN with dropout."""
    return mlp(CLASSES, dropout=0.3, dtype=dtype, **judge)


# name -> (function that makes a GAN, function that makes the arguments of `compile`)
REMEDIES = {
    "generator_steps": (told, lambda: dict(generator_steps=2)),
    "whole_epochs": (told, lambda: dict(turns=kg.turns.WholeEpochs())),
    "until_accuracy": (told, lambda: dict(turns=kg.turns.UntilAccuracy(0.6))),
    "balance": (told, lambda: dict(turns=kg.turns.Balance(0.45, 0.55))),
    "unrolled": (told, lambda: dict(unrolled_steps=2)),
    "ensemble_mean": (ensemble, lambda: dict(jury="mean")),
    "ensemble_max": (ensemble, lambda: dict(jury="max")),
    "ensemble_random": (ensemble, lambda: dict(jury="random")),
    "history": (told, lambda: dict(jury=kg.juries.History(2, every=2))),
    "replay": (told, lambda: dict(replay=kg.replay.Replay(16))),
    "packing": (packed, dict),
    "instance_noise": (
        told,
        lambda: dict(augment=A.InstanceNoise(kg.schedules.Linear(0.3, 0.0, 10))),
    ),
    "label_noise": (told, lambda: dict(loss=L.NonSaturating(0.1, 0.2, 0.1))),
    "diff_augment": (told, lambda: dict(augment=A.DiffAugment())),
    "adaptive_augment": (
        told,
        lambda: dict(augment=A.AdaptiveAugment(images_to_full=64, every=1)),
    ),
    "l2": (told, lambda: dict(penalties=[P.L2(0.1)])),
    "orthogonal": (told, lambda: dict(penalties=[P.Orthogonal(0.1)])),
    "drift": (told, lambda: dict(loss="wasserstein", penalties=[P.Drift(0.1)])),
    "lecam": (told, lambda: dict(penalties=[P.LeCam(0.5)])),
    "consistency": (told, lambda: dict(penalties=[P.Consistency(A.DiffAugment())])),
    "lazy_r1": (told, lambda: dict(penalties=[P.r1(1.0, every=2)])),
    "spectral": (lambda dtype=None: told(dtype, judge_normalization="spectral"), dict),
    "top_k": (
        told,
        lambda: dict(loss=L.TopK("hinge", kg.schedules.Linear(1.0, 0.5, 8))),
    ),
    "matching_aware": (told, lambda: dict(matching_aware=True)),
    "projection": (
        lambda dtype=None: told(dtype, judge_label_encoding="projection"),
        dict,
    ),
    "auxiliary": (
        lambda dtype=None: told(dtype, judge_label_encoding="auxiliary"),
        lambda: dict(loss=L.AuxiliaryClassifier("non_saturating")),
    ),
}
remedies = pytest.mark.parametrize("name", REMEDIES)
# That remember, draw or branch: what has no state of its own comes back as it went.
REMEMBERING = "balance", "history", "replay", "adaptive_augment", "lazy_r1", "lecam"
usual_remedies = pytest.mark.parametrize("name", usually(REMEDIES, *REMEMBERING))
BRANCHING = "unrolled", "history", "replay", "adaptive_augment", "lazy_r1"
K = dict(discriminator_steps=2)


def made(name, dtype=None, optimizer=None, **options):
    make, game = REMEDIES[name]
    return play(make(dtype=dtype), optimizer, **{**K, **game(), **options})


@bit_for_bit
@usual_remedies
def test_resumes_bit_for_bit_with_k_above_1(name, tmp_path):
    gan = made(name, run_eagerly=True)  # graphs of few games are held to it elsewhere
    gan.fit(dataset_for(gan, 16), epochs=1, verbose=0)
    gan.save(tmp_path / "gan.keras")
    again = keras.models.load_model(tmp_path / "gan.keras")
    again.run_eagerly = True
    assert not differing(state(gan), state(again))
    for each in (gan, again):
        each.fit(dataset_for(each, 16), initial_epoch=1, epochs=2, verbose=0)
    assert not differing(state(gan), state(again))


@usual_remedies
def test_plays_in_mixed_precision(name):
    gan = made(name, dtype="mixed_float16", run_eagerly=True)
    before = arrays(gan.weights)
    history = gan.fit(dataset_for(gan, 16), epochs=2, verbose=0).history
    assert all(np.isfinite(values).all() for values in history.values())
    assert all(np.isfinite(array).all() for array in arrays(gan.weights))
    moved = zip(before, arrays(gan.weights), strict=True)
    assert any(not np.array_equal(a, b) for a, b in moved)


@remedies
def test_is_plain_json_in_a_preset(name):
    gan = made(name)
    config = json.loads(json.dumps(kg.presets.describe(gan)))
    again = kg.presets.build(config)
    assert kg.presets.describe(again) == kg.presets.describe(gan)
    assert again.packing == gan.packing
    if name in REMEMBERING:
        again.run_eagerly = True
        again.train_on_batch(*next(iter(dataset_for(again, 8, 8))))
        assert int(again.step) == 1


@pytest.mark.nightly
@pytest.mark.parametrize("name", BRANCHING)
def test_eager_graph_and_xla_agree(name):
    """Those whose graph has branches, draws or states of its own."""
    weights = {}
    for way in (dict(), dict(run_eagerly=True), dict(jit_compile=True)):
        gan = made(name, optimizer=lambda: keras.optimizers.SGD(0.01), **way)
        gan.fit(dataset_for(gan, 24), epochs=1, verbose=0)
        weights[str(way)] = arrays(gan.weights)
    plain, *others = weights.values()
    for other in others:
        for a, b in zip(plain, other, strict=True):
            np.testing.assert_allclose(a, b, atol=1e-4)


def test_all_at_once():
    """No object asks which other object it plays with."""
    gan = play(
        ensemble(),
        loss=L.TopK(L.NonSaturating(0.1, 0.1, 0.1)),
        penalties=[P.r1(), P.L2(), P.Orthogonal(), P.Drift(), P.LeCam()],
        augment=[A.InstanceNoise(0.1), A.AdaptiveAugment()],
        discriminator_steps=2,
        generator_steps=2,
        turns=kg.turns.Balance(),
        unrolled_steps=1,
        jury=kg.juries.History(2, 1, vote="max"),
        replay=kg.replay.Replay(16),
        matching_aware=True,
        constraint=kg.constraints.Clip(0.5),
        run_eagerly=True,
    )
    history = gan.fit(dataset_for(gan, 16), epochs=3, verbose=0).history
    assert all(np.isfinite(values).all() for values in history.values())
    assert {"r1", "l2", "lecam", "discriminator_moves"} <= set(history)


def test_compiling_anew_forgets_the_old_game():
    gan = made("adaptive_augment")
    remembered = len(gan.weights)
    play(gan)
    assert len(gan.weights) < remembered
    play(gan, turns=kg.turns.UntilAccuracy())
    gan.train_on_batch(*next(iter(dataset_for(gan, 8, 8))))


@pytest.mark.parametrize(
    ("make", "game", "words"),
    [
        (
            told,
            dict(generator_steps=0),
            "`generator_steps` must be a whole number of at",
        ),
        (
            told,
            dict(unrolled_steps=-1),
            "`unrolled_steps` must be a whole number of at",
        ),
        (told, dict(turns="whole_epochs"), "`turns` must be None or one of"),
        (told, dict(jury="median"), "`jury` must be one of"),
        (told, dict(replay=512), "`replay` must be None or a"),
        (told, dict(augment=["noise"]), "`augment` must be one of"),
        (mlp, dict(matching_aware=True), "conditional GAN of at least 2 classes"),
        (
            told,
            dict(loss="wasserstein", turns=kg.turns.UntilAccuracy()),
            "have no sign. Choose another loss",
        ),
        (
            told,
            dict(loss="wasserstein", augment=A.AdaptiveAugment()),
            "have no sign. Choose another loss",
        ),
    ],
)
def test_a_game_that_cannot_be_played_is_refused(make, game, words):
    with pytest.raises(ValueError, match=words):
        play(make(), **game)


def test_packs_need_whole_batches_and_the_right_discriminator():
    gan = play(packed(2), discriminator_steps=2)
    with pytest.raises(ValueError, match="cut into 4 equal slices"):
        gan.fit(data(6), batch_size=6, verbose=0)
    with pytest.raises(ValueError, match="packing=1"):
        kg.GAN(gan.generator, gan.discriminator)
    with pytest.raises(ValueError, match="told several things"):
        wide = (16, 16, 2)
        kg.GAN(
            kg.networks.MLPGenerator((16, 16, 1), 4, (8,), num_classes=3),
            kg.networks.MLPDiscriminator(wide, (8,), num_classes=3),
            packing=2,
        )
