"""A layer around a list whose keys are commands: they can be remapped, and `?` lists them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual.binding import Binding

from bsctui.app.ui.layer import Layer
from bsctui.app.ui.listing import Listing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

Answer = TypeVar("Answer")


class LayerCommand(ABC):
    """Something that can be done in a layer; one class is one key, as in a view.

    Attributes:
        id: As in the user's `[keys]`; that of the command in a view that means the same.
        keys: Default keys, comma-separated as Textual names them.
        help: What `?` says of it.
    """

    id: ClassVar[str]
    keys: ClassVar[str]
    help: ClassVar[str]

    @abstractmethod
    def act(self, layer: Any) -> None:
        """Do it."""


class ListLayer(Layer[Answer], Generic[Answer]):
    """A layer with a `Listing` in it. A subclass names its `KEYS`; the moving keys move in the list."""

    KEYS: ClassVar[Sequence[type[LayerCommand]]] = ()

    def __init_subclass__(cls, **options: bool) -> None:
        """Keys come from the commands."""
        cls.BINDINGS = [
            Binding(kind.keys, f"layer_command({kind.id!r})", kind.help, id=kind.id, show=False)
            for kind in cls.KEYS
        ]
        super().__init_subclass__(**options)

    @property
    def pane(self) -> Listing:
        """The list."""
        return self.query_one(Listing)

    def action_layer_command(self, name: str) -> None:
        """A key was pressed: do what it stands for."""
        next(kind for kind in self.KEYS if kind.id == name)().act(self)
