"""Commands without an app: what they use of it is few enough to be played."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from types import SimpleNamespace

from bsctui.app.core.glyphs import UNICODE
from bsctui.app.core.spans import plain_text
from bsctui.app.features.edit.item_command import preview_spans
from bsctui.app.features.edit.structure import AddSibling
from bsctui.app.features.edit.values import EditTarget
from bsctui.app.global_commands import LaterPeriod
from bsctui.edits import Compound, Refused, SetField
from tests.app.helpers import WORKED, session_of


@dataclass
class PlayedApp:
    """The part of the app that commands use; it answers with texts prepared."""

    session: object
    answers: list[object] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    asked: list[object] = field(default_factory=list)
    glyphs = UNICODE
    own_keys: dict[str, str] = field(default_factory=dict)
    undo_hint = ""
    git_service = SimpleNamespace(branch_status=None)

    @property
    def view(self):
        """The view in front: one that shows the session's own period."""
        return SimpleNamespace(step_period=self.session.step_period)

    def sync(self):
        pass

    def say(self, text, look=""):
        self.said.append(text)

    async def ask(self, layer):
        self.asked.append(layer)
        return self.answers.pop(0)

    def edit(self, edit):
        try:
            change = self.session.workspace.apply(edit)
        except Refused as refused:
            self.say(refused.message)
            return False
        self.say(change.description)
        return True


def run(command, app):
    outcome = command().run(app)
    if outcome is not None:
        asyncio.run(outcome)
    return app


def test_a_target_is_changed_without_an_app():
    app = run(EditTarget, PlayedApp(session_of(selected="skyline.on_ground"), ["28", "all"]))
    assert "  target 28 by 2026-Q4\n" in app.session.workspace.documents["corporate.bsc"].lines


def test_a_question_left_changes_nothing():
    app = run(EditTarget, PlayedApp(session_of(selected="skyline.on_ground"), [None]))
    assert not app.session.workspace.dirty


def test_a_sibling_is_added_and_selected_without_an_app():
    app = run(AddSibling, PlayedApp(session_of(selected="skyline.profit"), ["Grow fast"]))
    assert app.session.selected == "skyline.grow_fast"


def test_beyond_the_calendar_no_period_follows():
    app = run(LaterPeriod, PlayedApp(session_of()))
    while not app.said:
        run(LaterPeriod, app)
    assert app.said == ["the calendar ends here"]


def foreseen(address, edit, text=WORKED):
    spans = preview_spans(PlayedApp(session_of(text)), address, edit)
    return plain_text(spans)


def test_a_weight_is_foreseen_where_it_counts():
    # By hand: revenue 80.0 and plane_cost 70.0 weigh 1 and 1, then 3 and 1: (3 x 80 + 70) / 4 = 77.5.
    assert foreseen("skyline.revenue", SetField("skyline.revenue", "weight", "3")) == (
        "Grow profit score 75.0 → 77.5  +2.5"
    )
    # A perspective's weight moves the scorecard: 0.8 x 75.0 + 0.2 x 86.2 = 77.2 (before 40 and 60: 81.7).
    heavier = Compound(
        (
            SetField("skyline", "perspective", "financial weight 80%"),
            SetField("skyline", "perspective", "process weight 20%"),
        ),
        "heavier",
    )
    assert foreseen("skyline.financial", heavier) == "Skyline Airlines score 81.7 → 77.2  -4.5"


def test_a_value_is_foreseen_where_it_is_entered():
    edit = SetField("skyline.revenue", "target", "29M by 2025-Q4")
    assert foreseen("skyline.revenue", edit).startswith("score 80.0 → ")
