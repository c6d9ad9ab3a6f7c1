"""The rows of the cascade: what unfolds to what, and what stays hidden."""

from __future__ import annotations

from bsctui.app.core import tree
from bsctui.app.core.tree import Branch, Outline
from bsctui.edits import MoveRecord, SetField
from bsctui.model.entities import Kind
from tests.app.helpers import WORKED, session_of

PATHS = {
    "sky": ("skyline",),
    "fin": ("skyline", "skyline.financial"),
    "pro": ("skyline", "skyline.process"),
    "profit": ("skyline", "skyline.financial", "skyline.profit"),
    "turn": ("skyline", "skyline.process", "skyline.turnaround"),
    "ground": ("skyline", "ground"),
}


def outline(text: str = WORKED) -> Outline:
    return Outline(session_of(text).model, None)


def addresses(rows):
    return [row.address for row in rows]


def test_a_scorecard_unfolds_to_perspectives_and_the_scorecards_under_it():
    below = outline().below("skyline")
    assert [branch.address for branch in below] == [
        "skyline.financial",
        "skyline.process",
        "ground",
    ]


def test_an_objective_unfolds_to_its_kpis_then_to_what_supports_it():
    assert list(outline().below("skyline.turnaround")) == [
        Branch("skyline.on_ground", Kind.KPI),
        Branch("ground.gates", Kind.OBJECTIVE, supporting=True),
    ]


def test_an_initiative_stands_below_what_it_is_for():
    assert outline().below("ground.gates")[-1] == Branch("ground.stock_plan", Kind.INITIATIVE)


def test_folded_rows_hide_what_is_below_them():
    rows = tree.flatten(outline(), {PATHS["sky"]})
    assert addresses(rows) == ["skyline", "skyline.financial", "skyline.process", "ground"]
    assert [row.opened for row in rows] == [True, False, False, False]


def test_the_tree_goes_down_through_the_tiers_by_its_supporters():
    opened = {PATHS["sky"], PATHS["pro"], PATHS["turn"], (*PATHS["turn"], "ground.gates")}
    rows = tree.flatten(outline(), opened)
    at = addresses(rows).index("ground.gates")
    assert rows[at].depth == 3
    assert rows[at].above == "skyline.turnaround"
    assert addresses(rows)[at + 1 : at + 3] == ["ground.gate_time", "ground.crew_ready"]


def test_one_objective_shown_twice_has_two_paths():
    opened = tree.first_opened(outline(), 9) | {("skyline", "ground")}
    opened |= {("skyline", "ground", "ground.process"), PATHS["turn"]}
    rows = [row for row in tree.flatten(outline(), opened) if row.address == "ground.gates"]
    assert len(rows) == 2
    assert len({row.path for row in rows}) == 2
    assert [row.branch.supporting for row in rows] == [True, False]


def test_at_the_start_objectives_show_and_kpis_are_folded():
    rows = tree.flatten(outline(), tree.first_opened(outline()))
    assert "skyline.profit" in addresses(rows)
    assert "skyline.revenue" not in addresses(rows)


def test_one_level_more_and_one_less_are_each_others_inverse():
    start = tree.first_opened(outline())
    rows = tree.flatten(outline(), start)
    more = start | tree.open_one_level(rows)
    unfolded = tree.flatten(outline(), more)
    assert len(unfolded) > len(rows)
    less = more - tree.close_one_level(unfolded)
    assert len(tree.flatten(outline(), less)) < len(unfolded)


def test_revealing_unfolds_everything_above_and_nothing_else():
    path = outline().path("skyline.on_ground")
    assert path == (*PATHS["turn"], "skyline.on_ground")
    assert tree.reveal((), path) == {PATHS["sky"], PATHS["pro"], PATHS["turn"]}


def test_siblings_are_found_across_what_is_unfolded_between_them():
    rows = tree.flatten(outline(), {PATHS["sky"], PATHS["fin"], PATHS["profit"]})
    financial = tree.index_of(rows, PATHS["fin"])
    process = tree.index_of(rows, PATHS["pro"])
    assert tree.sibling_row(rows, financial, 1) == process
    assert tree.sibling_row(rows, process, -1) == financial
    assert tree.sibling_row(rows, financial, -1) is None
    assert tree.parent_row(rows, process) == 0
    assert tree.parent_row(rows, 0) is None


def test_the_cursor_of_a_row_that_is_gone_goes_to_what_stood_above_it():
    rows = tree.flatten(outline(), {PATHS["sky"]})
    assert tree.nearest(rows, (*PATHS["profit"], "skyline.revenue")) == tree.index_of(
        rows, PATHS["fin"]
    )


def test_a_circle_of_supporters_in_a_faulty_text_ends():
    text = WORKED.replace("  drives profit after 2 quarters\n", "  supports ground.gates\n")
    faulty = outline(text)
    opened = set()
    for _ in range(12):
        rows = tree.flatten(faulty, opened)
        opened |= tree.open_one_level(rows)
    assert all(len(set(row.path)) == len(row.path) for row in tree.flatten(faulty, opened))


def test_everything_is_listed_once_parents_first():
    listed = [branch.address for branch in outline().everything()]
    assert len(listed) == len(set(listed)) == 14
    assert listed.index("skyline.turnaround") < listed.index("skyline.on_ground")


def test_an_edit_that_moves_nothing_keeps_the_outline_and_one_that_does_makes_it_anew():
    session = session_of()
    before = Outline(session.model, None)
    session.workspace.apply(SetField("skyline.on_ground", "target", "28 by 2026-Q4"))
    assert before.on(session.model, None) is before
    session.workspace.apply(MoveRecord("skyline.on_ground", "skyline.profit"))
    after = before.on(session.model, None)
    assert after is not before
    assert after.parent("skyline.on_ground") == "skyline.profit"
