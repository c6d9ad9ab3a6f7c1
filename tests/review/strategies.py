"""Workspaces that were edited at random, by the same edits that the commands make."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from bsctui.edits import (
    AddRecord,
    DeleteRecord,
    MoveRecord,
    RecordValue,
    Refused,
    RenameRecord,
    SetField,
)
from bsctui.workspace import Workspace
from tests.scoring.worked import SKYLINE

if TYPE_CHECKING:
    from bsctui.edits import Edit
    from bsctui.model.model import Model

START = (
    SKYLINE
    + """
measure hours "Hours worked" in ground
  actual 2025-Q1: 10 12 11 14

kpi pace "Turns an hour" in ground.gates
  aggregate recompute
  target 4
  formula 40 / hours

kpi shown "Crews, again" in skyline.turnaround
  same ground.crew_ready
"""
)
"""The worked example with a measure, a formula and a `same`."""

FIELDS = (
    ("weight", "3"), ("weight", "1 until 2025-Q3"), ("target", "40"), ("target", "20 by 2026-Q4"), ("baseline", "70 at 2024-Q4"),
    ("tolerance", "8"), ("cap", "120"), ("aggregate", "last"), ("carry", ""), ("until", "2026-Q2"), ("label", '"Another name"'),
    ("owner", '"Somebody"'), ("tag", "safety"), ("better", "lower"), ("over", "ytd"),
)  # fmt: skip


def start() -> Workspace:
    """The workspace before any edit."""
    return Workspace.from_texts({"a.bsc": START})


@st.composite
def edited(draw: st.DrawFn, *, rules_only: bool = False) -> Model:
    """The model after up to five edits; those that would be refused are left out."""
    workspace = start()
    for _ in range(draw(st.integers(1, 5))):
        edit_of(draw, workspace, rules_only=rules_only)
    return workspace.model


def edit_of(draw: st.DrawFn, workspace: Workspace, *, rules_only: bool = False) -> None:
    """Make one edit; none where it would be refused."""
    kinds = [_set_field, _move_kpi, _move_objective, _rename, _delete, _add]
    if not rules_only:
        kinds += [_record, _record]
    edit = draw(st.sampled_from(kinds))(draw, workspace.model)
    with suppress(Refused):
        workspace.apply(edit)


def _set_field(draw: st.DrawFn, model: Model) -> Edit:
    field, value = draw(st.sampled_from(FIELDS))
    return SetField(draw(st.sampled_from([*model.kpis, *model.objectives])), field, value)


def _move_kpi(draw: st.DrawFn, model: Model) -> Edit:
    return MoveRecord(
        draw(st.sampled_from(list(model.kpis) or ["none.none"])), _objective(draw, model)
    )


def _move_objective(draw: st.DrawFn, model: Model) -> Edit:
    return MoveRecord(_objective(draw, model), _perspective(draw, model))


def _rename(draw: st.DrawFn, model: Model) -> Edit:
    things = [*model.kpis, *model.objectives, *model.scorecards, *model.measures]
    return RenameRecord(
        draw(st.sampled_from(things)), draw(st.sampled_from(["one", "two", "pace", "revenue"]))
    )


def _delete(draw: st.DrawFn, model: Model) -> Edit:
    things = [*model.kpis, *model.objectives, *model.measures, *model.initiatives]
    return DeleteRecord(draw(st.sampled_from(things or ["none"])), with_references=True)


def _add(draw: st.DrawFn, model: Model) -> Edit:
    name = draw(st.sampled_from(["one", "two", "three"]))
    if draw(st.booleans()):
        return AddRecord(
            "kpi", name, "New", _objective(draw, model), ("target 5", "actual 2025-Q1: 3 4")
        )
    above = _objective(draw, model)
    return AddRecord("objective", name, None, _perspective(draw, model), (f"supports {above}",))


def _record(draw: st.DrawFn, model: Model) -> Edit:
    things = [*model.kpis, *model.measures]
    period = draw(st.sampled_from(["2025-Q2", "2025-Q4", "2026-Q1", "2026-Q2"]))
    value = draw(st.sampled_from(["-", "20", "55", "90.5"]))
    return RecordValue(draw(st.sampled_from(things or ["none"])), period, value)


def _objective(draw: st.DrawFn, model: Model) -> str:
    return draw(st.sampled_from(list(model.objectives) or ["none.none"]))


def _perspective(draw: st.DrawFn, model: Model) -> str:
    card = draw(st.sampled_from(list(model.scorecards)))
    return f"{card}.{draw(st.sampled_from(model.names.perspectives))}"
