"""What changed between two sides, as a reviewer counts it: one decision, one change."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from bsctui.review.facts import SETTINGS, WITHOUT_EFFECT, ChangeClass, Fact, FactKey, RecordFacts
from bsctui.review.reasons import reason_of, reason_of_results
from bsctui.storage.workspace_files import SETTINGS_FILE

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from bsctui.model.periods import FiscalYear, Period
    from bsctui.review.alignment import AlignedSides
    from bsctui.review.facts import FactPart


class ChangeKind(StrEnum):
    """What happened to a thing, or to a fact of it."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    MOVED = "moved"
    CHANGED = "changed"


class ResultRevision(StrEnum):
    """What became of results."""

    NEW = "new"
    RESTATED = "restated"
    CLOSED = "restated after the close"
    WITHDRAWN = "withdrawn"


class ChangeLocation(NamedTuple):
    """Where a change can be seen: a file and its line, in the new side's texts, of what went in the old one's."""

    path: str
    line: int
    is_old: bool = False


@dataclass(frozen=True, slots=True)
class StrategyChange:
    """One change.

    Attributes:
        record_kind: The keyword of the record's header: `kpi`, `calendar`.
        address: The new side's; of what was removed the old side's. Settings are addressed by their header.
        old_address: Of what both sides have, and of what was removed.
        field: The keyword of the fact; None for a whole record.
        old: As written; None where there was nothing.
        new: As written; None where there is nothing any more.
        revision: Of results, what became of them.
        key: The fact, with `before` and `after`, in old names.
        inside: What belongs to it: records below one that came or went, and the lines that name them; what a move made rename.
        periods: Of results, the periods that they speak of.
        unchanged_reason: A reason that stood on the line before and still does: it says nothing of this change.
        old_label: How the old side calls the thing, where that differs.
    """

    record_kind: str
    address: str
    label: str
    kind: ChangeKind
    change_class: ChangeClass
    place: ChangeLocation | None = None
    old_address: str | None = None
    field: str | None = None
    old: str | None = None
    new: str | None = None
    reason: str | None = None
    revision: ResultRevision | None = None
    key: FactKey | None = None
    before: Fact | None = None
    after: Fact | None = None
    inside: tuple[StrategyChange, ...] = ()
    periods: tuple[Period, ...] = ()
    unchanged_reason: str | None = None
    old_label: str | None = None

    @property
    def scorecard(self) -> str:
        """The scorecard it belongs to; empty for the workspace's settings."""
        is_setting = self.record_kind in SETTINGS or self.record_kind == SETTINGS_FILE
        return "" if is_setting else self.address.partition(".")[0]

    @property
    def is_whole(self) -> bool:
        """Whether a whole record came or went."""
        return self.kind in {ChangeKind.ADDED, ChangeKind.REMOVED}


def single_changes(sides: AlignedSides) -> list[StrategyChange]:
    """Every change by itself, in the order of the new side's display; then what was added, then what was removed."""
    return _Finder(sides).all()


class _Finder:
    def __init__(self, sides: AlignedSides) -> None:
        self.sides = sides
        self.old, self.new = sides.old_facts, sides.new_facts
        self.fiscal: FiscalYear = sides.fiscal
        calendar = sides.old.settings.calendar
        closed = calendar.closed if calendar is not None else None
        self.closed_end = (
            calendar.fiscal.end(calendar.grain, closed)
            if calendar is not None and closed is not None
            else None
        )

    def all(self) -> list[StrategyChange]:
        """Settings, what both sides have, what was added, what was removed."""
        changes = [change for key in self._setting_keys() for change in self._facts(key, key)]
        for new, old in self.sides.matching.old_of.items():
            changes += self._renamed_or_moved(new, old)
            changes += self._facts(old, new)
        return [*changes, *self._added(), *self._removed()]

    def _setting_keys(self) -> Iterator[str]:
        yield from dict.fromkeys((*self.old.settings, *self.new.settings))

    # --- Records that both sides have

    def _renamed_or_moved(self, new: str, old: str) -> Iterator[StrategyChange]:
        """Renamed, moved or both: one change."""
        moved, renamed = self.sides.moved.get(old), self.sides.renamed.get(old)
        if moved is None and renamed is None:
            return
        item = self.sides.matching.new[new]
        before = self.sides.matching.old[old]
        kind = ChangeKind.MOVED if moved is not None else ChangeKind.RENAMED
        texts = (before.parent, item.parent) if moved is not None else (old, new)
        record, former = self.new.record_facts(old), self.old.record_facts(old)
        label = record.label if record else new
        yield StrategyChange(
            item.kind, new, label, kind, ChangeClass.RULES, self._header(new), old,
            old=texts[0], new=texts[1], old_label=_other_label(former, label),
        )  # fmt: skip

    def _facts(self, old: str, new: str) -> Iterator[StrategyChange]:
        """The facts of one record that differ."""
        if self.old.raw_lines(old) == self.new.raw_lines(old):
            return
        if self.old.raw_statements(old) == self.new.raw_statements(old):
            return
        with_actuals = not self.old.have_same_actuals(self.new, old)
        alike = self.old.said_alike(self.new, old)
        if with_actuals:
            alike -= READ_IN_A_GRAIN
        before, after = (
            side.record_facts(old, with_actuals=with_actuals, leaving_out=alike)
            for side in (self.old, self.new)
        )
        record = after or before
        if record is None:
            return
        if before is None or after is None:
            yield self._whole_setting(record, is_new=before is None)
            return
        for key in _keys(before, after):
            left = before.facts.get(key) if before else None
            right = after.facts.get(key) if after else None
            subject = _Subject(
                record.kind, new, old, record.label, _other_label(before, record.label)
            )
            yield from self._fact(subject, key, left, right)

    def _whole_setting(self, setting: RecordFacts, *, is_new: bool) -> StrategyChange:
        """A setting that came or went."""
        path, record = setting.path, setting.record
        documents = self.sides.new_documents if is_new else self.sides.old.documents
        place = ChangeLocation(
            path, documents[path].start_of(record) + (record.header_line or 0), not is_new
        )
        text = (
            "; ".join(piece.text for piece in setting.facts[setting.kind, ""].pieces.values())
            or setting.kind
        )
        change_class = ChangeClass.NONE if setting.kind in WITHOUT_EFFECT else ChangeClass.RULES
        name = setting.address
        if is_new:
            return StrategyChange(
                setting.kind, name, setting.label, ChangeKind.ADDED, change_class, place, new=text
            )
        return StrategyChange(
            setting.kind,
            name,
            setting.label,
            ChangeKind.REMOVED,
            change_class,
            place,
            name,
            old=text,
        )

    def _fact(
        self, subject: _Subject, key: FactKey, before: Fact | None, after: Fact | None
    ) -> Iterator[StrategyChange]:
        left = before.pieces if before else {}
        right = after.pieces if after else {}
        gone = [
            piece for name, piece in left.items() if right.get(name, _NOTHING)[2] != piece.meaning
        ]
        come = [
            piece for name, piece in right.items() if left.get(name, _NOTHING)[2] != piece.meaning
        ]
        change_class = (after or before or Fact(key)).change_class
        if key == ("actual", ""):
            yield from self._actuals(subject, before, after, gone, come)
        elif gone or come:
            yield self._change(subject, key, before, after, gone, come, change_class)
        elif (before.remarks if before else []) != (after.remarks if after else []):
            yield self._remark(subject, key, before, after)

    def _change(
        self, subject: _Subject, key: FactKey, before: Fact | None, after: Fact | None, gone: Sequence[FactPart],
        come: Sequence[FactPart], change_class: ChangeClass,
    ) -> StrategyChange:  # fmt: skip
        fields = list(dict.fromkeys(piece.field for piece in (*come, *gone)))
        fields.sort(key=lambda name: _GOAL_ORDER.index(name) if name in _GOAL_ORDER else 0)
        name = "role" if key[0] == "leading" else ", ".join(fields)
        reason = reason_of(come, before)
        return StrategyChange(
            subject.record_kind, subject.new, subject.label, ChangeKind.CHANGED, change_class, self._place((come or gone)[0], is_old=not come), subject.old,
            field=name, old=_text(gone, fields, self.fiscal), new=_text(come, fields, self.fiscal),
            reason=reason.given, key=key, before=before, after=after, unchanged_reason=reason.unchanged,
            old_label=subject.old_label,
        )  # fmt: skip

    def _remark(
        self, subject: _Subject, key: FactKey, before: Fact | None, after: Fact | None
    ) -> StrategyChange:
        pieces = list((after or before or Fact(key)).pieces.values())
        place = self._place(pieces[0], is_old=after is None) if pieces else None
        old, new = ("; ".join(fact.remarks) if fact else None for fact in (before, after))
        name = "target" if key[0] == "goal" else key[0]
        return StrategyChange(
            subject.record_kind, subject.new, subject.label, ChangeKind.CHANGED, ChangeClass.NONE, place, subject.old,
            field=f"{name} reason", old=old or None, new=new or None, key=key, before=before, after=after,
            old_label=subject.old_label,
        )  # fmt: skip

    # --- Results

    def _actuals(
        self, subject: _Subject, before: Fact | None, after: Fact | None, gone: Sequence[FactPart], come: Sequence[FactPart],
    ) -> Iterator[StrategyChange]:  # fmt: skip
        """New, restated and withdrawn values apart; those of closed periods too."""
        old = {piece.period: piece for piece in gone}
        new = {piece.period: piece for piece in come}
        groups: dict[ResultRevision, list[Period]] = {}
        for period in sorted({p for p in (*old, *new) if p is not None}):
            groups.setdefault(self._revision(period, old, new), []).append(period)
        for revision, periods in groups.items():
            left = [old[p] for p in periods if p in old]
            right = [new[p] for p in periods if p in new]
            reason = reason_of_results(self.sides, subject.new, right, before, periods)
            yield StrategyChange(
                subject.record_kind, subject.new, subject.label, ChangeKind.CHANGED, ChangeClass.RESULTS, self._place((right or left)[0], is_old=not right),
                subject.old, field="actual", old=_text(left, ["actual"], self.fiscal),
                new=_text(right, ["actual"], self.fiscal), reason=reason.given, revision=revision,
                key=("actual", ""), before=before, after=after, periods=tuple(periods),
                unchanged_reason=reason.unchanged, old_label=subject.old_label,
            )  # fmt: skip
        if not groups and (before.remarks if before else []) != (after.remarks if after else []):
            yield self._remark(subject, ("actual", ""), before, after)

    def _revision(
        self, period: Period, old: Mapping[Period | None, FactPart], new: Container[Period | None]
    ) -> ResultRevision:
        if period not in new:
            return ResultRevision.WITHDRAWN
        before = old.get(period)
        if before is None or before.is_estimate:
            return ResultRevision.NEW
        closed = (
            self.closed_end is not None
            and self.fiscal.end(period.grain, period.ordinal) <= self.closed_end
        )
        return ResultRevision.CLOSED if closed else ResultRevision.RESTATED

    # --- Records that came or went

    def _added(self) -> Iterator[StrategyChange]:
        for new in self.sides.matching.added:
            record = self.new.record_facts(self.sides.names.get(new, new))
            if record is not None:
                place = self._header(new)
                yield StrategyChange(
                    record.kind,
                    new,
                    record.label,
                    ChangeKind.ADDED,
                    ChangeClass.RULES,
                    place,
                    new=record.kind,
                )

    def _removed(self) -> Iterator[StrategyChange]:
        for old in self.sides.matching.removed:
            record = self.old.record_facts(old)
            if record is not None:
                place = ChangeLocation(
                    *self.sides.old.place(self.sides.matching.old[old].origin), is_old=True
                )
                yield StrategyChange(
                    record.kind,
                    old,
                    record.label,
                    ChangeKind.REMOVED,
                    ChangeClass.RULES,
                    place,
                    old,
                    old=record.kind,
                )

    # --- Places

    def _header(self, new: str) -> ChangeLocation:
        return ChangeLocation(*self.sides.new.place(self.sides.matching.new[new].origin))

    def _place(self, piece: FactPart, *, is_old: bool) -> ChangeLocation:
        """Series come from the models, statements from the texts; lines are the same in both of the new side's."""
        path, record, line = piece.origin
        if piece.period is not None:
            return ChangeLocation(
                *(self.sides.old if is_old else self.sides.new).place(piece.origin), is_old
            )
        documents = self.sides.old.documents if is_old else self.sides.new_documents
        return ChangeLocation(path, documents[path].start_of(record) + line, is_old)


class _Subject(NamedTuple):
    record_kind: str
    new: str
    old: str
    label: str
    old_label: str | None


READ_IN_A_GRAIN: Final = frozenset({("actual", ""), ("goal", "")})
"""What the same words may mean otherwise where another grain or other values are read."""

_NOTHING = ("", None, object(), "")


def _other_label(former: RecordFacts | None, label: str) -> str | None:
    """How the old side calls a thing; None where that is the same."""
    return former.label if former is not None and former.label != label else None


_GOAL_ORDER = ("same", "like", "better", "baseline", "target", "tolerance", "scale")


def _keys(before: RecordFacts | None, after: RecordFacts | None) -> list[FactKey]:
    return list(dict.fromkeys((*(after.facts if after else ()), *(before.facts if before else ()))))


def _text(pieces: Sequence[FactPart], fields: Sequence[str], fiscal: FiscalYear) -> str | None:
    """Pieces as text: runs of periods together, the field named where there are several."""
    parts: list[str] = []
    for name in fields:
        field_pieces = [piece for piece in pieces if piece.field == name]
        texts = [piece.text for piece in field_pieces if piece.period is None]
        texts += period_runs([piece for piece in field_pieces if piece.period is not None], fiscal)
        if texts:
            text = "; ".join(texts)
            parts.append(f"{name} {text}".rstrip() if len(fields) > 1 else text or name)
    return "; ".join(parts) or None


def period_runs(pieces: Iterable[FactPart], fiscal: FiscalYear) -> Iterator[str]:
    """`2026-01: 95 93 104`, a run of consecutive periods each."""
    ordered = sorted(
        ((piece.period, piece.text) for piece in pieces if piece.period is not None),
        key=lambda pair: pair[0],
    )
    for _, run in groupby(enumerate(ordered), key=lambda pair: pair[1][0].ordinal - pair[0]):
        period_texts = [pair for _, pair in run]
        yield f"{fiscal.format(period_texts[0][0])}: {' '.join(text for _, text in period_texts)}"
