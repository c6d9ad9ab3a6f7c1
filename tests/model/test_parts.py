"""KPIs in KPIs: where they stand, what they feed, and that an edit leads to what a fresh load says."""

from __future__ import annotations

import pytest

from bsctui.edits import DeleteRecord, MoveRecord, Refused, RenameRecord, SetField
from bsctui.filters import find_addresses
from bsctui.model.build import build
from bsctui.scoring.evaluate import evaluate
from bsctui.workspace import Workspace

WORLD = """\
calendar quarters 2025-Q1..2025-Q4
scorecard t
objective service in t.process
kpi on_time "On time" in t.service
  target 95
  rollup average
kpi north "North line" in t.on_time
  like on_time
  actual 2025-Q1: 90 91
kpi depot "Depot" in t.north
  like on_time
  actual 2025-Q1: 97 97
kpi alone in t.service
  target 5
  actual 2025-Q1: 4 5
"""


def work():
    return Workspace.from_texts({"a.bsc": WORLD})


def assert_as_loaded(workspace):
    fresh = evaluate(build(workspace.documents))
    scores = workspace.scores()
    assert [node.address for node in scores.nodes] == [node.address for node in fresh.nodes]
    for row in range(len(fresh.nodes)):
        assert scores.score[row].tolist() == pytest.approx(fresh.score[row].tolist(), nan_ok=True)


def test_a_part_stands_where_its_whole_does():
    model = work().model
    assert [(k.name, k.objective, k.part_of) for k in model.kpis.values()] == [
        ("on_time", "t.service", None),
        ("north", "t.service", "t.on_time"),
        ("depot", "t.service", "t.north"),
        ("alone", "t.service", None),
    ]
    assert model.parts_within("t.on_time") == ["t.north", "t.depot"]
    assert model.parent(model.kpis["t.depot"]) is model.kpis["t.north"]


def test_rows_stand_below_their_whole_and_take_its_address_as_parent():
    nodes = [(node.address, node.parent) for node in work().scores().nodes if node.parent]
    assert nodes[2:] == [
        ("t.on_time", "t.service"),
        ("t.north", "t.on_time"),
        ("t.depot", "t.north"),
        ("t.alone", "t.service"),
    ]


@pytest.mark.parametrize(
    "edit",
    [
        MoveRecord("t.depot", "t.on_time"),
        MoveRecord("t.depot", "t.service"),
        MoveRecord("t.alone", "t.on_time"),
        RenameRecord("t.north", "nord"),
        SetField("t.north", "feeds", "on_time weight 0"),
        SetField("t.north", "until", "2025-Q1"),
        SetField("t.north", "actual", "2025-Q1: 80"),
        DeleteRecord("t.north", with_references=True),
    ],
    ids=lambda edit: type(edit).__name__,
)
def test_an_edit_of_a_part_leads_to_what_a_fresh_load_says(edit):
    workspace = work()
    workspace.scores()
    workspace.apply(edit)
    assert not [one for one in workspace.model.diagnostics if one.code[0] == "E"]
    assert_as_loaded(workspace)
    workspace.undo()
    assert "".join(workspace.documents["a.bsc"].lines) == WORLD
    assert_as_loaded(workspace)


def test_a_kpi_cannot_go_while_parts_stand_in_it():
    with pytest.raises(Refused, match=r"t\.depot"):
        work().apply(DeleteRecord("t.north"))


def test_filters_tell_parts_and_what_they_are_parts_of():
    workspace = work()
    model, scores = workspace.model, workspace.scores()
    assert find_addresses("kind:part", model, scores, 0) == ("t.north", "t.depot")
    assert find_addresses("part-of:t.on_time", model, scores, 0) == ("t.north", "t.depot")
    assert find_addresses("part-of:north", model, scores, 0) == ("t.depot",)
    assert find_addresses("kind:kpi -kind:part", model, scores, 0) == ("t.on_time", "t.alone")


def test_parts_do_not_count_among_the_kpis_of_a_scorecard():
    from bsctui.advice.advise import advise

    parts = "".join(f"kpi p{at} in t.on_time\n  like on_time\n" for at in range(30))
    workspace = Workspace.from_texts({"a.bsc": WORLD + parts})
    codes = {problem.code for problem in advise(workspace.model, workspace.scores())}
    assert "A109" not in codes
    assert "A105" not in codes


def test_a_thousand_parts_in_each_other_are_read_and_scored():
    lines = ["kpi p0 in t.service", "  target 1", "  actual 2025-Q1: 1"]
    for at in range(1, 1000):
        lines += [f"kpi p{at} in t.p{at - 1}", "  target 1", "  actual 2025-Q1: 1"]
    text = f"calendar quarters 2025-Q1..2025-Q1\nscorecard t\nobjective service in t.process\n{chr(10).join(lines)}\n"
    workspace = Workspace.from_texts({"a.bsc": text})
    scores = workspace.scores()
    assert scores.score[scores.row["t.p999"], 0] == 100
    assert len(workspace.model.parts_within("t.p0")) == 999
