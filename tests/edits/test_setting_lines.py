"""The workspace's own lines: calendar, perspectives and persons."""

from __future__ import annotations

import pytest

from bsctui.edits import Refused
from bsctui.edits.setting_lines import AddPerson, AddPerspective, SetCalendar
from bsctui.workspace import Workspace


def changed(text, edit):
    workspace = Workspace.from_texts({"a.bsc": text} if text is not None else {})
    workspace.apply(edit)
    (document,) = workspace.documents.values()
    return "".join(document.lines)


def test_a_calendar_is_replaced_in_its_line_and_what_stands_below_it_stays():
    text = "calendar quarters 2025-Q1..2026-Q4  # ours\n  starts October\n\nscorecard a\n"
    expected = text.replace("quarters 2025-Q1..2026-Q4", "months 2025-01..2026-12")
    assert changed(text, SetCalendar("months 2025-01..2026-12")) == expected


def test_a_first_calendar_stands_above_the_records_with_the_files_line_ends():
    expected = "calendar months 2026-01..2026-12\r\n\r\nscorecard a\r\n"
    assert changed("scorecard a\r\n", SetCalendar("months 2026-01..2026-12")) == expected


def test_a_calendar_begins_a_workspace_without_a_file():
    assert changed(None, SetCalendar("years 2026..2030")) == "calendar years 2026..2030\n"


def test_the_first_perspective_written_keeps_the_customary_four():
    text = changed("bsc 1\n\nscorecard a\n", AddPerspective("safety", "Safety first"))
    assert text == (
        'bsc 1\n\nperspective financial "Financial"\nperspective customer "Customer"\n'
        'perspective process "Internal process"\nperspective learning "Learning & growth"\n'
        'perspective safety "Safety first"\n\nscorecard a\n'
    )


def test_a_further_perspective_stands_behind_the_last_with_what_that_says():
    text = "perspective money\n  weight 60%\nscorecard a\n"
    assert changed(text, AddPerspective("people")) == (
        "perspective money\n  weight 60%\nperspective people\nscorecard a\n"
    )


def test_a_person_stands_behind_the_last_one():
    text = 'person bo "Bo Ek"\n\nscorecard a\n'
    expected = 'person bo "Bo Ek"\nperson anna "Anna \\"A\\" Berg" "a@b.org"\n\nscorecard a\n'
    assert changed(text, AddPerson("anna", 'Anna "A" Berg', "a@b.org")) == expected


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (SetCalendar("moons 2026"), "cannot be read"),
        (SetCalendar("quarters 2027-Q1..2026-Q1"), "E4"),
        (AddPerson("bo", "Other"), "already"),
        (AddPerspective("financial"), "already"),
        (AddPerspective("two words"), "cannot be read"),
        (AddPerson("x", "\x1b[2J"), "control character"),
    ],
)
def test_what_would_not_load_is_refused(edit, message):
    workspace = Workspace.from_texts({"a.bsc": 'person bo "Bo Ek"\nscorecard a\n'})
    with pytest.raises(Refused) as refused:
        workspace.apply(edit)
    assert message in refused.value.message
