"""Which column of an answer is what: by its name, else by its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence


class AnswerError(Exception):
    """An answer that cannot be taken; the message says which row, and why."""


class AnswerColumns(NamedTuple):
    """The places of an answer's columns; `kpi` is None where the query stands in one KPI."""

    kpi: int | None
    period: int
    value: int
    note: int | None = None
    provisional: int | None = None


OF_ONE: Final = ("period", "value")
OF_MANY: Final = ("kpi", "period", "value")
FURTHER: Final = ("note", "provisional")


def columns_of(names: Sequence[str], *, of_many: bool) -> AnswerColumns:
    """The columns by their names where the needed ones have them, else the first ones in this order.

    Raises:
        AnswerError: There are too few, or some that nothing reads.
    """
    needed = OF_MANY if of_many else OF_ONE
    known = [name.casefold() for name in names]
    if len(names) < len(needed):
        raise AnswerError(
            f"it gives {_counted(names)}; needed are {', '.join(f'`{name}`' for name in needed)}"
        )
    if not set(needed) <= set(known):
        known = [*needed, *known[len(needed) :]]
    doubled = next((name for name in known if known.count(name) > 1), None)
    if doubled is not None:
        raise AnswerError(f"two columns are called `{doubled}`")
    for name in known:
        if name not in {*needed, *FURTHER}:
            raise AnswerError(
                f"nothing reads its column `{name}`; beside {', '.join(needed)} there may be `note` and `provisional`"
            )
    places = {name: known.index(name) for name in known}
    return AnswerColumns(
        places.get("kpi") if of_many else None,
        places["period"],
        places["value"],
        places.get("note"),
        places.get("provisional"),
    )


def _counted(names: Sequence[str]) -> str:
    if not names:
        return "no column"
    listed = ", ".join(f"`{name}`" for name in names)
    return f"one column, {listed}" if len(names) == 1 else f"{len(names)} columns, {listed}"
