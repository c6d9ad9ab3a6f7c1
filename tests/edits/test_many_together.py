"""The same change to many records, tags, and values as they are typed."""

from __future__ import annotations

import pytest

from bsctui.edits import Refused, SetField, UnsetField
from bsctui.edits.apply import apply_edit
from bsctui.edits.batch import EditBatch, try_edits
from bsctui.edits.edit import Texts
from bsctui.edits.tags import ChangeTags
from bsctui.model.build import build
from bsctui.text.document import read_document

HEAD = """\
calendar quarters 2025-Q1..2025-Q4
scorecard s
objective o in s.financial
"""
THREE = f"""\
{HEAD}kpi a in s.o
  baseline 0
  target 10
kpi b in s.o
  scale 1:0 2:100
kpi c in s.o
  baseline 20
  target 30
"""


def texts(text: str) -> Texts:
    """One file."""
    documents = {"a.bsc": read_document("a.bsc", text.encode())}
    return Texts(documents, build(documents))


def after(edit, text: str) -> str:
    """The file after an edit."""
    return apply_edit(edit, texts(text)).texts.documents["a.bsc"].to_bytes().decode()


def tried(field: str, value: str, text: str = THREE, addresses=("s.a", "s.b", "s.c")):
    """What of an edit of some records can be made, and why the rest cannot."""
    found = try_edits({one: SetField(one, field, value) for one in addresses}, texts(text))
    return list(found.accepted), {one.address: one.reason for one in found.refused}


def test_all_edits_are_made_as_one():
    edits = tuple(SetField(one, "owner", '"Ada"') for one in ("s.a", "s.b", "s.c"))
    found = apply_edit(EditBatch(edits, "three owners"), texts(THREE))
    assert found.texts.documents["a.bsc"].to_bytes().decode().count('  owner "Ada"\n') == 3
    assert found.description == "three owners"


def test_an_edit_that_each_record_takes_is_accepted_of_all():
    assert tried("weight", "2") == (["s.a", "s.b", "s.c"], {})


def test_an_edit_that_would_be_wrong_in_some_is_accepted_of_the_others():
    accepted, refused = tried("better", "lower")
    assert accepted == ["s.b"]
    assert set(refused) == {"s.a", "s.c"}
    assert all("baseline" in reason for reason in refused.values())
    assert all("; " in reason for reason in refused.values()), (
        "what to do stands behind what is wrong"
    )


def test_an_edit_that_cannot_be_planned_is_refused_with_what_to_do():
    accepted, refused = tried("better", "sideways")
    assert accepted == []
    assert all("`higher`, `lower` or `within`" in reason for reason in refused.values())


def test_an_error_that_was_there_before_is_nobodys_fault():
    wrong = THREE.replace("  baseline 20\n", "  baseline 20\n  better lower\n  cap 90\n")
    assert tried("weight", "2", wrong) == (["s.a", "s.b", "s.c"], {})
    twice = THREE.replace("  scale 1:0 2:100\n", "  like nothing\n").replace("  baseline 20\n", "  like nothing\n  baseline 20\n")  # fmt: skip
    assert tried("weight", "2", twice) == (["s.a", "s.b", "s.c"], {})


def test_an_error_that_shows_elsewhere_refuses_those_that_make_it():
    text = (
        f"{HEAD}kpi sum in s.o\n  rollup sum\n  unit USD\nkpi a in s.o\n  unit USD\n  feeds sum\n  actual 2025-Q1: 1\n"
        "kpi b in s.o\n  unit USD\n  actual 2025-Q1: 1\n"
    )
    accepted, refused = tried("unit", "EUR", text, ("s.a", "s.b"))
    assert accepted == ["s.b"]
    assert list(refused) == ["s.a"]


TAGGED = f"""\
{HEAD}kpi k in s.o
  tag one two
  # why it is fast
  tag fast
  target 3
"""


@pytest.mark.parametrize(
    ("added", "dropped", "lines"),
    [
        (("new",), (), ["tag one two", "# why it is fast", "tag fast", "tag new", "target 3"]),
        (("one", "fast"), (), ["tag one two", "# why it is fast", "tag fast", "target 3"]),
        ((), ("one",), ["tag two", "# why it is fast", "tag fast", "target 3"]),
        ((), ("one", "two"), ["# why it is fast", "tag fast", "target 3"]),
        ((), ("fast",), ["tag one two", "target 3"]),
        (("new", "two"), ("one",), ["tag two", "# why it is fast", "tag fast", "tag new", "target 3"]),
        ((), ("nothing",), ["tag one two", "# why it is fast", "tag fast", "target 3"]),
    ],
)  # fmt: skip
def test_tags_come_and_go_and_what_holds_already_stays_as_it_is_written(added, dropped, lines):
    found = after(ChangeTags("s.k", added, dropped), TAGGED)
    assert [line.strip() for line in found.removeprefix(HEAD).splitlines()[1:]] == lines


def test_tags_are_told_as_what_came_and_what_went():
    found = apply_edit(ChangeTags("s.k", ("new",), ("one",)), texts(TAGGED))
    assert found.description == "s.k: tag +new -one"


# --- Values as they are typed


KPI = f'{HEAD}kpi k in s.o\n  baseline 0\n  target 10  # agreed\n  note "first"\n  note "second"\n'


@pytest.mark.parametrize(
    ("field", "value", "line"),
    [
        ("owner", "Ada Lovelace", '  owner "Ada Lovelace"'),
        ("owner", '"Ada Lovelace"', '  owner "Ada Lovelace"'),
        ("note", "it rained", '  note "it rained"'),
        ("note", "2025-Q2 it rained", '  note 2025-Q2 "it rained"'),
        ("unit", "cups a day", '  unit "cups a day"'),
        ("meta", "sap four two", '  meta sap "four two"'),
        ("target", "12 as agreed", '  target 12 "as agreed"  # agreed'),
        ("cap", "120", "  cap 120"),
        ("leading", "", "  leading"),
    ],
)
def test_a_value_is_written_as_the_language_has_it(field, value, line):
    assert line in after(SetField("s.k", field, value), KPI).splitlines()


@pytest.mark.parametrize(("field", "value"), [("owner", '"Ada" Lovelace'), ("note", "a\nb"), ("cap", "much"), ("nonsense", "1")])  # fmt: skip
def test_a_value_that_the_language_has_no_way_to_write_is_refused(field, value):
    with pytest.raises(Refused):
        after(SetField("s.k", field, value), KPI)


def test_a_new_line_stands_behind_the_last_of_its_kind_else_at_the_end():
    lines = after(SetField("s.k", "note", "third"), KPI).splitlines()
    assert lines[lines.index('  note "second"') + 1] == '  note "third"'
    assert after(SetField("s.k", "cap", "120"), KPI).splitlines()[-1] == "  cap 120"
    dated = KPI.replace("  note", "  weight 2 until 2025-Q2\n  note", 1)
    lines = after(SetField("s.k", "weight", "3 from 2025-Q3"), dated).splitlines()
    assert lines[lines.index("  weight 2 until 2025-Q2") + 1] == "  weight 3 from 2025-Q3"


def test_a_new_value_takes_the_place_of_the_old_one():
    found = after(SetField("s.k", "target", "20"), KPI)
    assert found == KPI.replace("target 10", "target 20")
    found = after(SetField("s.k", "baseline", "4 at 2024-Q4"), KPI)
    assert found == KPI.replace("baseline 0", "baseline 4 at 2024-Q4")


def test_what_is_unset_goes_with_its_comment_and_nothing_else():
    text = KPI.replace("  target 10", "  # from the plan\n  target 10")
    assert after(UnsetField("s.k", "target"), text) == KPI.replace("  target 10  # agreed\n", "")
