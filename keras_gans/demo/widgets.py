"""Controls as widgets of Gradio."""

import numpy as np

from keras_gans.demo.pictures import enlarged
from keras_gans.plots import kinds
from keras_gans.utils.counts import counted

FEW = 12  # classes that are all shown at once
CANVAS = 448  # pixels of a side of a sketch pad, about
INK = ("#000000", "#ffffff")
PAINT = ("#e5484d", "#3b82f6", "#22c55e", "#eab308")


def widgets_of(gr, control):
    """The widgets of a control, a list of as many as it has `fields`.

    Args:
        gr: the package gradio.
        control: `Control`.
    """
    return MAKERS[control.kind](gr, control)


def chooser(gr, control):
    """All classes at once, or a list that is searched by typing."""
    choices = control.choices
    kind = gr.Radio if len(choices) <= FEW else gr.Dropdown
    name = f"told-{control.name}"
    return [kind(choices, value=choices[0][1], label=control.label, elem_id=name)]


def text(gr, control):
    """A line of words, some examples, and all the words that are known."""
    examples = [example for example in control.examples if isinstance(example, str)]
    box = gr.Textbox(
        examples[0] if examples else "",
        label=control.label,
        lines=2,
        max_lines=4,
        max_length=2000,
        elem_id=f"told-{control.name}",
        submit_btn=False,
        info=f"At most {counted(control.shape[0], 'word or mark', 'words and marks')}.",
    )
    if examples:
        gr.Examples([[each] for each in examples], box, label="For example")
    if control.words:
        with gr.Accordion(f"The {len(control.words)} words that it knows", open=False):
            gr.Markdown(" · ".join(f"`{word}`" for word in control.words))
    return [box]


def numbers(gr, control):
    """A field for each number."""
    values = [0.0] * control.fields
    if control.examples:
        values = [round(float(x), 3) for x in control.examples[0].reshape(-1)]
    with gr.Accordion(control.label, open=control.fields <= 4):
        with gr.Row(elem_classes="pair"):
            return [
                gr.Number(
                    value,
                    label=f"{control.label} {i + 1}",
                    min_width=90,
                    elem_id=f"told-{control.name}-{i}",
                )
                for i, value in enumerate(values)
            ]


def row(gr, control):
    """All numbers in one line."""
    given = control.examples[0].reshape(-1) if control.examples else []
    value = " ".join(f"{number:.3g}" for number in given)
    hint = "" if control.told else ", or nothing: then the dice say it"
    name = f"told-{control.name}"
    size = int(np.prod(control.shape))
    about = {"label": control.label, "info": f"{counted(size, 'number')}{hint}."}
    return [gr.Textbox(value, elem_id=name, **about)]


def pad(gr, control):
    """An upload that can be drawn upon, with some examples."""
    height, width = control.shape[:2]
    scale = max(1, CANVAS // max(height, width))
    shown = [example_of(each, scale) for each in control.examples]
    what = "Rub out what shall be filled." if control.holes else "Or draw one."
    gr.Markdown(f"Upload a picture. {what}", elem_classes="hint")
    editor = gr.ImageEditor(
        value=empty_pad(shown[0]) if shown else None,
        label=control.label,
        height=CANVAS + 32,
        type="pil",
        image_mode="RGBA",
        sources=["upload", "clipboard"],
        format="png",
        layers=False,
        transforms=["crop"],
        canvas_size=(width * scale, height * scale),
        fixed_canvas=True,
        brush=gr.Brush(24, colors=colours(control), color_mode="fixed"),
        eraser=gr.Eraser(24),
        buttons=[],
        elem_id=f"told-{control.name}",
    )
    if len(shown) > 1:
        gallery(gr, shown, editor)
    return [editor]


def gallery(gr, shown, editor):
    """Small examples; one that is chosen is put on the pad."""
    examples = gr.Gallery(
        shown, label="For example", show_label=False, columns=6, height="auto",
        allow_preview=False, interactive=False, buttons=[], format="png",
        elem_id="examples",
    )  # fmt: skip

    def put(event: gr.SelectData):
        return empty_pad(shown[int(event.index) % len(shown)])

    examples.select(put, None, editor, queue=False, api_visibility="private")


def empty_pad(picture):
    """A pad on which a picture lies and nothing was painted."""
    return {"background": picture, "layers": [], "composite": picture}


def example_of(value, scale):
    """An example as a picture that fills a pad."""
    pixels = kinds.pictures_of(value[None])[0]
    return enlarged(pixels, scale * max(pixels.shape[:2]))


def colours(control):
    """What a brush paints with: red for holes, the parts' own colours, or a few."""
    channels = control.shape[-1]
    if control.holes or not control.told:
        return [PAINT[0]]
    if channels > 4:
        return [f"#{bytes(hue).hex()}" for hue in kinds.hues()[:channels]]
    return [*INK, *(PAINT if channels > 2 else ())]


MAKERS = {
    "class": chooser,
    "example": chooser,
    "words": text,
    "numbers": numbers,
    "row": row,
    "picture": pad,
}
