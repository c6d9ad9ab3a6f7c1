"""What every layer shares: `esc` closes it without doing anything, the view stays visible below."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual.binding import Binding
from textual.screen import ModalScreen

if TYPE_CHECKING:
    from textual.binding import BindingType

    from bsctui.app.shell import Shell

Answer = TypeVar("Answer")


class Layer(ModalScreen[Answer | None], Generic[Answer]):
    """A layer that answers with a value, or with None where `esc` closed it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", "Close", show=False)]

    @property
    def shell(self) -> Shell:
        """The app."""
        shell: Shell = self.app  # type: ignore[assignment]
        return shell

    def action_close(self) -> None:
        """Close without an answer."""
        self.dismiss(None)
