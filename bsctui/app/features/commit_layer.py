"""What a commit will hold, fact by fact, and its message: space takes a fact out, as lazygit's staging does with hunks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import getters
from textual.containers import Vertical

from bsctui.app.core.commands import LayerCommand
from bsctui.app.core.drafts import NO_DRAFT, CommitDraft
from bsctui.app.core.spans import Spans, StyledSpan
from bsctui.app.ui.header_footer import titled
from bsctui.app.ui.input_line import InputLine, LabelledLine
from bsctui.app.ui.list_layer import ListKeys, ListLayer
from bsctui.app.ui.listing import Lines, Listing
from bsctui.app.ui.styles import Bar
from bsctui.escaping import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from textual.app import ComposeResult

    from bsctui.review.commit_parts import CommitPart


class TurnToFacts(LayerCommand):
    """The key that turns from pane to pane."""

    id = "pane.next"
    keys = "tab,shift+tab"
    help = "from the message to the facts, and back"

    def act(self, layer: CommitLayer) -> None:
        layer.turn()


class LeaveFactOut(LayerCommand):
    """In the list; in the message it is a blank."""

    id = "commit.leave-out"
    keys = "space"
    help = "leaves the fact under the cursor out of the commit, or takes it in again"

    def act(self, layer: CommitLayer) -> None:
        """The message follows."""
        layer.leave_out()


class CommitNow(LayerCommand):
    """In the list; in the message enter is the line's own."""

    id = "commit.now"
    keys = "enter"
    help = "commits the facts that are ticked"

    def act(self, layer: CommitLayer) -> None:
        """As enter in the message."""
        layer.accept()


class CommitLayer(ListLayer[CommitDraft]):
    """Answers with a message; an empty one, or a commit of nothing, is not accepted.

    Args:
        title: What is committed.
        warnings: What makes the commit doubtful.
        parts: The facts that can be left out, each with what it changes in words.
        lines: The difference, to read on.
        suggest: The message for some facts.
        draft: What was typed and taken out when it was left the last time.
    """

    KEYS = (TurnToFacts, LeaveFactOut, CommitNow, ListKeys)

    line = getters.query_one(InputLine)
    """The message."""

    def __init__(
        self,
        title: str,
        warnings: Sequence[Spans],
        parts: Mapping[CommitPart, str],
        lines: Sequence[Spans],
        suggest: Callable[[Sequence[CommitPart]], str],
        draft: CommitDraft = NO_DRAFT,
    ) -> None:
        super().__init__()
        self._title = title
        self._warnings = tuple(warnings)
        self._parts = tuple(parts)
        self._texts = dict(parts)
        self._lines = tuple(lines)
        self._suggest = suggest
        self._left_out = set(draft.left_out & parts.keys())
        self._suggested = suggest(self._kept)
        self._start = draft.message or self._suggested

    def compose(self) -> ComposeResult:
        """Title, what it holds, the message."""
        with Vertical(id="box", classes="message"):
            yield Bar(id="title")
            yield Listing(id="keys")
            line = InputLine(self._start, enter=self.accept, id="input")
            yield LabelledLine("Message", line)

    def on_mount(self) -> None:
        """Fill it; the keys go to the line."""
        hints = ("enter commits", "tab to the facts: space takes one out")
        title = (StyledSpan(f" {self._title}", "title"),)
        width, ellipsis = self.app.size.width, self.shell.glyphs.ellipsis
        self.query_one("#title", Bar).show(titled(title, hints, width, ellipsis))
        count = len(self._warnings) + len(self._parts) + len(self._lines) + 1
        self.pane.styles.height = max(1, min(count, self.size.height - 6))
        self._show()
        self.line.focus()

    def _show(self) -> None:
        marks = [self._marked(part) for part in self._parts]
        above = (StyledSpan(" The whole difference, including what is left out:", "dim"),)
        gap: tuple[Spans, ...] = (above if self._left_out else (),) if marks else ()
        self.pane.show(Lines((*self._warnings, *marks, *gap, *self._lines)))

    def _marked(self, part: CommitPart) -> Spans:
        is_out = part in self._left_out
        sign = " " if is_out else self.shell.glyphs.mark
        name = part.address or part.path
        look = "dim" if is_out else ""
        return (
            StyledSpan(f" [{sign}] ", "key"),
            StyledSpan(f"{printable(name)}  ", "dim"),
            StyledSpan(printable(self._texts[part]).replace("→", self.shell.glyphs.arrow), look),
        )

    def leave_out(self) -> None:
        """Take the fact under the cursor out of the commit, or in again."""
        at = self.pane.cursor - len(self._warnings)
        if self.focused is self.pane and 0 <= at < len(self._parts):
            self._left_out ^= {self._parts[at]}
            self._show()
            self._suggest_anew()

    def _suggest_anew(self) -> None:
        """The message follows what is left, as long as it is the suggested one."""
        line = self.line
        is_own = line.value != self._suggested
        self._suggested = self._suggest(self._kept)
        if not is_own:
            line.value = self._suggested

    @property
    def _kept(self) -> tuple[CommitPart, ...]:
        return tuple(part for part in self._parts if part not in self._left_out)

    @property
    def draft(self) -> CommitDraft:
        """What was typed and taken out so far; a message that is the suggested one is none."""
        text = self.line.value.strip()
        message = "" if text == self._suggested else text
        return CommitDraft(message, frozenset(self._left_out))

    def action_close(self) -> None:
        """The next commit starts from what was typed."""
        self.shell.session.commit_draft = self.draft
        super().action_close()

    def turn(self) -> None:
        """From the message to the facts, and back."""
        (self.line if self.focused is self.pane else self.pane).focus()

    def accept(self) -> None:
        """Answer, where there is a message and something to commit."""
        text = self.line.value.strip()
        if text and (self._kept or not self._parts):
            self.dismiss(CommitDraft(text, frozenset(self._left_out)))
        else:
            self.app.bell()
