"""Several discriminators as one.

Reference:
- [Durugkar et al., 2017](https://arxiv.org/abs/1611.01673), section 3
"""

from collections.abc import Sequence
from typing import Self

import keras
from keras import layers

from keras_gans.networks.base import Discriminator, alone


@keras.saving.register_keras_serializable("keras_gans")
class Ensemble(Discriminator):
    """Discriminators that judge the same images, their scores side by side.

    A loss that averages over scores trains each member on its own mistakes, and the
    generator on those of all: fooling one discriminator no longer suffices. Members
    that differ in width, dropout or initial weights disagree more usefully.

    Args:
        members: list of discriminators (Functional or Sequential) with the same inputs,
            outputs and `num_classes`. Each is named by its place: "member_0", ...

    Returns:
        From images, or `[images, labels]`: scores (batch, ..., members * columns),
        float32, each member's columns beside each other.

    Attributes:
        members: the list.
        num_classes: the members'.

    Raises:
        ValueError: no member, one member twice, or members of different shapes.

    Example:
        discriminator = Ensemble([MLPDiscriminator(widths=(w,)) for w in (64, 128)])

    Reference:
    - [Durugkar et al., 2017](https://arxiv.org/abs/1611.01673), section 3
    """

    def __init__(self, members: Sequence[keras.Model], name: str = "discriminator"):
        members = list(members)
        check_members(members)
        inputs = [of_the_same_kind(tensor) for tensor in members[0].inputs]
        for i, member in enumerate(members):
            member.name = f"member_{i}"  # a model's layers need names of their own
        scores = [member(alone(inputs)) for member in members]
        if len(scores) > 1:
            scores = layers.Concatenate(axis=-1, dtype="float32", name="scores")(scores)
        else:
            scores = scores[0]
        # Its arguments are networks: `connect` instead of `super().__init__`.
        self.connect(inputs, scores, name)
        self.num_classes = getattr(members[0], "num_classes", None)
        self.members = members

    @property
    def conditions(self) -> dict:
        """Those of its members, of which some may be anybody's own."""
        return {**super().conditions, **getattr(self.members[0], "conditions", {})}

    def get_config(self) -> dict:
        serialize = keras.saving.serialize_keras_object
        return {"members": [serialize(m) for m in self.members], "name": self.name}

    @classmethod
    def from_config(cls, config: dict, custom_objects: dict | None = None) -> Self:
        members = [
            keras.saving.deserialize_keras_object(member, custom_objects)
            for member in config["members"]
        ]
        return cls(**{**config, "members": members})


def of_the_same_kind(tensor):
    return keras.Input(tensor.shape[1:], dtype=tensor.dtype, name=tensor.name)


def signature(member):
    """What members must share: shapes of inputs and scores, number of classes."""
    shapes = [tuple(tensor.shape) for tensor in [*member.inputs, *member.outputs]]
    return shapes, getattr(member, "num_classes", None)


def check_members(members):
    if not members:
        raise ValueError(
            "An ensemble needs at least one discriminator. Received: members=[]. "
            "Pass, for example, `[MLPDiscriminator(), MLPDiscriminator()]`."
        )
    for member in members:
        if not getattr(member, "inputs", None):
            raise ValueError(
                "Members must know their input shapes: use Functional models, or "
                f"Sequential ones that start with `keras.Input`. Received: {member!r}"
            )
    if len({id(member) for member in members}) < len(members):
        raise ValueError(
            "Members must be different objects, or their votes are one vote. "
            "Received: the same discriminator twice. Make one for each place."
        )
    signatures = [signature(member) for member in members]
    if any(each != signatures[0] for each in signatures):
        raise ValueError(
            "Members must have inputs and scores of the same shapes and the same "
            f"`num_classes`. Received: (shapes, num_classes)={signatures}. "
            "Build all of them with the same `image_shape` and `num_classes`."
        )
