"""The page: what happens when something on it is touched; needs Gradio."""

import functools
import html
from typing import TYPE_CHECKING, Any

from keras_gans.demo import layout, server
from keras_gans.demo.answers import Answers, roll
from keras_gans.demo.pictures import as_png
from keras_gans.utils.printable import printable

if TYPE_CHECKING:
    from keras_gans.demo.subject import Subject

REFUSED = "Not like this"
ALONE = {  # one request at a time is computed
    "concurrency_id": "gan",
    "concurrency_limit": 1,
    "show_progress": "minimal",
}
AT_ONCE = {"queue": False, "api_visibility": "private"}


def page_of(subject: "Subject") -> Any:
    """The page of a subject, ready for `serve`.

    Args:
        subject: `Subject`.

    Returns:
        A `gradio.Blocks`.

    Raises:
        ImportError: Gradio is not installed.
    """
    gr = server.gradio()
    blocks = gr.Blocks(
        title=f"{printable(subject.name)} - keras_gans",
        analytics_enabled=False,
        delete_cache=(server.SWEEP, server.AGE),
    )
    with blocks:
        Page(gr, subject).connect(blocks)
    return blocks


class Page(layout.Layout):
    """What happens when something on a page is touched.

    Args:
        gr: the package gradio.
        subject: `Subject`.
    """

    def __init__(self, gr, subject):
        super().__init__(gr, subject)
        self.answers = Answers(self.player, len(self.turns))
        self.knobs = [self.angle, self.truncation, *self.turns, *self.told]
        one = self.made, self.saw, self.where, self.kept, self.place, self.sample
        self.shown = [*one]

    def connect(self, blocks):
        """Who is heard, and what it changes."""
        answers = self.answers
        self.one([self.make.click], answers.begin, self.seed)
        self.one(self.touched(), answers.stay, self.place)
        if self.draws:
            self.connect_places()
        if self.walks:
            self.connect_walk()
        if self.player.is_solid:
            self.connect_solid()
        if all(c.kind != "picture" or c.examples for c in self.player.controls):
            first = self.one([blocks.load], answers.begin, self.seed)
            if self.draws:
                self.lots([first.then], answers.others, self.seed)

    def connect_places(self):
        """Dice, and the grid, whose pictures can be chosen."""
        answers = self.answers
        self.one([self.dice.click], answers.begin, self.seed, before=True)
        self.one([self.seed.submit], answers.begin, self.seed)
        self.lots([self.others.click], answers.others, self.seed)
        self.lots([self.near.click], answers.explore, self.place)

        def chosen(event: self.gr.SelectData, places, *knobs):
            return self.laid(answers.choose(places, event.index, *knobs))

        self.many.select(
            self.safely(chosen), [self.places, *self.knobs], self.shown, **ALONE
        )

    def connect_walk(self):
        """The way back to where the sliders stood, and the film of a walk."""
        level = self.level.click(
            lambda: [0] * len(self.turns), None, self.turns, **AT_ONCE
        )
        self.one([level.then], self.answers.stay, self.place)
        walk = self.safely(lambda *values: self.filmed(self.answers.walk_to(*values)))
        inputs = [self.target, self.place, *self.knobs]
        self.walk.click(walk, inputs, self.film, **ALONE)

    def connect_solid(self):
        """The slider that turns a solid, and the film of it."""
        answers = self.answers
        turned = self.safely(lambda *values: self.pair(answers.turned(*values)))
        inputs, outputs = [self.sample, self.angle], [self.made, self.kept]
        self.angle.release(turned, inputs, outputs, **ALONE)
        film = self.safely(lambda sample: self.filmed(answers.around(sample)))
        self.spin.click(film, self.sample, self.film, **ALONE)

    def touched(self):
        """Events after which the same place is to be seen anew."""
        gr = self.gr
        choosers = [w for w in self.told if isinstance(w, (gr.Radio, gr.Dropdown))]
        fields = [w for w in self.told if isinstance(w, (gr.Textbox, gr.Number))]
        sliders = self.turns + [self.truncation] * self.player.has_styles
        return [
            *(widget.input for widget in choosers),
            *(widget.submit for widget in fields),
            *(slider.release for slider in sliders),
        ]

    def one(self, events, function, source, before=False):
        """After some events one sample is shown; returns the last event's end."""
        show = self.safely(lambda *values: self.laid(function(*values)))
        end = None
        for event in events:
            if before:
                event = event(roll, None, source, **AT_ONCE).then
            end = event(show, [source, *self.knobs], self.shown, **ALONE)
        return end

    def lots(self, events, function, source):
        """After some events the grid is filled."""
        for event in events:
            inputs, outputs = [source, *self.knobs], [self.many, self.places]
            event(self.safely(function), inputs, outputs, **ALONE)

    def safely(self, function):
        """A function whose refusals are said on the page, as words and never markup."""
        gr = self.gr

        @functools.wraps(function)
        def answered(*values):
            try:
                return function(*values)
            except (ArithmeticError, LookupError, TypeError, ValueError) as error:
                text = html.escape(printable(" ".join(str(error).split())))[:600]
                raise gr.Error(text, title=REFUSED, print_exception=False) from None

        return answered

    # === Answers as what widgets take ===

    def laid(self, answer):
        """An `Answer` for the widgets in `shown`."""
        saw = self.gr.update(value=answer.saw, visible=answer.saw is not None)
        picture, file = self.pair(answer.picture)
        return picture, saw, answer.words, file, answer.place, answer.sample

    def pair(self, picture):
        """A picture, and its PNG to be kept."""
        return picture, self.written(as_png(picture), f"{self.stem}.png")

    def filmed(self, content):
        """The bytes of a film, for the widget that shows it."""
        path = self.written(content, f"{self.stem}.gif")
        return self.gr.update(value=path, visible=True)

    @property
    def stem(self):
        """A name for files, of signs that every disk takes."""
        signs = [s if s.isalnum() and s.isascii() else "_" for s in self.subject.name]
        return "".join(signs)[:60] or "sample"

    def written(self, content, name):
        """Bytes as a file where Gradio keeps its own, which are swept."""
        folder = self.made.GRADIO_CACHE
        return self.gr.processing_utils.save_bytes_to_cache(content, name, folder)
