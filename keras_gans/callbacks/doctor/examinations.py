"""What can be wrong, how it shows, and what helps.

Each examination is a function of the vitals of now, those of before and the data's own
values, which returns the evidence, or None. What it finds counts only once it was found
several times in a row, so a function may look at a single moment.
"""

from collections.abc import Callable
from typing import NamedTuple

BAD = 0.1  # a gap above it: nobody would take these samples for the data
GOOD = 0.05
STILL = 1e-7  # change of weights, in units of their length, that is none
FAINT = 1e-8  # gradient of a weight: Adam's and RMSprop's own epsilon is 1e-7
MATURE = 1000  # steps before which a generator may not know all kinds yet
TOLD = 5000  # likewise labels: the zoo's conditional GAN heeds them from 2,000 on


class Examination(NamedTuple):
    """One thing to look for.

    Attributes:
        name: str, of the failure.
        find: function `(now, before, reals)` -> evidence, a str, or None. `before` is a
            list of earlier vitals, the last one last; `reals` the `Reals`.
        remedy: str, what to change.
        alarm: bool, whether it is bad news.
    """

    name: str
    find: Callable
    remedy: str
    alarm: bool = True


def frozen(player):
    """Finds out whether a player whose turn it was stood still."""

    def find(now, before, reals):
        if not is_still(now, player) or is_faint(now, player) or waits(now, player):
            return None
        steps = now.step - before[-1].step if before else 0
        return f"its weights did not change in {steps:,} steps"

    return find


def dead_critic(now, before, reals):
    if not is_faint(now, "generator") or told(now):
        return None
    apart = abs(now.logs["real_score"] - now.logs["fake_score"])
    return (
        f"it scores real images and fakes alike, {apart:.1g} apart, and tells the "
        f"generator nothing: its gradient is {now.gradients['generator']:.1g} a weight"
    )


def vanishing(now, before, reals):
    if not is_faint(now, "generator") or not told(now):
        return None
    accuracy = now.logs["discriminator_accuracy"]
    return (
        f"it is {now.gradients['generator']:.1g} a weight, while the discriminator "
        f"tells {accuracy:.0%} of the images apart"
    )


def discriminator_won(now, before, reals):
    accuracy = now.logs.get("discriminator_accuracy", 0.0)
    if accuracy < 0.98 or is_still(now, "generator") or is_faint(now, "generator"):
        return None
    then = stuck(now, before)
    return then and (
        f"it tells {accuracy:.0%} of the images apart, and the fakes hardly come "
        f"nearer to the data: {then}"
    )


def blind(now, before, reals):
    accuracy = now.logs.get("discriminator_accuracy", 1.0)
    if accuracy > 0.54 or is_still(now, "discriminator"):
        return None
    then = stuck(now, before)
    return then and (
        f"it tells {accuracy:.0%} of the images apart, though fakes are far from the "
        f"data and hardly come nearer: {then}"
    )


def collapse(now, before, reals):
    if now.spread > 0.2 * reals.spread:
        return None
    if now.spread < 1e-3 * reals.spread:
        return "all fakes are the same"
    return (
        f"fakes lie {reals.spread / now.spread:.0f} times closer to each other than "
        f"real images do ({now.spread:.2g} against {reals.spread:.2g})"
    )


def missing_kinds(now, before, reals):
    """Slow games know few kinds at first: they have to know no more than before."""
    if now.step < MATURE or now.kinds > 0.4 * reals.kinds:
        return None
    if not before or any(now.kinds > 1.5 * vitals.kinds for vitals in before[-3:]):
        return None
    things = "classes" if reals.classes else "places"
    return f"fakes fill {now.kinds:.2g} {things} of the data's {reals.kinds:.2g}"


def oscillation(now, before, reals):
    if now.shift is None or now.shift < 0.5 or now.gap < BAD:
        return None
    steps = now.step - before[-1].step
    return (
        f"in {steps} steps the fakes' mean went {now.shift:.1f} times as far as two "
        "real images lie apart, and it does not settle"
    )


def saturation(now, before, reals):
    if reals.saturated is None or now.saturated < (1 + reals.saturated) / 2:
        return None
    return (
        f"{now.saturated:.0%} of the fakes' pixels lie at the ends of the range, "
        f"{reals.saturated:.0%} of the data's"
    )


def memorisation(now, before, reals):
    if now.copies is None or now.copies < 0.5 + 0.5 * reals.copies:
        return None
    return (
        f"{now.copies:.0%} of the fakes are at two thirds of the distance or less to "
        f"one training image than to any other, {reals.copies:.0%} of the training "
        "images are"
    )


def ignored_labels(now, before, reals):
    if now.explained is None or now.gap > GOOD or now.step < TOLD:
        return None
    if now.explained > 0.1 * reals.explained or reals.explained < 0.05:
        return None
    return (
        f"labels explain {max(now.explained, 0):.0%} of the differences between fakes, "
        f"{reals.explained:.0%} of those between real images"
    )


def equilibrium(now, before, reals):
    """Of a critic, whose scores have no sign, by how it ranks real images and fakes."""
    if now.gap > GOOD or now.spread < 0.7 * reals.spread:
        return None
    accuracy, apart = now.logs.get("discriminator_accuracy"), now.apart
    told = apart if accuracy is None else accuracy
    if told is None or not 0.4 < told < 0.6:
        return None
    judged = (
        f"the critic scores a real image above a fake in {told:.0%} of all pairs"
        if accuracy is None
        else f"the discriminator tells {told:.0%} of the images apart"
    )
    return (
        f"{judged}, and the fakes are near the data (a gap of {max(now.gap, 0):.2f}, "
        "from 0 to 1) and as varied"
    )


def is_still(now, player):
    """Whether a player's weights are where they were."""
    return now.moved[player] is not None and now.moved[player] < STILL


def is_faint(now, player):
    """Whether a player's gradient is nothing to an optimizer."""
    return now.gradients[player] < FAINT


def told(now):
    """Whether the discriminator tells real images from fakes."""
    return now.logs.get("discriminator_accuracy", 0.5) > 0.6


def waits(now, player):
    """Whether it was not the player's turn (`kg.turns`)."""
    return now.logs.get(f"{player}_moves", 1.0) == 0


def stuck(now, before):
    """How far fakes are from the data, if that is far and no better than before."""
    if now.gap < BAD or not before:
        return None
    then = before[-3:][0]
    if now.gap < 0.7 * then.gap:
        return None
    return f"a gap of {now.gap:.2f}, {then.gap:.2f} {now.step - then.step} steps ago"


EXAMINATIONS = (
    Examination(
        "frozen generator",
        frozen("generator"),
        "a generator_optimizer with a learning_rate above 0",
    ),
    Examination(
        "frozen discriminator",
        frozen("discriminator"),
        "a discriminator_optimizer with a learning_rate above 0",
    ),
    Examination(
        "dead critic",
        dead_critic,
        "penalties=[kg.penalties.wgan_gp()] in place of a constraint, a wider "
        "kg.constraints.Clip(0.01) or a critic with normalisation",
    ),
    Examination(
        "vanishing generator gradient",
        vanishing,
        'loss="non_saturating", augment=kg.augment.InstanceNoise() or a lower '
        "learning_rate of the discriminator_optimizer",
    ),
    Examination(
        "discriminator won",
        discriminator_won,
        "a lower learning_rate of the discriminator_optimizer, "
        "penalties=[kg.penalties.r1()] or augment=kg.augment.DiffAugment()",
    ),
    Examination(
        "blind discriminator",
        blind,
        "a wider discriminator, a higher learning_rate of the discriminator_optimizer "
        "or discriminator_steps=2",
    ),
    Examination(
        "mode collapse",
        collapse,
        "GAN(packing=2), unrolled_steps=5 or penalties=[kg.penalties.r1()]",
    ),
    Examination(
        "missing modes",
        missing_kinds,
        "GAN(packing=2), unrolled_steps=5 or a discriminator with "
        "minibatch_stddev=True",
    ),
    Examination(
        "oscillation",
        oscillation,
        "penalties=[kg.penalties.r1()], optimizers with beta_1=0.5 or less, or lower "
        "learning rates",
    ),
    Examination(
        "saturated pixels",
        saturation,
        "a new start with images in [-1, 1] and a lower learning_rate of the "
        "generator_optimizer: through a saturated tanh no gradient comes back",
    ),
    Examination(
        "memorisation",
        memorisation,
        "more images, augment=kg.augment.AdaptiveAugment() or "
        "penalties=[kg.penalties.LeCam()], and an earlier end",
    ),
    Examination(
        "ignored labels",
        ignored_labels,
        "labels that belong to the images, matching_aware=True or a discriminator with "
        'label_encoding="projection"',
    ),
    Examination("equilibrium", equilibrium, "", alarm=False),
)
