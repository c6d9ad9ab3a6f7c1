"""What a KPI's or measure's records say before anything is resolved: its own lines, and those it takes by `like`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bsctui.model.series import RecordStatement, has_percent

if TYPE_CHECKING:
    from bsctui.model.record_reader import RecordReader

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

DefinitionLines = dict[str, list[RecordStatement]]
"""Lines by group of `INHERITED`."""

NOT_VALUES: Final = frozenset({"tolerance_relative", "cap", "weight", "feeds"})


def own_definition_lines(reader: RecordReader, margin: list[RecordStatement]) -> DefinitionLines:
    """The definition lines of one record, with the plan lines that stand elsewhere for it."""
    lines: DefinitionLines = {}
    for form, statements in reader.forms.items():
        group = INHERITED.get(form)
        if group is not None:
            lines.setdefault(group, []).extend(
                [RecordStatement(reader, statement) for statement in statements]
            )
    for line in margin:
        lines.setdefault("goal", []).append(line)
    check_exclusive_lines(reader, lines)
    return lines


def override_lines(own: DefinitionLines, other: DefinitionLines) -> DefinitionLines:
    """`like`: the other's lines, overridden by groups; a scale of its own replaces the baseline too."""
    lines = dict(other)
    lines.update(own)
    if (
        any(line.statement.form.name == "scale" for line in own.get("goal", []))
        and "baseline" not in own
    ):
        lines.pop("baseline", None)
    return lines


def check_exclusive_lines(reader: RecordReader, written: DefinitionLines) -> None:
    """At most one kind of target, or a scale; one way to state each other thing."""
    if all(len(lines) == 1 for lines in written.values()):
        return
    target_lines = [line for line in written.get("goal", []) if _kind(line) not in TOLERANCES]
    kinds: dict[str, RecordStatement] = {}
    for line in target_lines:
        kind = _kind(line)
        if kinds and kind not in kinds:
            first = next(iter(kinds.values()))
            line.reader.diagnose(
                "E207",
                "two kinds of target: a constant, waypoints, a plan, a band or a scale, but only one of them",
                line.statement,
                help="keep one kind",
                related=(first.origin,),
            )
        kinds.setdefault(kind, line)
    for group in ("over", "role", "baseline"):
        lines = written.get(group, [])
        forms = {line.statement.form.name for line in lines}
        if len(forms) > 1:
            reader.diagnose_duplicate(
                lines[1].statement,
                lines[0].statement,
                f"`{lines[0].statement.form.keyword}` and `{lines[1].statement.form.keyword}` cannot both stand here"
                if group == "role"
                else f"`{lines[0].statement.form.keyword}` stands twice in this record",
            )


def _kind(line: RecordStatement) -> str:
    name = line.statement.form.name
    return "target_series" if name == "target_margin" else name


def check_percent(lines: list[RecordStatement], unit: str | None) -> None:
    """A percent sign on a value only where the unit is `%`."""
    if unit == "%":
        return
    for line in lines:
        if line.statement.form.name not in NOT_VALUES and has_percent(line.statement):
            line.reader.diagnose(
                "E411",
                "a value with `%`, but the unit is not `%`",
                line.statement,
                _percent_slot(line),
                help="write `unit %`, or leave the sign out",
            )


def _percent_slot(line: RecordStatement) -> str | None:
    for slot in ("value", "low", "high", "series"):
        text = line.statement.get(slot)
        if text and "%" in text:
            return slot
    return None
