"""What a session and its folder remember, and what they forget."""

from __future__ import annotations

from bsctui.analysis.assumptions import read_assumption
from bsctui.app.views.review import seen_changes
from bsctui.app.views.review.seen_changes import SeenChanges
from bsctui.review.changes import ChangeClass, ChangeKind, StrategyChange
from bsctui.workspace import Workspace
from tests.app.helpers import WORKED, session_of


def change(new: str) -> StrategyChange:
    """A change that is told from the next by what is new."""
    return StrategyChange(
        "kpi", "a.k", "K", ChangeKind.CHANGED, ChangeClass.RULES, field="target", old="1", new=new
    )


def test_of_too_many_changes_seen_the_oldest_are_forgotten(tmp_path, monkeypatch):
    monkeypatch.setattr(seen_changes, "MOST", 2)
    memory = SeenChanges(tmp_path / "seen")
    for new in ("2", "3", "4"):
        assert memory.turn(change(new))
    found = SeenChanges(tmp_path / "seen")
    assert [new for new in ("2", "3", "4") if change(new) in found] == ["3", "4"]


def test_nothing_of_another_workspace_is_assumed_marked_or_gone_back_to():
    session = session_of()
    scores = session.scores
    session.whatif.add(read_assumption(scores, scores.current, "skyline.on_ground=30"))
    session.marked.add("skyline.on_ground")
    session.trail.append("skyline.on_ground")
    session.selected = "skyline.on_ground"
    other = Workspace.from_texts({"corporate.bsc": WORKED})
    session.open(other)
    assert session.scores is other.scores()
    assert not session.whatif
    assert (session.marked, session.trail, session.selected, session.period) == (set(), [], None, None)  # fmt: skip


def test_where_nothing_is_assumed_the_scores_are_the_present_ones_themselves():
    session = session_of()
    present = session.present_scores
    assert session.scores is present
    one = read_assumption(present, present.current, "skyline.on_ground=30")
    session.whatif.add(one)
    assert session.scores is not present
    session.whatif.drop([one])
    assert session.scores is present
