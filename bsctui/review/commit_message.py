"""A commit's message made of what it holds: goalposts first, values of a period together, then new records; pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from bsctui.model.entities import Kind
from bsctui.phrases import count_phrase
from bsctui.review.facts import TARGET_FIELDS
from bsctui.text.literals import string

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bsctui.model.model import Model
    from bsctui.review.commit_parts import CommitPart
    from bsctui.text.lines import Statement

ACTUALS = frozenset({"actual", "actual_margin", "block_actual"})
"""Forms that give results."""


class _Value(NamedTuple):
    """A result that changed."""

    address: str
    period: str
    text: str


def commit_sentences(parts: Sequence[CommitPart], model: Model) -> list[str]:
    """What a commit holds, in the order of weight."""
    goals = [part for part in parts if _keyword(part) in TARGET_FIELDS]
    values = [value for part in parts for value in _values(part, model)]
    new = [part for part in parts if part.adds in _COUNTED]
    grouped = {*goals, *new}
    rest = [part for part in parts if part not in grouped and not _is_results(part)]
    rest.sort(key=lambda part: not part.address)  # settings and comments say least
    sentences = [_fact(part) for part in goals]
    sentences += _grouped(values, model)
    sentences += _added(new, model)
    sentences += [_fact(part) for part in rest if part.before or part.after or part.address]
    return list(dict.fromkeys(sentences))


SUBJECT: Final = 72
"""Characters of a commit's first line, as git's own tools show it."""


def subject_line(sentences: Sequence[str]) -> str:
    """As many sentences as a commit's first line holds, each whole, and how many there are besides.

    One that is too long by itself is told without its reason, and where even that is too long, whole: a line that goes
    on says more than one that breaks off.
    """
    for shown in range(len(sentences), 0, -1):
        if len(line := _joined(sentences[:shown], len(sentences) - shown)) <= SUBJECT:
            return line
    rest = len(sentences) - 1
    short = _joined([sentences[0].partition(" (")[0]], rest)
    return short if len(short) <= SUBJECT else _joined(sentences[:1], rest)


def _joined(sentences: Sequence[str], rest: int) -> str:
    return "; ".join([*sentences, *([f"{rest} more"] if rest else [])])


def part_text(part: CommitPart, model: Model) -> str:
    """What a part changes, short: of a series only the values that differ."""
    values = list(_values(part, model))
    if not values:
        return part.text
    own = part.address
    return ", ".join(
        f"{'' if value.address == own else f'{value.address} '}{value.period or 'value'}: {value.text}"
        for value in values
    )


_COUNTED = tuple(kind for kind in Kind if kind is not Kind.PERSPECTIVE)
"""Kinds of records that are counted where several are new."""


def _added(parts: Sequence[CommitPart], model: Model) -> Iterator[str]:
    """New records by scorecard: a new scorecard with what it holds, a single record by its name, several by number."""
    groups: dict[str, list[CommitPart]] = {}
    for part in parts:
        groups.setdefault(part.address.partition(".")[0], []).append(part)
    for card, members in groups.items():
        scorecard = model.scorecards.get(card)
        label = scorecard.display_name if scorecard is not None else card
        inner = [part for part in members if part.adds != Kind.SCORECARD]
        if len(members) == 1:
            yield _fact(members[0])
        elif len(inner) < len(members):
            yield f"scorecard {label} with {_counts(inner)}"
        else:
            yield f"{label}: {_counts(inner)} added"


def _counts(parts: Sequence[CommitPart]) -> str:
    """`2 objectives and 5 KPIs`."""
    numbers = [(kind.word, sum(part.adds == kind for part in parts)) for kind in _COUNTED]
    counts = [count_phrase(number, word, f"{word}s") for word, number in numbers if number]
    return " and ".join(filter(None, (", ".join(counts[:-1]), counts[-1])))


def _keyword(part: CommitPart) -> str:
    statement = part.after or part.before
    return statement.form.keyword if statement is not None else ""


def _is_results(part: CommitPart) -> bool:
    statement = part.after or part.before
    return statement is not None and statement.form.name in ACTUALS


def _fact(part: CommitPart) -> str:
    """What changed of an item by its short name, with the reason that the line gives."""
    reason = _reason(part.after)
    text = part.text
    if reason is not None:
        text = f"{text.removesuffix(reason).rstrip()} ({string(reason)})"
    name = part.address.rpartition(".")[2]
    words = text.split()
    return text if not name or name in words[:2] else f"{name} {text}"


def _reason(statement: Statement | None) -> str | None:
    """The reason at the end of a line, as written."""
    if statement is None:
        return None
    return statement.get("reason")


def _values(part: CommitPart, model: Model) -> Iterator[_Value]:
    """The results that a line gives otherwise than before."""
    if not _is_results(part):
        return
    before, after = (dict(_cells(each, part, model)) for each in (part.before, part.after))
    for (address, period), text in {**before, **after}.items():
        now = after.get((address, period))
        if now != before.get((address, period)):
            yield _Value(address, period, now if now is not None else f"{text} removed")


def _cells(
    statement: Statement | None, part: CommitPart, model: Model
) -> Iterator[tuple[tuple[str, str], str]]:
    """Each cell of a series by item and period."""
    from bsctui.model.periods import FiscalYear, Period

    if statement is None or statement.form.name not in ACTUALS:
        return
    address = statement.get("ref") or part.address
    value = statement.get("value")
    if value is not None:
        yield (address, ""), value
        return
    calendar = model.settings.calendar
    fiscal = calendar.fiscal if calendar is not None else FiscalYear()
    first = fiscal.parse(statement.get("period") or "")
    cells = [cell for cell in (statement.get("series") or "").split() if cell != "|"]
    for step, cell in enumerate(cells):
        period = fiscal.format(Period(first.grain, first.ordinal + step)) if first else ""
        yield (address, period), cell


def _grouped(values: Sequence[_Value], model: Model) -> Iterator[str]:
    """Values by scorecard and period: a single one with its number, several by how many there are."""
    groups: dict[tuple[str, str], list[_Value]] = {}
    for value in values:
        groups.setdefault((value.address.partition(".")[0], value.period), []).append(value)
    for (card, period), members in groups.items():
        of_period = f" of {period}" if period else ""
        if len(members) == 1:
            name = members[0].address.rpartition(".")[2]
            yield f"{name} {period}: {members[0].text}" if period else f"{name} {members[0].text}"
            continue
        scorecard = model.scorecards.get(card)
        label = scorecard.display_name if scorecard is not None else card
        yield f"{label}: {len(members)} values{of_period}"
