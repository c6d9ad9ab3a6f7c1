"""New rows that may be known KPIs under another label: of a KPI that is in no row, a row with nearly its words is asked about."""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from bsctui.exchange.reading.findings import Answer, ImportQuestion, Topic
from bsctui.exchange.reading.month_names import without_accents

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from bsctui.exchange.importing.matching import RowMatching
    from bsctui.exchange.reading.findings import Findings, Row
    from bsctui.exchange.reading.mapping import ImportMapping
    from bsctui.model.entities import Quantity

_WORD = re.compile(r"[^\W\d_]+")
_APOSTROPHE = re.compile("['\u2019]")
_NUMBER = re.compile(r"\d+")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NOISE: Final = frozenset({"a", "an", "and", "for", "in", "of", "on", "per", "the", "to", "with", "within", "by", "at", "or"})  # fmt: skip
MOST_COMPARED: Final = 20_000
"""Pairs of labels that are compared, in a second or two: where more begin with the same letters a table is of other KPIs altogether."""
_NEAR: Final = 0.75
"""Of two words that begin alike: so much of them in common is a slip of the pen, or an ending."""


class _Words(NamedTuple):
    """What of a label counts: its words without noise, its numbers without years."""

    words: tuple[str, ...]
    numbers: tuple[str, ...]

    @property
    def key(self) -> tuple[object, ...]:
        """Alike labels have the same: words that are alike begin with the same letter."""
        return self.numbers, tuple(sorted(word[0] for word in self.words))


class RenamedRow(NamedTuple):
    """A new row, and the known KPI or measure that it may be."""

    row: Row
    quantity: Quantity


def renamed_rows(
    matching: RowMatching, known: Iterable[Quantity], new: Sequence[Row]
) -> Iterator[RenamedRow]:
    """New rows without an id whose label is near that of exactly one KPI that is in no row."""
    if not new or matching.is_empty:
        return
    present = {quantity.address for quantity in known}
    absent: dict[tuple[object, ...], list[Quantity]] = {}
    for quantity in matching.model.quantities():
        if quantity.address not in present and quantity.formula is None:
            absent.setdefault(_words(quantity.display_name).key, []).append(quantity)
    budget = MOST_COMPARED
    for row in new:
        if row.id is not None or row.address is not None:
            continue
        candidates = absent.get(_words(row.label).key, [])[:budget]
        budget -= len(candidates)
        card = matching.card_of(row)
        near = [
            quantity
            for quantity in candidates
            if card in {None, quantity.address.partition(".")[0]}
            and are_alike(quantity.display_name, row.label)
        ]
        if len(near) == 1:
            yield RenamedRow(row, near[0])


def are_alike(label: str, other: str) -> bool:
    """Whether two labels may be two spellings of one: `Complaints rec'd` and `Complaints received`."""
    one, two = _words(label), _words(other)
    if one.key != two.key or not one.words:
        return False
    rest, others = Counter(one.words), Counter(two.words)
    return all(
        any(_is_near(word, each) for each in (others - rest)) for word in (rest - others)
    ) and all(any(_is_near(word, each) for each in (rest - others)) for word in (others - rest))


@lru_cache(maxsize=65536)
def _words(label: str) -> _Words:
    plain = _APOSTROPHE.sub("", without_accents(_YEAR.sub(" ", label.casefold())))
    words = [word for word in _WORD.findall(plain) if word not in _NOISE]
    return _Words(tuple(words), tuple(sorted(_NUMBER.findall(plain))))


@lru_cache(maxsize=65536)
def _is_near(word: str, other: str) -> bool:
    """The same word with a slip, another ending, or shortened: `secs`, `rec'd`."""
    shorter, longer = sorted((word, other), key=len)
    if shorter[0] != longer[0]:
        return False
    if len(shorter) >= 3 and shorter[1] == longer[1] and _is_within(shorter, longer):
        return True
    return SequenceMatcher(None, shorter, longer, autojunk=False).ratio() >= _NEAR


def _is_within(letters: str, word: str) -> bool:
    """Whether letters stand in a word in their order."""
    rest = iter(word)
    return all(letter in rest for letter in letters)


# --- Asking


def ask_of_renamed(findings: Findings, mapping: ImportMapping, matching: RowMatching) -> None:
    """Ask of the first new row that may be a known KPI and of which nothing was said yet."""
    if mapping.renamed is not None:
        return
    known, new = matching.known_and_new(findings.rows, mapping.same)
    undecided = [row for row in new if row.key not in mapping.same]
    pairs = list(renamed_rows(matching, (each for _, each in known), undecided))
    if pairs:
        findings.ask(_question(pairs, mapping.same))


def _question(pairs: Sequence[RenamedRow], same: Mapping[str, str]) -> ImportQuestion:
    row, quantity = pairs[0]
    more = f" (and {len(pairs) - 1} more like this)" if len(pairs) > 1 else ""
    answers = [
        Answer("yes, renamed: its values go there", _same_answer(same, row, quantity.address)),
        Answer("no, a KPI of its own", _same_answer(same, row, "")),
    ]
    if len(pairs) > 1:
        answers += [
            Answer(f"yes for all {len(pairs)}", {"renamed": True}),
            Answer(f"no for all {len(pairs)}", {"renamed": False}),
        ]
    return ImportQuestion(
        Topic.RENAMED,
        f"`{row.label}` is not known, and `{quantity.display_name}` (`{quantity.address}`) is in no row: "
        f"is it the same, renamed{more}?",
        "--renamed yes|no",
        tuple(answers),
    )


def _same_answer(same: Mapping[str, str], row: Row, address: str) -> dict[str, Any]:
    return {"same": {**same, row.key: address}}


def settled_same(findings: Findings, mapping: ImportMapping, matching: RowMatching) -> Mapping[str, str]:  # fmt: skip
    """The addresses of rows that are known KPIs under another label, by the key of the row."""
    if not mapping.renamed:
        return mapping.same
    known, new = matching.known_and_new(findings.rows, mapping.same)
    undecided = [row for row in new if row.key not in mapping.same]
    pairs = list(renamed_rows(matching, (each for _, each in known), undecided))
    counts = Counter(pair.quantity.address for pair in pairs)
    only = {row.key: quantity.address for row, quantity in pairs if counts[quantity.address] == 1}
    return {**mapping.same, **only}
