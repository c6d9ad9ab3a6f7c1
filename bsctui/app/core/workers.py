"""Work that goes on while the app answers keys."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ParamSpec, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from typing import Any

    from textual.dom import DOMNode
    from textual.worker import WorkType

    from bsctui.app.core.app_context import AppControl

P = ParamSpec("P")


def start_worker(
    node: DOMNode | AppControl,
    group: str,
    work: Callable[P, Coroutine[Any, Any, None]],
    *arguments: P.args,
    **named: P.kwargs,
) -> None:
    """Begin work that belongs to a node and ends with it; what the node began in this group is given up.

    The coroutine is made when its turn comes: one made here would be left over, with a warning on the terminal, where the
    app ends before.
    """
    later = cast("WorkType[None]", partial(work, *arguments, **named))
    node.run_worker(later, group=group, exclusive=True)


def start_worker_beside(
    node: DOMNode | AppControl,
    group: str,
    work: Callable[P, Coroutine[Any, Any, None]],
    *arguments: P.args,
    **named: P.kwargs,
) -> None:
    """Begin work as `start_worker` does, beside what the node began before."""
    later = cast("WorkType[None]", partial(work, *arguments, **named))
    node.run_worker(later, group=group, exclusive=False)
