"""Which games can be played: each error names the setting and what to change."""

from keras_gans.constraints import kernels
from keras_gans.engine.critic import members_of
from keras_gans.engine.listener import listening
from keras_gans.engine.optimizer_pair import check_foreseeable, unwrapped
from keras_gans.engine.validation import has_batch_norm
from keras_gans.penalties.own import as_penalty
from keras_gans.replay import Replay
from keras_gans.utils.counts import check_count
from keras_gans.utils.own import name_of


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


def as_penalties(penalties):
    """Penalties as a list, the user's own objects as penalties."""
    if isinstance(penalties, (list, tuple)):
        return [as_penalty(penalty) for penalty in penalties]
    raise ValueError(
        "`penalties` must be a list of `kg.penalties`, such as "
        f"[kg.penalties.r1()]. Received: penalties={penalties!r}"
    )


def check(game, gan, optimizer):
    """Refuses settings of `GAN.compile` that the networks of `gan` cannot play.

    Args:
        game: the settings, by name.
        gan: the GAN, with its networks.
        optimizer: the discriminator's.
    """
    check_count("discriminator_steps", game.discriminator_steps)
    check_count("generator_steps", game.generator_steps)
    check_count("unrolled_steps", game.unrolled_steps, least=0)
    if game.unrolled_steps:
        check_foreseeable(unwrapped(optimizer))
    check_ema(game.ema)
    check_constraint(game.constraint, gan.discriminator)
    check_names([*game.penalties, *game.generator_penalties])
    check_penalties(game.penalties, gan.discriminator)
    check_accuracy(game.loss, [game.turns, *game.augment])
    check_columns(game.loss, gan.discriminator)
    check_unpaired(game.generator_penalties, game.loss)
    check_matching(game.matching_aware, gan)
    check_replay(game, gan.roles)


def check_ema(ema):
    if ema is not None and not (isinstance(ema, (int, float)) and 0 <= ema < 1):
        raise ValueError(f"`ema` must be None or in [0, 1). Received: ema={ema!r}")


def check_constraint(constraint, discriminator):
    if constraint is not None and not callable(constraint):
        raise ValueError(
            "`constraint` must be a `keras.constraints.Constraint` such as "
            f"`kg.constraints.Clip(0.01)`. Received: constraint={constraint!r}"
        )
    if constraint is not None and not kernels(discriminator):
        raise ValueError(
            "`constraint` must find weights of the discriminator that are trained and "
            "multiply. Received: a discriminator with biases, embeddings and scales "
            "alone. Use `constraint=None`."
        )


def check_names(penalties):
    """Each has a name of its own, for the logs."""
    names = [penalty.name for penalty in penalties]
    if len(set(names)) < len(names):
        raise ValueError(
            "Each penalty must have a `name` of its own, for the logs. "
            f"Received: names={names}. Pass `name=` to the penalty."
        )


def check_penalties(penalties, discriminator):
    """Gradients of one sample want a critic that looks at one sample."""
    alone = [penalty.name for penalty in penalties if penalty.alone]
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
        if loss.boundary is None and listening(one).needs_accuracy:
            raise ValueError(
                f"`{type(one).__name__}` goes by how many images are told apart, and "
                f"the scores of {name_of(loss)} have no sign. Choose another "
                'loss, such as "non_saturating" or "hinge".'
            )


def check_unpaired(penalties, loss):
    """What compares with real samples needs some."""
    alone = [penalty.name for penalty in penalties if penalty.unpaired]
    if alone and loss.relativistic and not loss.reads_labels:
        raise ValueError(
            "A relativistic loss compares fakes with real samples, and none belongs to "
            f"what this penalty makes. Received: {alone[0]} and loss={name_of(loss)}. "
            'Use another loss, such as "non_saturating".'
        )


def check_columns(loss, discriminator):
    """A log-probability must not be taken for a score, nor a score for it."""
    if loss.reads_labels != tells_labels(discriminator):
        raise ValueError(
            "`kg.losses.AuxiliaryClassifier` and a discriminator built with "
            '`label_encoding="auxiliary"` belong together. Received: '
            f"loss={name_of(loss)} and a discriminator that "
            f"{'tells' if not loss.reads_labels else 'does not tell'} labels."
        )


def tells_labels(network):
    """Whether a discriminator, or a member of it, has a head for classes or phrases."""
    return asks_for_classes(network) or any(
        getattr(member, "contrastive", False) for member in members_of(network)
    )


def asks_for_classes(network):
    """Whether a discriminator, or a member of it, has a head for classes."""
    return any(
        getattr(member, "num_classes", None) is not None
        and member.get_config().get("label_encoding") == "auxiliary"
        for member in members_of(network)
    )


def check_matching(matching_aware, gan):
    if not matching_aware:
        return
    roles = gan.roles
    if asks_for_classes(gan.discriminator):
        raise ValueError(
            "`matching_aware=True` counts a real sample under a wrong label as fake, "
            "and the score of an auxiliary classifier does not depend on the label. "
            'Received: both. Leave one out, or use `label_encoding="projection"` and a '
            "loss without classes."
        )
    told = [roles.conditions.get(name) for name in roles.told_to_critic]
    if not any(condition and condition.num_classes != 1 for condition in told):
        raise ValueError(
            "`matching_aware=True` shows real samples with wrong labels or captions, "
            "and needs a conditional GAN of at least 2 classes, or of captions. "
            f"Received: conditions={list(roles.conditions)} and a discriminator that "
            f"is told {roles.told_to_critic}."
        )


def check_replay(game, roles):
    """A buffer is one of ours; a point between two samples is told one thing."""
    replay = game.replay
    if replay is None:
        return
    if not isinstance(replay, Replay):
        raise ValueError(
            "`replay` must be None or a `kg.replay.Replay`, such as `kg.replay.Replay"
            f"(512)`. Received: replay={replay!r}"
        )
    between = [p.name for p in game.penalties if p.between]
    if between and roles.told_to_critic and roles.only_class is None:
        raise ValueError(
            "A penalty between real samples and fakes tells both the same, and a "
            "buffer gives back fakes that were told something else. Received: "
            f"{between[0]} and a `Replay`, with {', '.join(roles.told_to_critic)} "
            "told. Leave one out, or use `kg.penalties.r1()`."
        )
