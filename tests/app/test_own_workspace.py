"""Commands of somebody's own workspace, run without an app: settings lines, files, values, targets, conflicts."""

from __future__ import annotations

import pytest

from bsctui.app.core.glyphs import ASCII, UNICODE, is_plain_wanted
from bsctui.app.core.legend import legend
from bsctui.app.core.session import Session
from bsctui.app.core.spans import StyledSpan, plain_text, width_of, wrap_spans
from bsctui.app.features.edit.later_target import short_exact
from bsctui.app.features.edit.structure import AddChild, AddSibling, Delete
from bsctui.app.features.edit.values import EditTarget, RecordMissingValue
from bsctui.app.features.edit.workspace_lines import (
    ChangeCalendar,
    CloseThePeriod,
    NewPerson,
    NewPerspective,
    NewScorecard,
)
from bsctui.app.features.files import DeleteEmptyFile, empty_files
from bsctui.app.features.new_workspace import BeginWorkspace
from bsctui.app.features.settings_file import keep_preference
from bsctui.app.features.settle_conflict import ResolveConflict, settle_conflict
from bsctui.app.ui.choice import Option
from bsctui.app.ui.form import Answers
from bsctui.app.ui.key_help import entries_with, key_lines, legend_lines
from bsctui.app.ui.picker import matching
from bsctui.app.views.cascade.periods import period_lines
from bsctui.preferences import load_preferences
from bsctui.workspace import Workspace
from tests.app.helpers import session_of
from tests.app.test_commands_alone import PlayedApp, run

GATES = """\
calendar quarters 2026-Q1..2026-Q4

scorecard gates "Gates"

objective o in gates.process

kpi doors "Doors" in gates.o
  unit %
  every month
  baseline 80
  target 88
  actual 2026-01: 81 82 83 84
"""


def text_of(session, path="corporate.bsc"):
    return "".join(session.workspace.documents[path].lines)


def played(answers, text=GATES, **parts):
    return PlayedApp(session_of(text, **parts), list(answers))


# --- The workspace's own lines


def test_the_calendar_is_changed():
    app = run(ChangeCalendar, played(["months 2026-01..2026-12"]))
    assert text_of(app.session).startswith("calendar months 2026-01..2026-12\n")


def test_a_period_is_closed_with_the_one_in_view_to_start_from():
    app = run(CloseThePeriod, played(["2026-Q2"]))
    assert text_of(app.session).startswith("calendar quarters 2026-Q1..2026-Q4\n  closed 2026-Q2\n")
    (prompt,) = app.asked
    assert prompt._value == app.session.period_text


def test_a_person_is_added_with_an_address():
    app = run(NewPerson, played(["Anna Berg anna@example.com"]))
    assert 'person anna_berg "Anna Berg" "anna@example.com"\n' in text_of(app.session)


def test_a_perspective_is_added_to_the_customary_ones():
    app = run(NewPerspective, played(["Safety first"]))
    names = [each.name for each in app.session.model.settings.perspectives]
    assert names == ["financial", "customer", "process", "learning", "safety_first"]


def test_a_scorecard_is_added_at_the_top_or_under_another():
    app = run(NewScorecard, played(["", "Stands", "gates", "Night shift"]))
    run(NewScorecard, app)
    assert app.session.model.scorecards["stands"].under is None
    assert app.session.model.scorecards["night_shift"].under == "gates"


# --- Beginning


@pytest.mark.parametrize("command", [AddSibling, AddChild, BeginWorkspace])
def test_adding_in_an_empty_folder_begins_a_workspace(tmp_path, command):
    app = PlayedApp(Session(workspace=Workspace.load(tmp_path)))
    app.answers = [Answers(("Gates North", "Anna Berg", "m", "e"), accepted=True)]
    run(command, app)
    assert app.session.selected == "gates_north"
    text = (tmp_path / "gates_north.bsc").read_text()
    assert "calendar months " in text
    assert 'person anna_berg "Anna Berg"\n' in text


def test_a_dialog_that_is_left_writes_nothing(tmp_path):
    app = PlayedApp(Session(workspace=Workspace.load(tmp_path)))
    app.answers = [Answers(("Gates", "", "m", "e"), accepted=False)]
    run(BeginWorkspace, app)
    assert list(tmp_path.iterdir()) == []


def test_a_dialog_that_was_left_offers_again_what_was_typed(tmp_path):
    app = PlayedApp(Session(workspace=Workspace.load(tmp_path)))
    typed = ("Gates", "Anna Berg", "m", "e")
    app.answers = [Answers(typed, accepted=False), None]
    run(BeginWorkspace, app)
    run(BeginWorkspace, app)
    assert app.asked[-1]._typed == typed


def test_the_owner_typed_for_a_workspace_of_a_table_is_its_owner(tmp_path):
    table = tmp_path / "kpis.csv"
    head = "Perspective,Objective,KPI,Unit,Better,Baseline,Target,2026-01,2026-02\n"
    table.write_text(f"{head}Customer,Loved,Doors,%,higher,80,88,81,82\n")
    (tmp_path / "here").mkdir()
    app = PlayedApp(Session(workspace=Workspace.load(tmp_path / "here")))
    app.answers = [Answers(("Gates", "Anna Berg", "m", str(table)), accepted=True), "yes"]
    run(BeginWorkspace, app)
    (card,) = app.session.model.scorecards.values()
    assert (card.display_name, card.owner) == ("Gates", "Anna Berg")


def test_a_file_of_ones_own_is_copied_in(tmp_path):
    source = tmp_path / "other" / "mine.bsc"
    source.parent.mkdir()
    source.write_text(GATES)
    folder = tmp_path / "here"
    folder.mkdir()
    app = PlayedApp(Session(workspace=Workspace.load(folder)))
    app.answers = [Answers(("x", "", "q", str(source)), accepted=True)]
    run(BeginWorkspace, app)
    assert (folder / "mine.bsc").read_text() == GATES
    assert app.session.selected == "gates"


def test_below_a_scorecard_without_objectives_a_perspective_is_asked_for():
    app = played(["a.customer", "Loved"], "scorecard a\n", selected="a")
    run(AddChild, app)
    assert app.session.model.objectives["a.loved"].perspective == "customer"


def test_below_a_scorecard_with_objectives_a_perspective_is_asked_for_too():
    app = played(["gates.customer", "Loved"], selected="gates")
    run(AddChild, app)
    assert app.session.model.objectives["gates.loved"].perspective == "customer"


def test_below_a_scorecard_another_one_can_be_added():
    app = run(AddChild, played(["gates", "Stands"], selected="gates"))
    assert app.session.model.scorecards["stands"].under == "gates"


def test_a_kpi_is_added_with_what_was_filled_in():
    texts = ("On time", "%", "", "80", "88", "last")
    app = run(AddChild, played([Answers(texts, accepted=True)], selected="gates.o"))
    assert text_of(app.session).endswith(
        '\nkpi on_time "On time" in gates.o\n  unit %\n  baseline 80\n  target 88\n  aggregate last\n'
    )
    assert app.session.selected == "gates.on_time"


# --- Files


def test_the_last_record_of_a_file_takes_the_file_along_where_that_is_wanted(tmp_path):
    (tmp_path / "bsctui.toml").write_text("")
    (tmp_path / "a.bsc").write_text("scorecard a\n")
    (tmp_path / "b.bsc").write_text("scorecard b\n")
    session = Session(workspace=Workspace.load(tmp_path), selected="b")
    app = run(Delete, PlayedApp(session, ["delete"]))
    assert not (tmp_path / "b.bsc").exists()
    assert not session.workspace.dirty
    session.workspace.undo()
    session.workspace.undo()
    session.workspace.save()
    assert (tmp_path / "b.bsc").read_text() == "scorecard b\n", app.said


def test_only_files_without_records_can_be_deleted(tmp_path):
    (tmp_path / "bsctui.toml").write_text("")
    (tmp_path / "a.bsc").write_text("scorecard a\n")
    (tmp_path / "notes.bsc").write_text("# nothing but this\n")
    session = Session(workspace=Workspace.load(tmp_path))
    assert empty_files(session) == ["notes.bsc"]
    run(DeleteEmptyFile, PlayedApp(session, ["notes.bsc"]))
    assert [path.name for path in sorted(tmp_path.glob("*.bsc"))] == ["a.bsc"]


# --- Values and targets


def test_values_in_one_line_are_consecutive_periods_and_the_note_is_the_last_ones():
    app = run(RecordMissingValue, played(['85 - 87 "strike"'], selected="gates.doors"))
    assert "  actual 2026-01: 81 82 83 84 85 - 87\n" in text_of(app.session)
    assert '  note 2026-07 "strike"\n' in text_of(app.session)
    assert app.session.workspace.undo() is not None
    assert text_of(app.session) == GATES


def test_one_wrong_value_records_none():
    app = run(RecordMissingValue, played(["85 86k"], selected="gates.doors"))
    assert text_of(app.session) == GATES
    assert "86k" in app.said[0]


def test_a_target_may_change_from_now_on_with_its_reason():
    app = run(EditTarget, played(['85 "two stands closed"', "later"], selected="gates.doors"))
    assert '  target 88\n  target 85 from 2026-Q2 "two stands closed"\n' in text_of(app.session)


def test_a_target_may_change_for_all_periods():
    app = run(EditTarget, played(["85", "all"], selected="gates.doors"))
    assert "  target 85\n" in text_of(app.session)
    assert "88" not in text_of(app.session)


def test_in_the_first_period_there_is_nothing_to_ask():
    app = played(["85"], selected="gates.doors")
    app.session.show_period("2026-Q1")
    run(EditTarget, app)
    assert "  target 85\n" in text_of(app.session)


def test_the_periods_of_a_monthly_kpi_under_quarters_are_its_months():
    session = session_of(GATES)
    places = [line.value for line in period_lines(session, "gates.doors", UNICODE) if line.value]
    assert [(session.format(each.period), each.text) for each in places] == [
        ("2026-06", ""),
        ("2026-05", ""),
        ("2026-04", "84"),
        ("2026-03", "83"),
        ("2026-02", "82"),
        ("2026-01", "81"),
    ]


# --- Conflicts

TORN = GATES.replace(
    "  target 88\n", "<<<<<<< HEAD\n  target 85\n=======\n  target 90\n>>>>>>> them\n"
)


@pytest.mark.parametrize(("side", "target"), [("ours", "85"), ("theirs", "90")])
def test_a_conflict_is_settled_by_side(side, target):
    session = session_of(TORN)
    app = PlayedApp(session, [side])
    problem = next(each for each in session.model.diagnostics if each.code == "E114")
    run(lambda: Settling(problem), app)
    assert text_of(session) == GATES.replace("target 88", f"target {target}")
    assert app.said[-1].startswith(f"kept: target {target}")
    assert "no conflict is left: save, `git add`, then `git merge --continue`" in app.said[-1]


def test_the_palette_resolves_the_first_conflict_and_is_not_offered_where_there_is_none():
    app = PlayedApp(session_of(TORN), ["theirs"])
    assert not ResolveConflict().enabled(PlayedApp(session_of(GATES), []))
    assert ResolveConflict().enabled(app)
    run(ResolveConflict, app)
    assert text_of(app.session) == GATES.replace("target 88", "target 90")


class Settling:
    """Settles a conflict, as the command of the problems view does."""

    def __init__(self, problem):
        self.problem = problem

    def run(self, app):
        return settle_conflict(app, self.problem)


# --- Finding help


def test_the_palette_finds_by_name_first_then_by_other_words():
    options = [
        Option("c", "Change the calendar", words="months quarters"),
        Option("p", "Go to a month"),
        Option("m", "Months of the year"),
        Option("x", "Other"),
    ]
    assert [option.value for option in matching(options, "month")] == ["m", "p", "c"]


def test_the_help_wraps_and_keeps_a_found_entry_whole():
    lines = key_lines([AddChild, EditTarget], {}, 60)
    assert all(width_of(line) <= 60 for line in lines)
    found = [plain_text(line) for line in entries_with(lines, ["waypoint"])]
    assert found[0].strip() == "Edit"
    assert found[1].startswith("  t ")
    assert "85%" in " ".join(found)
    assert not any(line.startswith("  A ") for line in found)


def test_the_legend_tells_the_signs_of_the_terminal_and_the_workspaces_own_bands():
    model = session_of('status red "Off track" below 50\nstatus green\nscorecard a\n').model
    for glyphs in (UNICODE, ASCII):
        lines = "\n".join(plain_text(line) for line in legend_lines(legend(glyphs, model)))
        assert f"{glyphs.status('red')}" in lines
        assert "red (Off track): a score below 50" in lines
        assert "amber" not in lines


# --- Messages and settings


def test_a_message_wraps_between_words_and_keeps_its_looks():
    spans = (StyledSpan("1050k is not a value", "error"), StyledSpan("  write 1_050_000", "dim"))
    lines = wrap_spans(spans, 20)
    assert [plain_text(line).strip() for line in lines] == [
        "1050k is not a value",
        "write 1_050_000",
    ]
    assert lines[1][-1].look == "dim"


@pytest.mark.parametrize(
    ("environment", "preference", "expected"),
    [
        ({"LANG": "C"}, None, True),
        ({"LC_ALL": "POSIX", "LANG": "de_DE.UTF-8"}, None, True),
        ({"LANG": "C.UTF-8"}, None, False),
        ({}, None, False),
        ({"LANG": "C"}, False, False),
        ({"LANG": "de_DE.UTF-8"}, True, True),
        ({"BSCTUI_ASCII": "1"}, False, True),
        ({"BSCTUI_ASCII": "0"}, True, False),
    ],
)
def test_ascii_is_asked_for_by_environment_configuration_or_locale(
    environment, preference, expected
):
    assert is_plain_wanted(environment, preference) is expected


def test_a_setting_is_kept_and_the_rest_of_the_file_stays(tmp_path):
    path = tmp_path / "deep" / "config.toml"
    assert keep_preference("theme", "light", path) is None
    path.write_text(path.read_text() + '[keys]\nquit = "Q"\n')
    assert keep_preference("me", 'Anna "A"', path) is None
    assert keep_preference("ascii", value=True, path=path) is None
    preferences = load_preferences(path)
    assert (preferences.theme, preferences.me, preferences.ascii) == ("light", 'Anna "A"', True)
    assert preferences.keys == {"quit": "Q"}
    path.write_text("= broken")
    assert "fix it first" in keep_preference("theme", "dark", path)
    assert path.read_text() == "= broken"


WAY = """\
calendar months 2026-01..2026-12

scorecard gates "Gates"

objective o in gates.process

kpi doors "Doors" in gates.o
  baseline 80 at 2025-12
  target 92 by 2026-12
  actual 2026-01: 81 82 83 84

kpi walks "Walks" in gates.o
  baseline 0
  target 2026-01: 10 10 10 10 10 12
  actual 2026-01: 9 9 9 9
"""


def targets_of(session, address):
    scores = session.scores
    return scores.target_low[scores.row[address]].tolist()


def test_from_now_on_a_way_through_waypoints_leaves_what_was_before():
    app = played(['90 "two stands closed"', "later"], WAY, selected="gates.doors")
    before = targets_of(app.session, "gates.doors")
    assert app.session.period_text == "2026-04"
    run(EditTarget, app)
    after = targets_of(app.session, "gates.doors")
    assert after[:3] == before[:3] == [81, 82, 83]
    assert after[-1] == 90
    text = text_of(app.session)
    assert "  target 83 by 2026-03\n" in text
    assert '  target 90 by 2026-12 "two stands closed"\n' in text
    assert text_of(run(EditTarget, played(["90", "all"], WAY, selected="gates.doors")).session) == (
        WAY.replace("target 92", "target 90")
    )


def test_a_number_of_many_digits_holds_a_way_where_it_was():
    app = played(
        ["91", "later"],
        WAY.replace("2026-12\n  actual", "2026-08\n  actual"),
        selected="gates.doors",
    )
    before = targets_of(app.session, "gates.doors")
    run(EditTarget, app)
    assert "  target 84.5 by 2026-03\n" in text_of(app.session)
    assert targets_of(app.session, "gates.doors")[:3] == pytest.approx(before[:3], rel=1e-9)
    assert [short_exact(number) for number in (1 / 3, 5.0, 83.25)] == ["0.333333333", "5", "83.25"]


def test_from_now_on_a_level_plan_changes_in_all_cells_that_follow():
    app = run(EditTarget, played(["8", "later"], WAY, selected="gates.walks"))
    assert "  target 2026-01: 10 10 10 8 8 12\n" in text_of(app.session)
    app = run(EditTarget, played(["8", "all"], WAY, selected="gates.walks"))
    assert "  target 2026-01: 10 10 10 8 10 12\n" in text_of(app.session)


def test_a_plan_that_is_not_level_asks_nothing():
    app = run(
        EditTarget, played(["8"], WAY.replace("10 10 12", "10 11 12"), selected="gates.walks")
    )
    assert "  target 2026-01: 10 10 10 8 11 12\n" in text_of(app.session)
