"""What a KPI's or measure's records say before anything is resolved: its own lines, and those it takes by `like`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bsctui.model.series import Line, has_percent

if TYPE_CHECKING:
    from bsctui.model.record_reader import Desk

TARGETS: Final = frozenset({"target", "target_by", "target_series", "target_band"})
TOLERANCES: Final = frozenset({"tolerance", "tolerance_relative"})
BASELINES: Final = frozenset({"baseline", "baseline_series"})

INHERITED: Final = {
    "unit": "unit", "better": "better", "baseline": "baseline", "baseline_series": "baseline",
    "target": "goal", "target_by": "goal", "target_series": "goal", "target_band": "goal",
    "tolerance": "goal", "tolerance_relative": "goal", "scale": "goal", "cap": "cap", "every": "every",
    "aggregate": "aggregate", "over_ytd": "over", "over_count": "over", "carry": "carry", "band": "band",
    "leading": "role", "lagging": "role",
}  # fmt: skip
"""What `like` takes over, in the groups that override as a whole."""

Written = dict[str, list[Line]]
"""Lines by group of `INHERITED`."""

NOT_VALUES: Final = frozenset({"tolerance_relative", "cap", "weight", "feeds"})


def written_by(desk: Desk, margin: list[Line]) -> Written:
    """The definition lines of one record, with the plan lines that stand elsewhere for it."""
    found: Written = {}
    for form, statements in desk.forms.items():
        group = INHERITED.get(form)
        if group is not None:
            found.setdefault(group, []).extend([Line(desk, each) for each in statements])
    for line in margin:
        found.setdefault("goal", []).append(line)
    check_kinds(desk, found)
    return found


def merged(own: Written, other: Written) -> Written:
    """`like`: the other's lines, overridden by groups; a scale of its own replaces the baseline too."""
    found = dict(other)
    found.update(own)
    if (
        any(line.statement.form.name == "scale" for line in own.get("goal", []))
        and "baseline" not in own
    ):
        found.pop("baseline", None)
    return found


def check_kinds(desk: Desk, found: Written) -> None:
    """At most one kind of target, or a scale; one way to state each other thing."""
    if all(len(lines) == 1 for lines in found.values()):
        return
    goals = [line for line in found.get("goal", []) if _kind(line) not in TOLERANCES]
    kinds: dict[str, Line] = {}
    for line in goals:
        kind = _kind(line)
        if kinds and kind not in kinds:
            first = next(iter(kinds.values()))
            line.desk.flaw(
                "E207",
                "two kinds of target: a constant, waypoints, a plan, a band or a scale, but only one of them",
                line.statement,
                help="keep one kind",
                related=(first.origin,),
            )
        kinds.setdefault(kind, line)
    for group in ("over", "role", "baseline"):
        lines = found.get(group, [])
        forms = {line.statement.form.name for line in lines}
        if len(forms) > 1:
            desk.doubled(
                lines[1].statement,
                lines[0].statement,
                f"`{lines[0].statement.form.keyword}` and `{lines[1].statement.form.keyword}` cannot both stand here"
                if group == "role"
                else f"`{lines[0].statement.form.keyword}` stands twice in this record",
            )


def _kind(line: Line) -> str:
    name = line.statement.form.name
    return "target_series" if name == "target_margin" else name


def check_percent(lines: list[Line], unit: str | None) -> None:
    """A percent sign on a value only where the unit is `%`."""
    if unit == "%":
        return
    for line in lines:
        if line.statement.form.name not in NOT_VALUES and has_percent(line.statement):
            line.desk.flaw(
                "E411",
                "a value with `%`, but the unit is not `%`",
                line.statement,
                _percent_slot(line),
                help="write `unit %`, or leave the sign out",
            )


def _percent_slot(line: Line) -> str | None:
    for slot in ("value", "low", "high", "series"):
        text = line.statement.get(slot)
        if text and "%" in text:
            return slot
    return None
