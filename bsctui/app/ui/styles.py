"""How spans get their look: names in the views, colours in the stylesheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from bsctui.app.core.spans import Spans, StyledSpan, fit, width_of, wrap_spans
from bsctui.cells import wrap_cells
from bsctui.escaping import printable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.style import Style
    from textual import events
    from textual.geometry import Size

    from bsctui.app.core.glyphs import Glyphs

LOOKS = (
    "red",
    "amber",
    "green",
    "blue",
    "insufficient",
    "broken",
    "dim",
    "strong",
    "title",
    "link",
    "keyword",
    "string",
    "number",
    "choice",
    "unread",
    "chart",
    "target",
    "baseline",
    "forecast",
    "gain",
    "loss",
    "key",
    "cell",
    "error",
    "warning",
    "cursor",
    "resting",
    "heat-red",
    "heat-amber",
    "heat-green",
    "heat-blue",
    "heat-insufficient",
)
"""Every look a span may name; `look--NAME` in `style.tcss`. `cursor` and `resting` colour whole rows."""

LOOK_CLASSES = frozenset(f"look--{look}" for look in LOOKS)
"""Component classes of the app: a widget with these of its own would have each worked out again for itself."""


class SpanWidget(Widget):
    """A widget that draws lines of spans itself: text of files never meets markup here."""

    @property
    def _plain(self) -> Mapping[int, str]:
        glyphs: Glyphs | None = getattr(self.app, "glyphs", None)
        return {} if glyphs is None or glyphs.ellipsis == "…" else PLAIN

    def look(self, name: str) -> Style:
        """The style of a look, without a background of its own.

        Where the terminal's own colours are used the frame is told by reversing it: a colour there would be a ground.
        """
        style = self.app.get_component_styles(f"look--{name}").partial_rich_style
        return style.without_color if self.rich_style.reverse else style

    def strip(
        self,
        spans: Sequence[StyledSpan],
        width: int,
        over: Style | None = None,
        cache: dict[str, Style] | None = None,
    ) -> Strip:
        """A line of exactly `width` cells.

        Args:
            spans: What it says.
            width: Its cells.
            over: Laid over every look.
            cache: Styles by look, kept for the next line; to be emptied when colours change.
        """
        styles = {} if cache is None else cache
        if "" not in styles:
            styles[""] = self.rich_style
        base = styles[""]
        segments = []
        for span in _fitted(spans, width, self._plain):
            style = styles.get(span.look)
            if style is None:
                style = styles[span.look] = base + self.look(span.look)
            segments.append(Segment(span.text, style + over if over else style))
        return Strip(segments).adjust_cell_length(width, base + over if over else base)


PLAIN = str.maketrans({"…": "~", "→": ">", "·": ".", "Δ": "d", "─": "-"})
"""The app's own signs in running text, where the terminal is plain; each takes one cell as well."""


def _fitted(spans: Sequence[StyledSpan], width: int, plain: Mapping[int, str]) -> Spans:
    """Cleaned and cut: nothing a file says reaches the terminal unless it passed here."""
    safe = tuple(span._replace(text=printable(span.text)) for span in spans)
    fitted = safe if width_of(safe) <= width else fit(safe, width)
    if not plain:
        return fitted
    return tuple(span._replace(text=span.text.translate(plain)) for span in fitted)


class Bar(SpanWidget):
    """One line of spans: a header, a column heading, the footer."""

    DEFAULT_CSS = "Bar { height: 1; }"

    class Clicked(Message):
        """A span was clicked that asks for something."""

        def __init__(self, click: str) -> None:
            super().__init__()
            self.click = click

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._spans: Spans = ()

    @property
    def spans(self) -> Spans:
        """What it shows."""
        return self._spans

    def show(self, spans: Spans) -> None:
        """Show this line from now on."""
        if spans != self._spans:
            self._spans = spans
            self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Tell what the span under the mouse asks for."""
        click = clicked_span(self._spans, event.x) if event.y == 0 else ""
        if click:
            self.post_message(self.Clicked(click))

    def render_line(self, y: int) -> Strip:
        """Draw the line (Textual's Line API)."""
        return self.strip(self._spans if y == 0 else (), self.size.width)


def clicked_span(spans: Spans, x: int) -> str:
    """What the span at a cell asks for; empty where it asks for nothing or none stands there."""
    end = 0
    for span in spans:
        end += width_of((span,))
        if x < end:
            return span.click
    return ""


class WrappedBar(Bar):
    """A line of spans that takes as many lines as it needs, up to three: a remedy stands at its end."""

    DEFAULT_CSS = "WrappedBar { height: auto; }"

    MOST = 3

    def show(self, spans: Spans) -> None:
        """Show this from now on; the layout is made anew only where it needs other lines."""
        if spans == self.spans:
            return
        before = len(self._lines(self.size.width))
        self._spans = spans
        self.refresh(layout=len(self._lines(self.size.width)) != before)

    def height_in(self, width: int) -> int:
        """How many lines it takes at a width."""
        return len(self._lines(width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """A line for each part (Textual asks while it lays out)."""
        return self.height_in(width)

    def render_line(self, y: int) -> Strip:
        """Draw one line (Textual's Line API)."""
        lines = self._lines(self.size.width)
        return self.strip(lines[y] if y < len(lines) else (), self.size.width)

    def _lines(self, width: int) -> tuple[Spans, ...]:
        """The lines; what three do not hold is cut off the last one."""
        if width <= 0 or width_of(self._spans) <= width:
            return (self._spans,)
        lines = wrap_spans(self._spans, width - 1)
        rest = tuple(span for line in lines[self.MOST - 1 :] for span in line)
        return lines if len(lines) <= self.MOST else (*lines[: self.MOST - 1], rest)


class WrappedText(SpanWidget):
    """Sentences in full: each begins a line and is wrapped at the width there is."""

    DEFAULT_CSS = "WrappedText { height: auto; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._sentences: Spans = ()

    @property
    def spans(self) -> Spans:
        """The sentences."""
        return self._sentences

    def show(self, sentences: Spans) -> None:
        """Show these from now on, in as many lines as they need."""
        if sentences != self._sentences:
            self._sentences = sentences
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """A line for each part (Textual asks while it lays out)."""
        return len(self._lines(width))

    def render_line(self, y: int) -> Strip:
        """Draw one line (Textual's Line API)."""
        lines = self._lines(self.size.width)
        return self.strip(lines[y] if y < len(lines) else (), self.size.width)

    def _lines(self, width: int) -> list[Spans]:
        return [
            (StyledSpan(" "), StyledSpan(part, sentence.look))
            for sentence in self._sentences
            for part in wrap_cells(sentence.text, max(10, width - 2))
        ]
