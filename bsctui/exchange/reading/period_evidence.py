"""What the periods of a table tell of each other: of months and fiscal years, of days and their grain."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from bsctui.exchange.reading.findings import Answer, ImportQuestion, Topic
from bsctui.exchange.reading.mapping import read_fiscal
from bsctui.exchange.reading.period_texts import (
    FISCAL_OPTION,
    Basis,
    DateOrder,
    PeriodRules,
    PeriodText,
)
from bsctui.model.periods import FiscalYear, Grain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date
    from typing import Any


def told_rules(texts: Collection[PeriodText], rules: PeriodRules) -> PeriodRules:
    """The rules with what the texts leave no doubt of, all of one table taken together."""
    if rules.split_years is None:
        rules = replace(rules, split_years=_split_years(texts))
    texts = [text for text in (_settled_split(text, rules) for text in texts) if text is not None]
    if rules.order is None:
        rules = replace(rules, order=_order(texts))
    if rules.fiscal is None:
        rules = replace(rules, fiscal=_fiscal(texts))
    if rules.grain is None:
        rules = replace(rules, grain=_grain(texts, rules))
    return rules


def _settled_split(text: PeriodText, rules: PeriodRules) -> PeriodText | None:
    """A text that may be a year or a month as the one that it is; None where that is not known."""
    if text.other is None:
        return text
    if rules.split_years is None:
        return None
    is_split = text.basis is Basis.SPLIT
    return text._replace(other=None) if is_split is rules.split_years else text.alternative


def _split_years(texts: Iterable[PeriodText]) -> bool | None:
    """`2011-12` is a year among `2012-13` and `2023-24`, and a month beside `2011-10` and `2011-09`."""
    years = months = False
    for text in texts:
        if text.other is None:
            years |= text.basis is Basis.SPLIT and text.grain is Grain.YEAR
            months |= text.grain is Grain.MONTH
    return years if years is not months else None


def _order(texts: Iterable[PeriodText]) -> DateOrder | None:
    evidence = {
        DateOrder.DAY_FIRST if text.days[1] is None else DateOrder.MONTH_FIRST
        for text in texts
        if text.days is not None and None in text.days
    }
    return evidence.pop() if len(evidence) == 1 else None


_MONTH_AND_NUMBER = re.compile(r"([^\W\d_]{3,})\.?[ -](\d\d)")


def day_without_year(headings: Iterable[str]) -> str | None:
    """A heading such as `Mar 15` that more likely is a day: others of its month have numbers that are no years in a row."""
    numbers: dict[str, list[int]] = {}
    for heading in headings:
        match = _MONTH_AND_NUMBER.fullmatch(heading.strip())
        if match is not None:
            numbers.setdefault(match[1].casefold(), []).append(int(match[2]))
    for month, each in numbers.items():
        steps = {later - earlier for earlier, later in pairwise(sorted(set(each)))}
        if steps - {1}:
            return f"{month.capitalize()} {each[0]:02}"
    return None


def _fiscal(texts: Collection[PeriodText]) -> FiscalYear | None:
    """Where a year begins that is written as `22/23`, by the months that stand beside it."""
    years = {
        text.year
        for text in texts
        if text.basis is Basis.SPLIT and text.grain is Grain.YEAR and text.year is not None
    }
    months = [
        text.year * 12 + text.nth - 1
        for text in texts
        if text.grain is Grain.MONTH and text.basis is Basis.CALENDAR and text.year is not None
    ]
    if not years or not months:
        return None
    first, last = min(years), max(years)
    starts = [
        month
        for month in range(1, 13)
        if min(months) >= first * 12 + month - 1 and max(months) < (last + 1) * 12 + month - 1
    ]
    return FiscalYear(starts[0]) if len(starts) == 1 else None


def needs_fiscal(period_texts: Collection[PeriodText], rules: PeriodRules) -> bool:
    """Whether fiscal years stand beside months, weeks or days, or beside fiscal years that are named otherwise."""
    texts = [
        text for text in (_settled_split(text, rules) for text in period_texts) if text is not None
    ]
    bases = {text.basis for text in texts if text.basis is not Basis.CALENDAR}
    fine = any(text.days is not None or text.grain in {Grain.WEEK, Grain.MONTH} for text in texts)
    return bool(bases) and (fine or len(bases) > 1)


def fiscal_question(example: str) -> ImportQuestion:
    """Where the fiscal year begins, and which calendar year names it."""

    def typed(answer: str) -> Mapping[str, Any]:
        return {"fiscal": read_fiscal(answer)}

    return ImportQuestion(
        Topic.FISCAL,
        f"`{example}` is a fiscal year, and months or days stand beside it: where does it begin, "
        "and is it named for the calendar year in which it starts or ends?",
        FISCAL_OPTION,
        (Answer("January", {"fiscal": FiscalYear()}),),
        typed,
    )


def _days(texts: Iterable[PeriodText], rules: PeriodRules) -> list[date] | None:
    """Every day; None where one may be two."""
    days: list[date] = []
    for text in texts:
        if text.days is None or (text.is_serial and not rules.serials) or text.grain is not None:
            continue
        day_first, month_first = text.days
        if day_first != month_first and None not in text.days and rules.order is None:
            return None
        chosen = month_first if rules.order is DateOrder.MONTH_FIRST else day_first
        day = chosen or day_first or month_first
        if day is not None:
            days.append(day)
    return days


def _grain(texts: Collection[PeriodText], rules: PeriodRules) -> Grain | None:
    """How often something is measured whose periods are days; None where it is asked."""
    days = _days(texts, rules)
    if days is None:
        return None
    if not days:
        return Grain.MONTH
    distinct = sorted(set(days))
    if _are_weeks(distinct):
        return Grain.WEEK
    months = {(day.year, day.month) for day in distinct}
    if len(months) == len(distinct) and _is_at_an_end(distinct):
        return _by_distance(sorted(year * 12 + month for year, month in months))
    return None


def _are_weeks(days: list[date]) -> bool:
    """Whether days are whole weeks apart, some of them in one month."""
    steps = {(later - earlier).days for earlier, later in pairwise(days)}
    in_one_month = any((a.year, a.month) == (b.year, b.month) for a, b in pairwise(days))
    return in_one_month and 7 in steps and all(step % 7 == 0 for step in steps)


def _is_at_an_end(days: Collection[date]) -> bool:
    """Whether all days are the first, or all the last, of their month."""
    from datetime import timedelta

    return all(day.day == 1 for day in days) or all(
        (day + timedelta(days=1)).day == 1 for day in days
    )


def _by_distance(months: list[int]) -> Grain:
    steps = {later - earlier for earlier, later in pairwise(months)}
    for grain, length in ((Grain.YEAR, 12), (Grain.HALF, 6), (Grain.QUARTER, 3)):
        if steps and all(step % length == 0 for step in steps):
            return grain
    return Grain.MONTH
