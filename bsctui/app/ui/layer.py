"""What every layer shares: `esc` closes it without doing anything, the view stays visible below."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar, cast

from textual.await_complete import AwaitComplete
from textual.binding import Binding
from textual.screen import ModalScreen

from bsctui.app.ui.cursor_commands import MOVING

if TYPE_CHECKING:
    from textual.binding import BindingType

    from bsctui.app.core.app_context import AppContext, PendingAnswer
    from bsctui.app.core.commands import LayerCommands
    from bsctui.app.ui.listing import Listing

Answer = TypeVar("Answer")


class Layer(ModalScreen[Answer | None], Generic[Answer]):
    """A layer that answers with a value, or with None where `esc` closed it. A subclass names its `KEYS`.

    Its bindings have the ids of the commands that mean the same in a view, so that a user's own keys
    (`[keys]`) hold in it too. The moving keys move in its list (`pane`).
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Close", id="close", show=False),
        *(
            Binding(kind.keys, f"walk({kind.id!r})", kind.title, id=kind.id, show=False)
            for kind in MOVING
        ),
    ]

    KEYS: ClassVar[LayerCommands] = ()
    """What can be done in it, besides what all layers share."""

    def __init_subclass__(cls, **options: bool) -> None:
        """Keys come from the commands."""
        cls.BINDINGS = [
            Binding(kind.keys, f"layer_command({kind.id!r})", kind.help, id=kind.id, show=False)
            for kind in cls.KEYS
        ]
        super().__init_subclass__(**options)

    asked: PendingAnswer[Answer] | None = None
    """Set where it is opened by `Shell.ask`."""

    @property
    def shell(self) -> AppContext:
        """The app."""
        return cast("AppContext", self.app)

    @property
    def is_answered(self) -> bool:
        """Whether it has been left; what still arrives then is late."""
        return self.asked is not None and self.asked.answer.done()

    @property
    def pane(self) -> Listing | None:
        """The list that the moving keys move; None where there is none."""
        return None

    def action_layer_command(self, name: str) -> None:
        """A key was pressed: do what it stands for."""
        next(kind for kind in self.KEYS if kind.id == name)().act(self)

    def action_walk(self, name: str) -> None:
        """Move in the list as a view would."""
        pane = self.pane
        if pane is not None:
            command = next(kind for kind in MOVING if kind.id == name)
            pane.move_to(command().target(pane))

    def action_close(self) -> None:
        """Close without an answer."""
        self.dismiss(None)

    def dismiss(self, result: Answer | None = None) -> AwaitComplete:
        """Answer, once: who asked has the answer before another key is looked at."""
        if self.is_answered:
            return AwaitComplete()
        if self.asked is not None:
            self.asked.answer.set_result(result)
        return super().dismiss(result)
