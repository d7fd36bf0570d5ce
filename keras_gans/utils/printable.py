"""Names from elsewhere, of files, folders and classes, as text that harms nobody."""

ESCAPED_BYTES = range(0xDC80, 0xDD00)  # how Python holds bytes that are not UTF-8


def printable(name):
    r"""A name as it may go to a terminal, a page or a file in UTF-8.

    Bytes that are not UTF-8, control characters, those of a terminal among them, and
    marks that turn the direction of writing are escaped. What can be read stays.

    Args:
        name: str, bytes or path.

    Returns:
        str, on one line, which UTF-8 can encode.

    Example:

    ```python
    printable(b"caf\xe9")  # r"caf\xe9"
    printable("red\x1b[31m")  # r"red\x1b[31m"
    ```
    """
    text = name.decode("utf-8", "surrogateescape") if isinstance(name, bytes) else name
    return "".join(map(_visible, str(text)))


def _visible(character):
    if character.isprintable():
        return character
    code = ord(character)
    if code in ESCAPED_BYTES:
        return f"\\x{code - 0xDC00:02x}"
    return character.encode("unicode_escape").decode("ascii")
