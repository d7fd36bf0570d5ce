"""Which input is drawn and which is told: worked out once, when a GAN is made."""

import dataclasses

from keras_gans import conditions, priors
from keras_gans.engine import inputs
from keras_gans.utils import counts

NOISE_NAMES = "z", "noise"  # of inputs that are not mistaken for images
NOISE = ("z", "labels")  # names of a generator's inputs that have none


@dataclasses.dataclass(frozen=True)
class Roles:
    """The inputs of both networks by name.

    Attributes:
        generator: names of the generator's inputs, in its order.
        discriminator: likewise; the first is the sample.
        shapes: dict of name -> shape of one value, of all drawn and told inputs.
        priors: dict of name -> `Prior`, what is drawn.
        conditions: dict of name -> `Condition`, what is told.
    """

    generator: list
    discriminator: list
    shapes: dict
    priors: dict
    conditions: dict

    @property
    def told_to_critic(self):
        """Names of what the discriminator gets besides samples."""
        return self.discriminator[1:]

    @property
    def dtypes_told_to_critic(self):
        """dict of name -> dtype of what the discriminator gets besides samples."""
        told = self.conditions
        return {
            n: told[n].dtype if n in told else "float32" for n in self.told_to_critic
        }

    @property
    def only_class(self):
        """The name of the class that is all the discriminator is told, or None."""
        names = self.told_to_critic
        told = self.conditions.get(names[0]) if len(names) == 1 else None
        return names[0] if told and told.num_classes else None


def cast(generator, discriminator, prior, told, num_classes=None):
    """The roles of all inputs.

    Args:
        generator, discriminator: Functional or Sequential models.
        prior: name or callable for the one input that is not told; a dict for several;
            None: nothing is drawn.
        told: dict of name -> `Condition`, or None.
        num_classes: int: `labels` are told, one of so many.

    Raises:
        ValueError: an input that nobody fills, or a name that no network has.
    """
    drawn = prior if isinstance(prior, dict) else ()
    told = conditions_of(generator, discriminator, told, drawn, num_classes)
    makes = inputs.names_of(generator, NOISE)
    judges = inputs.names_of(discriminator, ("samples", *NOISE[1:]))
    shapes = inputs.shapes_of(discriminator, judges)
    shapes.pop(judges[0])
    shapes |= inputs.shapes_of(generator, makes)
    if prior == "normal":
        check_no_image(generator, makes, told)
    drawn = priors_of(prior, [name for name in makes if name not in told])
    check_filled("generator", makes, drawn, told)
    check_filled("discriminator", judges[1:], drawn, told)
    check_known(drawn, "prior", makes)
    check_known(told, "conditions", [*makes, *judges[1:]])
    check_shapes(told, shapes)
    order = [*makes, *judges[1:]]
    return Roles(makes, judges, shapes, sorted_by(order, drawn), sorted_by(order, told))


def sorted_by(names, things):
    """A dict in the order of names: draws go by it, and files sort their keys."""
    return {name: things[name] for name in names if name in things}


def conditions_of(generator, discriminator, told, drawn, num_classes):
    """What is told: what the caller says, else what the networks of the library say.

    They say it of all pictures; those that the prior names, such as holes, are drawn.
    """
    told, said = conditions.get(told), said_by(generator, discriminator)
    found = {name: said[name] for name in said if name not in drawn}
    classes = classes_of(generator, discriminator, num_classes)
    if classes is not None:
        found["labels"] = conditions.Labels(classes)
    for name in set(found) & set(told):
        check_narrower(name, told[name], found[name])
    return {**found, **told}


def said_by(generator, discriminator):
    """What networks of the library say they are told: dict of name -> condition."""
    networks = discriminator, generator
    said = [getattr(network, "conditions", None) or {} for network in networks]
    return {**said[0], **said[1]}


def check_narrower(name, told, said):
    """Refuses values of which the networks have never heard."""
    if not (told.values and said.values):
        return
    if told.values > said.values or told.num_classes != said.num_classes:
        raise ValueError(
            f"The networks know {said.values} values of `{name}`. Received: "
            f"{type(told).__name__} with {told.values}. Build the networks for as many."
        )


def classes_of(generator, discriminator, num_classes):
    """How many classes the labels have; None where there are no labels."""
    if num_classes is not None:
        counts.check_count("num_classes", num_classes)
    said = {
        "the GAN": num_classes,
        "the generator": getattr(generator, "num_classes", None),
        "the discriminator": getattr(discriminator, "num_classes", None),
    }
    known = {who: count for who, count in said.items() if count is not None}
    if len(set(known.values())) > 1:
        listed = ", ".join(f"num_classes={n} for {who}" for who, n in known.items())
        raise ValueError(
            "Both networks must be conditional on the same number of classes. "
            f"Received: {listed}."
        )
    return next(iter(known.values()), None)


def priors_of(prior, free):
    """What is drawn, by name.

    Args:
        prior: as for `cast`.
        free: names of the generator's inputs that are not told.
    """
    if isinstance(prior, dict):
        return {n: priors.wrapped(priors.get(p)) for n, p in prior.items()}
    if prior is None or not free:
        return {}
    name = "z" if "z" in free else free[0]
    return {name: priors.wrapped(priors.get(prior))}


def check_no_image(generator, names, told):
    """Refuses to feed noise, unasked, to a generator that takes an image."""
    for name, tensor in zip(names, inputs.tensors_of(generator)):
        *sides, channels = tensor.shape[1:] or (1,)
        image = len(sides) == 2 and min(side or 2 for side in sides) > 1
        if name in told or tensor.name in NOISE_NAMES or not image or channels > 4:
            continue
        shape = tuple(tensor.shape[1:])
        raise ValueError(
            "A generator's input that is not told is drawn from the prior. Received: "
            f"an input {name!r} of shape {shape}, which looks like an image. If it is "
            f'told, say so: `conditions={{"{name}": kg.conditions.Image({shape})}}`; '
            f'if it is noise: `prior={{"{name}": "normal"}}`.'
        )


def check_filled(role, names, drawn, told):
    """Refuses a network with an input that nobody fills."""
    missing = [name for name in names if name not in drawn and name not in told]
    if missing:
        raise ValueError(
            f"Each input of the {role} must be drawn or told. Received: "
            f"{', '.join(missing)} beside prior={list(drawn)} and "
            f"conditions={list(told)}. "
            f"{way_to_fill(missing[0])}"
        )


def way_to_fill(name):
    if name == "labels":
        return "Say how many classes there are: `GAN(..., num_classes=10)`."
    return (
        f'Draw it with `prior={{"{name}": "normal", ...}}`, or tell it with '
        f'`conditions={{"{name}": kg.conditions.Vector(...)}}` (or Labels, Image, '
        "Tokens)."
    )


def check_known(given, argument, names):
    """Refuses a prior or a condition for an input that no network has."""
    unknown = [name for name in given if name not in names]
    if unknown:
        raise ValueError(
            f"`{argument}` must name inputs of the networks: {', '.join(names)}. "
            f"Received: {', '.join(unknown)}. Use `keras.Input(..., name=)`."
        )


def check_shapes(told, shapes):
    """Refuses a condition whose values the networks cannot take."""
    for name, condition in told.items():
        wanted = shapes.get(name)
        fits = wanted is not None and len(wanted) == len(condition.shape)
        if not fits or any(a not in (b, None) for a, b in zip(wanted, condition.shape)):
            raise ValueError(
                "The values of a condition must have the shape of its input. Received: "
                f"{type(condition).__name__} of shape {condition.shape} for {name!r} "
                f"of shape {wanted}."
            )
