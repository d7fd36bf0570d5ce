"""A name or an object: how every `get` of the library reads its argument."""

import difflib

MANY = 12  # names, which are too many to be read where a near one is known


def find(kind, identifier, named):
    """The object meant by `identifier`.

    Args:
        kind: what is looked for, as it should stand in an error: "loss", "prior".
        identifier: a key of `named`, or an object, which comes back as it is.
        named: dict of name -> class or function that makes the object.

    Raises:
        ValueError: unknown name; the message lists near matches.
    """
    if not isinstance(identifier, str):
        return identifier
    if identifier not in named:
        raise ValueError(unknown(kind, identifier, named))
    return named[identifier]()


def unknown(kind, name, names):
    """One line that says what exists instead of `name`."""
    near = difflib.get_close_matches(name, list(names), n=3)
    if near and len(names) > MANY:
        return f"Unknown {kind}: {name!r}. Did you mean {' or '.join(map(repr, near))}?"
    hint = f"Did you mean {' or '.join(map(repr, near))}? " if near else ""
    return f"Unknown {kind}: {name!r}. {hint}Known: {', '.join(sorted(names))}."
