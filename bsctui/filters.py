"""Filters: the small query language of `--filter` and of the app's `f` and `/`.

Words match names, labels, owners and tags; `key:value` terms narrow; terms are joined by *and*, `-`
before a term negates it, `or` between terms separates alternatives.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from bsctui.model.entities import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bsctui.cascade.scores import Scores
    from bsctui.model.model import Model

    Test = Callable[["Item"], bool]


class FilterError(Exception):
    """A filter that cannot be read; the message says why and what may be written."""


class Item(NamedTuple):
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


def find(
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
    alternatives = [_terms(part) for part in _alternatives(query)]
    return tuple(
        item.address
        for item in _items(model, scores, column, me)
        if not alternatives or any(all(test(item) for test in tests) for tests in alternatives)
    )


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


def _owner(value: str) -> Test:
    return lambda item: value.casefold() in item.owners


def _tier(value: str) -> Test:
    return lambda item: item.tier == value


def _tag(value: str) -> Test:
    return lambda item: value in item.tags


_KEYS: dict[str, Callable[[str], Test]] = {
    "kind": _one_of("kind", *(kind.value for kind in Kind if kind is not Kind.MEASURE)),
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


def _items(model: Model, scores: Scores, column: int, me: str | None) -> Iterator[Item]:
    """Everything that can be shown, initiatives after what they are for."""
    begun: dict[str, list[str]] = defaultdict(list)
    for address, initiative in model.initiatives.items():
        begun[initiative.parent].append(address)
    for row, node in enumerate(scores.nodes):
        yield _scored(model, scores, row, column, node.address, str(node.kind), me)
        for address in begun[node.address]:
            yield _described(model, address, Kind.INITIATIVE, me)


def _scored(
    model: Model, scores: Scores, row: int, column: int, address: str, kind: str, me: str | None
) -> Item:
    if not scores.periods:
        return _described(model, address, kind, me)
    return _described(model, address, kind, me)._replace(
        status=scores.status_word(row, column) or "none",
        trend=scores.trend_word(row, column) or "none",
        score=float(scores.score[row, column]),
        coverage=float(scores.coverage[row, column]),
    )


def _described(model: Model, address: str, kind: str, me: str | None) -> Item:
    entity = model.entity(address)
    scorecard = address.partition(".")[0]
    holder = entity or model.scorecards.get(scorecard)
    owner = model.owner(holder) if holder else None
    reporter = entity.reporter if entity else None
    owners = "\n".join(_names(model, owner)).casefold()
    label = entity.shown if entity else _perspective_label(model, address)
    tags = frozenset(entity.tags) if entity else frozenset[str]()
    kpi = model.kpis.get(address)
    return Item(
        address=address,
        kind=str(kind),
        words="\n".join((address, label, owners, *tags)).casefold(),
        owners=owners,
        tier=model.scorecards[scorecard].tier if scorecard in model.scorecards else "",
        tags=tags,
        role="" if kpi is None else "leading" if kpi.definition.leading else "lagging",
        status="none",
        trend="none",
        score=math.nan,
        coverage=math.nan,
        mine=me is not None and me in {owner, reporter},
    )


def _perspective_label(model: Model, address: str) -> str:
    name = address.rpartition(".")[2]
    return next((each.label for each in model.settings.perspectives if each.name == name), name)


def _names(model: Model, owner: str | None) -> tuple[str, ...]:
    """How an owner may be called: as written and by full name."""
    if owner is None:
        return ()
    person = model.settings.persons.get(owner)
    return (owner, person.full_name) if person else (owner,)
