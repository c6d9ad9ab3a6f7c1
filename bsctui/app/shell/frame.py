"""The lines around the view, made of the session as it is now: header, what is assumed, footer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui.app.core.commands import footer_key, shown_keys
from bsctui.app.core.item_figures import item_figures
from bsctui.app.core.spans import StyledSpan
from bsctui.app.core.whatif_state import assumption_text
from bsctui.app.features.whatif.commands import DropAssumed, KeepAssumed
from bsctui.app.global_commands import footer_commands
from bsctui.app.ui import header_footer
from bsctui.app.ui.styles import Bar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bsctui.app.shell.app import Shell


class AppFrame:
    """Header and footer of an app.

    Attributes:
        message: What the footer says in place of the keys; None for nothing.
    """

    def __init__(self, shell: Shell, message: StyledSpan | None) -> None:
        self._shell = shell
        self.message = message

    def sync(self) -> None:
        """Show the session as it is now in header and footer; nothing once the app closes."""
        shell = self._shell
        if not shell.is_running:
            return
        shell.journalling.look()
        session, width = shell.session, shell.main.size.width
        shown = (
            item_figures(session.scores, session.selected, session.column)
            if session.selected
            else None
        )
        where = shell.git_service.branch_status
        status = StyledSpan(
            str(where or ""), "warning" if where is not None and where.doing else "dim"
        )
        header = header_footer.header(
            shell.view.crumbs(), status, session.period_text, shown, shell.glyphs, width
        )
        shell.main.query_one("#header", Bar).show(header)
        self._sync_assumed(width)
        footer = header_footer.footer(
            tuple(self.hints()), self.message, shell.view.place(), width, shell.glyphs.ellipsis
        )
        shell.main.query_one("#footer", Bar).show(footer)

    def _sync_assumed(self, width: int) -> None:
        """In what-if mode the header is reversed, and what is assumed stands below it."""
        shell = self._shell
        session = shell.session
        shell.main.set_class(bool(session.whatif), "-assuming")
        texts = [
            assumption_text(session, assumption).short for assumption in session.whatif.assumptions
        ]
        hints = [
            header_footer.Hint(keys[0], command.footer_word, command.id)
            for command in (KeepAssumed, DropAssumed)
            if (keys := shown_keys(command, shell.own_keys))
        ]
        line = header_footer.assumptions(texts, hints, width, shell.glyphs) if texts else ()
        shell.main.query_one("#assumed", Bar).show(line)

    def hints(self) -> Iterator[header_footer.Hint]:
        """The footer's entries, by the keys that work now."""
        shell = self._shell
        keys = {
            kind: footer_key(kind, shell.own_keys, typing=shell.view.typing)
            for kind in shell.commands()
            if not (kind.edits and shell.session.read_only)
        }
        for kind in footer_commands(tuple(kind for kind, key in keys.items() if key)):
            if keys[kind]:
                yield header_footer.Hint(keys[kind] or "", kind.footer, kind.id)
