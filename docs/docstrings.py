"""Docstrings as Markdown: what the house writes for a terminal, made fit for a page.

An extension of Griffe, which reads the library without importing it.
"""

import re
import textwrap

import griffe

EXAMPLE = re.compile(
    r"^Example:\n\n?((?:(?: {4}|>>> |\.\.\. ).*\n?|\n(?= {4}))+)", re.MULTILINE
)
TITLE = re.compile(r"^(Example|Reference[^\n:]*):\n(?=\n|- )", re.MULTILINE)


class Readable(griffe.Extension):
    """Examples become blocks of code, references a list."""

    def on_instance(self, *, obj, **kwargs):
        if obj.docstring:
            obj.docstring.value = readable(obj.docstring.value)


def readable(text):
    text = EXAMPLE.sub(lambda found: block(found[1]), text)
    return TITLE.sub(r"**\1**\n\n", text)


def block(code):
    code = re.sub(r"^(>>> |\.\.\. )", "", textwrap.dedent(code), flags=re.MULTILINE)
    return f"**Example**\n\n```python\n{code.strip()}\n```\n"
