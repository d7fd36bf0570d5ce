"""Conditions by name, as networks and callers give them."""

from keras_gans.conditions.base import Condition


def get(conditions: dict | None) -> dict:
    """A dict of conditions as it is, once it was found to be one.

    Raises:
        ValueError: something else.
    """
    conditions = dict(conditions or {})
    for name, condition in conditions.items():
        if not isinstance(condition, Condition):
            raise ValueError(
                "`conditions` must be a dict of names and objects of "
                f"`kg.conditions`. Received: {name}={condition!r}. Use, for example, "
                '`{"labels": kg.conditions.Labels(10)}`.'
            )
    return conditions
