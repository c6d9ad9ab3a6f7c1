"""What is said of lines that read well and mean nothing: the names as the user wrote them, and what to write instead."""

from __future__ import annotations

import pytest

from bsctui.model.build import build
from bsctui.model.update import update_model
from bsctui.text.document import read_document
from bsctui.text.edits import LineEdit, apply_line_edits
from tests.scoring.worked import CARD, line, model_of, scored

QUARTERS = "calendar quarters 2025-Q1..2025-Q4\n"
BASE = f"{QUARTERS}{CARD}measure hours in s\nkpi k in s.o\n"
SAID = [
    # The statements of a KPI, and what is told: message, then help.
    ("  like o", "E302", "`s.o` is an objective, not a KPI", ""),
    ("  like s.financial", "E302", "`s.financial` is a perspective, not a KPI", ""),
    ("  like nowhere.financial", "E301", "`nowhere", ""),
    ("  like s.hours", "E302", "`s.hours` is a measure, not a KPI", ""),
    ("  like kk\nkpi kkk in s.o", "E301", "`s.kk`", "`s.kkk`"),
    ("  formula hourss + 1", "E301", "`s.hourss`", "`s.hours`"),
    ("  formula zzz + 1", "E301", "no KPI or measure named `s.zzz`", ""),
    ("  actual 2025-Q1: 1\n  target 2025-01: 1", "E420", "this plan stands in months", "write quarters, or change `every`"),
    ("  actual 2025-Q1: 1\n  target 2025: 1", "E420", "this plan stands in years", "write quarters, or `spread` after the values"),
    ("  every month\n  actual 2025: 1", "E420", "every month", "write months, or change `every`"),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "code", "message", "help_line"), SAID)
def test_a_line_that_means_nothing_is_told_by_its_names_and_with_what_to_write(lines, code, message, help_line):  # fmt: skip
    (problem,) = [one for one in model_of(f"{BASE}{lines}\n").diagnostics if one.code[0] == "E"]
    assert problem.code == code
    assert message in problem.message
    assert help_line in (problem.help or "")


def tiers(text: str) -> dict[str, str]:
    """Of each scorecard its tier, whatever is wrong with it."""
    return {card.address: card.tier for card in model_of(f"{QUARTERS}{text}").scorecards.values()}


def test_a_scorecard_without_a_tier_stands_below_its_parents_and_at_the_top_without_one():
    cards = "scorecard a\nscorecard b under a\nscorecard c under b\n"
    assert tiers(cards) == {"a": "organization", "b": "unit", "c": "team"}
    assert tiers(f"tier group\ntier crew\n{cards.replace('scorecard c under b', '')}") == {
        "a": "group",
        "b": "crew",
    }


@pytest.mark.parametrize(
    ("text", "code", "told"),
    [
        ("scorecard a\n  tier nowhere\n", "E301", "`organization`, `unit`, `team`"),
        ("scorecard a\nscorecard b under a\n  tier organization\n", "E414", "choose a lower tier"),
        ("tier one\nscorecard a\nscorecard b under a\n", "E414", "declare one more `tier`"),
    ],
)
def test_a_tier_that_cannot_be_is_told_and_the_next_one_taken(text, code, told):
    model = model_of(f"{QUARTERS}{text}")
    (problem,) = [one for one in model.diagnostics if one.code[0] == "E"]
    assert problem.code == code
    assert told in (problem.help or "")
    ranks = {"a": 0, "b": 1}
    names = [tier.name for tier in model.settings.tiers]
    for card in model.scorecards.values():
        assert names.index(card.tier) == min(ranks[card.address], len(names) - 1)


def test_an_edit_of_a_record_with_an_error_leaves_all_others_as_they_are():
    text = f"{BASE}  baseline 5\n  target 10\n  better lower\nkpi other in s.o\n  target 1\n"
    first = {"a.bsc": read_document("a.bsc", text.encode())}
    at = text.splitlines().index("  target 10") + 1
    edited = apply_line_edits(first["a.bsc"], [LineEdit("a.bsc", at, at, ("  target 11\n",))])
    second = {"a.bsc": edited}
    before = build(first)
    after = update_model(before, second)
    assert [one.code for one in before.diagnostics if one.code[0] == "E"] == ["E447"]
    assert [one.message for one in after.diagnostics] == [one.message for one in build(second).diagnostics]  # fmt: skip
    assert after.measures["s.hours"] is before.measures["s.hours"]
    assert after.kpis["s.other"] is before.kpis["s.other"]


def test_without_a_calendar_dates_of_any_year_are_read():
    codes = {one.code for one in model_of("scorecard s\n  from 1990\nobjective o in s.financial\n  until 2400-Q1\n").diagnostics}  # fmt: skip
    assert "E404" not in codes


def test_supports_are_weighted_by_the_receivers_word_where_it_speaks():
    text = (
        f"{QUARTERS}scorecard t\nobjective up in t.financial\n  supporter u.down weight 3 from 2025-Q3\n  score average from all\n"
        "kpi own in t.up\n  baseline 0\n  target 10\n  actual 2025-Q1: 0 0 0 0\n"
        "scorecard u under t\nobjective down in u.financial\n  supports t.up weight 1\n"
        "kpi low in u.down\n  baseline 0\n  target 10\n  actual 2025-Q1: 10 10 10 10\n"
    )
    assert line(scored(text), "t.up") == [50, 50, 75, 75]


def test_what_is_proposed_for_an_unknown_name_is_close_by_its_name_and_never_the_record_that_asks():
    text = (
        'scorecard nordic_bikes "N"\nobjective money in nordic_bikes.financial\n'
        "kpi broken in nordic_bikes.nowhere\n  target 1\nkpi fine in nordic_bikes.mony\n  target 1\n"
    )
    unknown = [each for each in model_of(text).diagnostics if each.code == "E301"]
    assert [each.help for each in unknown] == [None, "did you mean `nordic_bikes.money`?"]


def test_a_setting_that_stands_three_times_is_told_twice_each_time_with_the_first():
    text = "calendar quarters 2025-Q1..2025-Q4\ncoverage 50%\ncoverage 60%\ncoverage 70%\n"
    twice = [each for each in model_of(text).diagnostics if each.code == "E204"]
    assert [(each.line, [related.line for related in each.related]) for each in twice] == [
        (3, [2]),
        (4, [2]),
    ]


def test_a_version_that_is_not_known_is_marked_to_the_end_of_its_line():
    (problem,) = [each for each in model_of("bsc 2\n").diagnostics if each.code == "E116"]
    assert (problem.line, problem.column, problem.end_column) == (1, 1, len("bsc 2") + 1)
