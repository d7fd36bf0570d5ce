"""What stands on the page: controls, one sample, others, films, facts."""

import html

from keras_gans.demo.answers import LARGEST
from keras_gans.demo.player import TURNS
from keras_gans.demo.widgets import widgets_of
from keras_gans.utils.printable import printable

SEED = {"precision": 0, "minimum": 0, "maximum": LARGEST, "min_width": 110}


class Layout:
    """The widgets of a page, from top to bottom; made within a `gradio.Blocks`.

    Args:
        gr: the package gradio.
        subject: `Subject`.
    """

    def __init__(self, gr, subject):
        self.gr, self.subject, self.player = gr, subject, subject.player
        self.walks = self.player.latent is not None
        self.draws = bool(self.player.gan.priors)
        self.turns, self.seed = [], gr.State(0)
        self.truncation, self.angle = gr.State(None), gr.State(None)
        self.place, self.sample, self.places = (gr.State(x) for x in (None, None, []))
        gr.Markdown(self.heading(), elem_id="title")
        with gr.Row():
            with gr.Column(scale=2, min_width=260):
                self.lay_controls()
            with gr.Column(scale=3, min_width=260):
                self.lay_one()
        with gr.Row():
            if self.walks:
                with gr.Column(scale=2, min_width=260):
                    self.lay_turns()
            if self.draws or self.player.is_solid:
                with gr.Column(scale=3, min_width=260):
                    self.lay_others()
        self.lay_facts()

    def heading(self):
        """The name and the title, in which nothing is markup."""
        name, title = map(printable, (self.subject.name, self.subject.title))
        return f"# {html.escape(name)}\n{html.escape(title)}"

    def lay_controls(self):
        """What is told, what is drawn, and how far it may go."""
        gr = self.gr
        self.told = [w for c in self.player.controls for w in widgets_of(gr, c)]
        if self.draws:
            with gr.Row(elem_classes="pair"):
                self.seed = gr.Number(0, label="Seed", elem_id="seed", **SEED)
                self.dice = gr.Button("Roll the dice", min_width=110, elem_id="dice")
        if self.player.has_styles:
            self.truncation = gr.Slider(
                0,
                1.5,
                1,
                step=0.05,
                label="Truncation",
                info="Below 1: more usual samples, of fewer kinds.",
                elem_id="truncation",
            )
        self.make = gr.Button("Make", variant="primary", elem_id="make")

    def lay_one(self):
        """One sample, what it was told, and where it comes from."""
        gr = self.gr
        look = {"interactive": False, "show_label": False, "type": "pil"}
        self.made = gr.Image(
            label="The sample",
            elem_id="made",
            buttons=["fullscreen"],
            format="png",
            **look,
        )
        if self.player.is_solid:
            self.angle = gr.Slider(0, 359, 45, step=1, label="Turn it", elem_id="angle")
        self.saw = gr.Image(
            label="What it was told", visible=False, elem_id="saw", buttons=[],
            format="png", **(look | {"show_label": True}),
        )  # fmt: skip
        with gr.Row(elem_classes="pair"):
            self.where = gr.Markdown(elem_id="where")
            self.kept = gr.DownloadButton("Download PNG", size="sm", elem_id="kept")

    def lay_turns(self):
        """A slider for each direction in which samples change most."""
        gr = self.gr
        gr.Markdown(f"### Turn the knobs\n{self.player.how}", elem_id="how")
        self.turns = [
            gr.Slider(-TURNS, TURNS, 0, step=0.1, label=f"Direction {i + 1}")
            for i in range(self.player.turns)
        ]
        self.level = gr.Button("All to 0", size="sm", elem_id="level")

    def lay_others(self):
        """Others, among which one is chosen, and films."""
        gr = self.gr
        if self.draws:
            further = ", and look around it" if self.walks else ""
            gr.Markdown(f"### Others\nChoose one{further}.", elem_id="beside")
            with gr.Row():
                self.others = gr.Button("Show others", size="sm", elem_id="others")
                self.near = gr.Button(
                    "Explore around it", size="sm", elem_id="near", visible=self.walks
                )
            self.many = gr.Gallery(
                label="Others", show_label=False, columns=4, object_fit="contain",
                height="auto", allow_preview=False, interactive=False, type="pil",
                format="png", buttons=[], elem_id="many",
            )  # fmt: skip
        self.lay_films()

    def lay_films(self):
        """A walk to another seed, or once around a solid."""
        gr = self.gr
        with gr.Row(elem_classes="pair"):
            if self.walks:
                self.target = gr.Number(
                    1, label="Walk to seed", elem_id="target", **SEED
                )
                self.walk = gr.Button("Film the walk", min_width=110, elem_id="walk")
            if self.player.is_solid:
                self.spin = gr.Button("Film it turning", min_width=110, elem_id="spin")
        self.film = gr.Image(
            label="Film", show_label=False, type="filepath", interactive=False,
            buttons=["download", "fullscreen"], visible=False, format="gif",
            elem_id="film",
        )  # fmt: skip

    def lay_facts(self):
        """The card, and the training images that samples are most like."""
        gr = self.gr
        lines = map(printable, self.subject.about.split("\n"))
        with gr.Accordion("How good it is, how it was made, whose data", open=True):
            gr.Markdown("\n".join(lines), elem_id="about")
        if self.subject.neighbours is not None:
            with gr.Accordion("Samples beside the nearest training images", open=True):
                gr.Image(
                    self.subject.neighbours, interactive=False, show_label=False,
                    elem_id="neighbours", format="png", buttons=["fullscreen"],
                )  # fmt: skip
