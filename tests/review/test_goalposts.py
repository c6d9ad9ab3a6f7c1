"""Every goalpost that `review.md` names: found alone, called easier, its opposite harder; a net effect does not hide it."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from bsctui.review.comparison import compare
from bsctui.review.directions import Direction
from tests.review.worlds import changed, model, only, review

WORLD = """\
calendar quarters 2025-Q1..2026-Q4
  closed 2025-Q4
coverage 50%

scorecard s "S"
  perspective financial weight 1
  perspective customer weight 1

objective o "O" in s.financial

kpi steady "Steady" in s.o
  baseline 0
  target 100
  actual 2025-Q1: 60 60 60 60

objective side "Side" in s.customer

kpi calm "Calm" in s.side
  baseline 0
  target 100
  actual 2025-Q1: 60 60 60 60
"""
"""Two perspectives at 60 points each; every case adds its own things."""


class Case(NamedTuple):
    """A goalpost: what stands in both worlds, and the part that is easier in the second."""

    both: str
    harder: str
    easier: str


RED = 'kpi red "Red" in s.o\n  baseline 0\n  target 100\n  actual 2025-Q1: 10 10 10 10\n'
KPI = 'kpi k "K" in s.o\n  actual 2025-Q1: 40 40 40 40\n'
BELOW = 'scorecard t "T" under s\n\nobjective p "P" in t.financial\n  {}\n\nkpi q "Q" in t.p\n  baseline 0\n  target 100\n  actual 2025-Q1: {}\n'

CASES = {
    "a lower target": Case(KPI, "  baseline 0\n  target 100", "  baseline 0\n  target 90"),
    "a later date": Case(KPI, "  baseline 0 at 2024-Q4\n  target 90 by 2025-Q4", "  baseline 0 at 2024-Q4\n  target 90 by 2026-Q4"),
    "a lower baseline": Case(KPI, "  baseline 20\n  target 100", "  baseline 0\n  target 100"),
    "a wider tolerance": Case(KPI, "  target 60\n  tolerance 30", "  target 60\n  tolerance 50"),
    "a wider band": Case(KPI, "  target 50..60\n  tolerance 20", "  target 45..60\n  tolerance 20"),
    "a milder scale": Case(KPI, "  scale 0:0 100:100", "  scale 0:0 80:100"),
    "a plan that asks less": Case(KPI, "  baseline 0\n  target 2025-Q1: 50 50 50 50", "  baseline 0\n  target 2025-Q1: 50 50 50 45"),
    "a higher cap": Case(KPI, "  baseline 0\n  target 30", "  baseline 0\n  target 30\n  cap 120"),
    "lower bands of a KPI": Case(
        KPI, "  baseline 0\n  target 100\n  status red below 45\n  status green",
        "  baseline 0\n  target 100\n  status red below 35\n  status green",
    ),
    "less weight on a red KPI": Case(RED, "  weight 2", "  weight 1"),
    "the mean instead of the worst": Case(
        RED + '\nobjective w "W" in s.financial\n', "  score worst\n\nkpi w1 in s.w\n  baseline 0\n  target 100\n  actual 2025-Q1: 20 20 20 20\n\nkpi w2 in s.w\n  baseline 0\n  target 100\n  actual 2025-Q1: 80 80 80 80",
        "  score average\n\nkpi w1 in s.w\n  baseline 0\n  target 100\n  actual 2025-Q1: 20 20 20 20\n\nkpi w2 in s.w\n  baseline 0\n  target 100\n  actual 2025-Q1: 80 80 80 80",
    ),
    "scored without its bad supporters": Case(
        BELOW.format("supports s.w", "10 10 10 10")
        + '\nkpi w1 in s.w\n  baseline 0\n  target 100\n  actual 2025-Q1: 80 80 80 80\n\nobjective w "W" in s.financial\n',
        "  score from all", "  score from kpis",
    ),
    "carried on": Case('kpi k "K" in s.o\n  baseline 0\n  target 100\n  actual 2025-Q1: 90 90 90 -\n', "  weight 1", "  weight 1\n  carry"),
    "the best month counts": Case(
        'kpi k "K" in s.o\n  baseline 0\n  target 100\n  actual 2025-01: 10 20 30 | 10 20 30 | 10 20 30 | 10 20 30\n',
        "  aggregate average", "  aggregate max",
    ),
    "over two quarters": Case('kpi k "K" in s.o\n  baseline 0\n  target 100\n  actual 2025-Q1: 80 60 40 20\n', "  over 1", "  over 2"),
    "another formula": Case(
        'measure m in s\n  actual 2025-Q1: 40 40 40 40\n\nkpi k "K" in s.o\n  baseline 0\n  target 100\n  aggregate average\n',
        "  formula m", "  formula m * 2",
    ),
    "a good supporter weighs more": Case(BELOW.format("weight 1", "90 90 90 90").replace("  weight 1", "{}"), "", ""),
    "a bad supporter is let go": Case(BELOW.format('owner "X"', "10 10 10 10"), "", ""),
    "a bad KPI retires": Case(RED, "  until 2026-Q4", "  until 2025-Q3"),
    "less weight on a bad perspective": Case(
        RED, "\nperspective financial\n  weight 2\nperspective customer\n  weight 1", "\nperspective financial\n  weight 1\nperspective customer\n  weight 1",
    ),
    "milder bands": Case(RED, "\nstatus red below 50\nstatus green", "\nstatus red below 30\nstatus green"),
}  # fmt: skip
del CASES["a good supporter weighs more"], CASES["a bad supporter is let go"]


def world(case: Case, part: str) -> str:
    """The world with a case's own things; perspectives' own weights only where no scorecard says otherwise."""
    base = WORLD
    if "\nperspective financial\n" in part:
        base = base.replace(
            "  perspective financial weight 1\n  perspective customer weight 1\n", ""
        )
    return f"{base}\n{case.both.rstrip()}\n{part}\n"


@pytest.mark.parametrize("name", CASES)
def test_a_goalpost_alone_is_easier_and_its_opposite_harder(name):
    case = CASES[name]
    harder, easier = world(case, case.harder), world(case, case.easier)
    moved = only(review(harder, easier))
    assert moved.direction is Direction.EASIER
    assert moved.is_goalpost
    back = only(review(easier, harder))
    assert back.direction is Direction.HARDER
    assert not back.is_goalpost


@pytest.mark.parametrize("name", CASES)
def test_a_net_effect_does_not_hide_a_goalpost(name):
    case = CASES[name]
    old = world(case, case.harder)
    stricter = (
        'kpi calm "Calm" in s.side\n  baseline 0\n  target 100',
        'kpi calm "Calm" in s.side\n  baseline 0\n  target 900',
    )
    worse = (
        "actual 2025-Q1: 60 60 60 60\n\nobjective side",
        "actual 2025-Q1: 60 60 60 20\n\nobjective side",
    )
    found = review(old, changed(stricter, worse, text=world(case, case.easier)))
    (top,) = found.top_effects
    assert top.after is not None
    assert top.before is not None
    assert top.after < top.before
    assert [one.direction for one in found.goalposts if one.change.change_class == "rules"] == [
        Direction.EASIER
    ]


BANDS = '\nstatus red "Behind" below 50\nstatus green "On track"\n'
TIERS = '\ntier top "The whole"\n'


@pytest.mark.parametrize(
    ("setting", "before", "after"), [(BANDS, "Behind", "Nearly there"), (TIERS, "whole", "top")]
)
def test_another_word_for_a_status_or_a_tier_is_told_and_moves_no_goalpost(setting, before, after):
    told = only(review(WORLD + setting, WORLD + setting.replace(before, after)))
    assert told.direction is Direction.NEUTRAL
    assert not told.is_goalpost
    assert before in (told.change.old or "")
    assert after in (told.change.new or "")


MOVED = 'objective empty "Empty" in s.customer\n  weight 0.1\n'
LINK = 'scorecard t "T" under s\n\nobjective p "P" in t.financial\n{}\n\nkpi q "Q" in t.p\n  baseline 0\n  target 100\n  actual 2025-Q1: {}\n'


@pytest.mark.parametrize(
    ("harder", "easier"),
    [
        (f"{WORLD}\n{RED}", WORLD),
        (f"{WORLD}\n{MOVED}\n{RED}", f"{WORLD}\n{MOVED}\n{RED.replace('in s.o', 'in s.empty')}"),
        (f"{WORLD}\n{LINK.format('  supports s.o', '10 10 10 10')}", f"{WORLD}\n{LINK.format('', '10 10 10 10')}"),
        (
            f"{WORLD}\n{LINK.format('  supports s.o weight 1', '90 90 90 90')}",
            f"{WORLD}\n{LINK.format('  supports s.o weight 2', '90 90 90 90')}",
        ),
        (
            f"{WORLD}\n{LINK.format('  supports s.o', '90 90 90 90')}\nkpi gap in s.o\n  target 5\n  weight 3\n".replace("50%", "75%"),
            f"{WORLD}\n{LINK.format('  supports s.o', '90 90 90 90')}\nkpi gap in s.o\n  target 5\n  weight 3\n",
        ),
        (
            "calendar years 2025..2025\n  closed 2025\n\nscorecard s\n\nobjective o in s.financial\n\nkpi k in s.o\n  baseline 0\n  target 20\n  actual 2025-01: 10 10 10 10 10 10 20 20 20 20 20 20 20 20 20 20 20 20\n",
            "calendar years 2025..2025\n  starts July\n  closed 2025\n\nscorecard s\n\nobjective o in s.financial\n\nkpi k in s.o\n  baseline 0\n  target 20\n  actual 2025-01: 10 10 10 10 10 10 20 20 20 20 20 20 20 20 20 20 20 20\n",
        ),
    ],
    ids=["a red KPI removed", "moved to where it weighs less", "a red supporter let go", "a good supporter weighs more", "less coverage asked for", "another fiscal year"],
)  # fmt: skip
def test_records_links_coverage_and_calendar_are_goalposts(harder, easier):
    moved = only(review(harder, easier))
    assert moved.direction is Direction.EASIER or (
        moved.direction is Direction.MIXED and moved.judgement.lifts
    )
    assert moved.is_goalpost
    back = only(review(easier, harder))
    assert back.direction in {Direction.HARDER, Direction.MIXED}
    assert back.is_withdrawal or not back.is_goalpost


RESULTS = {
    "withdrawn": ("60 60 60 60\n\nobjective side", "60 60 60 -\n\nobjective side"),
    "a closed period restated": ("60 60 60 60\n\nobjective side", "60 70 60 60\n\nobjective side"),
    "judged better": ('objective o "O" in s.financial\n', 'objective o "O" in s.financial\n  assess green 2025-Q4 "It is well"\n'),
}  # fmt: skip


@pytest.mark.parametrize("name", RESULTS)
def test_results_taken_back_rewritten_or_judged_better_stand_among_the_goalposts(name):
    one = only(review(WORLD, changed(RESULTS[name], text=WORLD)))
    assert one.is_goalpost
    assert one.direction is None
    assert one.change.change_class == "results"


def test_new_results_and_a_worse_judgement_are_no_goalposts():
    new = changed(("60 60 60 60\n\nobjective side", "60 60 60 60 10\n\nobjective side"), text=WORLD)
    assert not only(review(WORLD, new)).is_goalpost
    worse = changed(
        (
            'objective o "O" in s.financial\n',
            'objective o "O" in s.financial\n  assess red 2025-Q4 "It is not well"\n',
        ),
        text=WORLD,
    )
    assert not only(review(WORLD, worse)).is_goalpost


def test_a_cut_that_bites_only_next_year_has_no_effect_today_and_is_still_a_cut():
    plan = "kpi k in s.o\n  baseline 0\n  aggregate sum\n  target 2025-Q1: 50 50 50 50 60 60 60 60\n  actual 2025-Q1: 40 40 40 40\n"
    old = f"{WORLD}\n{plan}"
    moved = only(review(old, changed(("50 60 60 60 60", "50 60 60 48 48"), text=old)))
    assert moved.direction is Direction.EASIER
    judgement = moved.judgement
    assert judgement is not None
    assert [point.points for point in judgement.effect if point.period.ordinal == 2025 * 4 + 3] == [
        0.0,
        0.0,
    ]
    assert judgement.targets_ahead is not None
    assert judgement.targets_ahead.difference == pytest.approx(-24)
    assert judgement.targets_ahead.share == pytest.approx(-0.2)


def test_advice_and_errors_that_came_are_new_problems_and_renamed_ones_are_not():
    linked = f"{WORLD}\n{LINK.format('  supports s.o', '60 60 60 60')}"
    cut = f"{WORLD}\n{LINK.format('', '60 60 60 60')}"
    assert "A102" in {problem.code for problem in review(linked, cut).problems}
    assert "A102" not in {problem.code for problem in review(cut, linked).problems}
    renamed = cut.replace(
        'objective p "P" in t.financial', 'objective aim "P" in t.financial\n  was t.p'
    ).replace("in t.p", "in t.aim")
    assert review(cut, renamed).problems == ()
    broken = model(linked.replace("in t.p", "in t.gone"))
    assert {p.code for p in compare(model(linked), broken).problems} == {"E301", "A101"}


def test_less_weight_on_a_red_scorecard_is_easier_for_its_tier():
    good = LINK.format("", "90 90 90 90")
    for old, new in (
        ("card t", "card u"),
        ("t.", "u."),
        ("objective p", "objective v"),
        (".p", ".v"),
    ):
        good = good.replace(old, new)
    below = f"{WORLD}\n{LINK.format('', '10 10 10 10')}\n{good}"
    lighter = below.replace("under s\n", "under s\n  weight 0.5\n", 1)
    assert only(review(below, lighter)).is_goalpost
    assert only(review(lighter, below)).direction is Direction.HARDER
