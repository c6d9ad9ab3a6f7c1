"""The table of forms holds exactly the forms of the grammar, and what is in them."""

from __future__ import annotations

import pytest

from bsctui.text.form_row import EVERY, SLOT_TYPES
from bsctui.text.forms import HEADERS, ROWS, STATEMENTS, rows_of
from bsctui.text.grammar import line_parser


def forms_of(start):
    """By form: the slots of all its alternatives, as the grammar has them."""
    slots = {}
    for rule in line_parser().rules:
        if rule.origin.name == start and rule.alias is not None:
            slots.setdefault(rule.alias, set()).update(slots_in(rule.expansion))
    return slots


def slots_in(symbols):
    """The rules that become slots; an inlined rule stands for what is in it."""
    slots, waiting, opened = set(), list(symbols), set()
    while waiting:
        symbol = waiting.pop().name
        for rule in line_parser().rules:
            if rule.origin.name == symbol and symbol not in opened and symbol.startswith("_"):
                waiting += rule.expansion
            elif rule.origin.name == symbol and not symbol.startswith("_"):
                slots.add(rule.alias or symbol)
        opened.add(symbol)
    return slots


@pytest.mark.parametrize(("start", "rows"), [("header", HEADERS), ("statement", STATEMENTS)])
def test_every_form_of_the_grammar_has_one_row_and_every_row_a_form(start, rows):
    assert sorted(forms_of(start)) == sorted(row.name for row in rows.values())


@pytest.mark.parametrize(("start", "rows"), [("header", HEADERS), ("statement", STATEMENTS)])
def test_a_row_names_the_slots_that_the_grammar_gives_its_form(start, rows):
    assert forms_of(start) == {name: set(row.slots) for name, row in rows.items()}


def test_every_slot_has_a_type():
    slots = {slot for row in ROWS.values() for slot in row.slots}
    assert slots == set(SLOT_TYPES)


def test_what_a_row_says_of_slots_is_said_of_slots_that_it_has():
    for row in ROWS.values():
        named = {*row.told_by, *row.speaks_of, *row.refers, *row.in_unit}
        assert named <= set(row.slots), row.name


def test_statements_stand_in_records_and_headers_do_not():
    for row in STATEMENTS.values():
        assert row.header is None
        assert row.records
        assert set(row.records) <= set(HEADERS)
    for row in HEADERS.values():
        assert row.header is not None
        assert not row.records
    assert {name for name, row in HEADERS.items() if row.header == "entity"} == set(EVERY)


@pytest.mark.parametrize(
    ("form", "place"),
    [("kpi", "header"), ("note", "every record"), ("aligns", "objective"), ("drives", "objective, kpi")],
)  # fmt: skip
def test_a_row_says_where_its_form_stands(form, place):
    assert ROWS[form].place == place


def test_what_a_like_takes_over_and_what_may_stand_several_times_is_as_the_language_says():
    inherited = {name.partition("_")[0] for name, row in STATEMENTS.items() if row.inherited}
    assert inherited == {
        "unit", "better", "baseline", "target", "tolerance", "scale", "cap", "every", "aggregate", "over", "carry", "band",
        "leading", "lagging",
    }  # fmt: skip
    repeatable = {name for name, row in STATEMENTS.items() if row.repeatable}
    assert {"note", "tag", "meta", "was", "assess", "band"} <= repeatable
    assert repeatable.isdisjoint({"unit", "better", "cap", "every", "formula", "owner", "state"})


def test_a_block_is_asked_for_with_the_lines_that_stand_in_it():
    assert [row.name for row in rows_of("actuals")] == ["actuals", "block_actual"]
