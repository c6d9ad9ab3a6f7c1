"""What is on a map, and its forms for terminals and other programs."""

from __future__ import annotations

import math
import random
import re

import pytest

from bsctui.exchange.maps import pens
from bsctui.exchange.maps.as_dot import quoted, strategy_map_dot
from bsctui.exchange.maps.as_mermaid import quoted as mermaid_quoted
from bsctui.exchange.maps.as_mermaid import strategy_map_mermaid
from bsctui.exchange.maps.grid import draw_map, grid_layout
from bsctui.exchange.maps.strategy import lag_short, lag_text
from bsctui.exchange.maps.verdicts import verdicts_of
from bsctui.layout.shapes import Sizes
from bsctui.model.periods import Grain
from bsctui.workspace import Workspace
from tests.exchange.maps import CHAIN, HEAD, map_lines, map_of

DATED = (
    HEAD
    + """\
objective gold "Gold" in s.financial
objective loyal "Loyal" in s.customer
  drives gold after 1 quarter
  drives gold after 3 quarters from 2025-Q3
objective later "Later" in s.process
  from 2025-Q3
  drives loyal
"""
)

TWO = """\
calendar quarters 2025-Q1..2025-Q4
scorecard top "Top"
objective gold "Gold" in top.financial
scorecard team "Team" under top
objective fast "Fast" in team.process
  drives top.gold after 1 quarter
"""


def test_a_map_has_lanes_scores_and_arrows_of_its_scorecard_alone():
    found = map_of()
    assert [lane.label for lane in found.lanes][:2] == ["Financial", "Customer"]
    # By hand, as in the language's reference.
    assert [(box.address, round(box.state.score, 1)) for box in found.boxes] == [
        ("skyline.profit", 75.0),
        ("skyline.turnaround", 86.2),
    ]
    (arrow,) = found.arrows
    assert (arrow.start, arrow.end) == ("skyline.turnaround", "skyline.profit")
    assert arrow.lag == (2, Grain.QUARTER)


def test_a_dated_link_wins_where_it_holds():
    assert [arrow.lag for arrow in map_of(DATED, "s", period=0).arrows] == [(1, Grain.QUARTER)]
    assert (3, Grain.QUARTER) in [arrow.lag for arrow in map_of(DATED, "s", period=2).arrows]


def test_objectives_outside_their_span_and_their_arrows_are_not_drawn():
    assert [box.label for box in map_of(DATED, "s", period=1).boxes] == ["Gold", "Loyal"]
    assert len(map_of(DATED, "s", period=1).arrows) == 1
    assert len(map_of(DATED, "s", period=2).arrows) == 2


def test_links_with_other_scorecards_are_counted_and_named_at_both_ends():
    top = map_of(TWO, "top")
    assert (top.arrows, top.boxes[0].inward, top.boxes[0].outward) == ((), 1, 0)
    assert top.foreign[0].label == "Team: Fast"
    team = map_of(TWO, "team")
    assert (team.boxes[0].inward, team.boxes[0].outward) == (0, 1)
    assert "  Team: Fast → Gold, 1 quarter later" in map_lines(top)
    assert "  Fast → Top: Gold, 1 quarter later" in map_lines(team)


def test_bands_are_called_as_the_workspace_calls_them():
    words = 'status red "Off track" below 40\nstatus amber below 70\nstatus green "Well"\n'
    found = map_of(words + map_text())
    assert found.boxes[0].state.word == "Well"


def map_text():
    from tests.scoring.worked import SKYLINE

    return SKYLINE


def test_without_scores_a_box_says_so():
    found = map_of(CHAIN, "s")
    assert all(math.isnan(box.state.score) for box in found.boxes)
    assert any("no score" in line for line in map_lines(found))


def test_the_text_of_a_chain_reads_from_cause_to_effect():
    # Looked at: lanes at the left, lags at the start of each arrow, neighbours joined directly.
    assert map_lines(map_of(CHAIN, "s"), 60) == [
        "S  2025-Q1",
        "",
        "Financial                            ┌────────────────────┐",
        "                                     │Gold                │",
        "                                     │                    │",
        "                                     │· no score          │",
        "                                     └────────────────────┘",
        "                                               ▲",
        "──────────                                     2Q",
        "Customer                             ┌─────────┴──────────┐",
        "                                     │Loyal               │",
        "                                     │                    │",
        "                                     │· no score          │",
        "                                     └────────────────────┘",
        "                                               ▲",
        "──────────                                     1M",
        "Internal   ┌────────────────────┐    ┌─────────┴──────────┐",
        "process    │Sure                │    │Fast                │",
        "           │                    ├───▶│                    │",
        "           │· no score          │    │· no score          │",
        "           └────────────────────┘    └────────────────────┘",
        "──────────",
        "Learning & no objective",
        "growth",
        "",
        "On an arrow how much later the effect comes: M months, Q quarters",
    ]


def test_plain_text_is_ascii():
    assert all(line.isascii() for line in map_lines(map_of(TWO, "top"), 80, pens.ASCII))
    assert all(line.isascii() for line in map_lines(map_of(CHAIN, "s"), 80, pens.ASCII))


def test_a_verdict_stands_beside_its_lag_and_is_explained():
    found = map_of(CHAIN, "s", {("s.loyal", "s.gold"): "supported"})
    lines = map_lines(found)
    assert any("2Q✓" in line for line in lines)
    assert lines[-1] == "What the data say of it: ✓ supported"


def test_every_line_of_a_drawing_is_as_wide_as_its_plan():
    found = map_of(CHAIN.replace("Loyal", "忠実な顧客がまた来る"), "s")
    made = grid_layout(found, Sizes(box_width=12), pens.UNICODE)
    from rich.cells import cell_len

    for line in draw_map(found, made, pens.UNICODE, "s.gold"):
        assert sum(cell_len(run.text) for run in line) == made.width


def test_the_chosen_box_has_a_border_of_its_own():
    found = map_of(CHAIN, "s")
    made = grid_layout(found, Sizes(), pens.ASCII)
    lines = [
        "".join(run.text for run in line) for line in draw_map(found, made, pens.ASCII, "s.gold")
    ]
    assert "####################" in lines[0]
    assert lines[1].strip().startswith("#Gold")


def test_an_empty_scorecard_says_what_to_do():
    assert map_lines(map_of(HEAD, "s"))[-1] == (
        "No objective is in force in this scorecard: add one to a perspective."
    )
    alone = HEAD + 'objective gold "Gold" in s.financial\n'
    assert "write `drives OBJECTIVE" in map_lines(map_of(alone, "s"))[-1]


def test_dot_names_every_node_before_its_edges():
    lines = strategy_map_dot(map_of(TWO, "top")).splitlines()
    assert lines[0] == 'digraph "top" {'
    assert '    "top.gold" [label="Gold\\nno score" color="#8a94a3"]' in lines
    assert '  "team.fast" [label="Team: Fast" style="rounded,dashed" color="#5f6b7a"]' in lines
    assert '  "team.fast" -> "top.gold" [color="#5f6b7a" label="1 quarter"]' in lines
    assert lines[-1] == "}"


def test_mermaid_uses_ids_of_its_own():
    lines = strategy_map_mermaid(map_of(TWO, "top")).splitlines()
    assert lines[0] == "flowchart BT"
    assert '    o0["Gold<br/>no score"]' in lines
    assert '  x0 -->|"1 quarter"| o0' in lines


@pytest.mark.parametrize(
    "hostile", ['"] ; click o0 "javascript:x"', "\\", "a\\", '<b onx="y">', "`x` #quot;"]
)
def test_labels_cannot_leave_their_quotes(hostile):
    assert re.fullmatch(r'"(?:[^"\\]|\\.)*"', quoted(hostile))
    inner = mermaid_quoted(hostile)[1:-1]
    assert not set(inner) & set("\"'`<>[]{}()|\\")
    assert inner.replace("#quot;", "") == inner


def test_lags_in_words_and_in_cells():
    assert lag_text((1, Grain.HALF)) == "1 half"
    assert lag_text((2, Grain.HALF)) == "2 halves"
    assert [lag_short((3, grain)) for grain in Grain] == ["3W", "3M", "3Q", "3H", "3Y"]
    assert (lag_text(None), lag_short(None)) == ("", "")


def planted(lag):
    """Two objectives over three years of months: the second follows the first so many months later."""
    chance = random.Random(5)
    cause = [50.0]
    while len(cause) < 36:
        cause.append(min(max(cause[-1] + chance.uniform(-15, 15), 5), 95))
    effect = [cause[max(0, at - lag)] + chance.uniform(-1, 1) for at in range(36)]
    rows = ["calendar months 2023-01..2025-12", 'scorecard s "S"']
    for name, perspective, values in (("good", "process", cause), ("gain", "financial", effect)):
        numbers = " ".join(f"{value:.2f}" for value in values)
        rows += [f"objective {name} in s.{perspective}"]
        rows += [f"  drives gain after {lag} months"] if name == "good" else []
        rows += [f"kpi k_{name} in s.{name}", "  baseline 0", "  target 100"]
        rows += [f"  actual 2023-01: {numbers}"]
    return "\n".join(rows) + "\n"


def test_verdicts_come_from_the_data():
    workspace = Workspace.from_texts({"a.bsc": planted(2)})
    assert verdicts_of(workspace.scores(), "s") == {("s.good", "s.gain"): "supported"}
    few = Workspace.from_texts({"a.bsc": CHAIN})
    assert set(verdicts_of(few.scores(), "s").values()) == {"too few points"}


def test_verdicts_of_a_scorecard_are_those_of_links_that_touch_it():
    scores = Workspace.from_texts({"a.bsc": TWO}).scores()
    assert set(verdicts_of(scores, "top")) == {("team.fast", "top.gold")}
    assert verdicts_of(scores, "nobody") == {}


@pytest.mark.slow
def test_where_arrows_are_too_many_to_follow_boxes_stand_alone_and_it_is_said():
    lines = ["objective top in s.financial"]
    for at in range(1001):
        lines += [f"objective o{at} in s.customer", "  drives top"]
    found = map_of(HEAD + "\n".join(lines) + "\n", "s")
    assert len(found.arrows) == 1001
    said = "1001 arrows are too many to be drawn; the forms dot and mermaid have them."
    drawing = map_lines(found)
    assert said in drawing
    assert not any("▲" in line for line in drawing)
    assert sum("o1000" in line for line in drawing) == 1
    assert strategy_map_dot(found).count("->") == 1001


def test_an_objective_that_drives_sixty_has_a_box_wide_enough_for_their_arrows():
    lines = [f"objective o{at} in s.customer" for at in range(60)]
    lines += ["objective x in s.process", *(f"  drives o{at}" for at in range(60))]
    made = grid_layout(map_of(HEAD + "\n".join(lines) + "\n", "s"), Sizes(), pens.UNICODE)
    assert (len(made.routes), made.left_out) == (60, 0)
