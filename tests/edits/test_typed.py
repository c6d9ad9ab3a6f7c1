"""What is typed as a field's value means the same wherever it is typed, and is never taken for a remark that changes it."""

from __future__ import annotations

import pytest

from bsctui.app.core.form_field import FormField, LineSnapshot
from bsctui.app.features.edit.fields import fields_edit
from bsctui.edits import RecordValue, Refused, SetField
from bsctui.workspace import Workspace

TEXT = """\
calendar quarters 2025-Q1..2027-Q4
person anna "Anna Berg"
scorecard top
  owner "Board"
objective aim in top.financial
kpi sold in top.aim
  unit   EUR
  target    100   # goal
  actual 2025-Q1: 5 6
  source db "select 1"
"""


def line_after(edit, keyword):
    work = Workspace.from_texts({"a.bsc": TEXT})
    work.apply(edit)
    return [
        raw.rstrip("\n") for raw in work.documents["a.bsc"].lines if raw.split()[:1] == [keyword]
    ]


def refusal(edit):
    work = Workspace.from_texts({"a.bsc": TEXT})
    with pytest.raises(Refused) as refused:
        work.apply(edit)
    assert "".join(work.documents["a.bsc"].lines) == TEXT
    return f"{refused.value.message}; {refused.value.help}"


def in_place(keyword, typed):
    """The edit of a line where a value stands already: the form's, and the detail's."""
    for number, raw in enumerate(TEXT.splitlines(keepends=True), 1):
        if raw.split()[0] == keyword and number > 5:
            text = raw.split("#")[0].strip().removeprefix(keyword).strip()
            field = FormField(keyword, text, LineSnapshot("a.bsc", number, raw))
            return fields_edit("top.sold", [(field, typed)])
    raise AssertionError(keyword)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("30 by Q4 2027", "a period is written `2027-Q4`"),
        ("30 by 2027Q4", "a period is written `2027-Q4`"),
        ("30 due 2027-12", "`target 30` is understood, but not `due 2027-12` after it"),
        ("1 500 000", "a number is written `1_500_000`"),
        ("1.5M by 2027-12 at 2025-12", "but not `at 2025-12` after it"),
        ("30 before 2027-12", 'a note is written in quotes: `target 30 "before 2027-12"`'),
        ("30 in 12/2027", "but not `in 12/2027` after it"),
        ("30 agreed, until 2027", "but not `agreed, until 2027` after it"),
        ("1.5 million", "but not `million` after it"),
        ("30 %", "but not `%` after it"),
        ("30 12", "but not `12` after it"),
        ("30 FROM now", "but not `FROM now` after it"),
        ("30 tbd", "but not `tbd` after it"),
        ("30,5", "a decimal point is written `.`: `30.5`"),
        ("2025-Q1: 5 6 n/a", "but not `n/a` after it"),
        ("2025-Q1: 5 x 7", "but not `x 7` after it"),
        ("2025-Q1: 5 6 rising to 7", "but not `rising to 7` after it"),
    ],
)
def test_what_could_say_more_of_a_value_is_never_taken_for_its_reason(typed, said):
    assert said in refusal(SetField("top.sold", "target", typed))
    assert said in refusal(in_place("target", typed))


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("30 because we said so", '  target    30 "because we said so"   # goal'),
        ("30 (as agreed)", '  target    30 "(as agreed)"   # goal'),
        ("30 from 2026 as agreed", '  target    30 from 2026 "as agreed"   # goal'),
        ('30 "by 2027-Q4"', '  target    30 "by 2027-Q4"   # goal'),
    ],
)
def test_a_bare_reason_is_taken_in_set_and_where_a_value_stands(typed, line):
    edits = [in_place("target", typed)]
    if "from" not in typed:
        edits.append(SetField("top.sold", "target", typed))
    for edit in edits:
        assert line_after(edit, "target") == [line]


@pytest.mark.parametrize(
    ("field", "typed", "line"),
    [
        ("owner", "Some Body", '  owner "Some Body"'),
        ("owner", "anna", "  owner anna"),
        ("owner", "berta", '  owner "berta"'),
        ("unit", "EUR per hour", '  unit   "EUR per hour"'),
        ("unit", "km/h", '  unit   "km/h"'),
        ("note", "2025-Q2 it rained", '  note 2025-Q2 "it rained"'),
        ("note", "5 trucks broke down", '  note "5 trucks broke down"'),
        ("meta", "jira ABC 12", '  meta jira "ABC 12"'),
        ("source", "db select 2 from t", '  source db "select 2 from t"'),
    ],
)
def test_a_text_may_be_bare_where_nothing_else_can_stand(field, typed, line):
    assert line in line_after(SetField("top.sold", field, typed), field)
    if field in {"unit", "source"}:
        assert line_after(in_place(field, typed), field) == [line]


def test_an_owner_of_two_words_is_taken_where_an_owner_stands():
    field = FormField("owner", '"Board"', LineSnapshot("a.bsc", 4, '  owner "Board"\n'))
    edit = fields_edit("top", [(field, "The New Board")])
    assert line_after(edit, "owner") == ['  owner "The New Board"']


@pytest.mark.parametrize("typed", ["2025-1 rain", "Q2 2025 rain", "03/2025 rain"])
def test_a_note_that_begins_like_a_period_is_not_its_text(typed):
    assert "note" in refusal(SetField("top.sold", "note", typed))


def test_a_name_behind_a_formula_is_no_reason_for_it():
    assert "`cost`" in refusal(SetField("top.sold", "formula", "sold cost"))


def test_a_value_is_recorded_with_a_bare_note():
    edit = RecordValue("top.sold", "2025-Q3", "7 strike at the gate")
    assert line_after(edit, "note") == ['  note 2025-Q3 "strike at the gate"']
    assert line_after(edit, "actual") == ["  actual 2025-Q1: 5 6 7"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1 500 000", "`1_500_000`"),
        ("7 8", "one value is recorded at a time"),
        ("7 n/a", "a number such as"),
        ("7 until 2026", "a number such as"),
        ("1,000", "write `1_000`"),
        ("9" * 400, "numbers must be from -10^15 to 10^15"),
    ],
)
def test_a_value_that_is_no_single_number_is_not_recorded(typed, said):
    assert said in refusal(RecordValue("top.sold", "2025-Q3", typed))


@pytest.mark.parametrize(
    "edit",
    [
        SetField("top.sold", "label", "a\tb"),
        SetField("top.sold", "note", "a\tb"),
        RecordValue("top.sold", "2025-Q3", "7", "a\tb"),
    ],
)
def test_a_tab_in_a_text_is_refused_with_its_remedy(edit):
    assert refusal(edit) == "there is a tab inside a text; write blanks"


def test_what_stands_twice_is_not_set_and_both_lines_are_named():
    twice = TEXT.replace("  source", "  actual 2025-Q2: 7\n  target 101\n  source")
    work = Workspace.from_texts({"a.bsc": twice})
    for edit, places in (
        (RecordValue("top.sold", "2025-Q2", "8"), "a.bsc:9 and a.bsc:10"),
        (SetField("top.sold", "actual", "2025-Q2: 8"), "a.bsc:9 and a.bsc:10"),
        (SetField("top.sold", "target", "8"), "a.bsc:8 and a.bsc:11"),
    ):
        with pytest.raises(Refused, match=places):
            work.apply(edit)
    assert "".join(work.documents["a.bsc"].lines) == twice


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        ({"target": "40"}, ["target", "better"]),
        ({"target": "20..30", "tolerance": "2"}, ["target", "tolerance"]),
        ({"target": "40", "better": "lower"}, ["target", "better"]),
        ({"target": "40", "baseline": "60"}, ["target", "baseline"]),
        ({"unit": "days"}, ["unit"]),
    ],
)
def test_the_form_says_which_way_is_better_where_nothing_else_does(fields, wanted):
    edit = fields_edit("top.sold", [(FormField(word, ""), text) for word, text in fields.items()])
    assert edit is not None
    assert [each.field for each in edit.edits] == wanted
