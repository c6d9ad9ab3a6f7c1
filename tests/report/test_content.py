"""What a report says, on workspaces small enough to count by hand."""

from __future__ import annotations

import math

import pytest

from bsctui.analysis.outlook import outlook
from bsctui.report.changes import StatusDirection
from bsctui.report.content import ReportSeverity
from bsctui.report.gather import gather_report
from bsctui.report.html import html_report
from bsctui.report.markdown import markdown_report
from bsctui.report.reading import ScoreReader
from bsctui.workspace import Workspace
from tests.report.examples import GOLDEN, of_sample, of_text
from tests.scoring.worked import SKYLINE

TWO = """\
calendar quarters 2025-Q1..2025-Q4
  closed 2025-Q2

status red "Behind" below 50
status green "Fine"

scorecard shop "Shop"
  owner "Nina"
  vision "Everybody's shop"

objective grow "Grow" in shop.financial

kpi sales "Sales" in shop.grow
  unit EUR
  target 100
  actual 2025-Q1: 50 80
  note 2025-Q2 "The new window works"

kpi guests "Guests" in shop.grow
  unit people
  target 100
  actual 2025-Q1: 70 30 "Rain on every Saturday"

scorecard stall "Stall" under shop

objective stand "Stand" in stall.financial
  supports shop.grow weight 2

kpi jam "Jam sold" in stall.stand
  unit glasses
  target 200
  actual 2025-Q1: 100 120

initiative window "New window" in shop.sales
  due 2025-06-30
  budget 1000
  spent 1500
  unit EUR
  progress 80%
  state active

initiative door "New door" in shop.grow
  due 2025-05-01
  state done
"""
# Grow: Sales and Guests weigh 1 each, the stall's objective 2.
# 2025-Q1: (50 + 70 + 2 * 50) / 4 = 55; 2025-Q2: (80 + 30 + 2 * 60) / 4 = 57.5.


def test_the_top_scorecard_stands_with_score_status_and_change():
    (top,) = of_text(TWO).tops
    assert (top.label, top.owner, top.vision) == ("Shop", "Nina", "Everybody's shop")
    assert top.standing.score == pytest.approx(57.5)
    assert top.standing.change == pytest.approx(2.5)
    assert (top.standing.status, top.standing.word) == ("green", "Fine")
    assert top.standing.history == pytest.approx((55, 57.5))


def test_why_a_score_changed_is_told_in_its_own_points_down_to_the_kpis():
    (movement,) = of_text(TWO).movements
    assert (movement.before, movement.now, movement.since) == (55, 57.5, "2025-Q1")
    points = {(one.label, one.where): one.points for one in movement.movers}
    # A quarter each of 30 and of -40, half of 10.
    assert points == pytest.approx(
        {("Guests", "Shop"): -10, ("Sales", "Shop"): 7.5, ("Jam sold", "Stall"): 5}
    )
    assert [one.label for one in movement.movers] == ["Guests", "Sales", "Jam sold"]
    assert movement.movers[0].parts[0][:2] == ("value moved", "70 people → 30 people")
    assert (movement.others, movement.rest) == (0, 0)


def test_a_change_is_told_by_perspective_and_by_scorecard_too():
    (movement,) = of_text(TWO).movements
    assert [(one.label, pytest.approx(one.points)) for one in movement.scorecards] == [
        ("Stall", 5),
        ("Shop", -2.5),
    ]
    assert [one.label for one in movement.perspectives] == ["Financial"]
    assert sum(one.points for one in movement.perspectives) == pytest.approx(2.5)


def test_the_worst_are_listed_with_what_is_done_about_them():
    text = TWO.replace("in shop.sales\n", "in shop.grow\n")
    (guests,) = of_text(text).worst_kpis
    assert (guests.row.label, guests.where) == ("Guests", "Shop")
    assert guests.initiatives == ("New window",)
    (guests,) = of_text(TWO).worst_kpis  # there the window is for the sales, and the door is done
    assert guests.initiatives == ()
    assert of_text(TWO.replace("people", "people\n  weight 0")).worst_kpis == ()


def test_a_value_and_its_target_are_one_mover_with_two_parts():
    text = TWO.replace("  target 200\n", "  target 200 until 2025-Q1\n  target 250 from 2025-Q2\n")
    text = text.replace("actual 2025-Q1: 100 120", "actual 2025-Q1: 100 150")
    (movement,) = of_text(text).movements
    jam = next(one for one in movement.movers if one.label == "Jam sold")
    # 100 of 200 is 50, 150 of 200 would be 75, 150 of 250 is 60; half of it reaches the top.
    assert jam.points == pytest.approx(5)
    assert [part[:2] for part in jam.parts] == [
        ("value moved", "100 glasses → 150 glasses"),
        ("target moved", "200 glasses → 250 glasses"),
    ]
    assert [part.points for part in jam.parts] == pytest.approx([12.5, -7.5])


def test_statuses_that_became_worse_come_first():
    found = [(one.label, one.direction) for one in of_text(TWO).shifts]
    assert found == [("Guests", StatusDirection.WORSE)]


def test_what_people_wrote_on_the_period_is_told():
    found = [(one.label, one.text) for one in of_text(TWO).remarks]
    assert found == [
        ("Sales", "The new window works"),
    ]
    (first,) = of_text(TWO, at=0).remarks
    assert (first.label, first.text) == ("Guests", "Rain on every Saturday")


def test_points_still_to_be_had_are_those_of_the_top():
    found = {one.row.label: (one.share, one.open) for one in of_text(TWO).levers}
    assert found["Guests"] == pytest.approx((0.25, 17.5))
    assert found["Jam sold"] == pytest.approx((0.5, 20))
    assert list(found) == ["Jam sold", "Guests", "Sales"]


def test_initiatives_late_and_dear_stand_first_and_a_done_one_is_never_late():
    window, door = of_text(TWO).initiatives
    assert (window.label, window.overdue, window.over_budget) == ("New window", True, True)
    assert (window.spent, window.used) == ("1500 EUR", 1.5)
    assert (door.label, door.overdue, door.over_budget) == ("New door", False, False)
    assert math.isnan(door.used)


def test_the_brief_says_it_in_sentences():
    assert of_text(TWO).brief == (
        "Shop scores 57.5 of 100 (Fine), up 2.5 since 2025-Q1.",
        "Up most by Sales (+7.5) and Jam sold (+5.0); down most by Guests (\N{MINUS SIGN}10.0).",
        "3 KPIs: 1 behind, 2 fine.",
        "1 status changed since 2025-Q1: 1 worse.",
        "Initiatives overdue: “New window”; over budget: “New window”.",
    )


def test_two_top_scorecards_of_one_name_are_told_apart():
    report = of_text(TWO + 'scorecard other "Shop"\n')
    assert report.title == "Scorecards"
    assert report.brief[0].startswith("Shop scores 57.5 of 100 (Fine), up 2.5")
    assert report.brief[2] == "Shop has no score in this period."


def test_the_first_period_has_nothing_before_it():
    report = of_text(TWO, at=0)
    assert report.before is None
    assert (report.movements, report.shifts) == ((), ())
    assert math.isnan(report.tops[0].standing.change)


def test_where_nothing_changed_both_forms_say_so():
    report = of_text("calendar quarters 2025-Q1..2025-Q4\n  closed 2025-Q2\nscorecard s\n")
    for written in (markdown_report(report), html_report(report)):
        assert "No score, no status and no note is new in this period." in written


def test_a_report_knows_whether_its_results_are_final():
    assert [of_text(TWO, at=at).closed for at in range(3)] == [True, True, False]
    assert not of_text(SKYLINE).closed


def test_the_tables_hold_every_kpi_with_its_figures():
    report = of_text(SKYLINE)
    rows = {
        kpi.address: kpi
        for card in report.scorecards
        for part in card.perspectives
        for objective in part.objectives
        for kpi in objective.kpis
    }
    assert list(rows) == [
        "skyline.revenue",
        "skyline.plane_cost",
        "skyline.on_ground",
        "ground.gate_time",
        "ground.crew_ready",
    ]
    revenue = rows["skyline.revenue"]
    assert (revenue.figures.value, revenue.figures.target) == ("29M USD", "30M USD")
    assert (revenue.standing.score, revenue.share) == pytest.approx((80, 0.5))
    assert rows["ground.gate_time"].owner == "Head of ground operations"


@pytest.mark.slow
def test_a_band_and_an_old_measurement_are_told_in_words():
    report = of_sample("skyline")
    rows = {
        kpi.address: kpi.figures
        for card in report.scorecards
        for part in card.perspectives
        for objective in part.objectives
        for kpi in objective.kpis
    }
    assert rows["skyline.cash_days"].target == "60 to 90 days"
    assert rows["skyline.recommend"].remark == "measured 1 quarter earlier"
    assert rows["skyline.engagement"].remark == "measured 3 quarters earlier"


def test_a_broken_workspace_still_says_what_can_be_computed():
    report = of_text(TWO + "kpi lost in nowhere.at_all\n  actual 2025-Q1: x\n")
    assert report.errors
    assert report.diagnostics[0].severity is ReportSeverity.ERROR
    assert report.tops[0].standing.score == pytest.approx(57.5)
    assert report.brief[-1].startswith(f"{report.errors} errors in the files, the first in w.bsc:")


def test_what_rests_on_an_error_is_marked_broken():
    report = of_text(TWO.replace("actual 2025-Q1: 100 120", "actual 2025-Q1: 100 120\n  traget 4"))
    assert report.tops[0].standing.broken


def test_tiers_without_a_scorecard_are_left_out():
    report = of_text(TWO)
    assert [row.label for row in report.tiers.rows] == ["organization", "unit"]
    assert report.tiers.rows[0].standing.score == pytest.approx(57.5)
    assert report.tiers.rows[1].standing.score == pytest.approx(60)


def test_what_is_not_in_force_is_not_in_the_tables():
    report = of_text(
        TWO.replace(
            'kpi jam "Jam sold" in stall.stand',
            'kpi jam "Jam sold" in stall.stand\n  until 2025-Q1',
        )
    )
    assert sum(card.kpi_count for card in report.scorecards) == 2


@pytest.mark.slow
def test_the_report_on_the_airline_stands_as_it_was_read_by_eye():
    assert markdown_report(of_sample("skyline")) == GOLDEN.read_text("utf-8")


AHEAD = """\
calendar quarters 2024-Q1..2025-Q4
  closed 2025-Q2
scorecard shop "Shop"
objective grow "Grow" in shop.financial
kpi sales "Sales" in shop.grow
  unit EUR
  target 100
  actual 2024-Q1: 50 52 54 56 58 60
"""


def test_an_outlook_tells_the_top_scores_and_the_chances_of_what_matters():
    workspace = Workspace.from_texts({"w.bsc": AHEAD})
    scores = workspace.scores()
    found = outlook(workspace.model, scores.periods[-1])
    told = gather_report(ScoreReader(scores, scores.current), [], outlook=found).outlook
    assert told is not None
    assert told.until == "2025-Q4"
    top = told.scores[0]
    row = found.scores.row["shop"]
    assert (top.label, top.now) == ("Shop", 60)
    assert (top.low, top.middle, top.high) == (
        found.score.low[row],
        found.score.middle[row],
        found.score.high[row],
    )
    assert 60 < top.middle < 68  # two a quarter so far
    (sales,) = told.kpis
    assert (sales.label, sales.now, sales.target) == ("Sales", "60 EUR", "100 EUR")
    assert sales.chance < 0.05


GROWN = """\
calendar quarters 2025-Q1..2025-Q2
scorecard shop "Shop"
objective sell in shop.financial
kpi old in shop.sell
  better higher
  target 100
  actual 2025-Q1: 60 50
kpi young in shop.sell
  better higher
  target 100
  actual 2025-Q2: 75
"""


def test_the_headline_tells_the_change_among_what_was_scored_both_times():
    # 60 before, (50 + 75) / 2 = 62.5 now; the old KPI alone went from 60 to 50
    report = of_text(GROWN)
    (movement,) = report.movements
    assert movement.change == pytest.approx(2.5)
    assert movement.alike == pytest.approx(-10)
    assert report.brief[0].startswith(
        "Shop scores 62.5 of 100 (Amber), up 2.5 since 2025-Q1 (−10.0 among what was scored both times)"
    )


def test_nothing_is_added_where_the_same_was_scored_both_times():
    text = GROWN.partition("kpi young")[0]
    assert "both times" not in of_text(text).brief[0]
