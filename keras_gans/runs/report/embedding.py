"""Pictures that stand in the page itself; what is broken is left out."""

import base64

from keras_gans.utils import files

SIGNATURES = {b"\x89PNG": "png", b"GIF8": "gif"}


def embedded(path, description):
    """An `<img>` with the picture inside, or nothing if there is no sound picture."""
    try:
        content = files.read(path)
    except OSError:
        return ""
    kind = SIGNATURES.get(content[:4])
    if kind is None:
        return ""
    data = base64.b64encode(content).decode("ascii")
    return f"<img alt='{description}' src='data:image/{kind};base64,{data}'>"
