"""Which way is better for the KPIs of a table: from a column, the mapping, or an answer; never guessed."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from bsctui.exchange.reading.findings import Answer, ImportQuestion, Topic
from bsctui.exchange.reading.words import proposed_direction
from bsctui.model.entities import Better
from bsctui.phrases import first_few

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bsctui.exchange.reading.findings import Figure, Findings, Row
    from bsctui.exchange.reading.mapping import ImportMapping

LISTED: Final = 30
"""Labels that a question names of each kind: who confirms them must see them."""
NONE: Final = "none"
"""What is said of a KPI that gets no direction."""
PROPOSED: Final = "proposed"
"""What is said where the words of a label decide, as far as they go."""
_OPEN: Final = "leave it open (`check` will list it)"


def settle_directions(findings: Findings, mapping: ImportMapping, rows: Iterable[Row]) -> None:
    """Give each KPI that has a target its direction, or ask for it.

    What a mapping says of all speaks only for KPIs that neither a column nor the mapping names, and `proposed` only
    for those whose label tells: the others are asked about.
    """
    asked: list[Row] = []
    for row in rows:
        if not row.has_target or row.upper is not None:
            continue
        word = mapping.better.get(row.key) or mapping.better.get(row.label)
        if word is None and row.better is None and not _is_told_by_baseline(row):
            word = _proposed(row) if mapping.otherwise == PROPOSED else mapping.otherwise
            if word is None:
                asked.append(row)
        if word is not None:
            row.better = Better(word) if word != NONE else None
    if asked:
        one_by_one = mapping.asks_of_each or len(asked) == 1
        ask = _question_of_one if one_by_one else _question_of_all
        findings.ask(ask(_by_name(asked), mapping))


def _targets(row: Row) -> list[Figure]:
    return [figure for figure in (row.target, *row.targets.values()) if figure is not None]


def _is_told_by_baseline(row: Row) -> bool:
    """Whether all targets lie on one side of the baseline."""
    if row.baseline is None:
        return False
    start = float(row.baseline.text)
    ends = [float(target.text) for target in _targets(row)]
    return all(end > start for end in ends) or all(end < start for end in ends)


def _proposed(row: Row) -> Better | None:
    """By the words of its label, or because nothing counts below a target of 0."""
    if {target.text for target in _targets(row)} == {"0"}:
        return Better.LOWER
    return proposed_direction(row.label, row.unit)


def _by_name(rows: Sequence[Row]) -> dict[str, Row]:
    """By label, or by key where two rows have the same label."""
    labels = Counter(row.label for row in rows)
    return {(row.label if labels[row.label] == 1 else row.key): row for row in rows}


def _question_of_all(rows: Mapping[str, Row], mapping: ImportMapping) -> ImportQuestion:
    """The proposals as a list to confirm; every answer is kept by label, so that a new KPI is asked about again."""
    proposals = {name: _proposed(row) for name, row in rows.items()}
    details = []
    for better, heading in _HEADINGS.items():
        names = [f"`{name}`" for name, proposed in proposals.items() if proposed is better]
        details += [f"{heading}: {first_few(names, LISTED)}"] if names else []
    sure: dict[str, str] = {name: better for name, better in proposals.items() if better}
    is_sure = len(sure) == len(rows)
    listed = "as listed" if is_sure else "as listed, then ask about the others"
    return ImportQuestion(
        Topic.BETTER,
        f"{len(rows)} KPIs have a target, but nothing says whether a higher or a lower value is better",
        "--higher LABEL and --lower LABEL, or --better proposed|higher|lower|none for all of them",
        (
            *([Answer(listed, _kept(mapping, sure))] if sure else []),
            Answer("ask about each KPI", {"asks_of_each": True}),
            Answer("higher is better for all", _kept(mapping, dict.fromkeys(rows, Better.HIGHER))),
            Answer("lower is better for all", _kept(mapping, dict.fromkeys(rows, Better.LOWER))),
            Answer("leave them open (`check` will list them)", _kept(mapping, dict.fromkeys(rows, NONE))),
        ),
        details=tuple(details),
    )  # fmt: skip


_HEADINGS: Final = {
    Better.HIGHER: "higher is better, judging by the label",
    Better.LOWER: "lower is better, judging by the label or a target of 0",
    None: "the label does not tell",
}


def _question_of_one(rows: Mapping[str, Row], mapping: ImportMapping) -> ImportQuestion:
    """About the first KPI; what its label makes likely is the first answer."""
    name, row = next(iter(rows.items()))
    words = [Better.HIGHER, Better.LOWER]
    if _proposed(row) is Better.LOWER:
        words.reverse()
    target = _targets(row)[0]
    return ImportQuestion(
        Topic.BETTER,
        f"`{name}` has the target {target.text}, but nothing says whether a higher or a lower value is better",
        "--higher LABEL or --lower LABEL",
        (
            *(Answer(f"{word} is better", _kept(mapping, {name: word})) for word in words),
            Answer(_OPEN, _kept(mapping, {name: NONE})),
        ),
    )


def _kept(mapping: ImportMapping, words: Mapping[str, str]) -> dict[str, object]:
    """What an answer adds to the directions that a mapping names."""
    return {"better": {**mapping.better, **{name: str(word) for name, word in words.items()}}}
