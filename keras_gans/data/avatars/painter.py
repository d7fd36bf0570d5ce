"""Paints SVGs. The one file that is also a program: a worker of `studio`.

`python painter.py SIDE CRISP` reads requests from its input, a line with the number of
bytes and then a JSON list of SVGs, and answers each with the pixels of all of them.
It imports nothing of the library, so that a worker starts in a tenth of a second.
"""

import io
import json
import sys

from PIL import Image


def paint(svg, side, crisp):
    """The pixels of one SVG.

    Args:
        svg: str, which fills its page.
        side: int, pixels.
        crisp: bool, without antialiasing: every pixel is in one part alone.

    Returns:
        bytes, side * side * 3.
    """
    import resvg_py  # not above: only who draws avatars needs it

    shapes = "crisp_edges" if crisp else "geometric_precision"
    png = resvg_py.svg_to_bytes(
        svg_string=svg,
        width=side,
        height=side,
        skip_system_fonts=True,
        shape_rendering=shapes,
    )
    return Image.open(io.BytesIO(bytes(png))).convert("RGB").tobytes()


def serve(requests, answers, side, crisp):
    """Answers requests until there are no more."""
    for line in requests:
        svgs = json.loads(requests.read(int(line)))
        answers.write(b"".join(paint(svg, side, crisp) for svg in svgs))
        answers.flush()


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer, int(sys.argv[1]), sys.argv[2] == "True")
