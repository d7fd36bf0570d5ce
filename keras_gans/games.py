"""Which games can be played: each error names the setting and what to change."""

from keras_gans.counts import check_count
from keras_gans.rules import has_batch_norm


def as_list(augment):
    """One augmentation, a list of them, or none, as a list."""
    if augment is None:
        return []
    augments = list(augment) if isinstance(augment, (list, tuple)) else [augment]
    for one in augments:
        if not callable(one):
            raise ValueError(
                "`augment` must be one of `kg.augment` or a list of them. "
                f"Received: {one!r}"
            )
    return augments


def check(game, gan):
    """Refuses settings of `GAN.compile` that the networks of `gan` cannot play."""
    check_count("discriminator_steps", game.discriminator_steps)
    check_count("generator_steps", game.generator_steps)
    check_count("unrolled_steps", game.unrolled_steps, least=0)
    check_ema(game.ema)
    check_constraint(game.constraint)
    check_penalties(game.penalties, gan.discriminator)
    check_accuracy(game.loss, [game.turns, *game.augment])
    check_columns(game.loss, gan.discriminator)
    check_matching(game.matching_aware, gan.num_classes)
    check_replay(game.replay)


def check_ema(ema):
    if ema is not None and not (isinstance(ema, (int, float)) and 0 <= ema < 1):
        raise ValueError(f"`ema` must be None or in [0, 1). Received: ema={ema!r}")


def check_constraint(constraint):
    if constraint is not None and not callable(constraint):
        raise ValueError(
            "`constraint` must be a `keras.constraints.Constraint` such as "
            f"`kg.constraints.Clip(0.01)`. Received: constraint={constraint!r}"
        )


def check_penalties(penalties, discriminator):
    """Each has a name of its own; gradients of one image want a critic of one image."""
    names = [getattr(penalty, "name", None) for penalty in penalties]
    if None in names or len(set(names)) < len(names):
        raise ValueError(
            "Each penalty must have a `name` of its own, for the logs. "
            f"Received: names={names}. Pass `name=` to the penalty."
        )
    alone = [name for p, name in zip(penalties, names) if getattr(p, "alone", False)]
    if alone and has_batch_norm(discriminator):
        raise ValueError(
            "A gradient penalty needs a critic whose score of one image does not "
            f"depend on the others of the batch. Received: {alone[0]} and a "
            "discriminator with batch normalisation. Build it with "
            'normalization="layer", "spectral" or None.'
        )


def check_accuracy(loss, objects):
    """Nobody can be right or wrong about scores that have no sign."""
    for one in objects:
        if loss.boundary is None and getattr(one, "needs_accuracy", False):
            raise ValueError(
                f"`{type(one).__name__}` goes by how many images are told apart, and "
                f"the scores of {type(loss).__name__} have no sign. Choose another "
                'loss, such as "non_saturating" or "hinge".'
            )


def check_columns(loss, discriminator):
    """A log-probability must not be taken for a score, nor a score for it."""
    if loss.reads_labels != tells_labels(discriminator):
        raise ValueError(
            "`kg.losses.AuxiliaryClassifier` and a discriminator built with "
            '`label_encoding="auxiliary"` belong together. Received: '
            f"loss={type(loss).__name__} and a discriminator that "
            f"{'tells' if not loss.reads_labels else 'does not tell'} labels."
        )


def tells_labels(network):
    """Whether a discriminator, or a member of it, has a head for classes."""
    members = getattr(network, "members", None)
    if members:
        return any(map(tells_labels, members))
    if getattr(network, "num_classes", None) is None:
        return False
    return network.get_config().get("label_encoding") == "auxiliary"


def check_matching(matching_aware, num_classes):
    if matching_aware and (num_classes or 0) < 2:
        raise ValueError(
            "`matching_aware=True` shows real images with wrong labels, and needs a "
            "conditional GAN of at least 2 classes. "
            f"Received: num_classes={num_classes}"
        )


def check_replay(replay):
    if replay is not None and not hasattr(replay, "exchange"):
        raise ValueError(
            "`replay` must be None or a `kg.replay.Replay`, such as `kg.replay.Replay"
            f"(512)`. Received: replay={replay!r}"
        )
