"""Filters: the small query language of `--filter` and of the app's `f` and `/`.

Words match names, labels, owners and tags; `key:value` terms narrow; terms are joined by *and*, `-`
before a term negates it, `or` between terms separates alternatives.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from difflib import get_close_matches
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from bsctui.model.entities import Kind
from bsctui.scoring.result import status_word, trend_word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from bsctui.model.entities import Entity
    from bsctui.model.model import Model, Whole
    from bsctui.model.workspace_settings import Settings
    from bsctui.scoring.result import Scores

    Test = Callable[["FilterItem"], bool]


class FilterError(Exception):
    """A filter that cannot be read; the message says why and what may be written."""


class FilterItem(NamedTuple):
    """What a filter looks at: one item in the period in view."""

    address: str
    kind: str
    words: str
    """Name, label, owners and tags, casefolded, one a line."""
    owners: str
    tier: str
    tags: frozenset[str]
    role: str
    status: str
    trend: str
    score: float
    coverage: float
    mine: bool
    whole: Whole | None = None
    """Of a part: the KPI that it stands in."""


def find_addresses(
    query: str, model: Model, scores: Scores, column: int, me: str | None = None
) -> tuple[str, ...]:
    """The addresses that match, in the order of display; all of them for an empty query.

    Args:
        query: As a user wrote it.
        model: Where labels, owners, tiers and tags come from.
        scores: Where status, trend, score and coverage come from.
        column: The period in view, an index into `scores.periods`.
        me: The person that `mine` means.

    Raises:
        FilterError: An unknown key, or a value the key cannot have.
    """
    return FilterIndex(model, scores, column, me).find(query)


class FilterIndex:
    """Everything that can be found in one period, put into words once: a query typed letter by letter only tests.

    Args:
        model: As in `find`.
        scores: As in `find`.
        column: As in `find`.
        me: As in `find`.
        before: An earlier catalogue: what is said there of records that are still the same is taken over.
    """

    def __init__(
        self,
        model: Model,
        scores: Scores,
        column: int,
        me: str | None = None,
        before: FilterIndex | None = None,
    ) -> None:
        self._settings: Settings = model.settings
        self._me: str | None = me
        reusable = before._reusable_for(self) if before is not None else {}
        self._descriptions: dict[str, _Description] = {}
        self.items = tuple(self._items(model, scores, column, reusable))

    def _reusable_for(self, later: FilterIndex) -> Mapping[str, _Description]:
        """What a later one may take over: nothing where persons or the user are others."""
        same = (self._settings, self._me) == (later._settings, later._me)
        return self._descriptions if same else {}

    @cached_property
    def addresses(self) -> tuple[str, ...]:
        """What can be found, in the order of display."""
        return tuple(item.address for item in self.items)

    @cached_property
    def place(self) -> dict[str, int]:
        """Where each address stands in the order of display."""
        return {address: at for at, address in enumerate(self.addresses)}

    def find(self, query: str) -> tuple[str, ...]:
        """The addresses that match, in the order of display; all of them for an empty query.

        Raises:
            FilterError: An unknown key, or a value the key cannot have.
        """
        alternatives = [_terms(part) for part in _alternatives(query)]
        if not alternatives:
            return self.addresses
        matches = (self._matching(tests) for tests in alternatives)
        if len(alternatives) == 1:
            return tuple(item.address for item in next(matches))
        places = {self.place[item.address] for items in matches for item in items}
        return tuple(self.addresses[at] for at in sorted(places))

    def _matching(self, tests: list[Test]) -> Iterable[FilterItem]:
        items: Iterable[FilterItem] = self.items
        for test in tests:
            items = filter(test, items)
        return items

    def _items(
        self, model: Model, scores: Scores, column: int, reusable: Mapping[str, _Description]
    ) -> Iterator[FilterItem]:
        """Everything that can be shown: measures after their scorecard, initiatives after what they are for."""
        beside: dict[str, list[tuple[str, Kind]]] = defaultdict(list)
        for address, measure in model.measures.items():
            beside[measure.scorecard].append((address, Kind.MEASURE))
        for address, initiative in model.initiatives.items():
            beside[initiative.parent].append((address, Kind.INITIATIVE))
        figures = _Column(scores, column) if scores.periods else None
        for row, node in enumerate(scores.nodes):
            described = self._describe(model, node.address, node.kind, reusable)
            yield figures.scored(described, row) if figures else described
            for address, kind in beside.get(node.address, ()):
                yield self._describe(model, address, kind, reusable)

    def _describe(
        self, model: Model, address: str, kind: Kind, reusable: Mapping[str, _Description]
    ) -> FilterItem:
        """What of an item does not depend on the period."""
        entity = model.entity(address)
        scorecard = model.scorecards.get(address.partition(".")[0])
        holder = entity or scorecard
        owner = model.owner(holder) if holder else None
        tier = scorecard.tier if scorecard else ""
        description = reusable.get(address)
        if description is None or description[:3] != (entity, owner, tier) or entity is None:
            item = _filter_item(model, address, kind, owner, tier, self._me)
            description = _Description(entity, owner, tier, item)
        self._descriptions[address] = description
        return description.item


class _Description(NamedTuple):
    """What an item was described from, and the description."""

    entity: Entity | None
    owner: str | None
    tier: str
    item: FilterItem


# -- reading -----------------------------------------------------------------------------------

_TOKEN = re.compile(r'(-?)((?:[^\s"]|"[^"]*")+)')


def _alternatives(query: str) -> list[list[tuple[bool, str]]]:
    parts: list[list[tuple[bool, str]]] = [[]]
    for minus, text in _TOKEN.findall(query):
        if text == "or" and not minus:
            parts.append([])
        else:
            parts[-1].append((bool(minus), text))
    return [part for part in parts if part]


def negative_terms(query: str) -> list[str]:
    """What a query leaves out wherever it looks: the terms behind `-`; none where `or` gives a choice."""
    parts = _alternatives(query)
    return [text for minus, text in parts[0] if minus] if len(parts) == 1 else []


def narrow_query(query: str, term: str) -> str:
    """A query that finds of what it found only what a further term finds: `or` does not reach beyond the term."""
    parts = _alternatives(query) or [[]]
    return " or ".join(
        " ".join([*(f"{'-' * minus}{text}" for minus, text in part), term]) for part in parts
    )


def _terms(part: Sequence[tuple[bool, str]]) -> list[Test]:
    return [_negated(_test(text)) if minus else _test(text) for minus, text in part]


def _negated(test: Test) -> Test:
    return lambda item: not test(item)


def _test(text: str) -> Test:
    key, colon, value = text.partition(":")
    if text.startswith('"') or not colon:
        word = text.replace('"', "").casefold()
        return (lambda item: item.mine) if word == "mine" else (lambda item: word in item.words)
    make = _KEYS.get(key)
    if make is None:
        close = get_close_matches(key, _KEYS, n=1)
        hint = f"did you mean `{close[0]}:`?" if close else f"known are {', '.join(_KEYS)}"
        raise FilterError(f"no filter `{key}:`; {hint}")
    return make(value.replace('"', ""))


def _one_of(key: str, *allowed: str) -> Callable[[str], Test]:
    def make(value: str) -> Test:
        if value not in allowed:
            raise FilterError(f"`{key}:` is one of {', '.join(allowed)}")
        return lambda item: getattr(item, key) == value

    return make


_COMPARE = re.compile(r"(<=|>=|<|>|=|)(-?\d+(?:\.\d+)?)%?")
_NEAR = 1e-9


def _number(key: str) -> Callable[[str], Test]:
    def make(value: str) -> Test:
        match = _COMPARE.fullmatch(value)
        if match is None:
            raise FilterError(f"`{key}:` takes a number, such as `{key}:<50` or `{key}:>=70`")
        sign, bound = match[1], float(match[2])
        return lambda item: _compare(getattr(item, key), sign, bound)

    return make


def _compare(number: float, sign: str, bound: float) -> bool:
    """Within 1e-9 of the bound counts as on it, as everywhere in scoring; no number never holds."""
    if math.isnan(number):
        return False
    on_it = abs(number - bound) <= _NEAR
    if sign in {"", "="}:
        return on_it
    if on_it:
        return sign in {"<=", ">="}
    return number < bound if sign[0] == "<" else number > bound


_KINDS = _one_of("kind", *(kind.value for kind in Kind if kind is not Kind.MEASURE), "part")


def _kind(value: str) -> Test:
    """A part is a KPI too."""
    return (lambda item: item.whole is not None) if value == "part" else _KINDS(value)


def _part_of(value: str) -> Test:
    def is_part(item: FilterItem) -> bool:
        whole = item.whole
        while whole is not None and value not in {whole.kpi.address, whole.kpi.name}:
            whole = whole.above
        return whole is not None

    return is_part


def _owner(value: str) -> Test:
    return lambda item: value.casefold() in item.owners


def _tier(value: str) -> Test:
    return lambda item: item.tier == value


def _tag(value: str) -> Test:
    return lambda item: value in item.tags


_KEYS: dict[str, Callable[[str], Test]] = {
    "kind": _kind,
    "part-of": _part_of,
    "status": _one_of("status", "red", "amber", "green", "blue", "insufficient", "none"),
    "owner": _owner,
    "tier": _tier,
    "tag": _tag,
    "role": _one_of("role", "leading", "lagging"),
    "trend": _one_of("trend", "up", "down", "flat", "none"),
    "coverage": _number("coverage"),
    "score": _number("score"),
}

# -- looking -----------------------------------------------------------------------------------


class _Column:
    """The figures of one period as plain lists: taken out of the matrices one by one they would cost more than all else."""

    def __init__(self, scores: Scores, column: int) -> None:
        self._status = [status_word(code) or "none" for code in scores.status[:, column].tolist()]
        self._trend = [trend_word(code) or "none" for code in scores.trend[:, column].tolist()]
        self._score: list[float] = scores.score[:, column].tolist()
        self._coverage: list[float] = scores.coverage[:, column].tolist()

    def scored(self, described: FilterItem, row: int) -> FilterItem:
        """What was said of an item, with its figures."""
        figures = (self._status[row], self._trend[row], self._score[row], self._coverage[row])
        return FilterItem(*described[:7], *figures, described.mine, described.whole)


def _filter_item(
    model: Model, address: str, kind: Kind, owner: str | None, tier: str, me: str | None
) -> FilterItem:
    entity = model.entity(address)
    reporter = entity.reporter if entity else None
    owners = "\n".join(_names(model, owner)).casefold()
    label = entity.display_name if entity else _perspective_label(model, address)
    tags = frozenset(entity.tags) if entity else frozenset[str]()
    kpi = model.kpis.get(address)
    return FilterItem(
        address=address,
        kind=str(kind),
        words="\n".join((address, label, owners, *tags)).casefold(),
        owners=owners,
        tier=tier,
        tags=tags,
        role="" if kpi is None else "leading" if kpi.definition.leading else "lagging",
        status="none",
        trend="none",
        score=math.nan,
        coverage=math.nan,
        mine=me is not None and me in {owner, reporter},
        whole=model.wholes.get(kpi.part_of or "") if kpi is not None else None,
    )


def _perspective_label(model: Model, address: str) -> str:
    name = address.rpartition(".")[2]
    return next(
        (
            perspective.label
            for perspective in model.settings.perspectives
            if perspective.name == name
        ),
        name,
    )


def _names(model: Model, owner: str | None) -> tuple[str, ...]:
    """How an owner may be called: as written and by full name."""
    if owner is None:
        return ()
    person = model.settings.persons.get(owner)
    return (owner, person.full_name) if person else (owner,)
