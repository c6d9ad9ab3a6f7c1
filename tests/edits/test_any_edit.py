"""What holds for every edit: only its own lines change, undo restores every byte, a refused one changes nothing."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bsctui.edits import (
    AddRecord,
    ChangeTags,
    Compound,
    DeleteRecord,
    DropLink,
    MoveRecord,
    RecordValue,
    Refused,
    RenameRecord,
    ReorderRecord,
    SetField,
    SetLinkWeight,
    UnsetField,
)
from bsctui.text.lines import code_part
from bsctui.workspace import Workspace
from tests.budget import budget

MAIN = """\
# A workspace with a bit of everything
bsc 1
calendar quarters 2025-Q1..2026-Q4

scorecard top "Top"  # the top
\towner "Board"
  perspective financial weight 40%

objective aim "Aim" in top.financial
  supporter low.step weight 3
objective care in top.customer
  drives aim after 1 quarter

# measured by hand
kpi sold "Sold" in top.aim
    unit USD   # in dollars
    baseline 10 at 2024-Q4
    target 30 by 2026-Q4 "As agreed"
    actual 2025-Q1: 12 - 14  # so far
kpi cost in top.aim
  like sold
  actual 2025-Q1: 11
kpi margin in top.aim
  formula sold - top.cost * 2
  aggregate last
  target 5
initiative push in top.sold
  progress 20%
scorecard low under top

objective step in low.process
  supports top.aim weight 2
  aligns top.care
kpi steps in low.step
  unit x
  feeds all_steps
  actual 2025-Q1: 3 4
kpi all_steps in low.step
  unit x
  rollup sum
  target 9

actuals 2025-Q1
  low.reported 4 "first"
"""
DATA = "kpi reported in low.step\n  every quarter\n  target 5\nactual low.margin_line 2025-Q1: 1 2\nkpi margin_line in low.step\n  every quarter\n  target 4"


LAST = "kpi last in low.step\n  target 5\n  actual 2025-Q1: 1"


def workspace(ends="\n", *, bom=False):
    text = ("\ufeff" if bom else "") + MAIN
    return Workspace.from_texts(
        {"main.bsc": text.replace("\n", ends), "data/more.bsc": DATA.replace("\n", ends)}
    )


addresses = st.sampled_from(
    [
        "top",
        "low",
        "top.aim",
        "top.care",
        "top.sold",
        "top.cost",
        "top.margin",
        "top.push",
        "low.step",
        "low.steps",
        "low.all_steps",
        "low.reported",
        "low.margin_line",
        "low.last",
    ]
)
fields = st.sampled_from(
    [("target", "40 by 2026-Q4"), ("target", "41 by 2025-Q4"), ("target", "7"), ("weight", "30%"), ("weight", "2 from 2026-Q1"), ("owner", "Some Body"), ("label", "New label"),
     ("note", "2025-Q2 it rained"), ("unit", "EUR"), ("leading", ""), ("actual", "2025-Q2: 5 6 7"), ("tag", "fast"), ("tolerance", "3"), ("supports", "top.care weight 2"), ("progress", "50%"),
     ("perspective", "customer weight 60%"), ("formula", "sold + cost"), ("cap", "120"), ("nonsense", "1"), ("target", "1,0")]
)  # fmt: skip
typed = st.sampled_from(
    ["40 by 2026-Q4 as agreed", "30 by Q4 2027", "1 500 000", "9", "7 - strike", "-", "a\tb", "x" * 50, "9" * 400, '"q"', "", "12 because", "2 until 2026", "5 # c"]
)  # fmt: skip
keywords = st.sampled_from(["target", "weight", "owner", "note", "unit", "tag", "baseline", "actual", "supports", "formula", "label", "from", "meta"])  # fmt: skip
names = st.sampled_from(["fresh", "sold", "aim", "größe", "target"])
edits = st.one_of(
    st.builds(lambda address, field: SetField(address, *field), addresses, fields),
    st.builds(UnsetField, addresses, st.sampled_from(["target", "actual", "unit", "label", "owner", "supports"])),
    st.builds(RecordValue, addresses, st.sampled_from(["2025-Q1", "2025-Q2", "2025-Q3", "2026-Q1", "2025-03"]), st.sampled_from(["5", "-", "-7.5", "1.2M", "x"]), st.sampled_from([None, "why"])),
    st.builds(RenameRecord, addresses, names),
    st.builds(MoveRecord, addresses, st.sampled_from(["top.care", "top.customer", "low.process", "low.step", "top", "low"])),
    st.builds(DeleteRecord, addresses, st.booleans()),
    st.builds(ReorderRecord, addresses, st.sampled_from([1, -1])),
    st.builds(AddRecord, st.just("kpi"), names, st.sampled_from([None, 'A "label"']), st.sampled_from(["top.aim", "low.step"]), st.just(("target 3",))),
    st.builds(SetField, addresses, keywords, typed),
    st.builds(RecordValue, addresses, st.sampled_from(["2025-Q1", "2025-Q3"]), typed, st.sampled_from([None, "why", "a\tb"])),
    st.builds(ChangeTags, addresses, st.sampled_from([(), ("fast",), ("red", "x1")]), st.sampled_from([(), ("fast",)])),
    st.builds(SetLinkWeight, st.just("low.step"), st.just("top.aim"), typed),
    st.just(SetLinkWeight("low.step", "top.aim", "4")),
    st.just(DropLink("low.step", "top.aim")),
)  # fmt: skip


@st.composite
def workspaces(draw):
    """The same workspace in odd layouts: mixed ends, tabs, blanks between tokens, comments, no last newline, a line that is wrong."""
    found = {}
    data = draw(st.sampled_from([DATA, f"{DATA}\n{LAST}"]))
    for path, text in (("main.bsc", MAIN), ("data/more.bsc", data)):
        lines = text.split("\n")
        for _ in range(draw(st.integers(0, 6))):
            at = draw(st.integers(0, len(lines) - 1))
            lines[at] = draw(st.sampled_from(ODDITIES))(lines[at])
        end = draw(st.sampled_from(["\n", "\r\n"]))
        whole = end.join(lines)
        found[path] = draw(
            st.sampled_from([whole, whole.rstrip("\r\n"), whole + end + end, whole + "# the end"])
        )
    return found


def _spaced(line):
    code, mark, comment = line.partition("#")
    return line if '"' in code or not code.strip() else code.replace(" ", "  ") + mark + comment


ODDITIES = [
    _spaced,
    lambda line: line.replace("  ", "\t", 1) if line.startswith("  ") else line,
    lambda line: f"{line}  # remark" if line.strip() and "#" not in line else line,
    lambda line: f"{line}\r\n" if line.strip() else line,
    lambda line: f"{line}\n# above",
    lambda line: f"{line}\n\n",
    lambda line: f"{line}\n  what is this",
    lambda line: f"{line} \t ",
]


def content(work):
    return {path: document.to_bytes() for path, document in work.documents.items()}


@given(edits, st.sampled_from(["\n", "\r\n"]), st.booleans())
@settings(max_examples=budget(400))
def test_an_edit_changes_its_own_lines_and_undo_restores_every_byte(edit, ends, bom):
    work = workspace(ends, bom=bom)
    before, lines = content(work), {path: doc.lines for path, doc in work.documents.items()}
    problems = {(p.code, p.message) for p in work.model.diagnostics if p.code.startswith("E")}
    try:
        change = work.apply(edit)
    except Refused:
        assert content(work) == before
        assert not work.dirty
        return
    for path, old in lines.items():
        own = [one for one in change.line_edits if one.path == path]
        untouched = [
            raw
            for at, raw in enumerate(old, 1)
            if not any(one.first <= at <= one.last for one in own)
        ]
        new = work.documents[path].lines
        assert _is_subsequence(untouched, new)
        assert len(new) == len(old) + sum(one.growth for one in own)
    assert {
        (p.code, p.message) for p in work.model.diagnostics if p.code.startswith("E")
    } <= problems
    after = content(work)
    work.undo()
    assert content(work) == before
    work.redo()
    assert content(work) == after


@pytest.mark.slow
@given(workspaces(), edits)
@settings(max_examples=budget(600))
def test_any_edit_of_any_layout_keeps_every_byte_outside_of_its_lines(texts, edit):
    work = Workspace.from_texts(texts)
    before, lines = content(work), {path: doc.lines for path, doc in work.documents.items()}
    problems = Counter(
        (p.code, p.message) for p in work.model.diagnostics if p.code.startswith("E")
    )
    try:
        change = work.apply(edit)
    except Refused as refused:
        why = refused
    else:
        why = None
    if why is not None:
        assert content(work) == before
        assert "report this" not in (why.help or "")
        assert len(why.message) < 300
        return
    for path, document in work.documents.items():
        own = [one for one in change.line_edits if one.path == path]
        assert len(document.lines) == len(lines[path]) + sum(one.growth for one in own)
        _check_line_ends(lines[path], document.lines)
    fresh = Workspace.from_texts({path: text.decode() for path, text in content(work).items()})
    assert fresh.model.diagnostics == work.model.diagnostics
    now = Counter((p.code, p.message) for p in work.model.diagnostics if p.code.startswith("E"))
    assert not now - problems or isinstance(edit, RenameRecord | MoveRecord)
    work.undo()
    assert content(work) == before


def _check_line_ends(old, new):
    """A file goes on ending as it did, and no line gets another end than the lines around it have."""
    assert {line[len(line.rstrip("\r\n")) :] for line in new} <= {
        line[len(line.rstrip("\r\n")) :] for line in old
    } | {"\n"}
    assert all(line.endswith("\n") for line in new[:-1])


@given(workspaces(), addresses, fields)
@settings(max_examples=budget(400))
def test_a_field_that_is_set_changes_only_the_tokens_that_differ(texts, address, field):
    work = Workspace.from_texts(texts)
    lines = {path: doc.lines for path, doc in work.documents.items()}
    try:
        change = work.apply(SetField(address, *field))
    except Refused:
        return
    for one in change.line_edits:
        old = lines[one.path][one.first - 1 : one.last]
        for before, after in zip(old, one.lines, strict=False):
            kept = [word for word in before.split() if word in after.split()]
            gaps = re.split(r"\S+", before)
            assert after.startswith(gaps[0])
            assert not kept or before.partition(kept[0])[0] == after.partition(kept[0])[0]
            code = code_part(before)
            assert after.rstrip("\r\n").endswith(before[len(code.rstrip(" \t")) :].rstrip("\r\n"))


def _is_subsequence(part, whole):
    rest = iter(whole)
    return all(any(line == other for other in rest) for line in part)


@given(st.lists(edits, max_size=4))
@settings(max_examples=budget(60))
def test_undoing_all_of_several_edits_restores_every_byte(several):
    work = workspace()
    before = content(work)
    made = 0
    for edit in several:
        try:
            work.apply(edit)
            made += 1
        except Refused:
            pass
    for _ in range(made):
        assert work.undo() is not None
    assert content(work) == before
    assert not work.dirty


@given(addresses.filter(lambda address: address != "low.last"))
def test_renaming_there_and_back_changes_only_what_remembers(address):
    work = workspace()
    name = address.rpartition(".")[2]
    new = f"{address.rpartition('.')[0]}.fresh".lstrip(".")
    work.apply(RenameRecord(address, "fresh"))
    work.apply(RenameRecord(new, name))
    lines = [
        raw
        for document in work.documents.values()
        for raw in document.lines
        if not raw.lstrip().startswith("was ")
    ]
    assert lines == [
        raw for document in workspace().documents.values() for raw in document.lines
    ] or _ended(lines)


def _ended(lines):
    """The last line of a file may have got the end it lacked, when `was` was written behind it."""
    old = [raw for document in workspace().documents.values() for raw in document.lines]
    return [raw.rstrip("\n") for raw in lines] == [raw.rstrip("\n") for raw in old]


def test_all_or_none_of_several_values():
    work = workspace()
    before = content(work)
    edits = (RecordValue("top.sold", "2025-Q4", "9"), RecordValue("top.margin", "2025-Q4", "9"))
    with pytest.raises(Refused, match="computed by its formula"):
        work.apply(Compound(edits))
    assert content(work) == before


def changed(edit):
    """The lines that an edit takes away and adds, without their ends."""
    work = workspace()
    old = {path: document.lines for path, document in work.documents.items()}
    work.apply(edit)
    gone = [
        raw.rstrip("\n")
        for path, lines in old.items()
        for raw in lines
        if raw not in work.documents[path].lines
    ]
    new = [
        raw.rstrip("\n")
        for path, document in work.documents.items()
        for raw in document.lines
        if raw not in old[path]
    ]
    return gone, new


@pytest.mark.parametrize(
    ("edit", "gone", "new"),
    [
        (SetField("top.sold", "target", "40 by 2026-Q4"), ['    target 30 by 2026-Q4 "As agreed"'], ["    target 40 by 2026-Q4"]),
        (SetField("top.sold", "target", "20 by 2025-Q4"), [], ["    target 20 by 2025-Q4"]),
        (SetField("top.sold", "unit", "EUR"), ["    unit USD   # in dollars"], ["    unit EUR   # in dollars"]),
        (SetField("top.sold", "actual", "2025-Q2: 13 15"), ["    actual 2025-Q1: 12 - 14  # so far"], ["    actual 2025-Q1: 12 13 15  # so far"]),
        (SetField("top.sold", "owner", "The crew"), [], ['    owner "The crew"']),
        (SetField("top.financial", "weight", "55%"), ["  perspective financial weight 40%"], ["  perspective financial weight 55%"]),
        (RecordValue("top.sold", "2025-Q4", "16"), ["    actual 2025-Q1: 12 - 14  # so far"], ["    actual 2025-Q1: 12 - 14 16  # so far"]),
        (RecordValue("low.reported", "2025-Q1", "5"), ['  low.reported 4 "first"'], ['  low.reported 5 "first"']),
        (RecordValue("low.reported", "2025-Q2", "6"), [], ["actuals 2025-Q2", "  low.reported 6"]),
        (RecordValue("low.margin_line", "2025-Q3", "3"), ["actual low.margin_line 2025-Q1: 1 2"], ["actual low.margin_line 2025-Q1: 1 2 3"]),
        (SetLinkWeight("low.step", "top.aim", "5"), ["  supporter low.step weight 3"], ["  supporter low.step weight 5"]),
        (UnsetField("top.sold", "unit"), ["    unit USD   # in dollars"], []),
    ],
)  # fmt: skip
def test_an_edit_is_as_small_as_it_can_be(edit, gone, new):
    assert changed(edit) == (gone, new)


def test_moving_across_scorecards_takes_references_along():
    work = workspace()
    work.apply(MoveRecord("top.sold", "low.step"))
    text = "".join(work.documents["main.bsc"].lines)
    assert 'kpi sold "Sold" in low.step\n    was top.sold\n' in text
    assert "  like low.sold\n" in text
    assert "  formula low.sold - top.cost * 2\n" in text
    assert "initiative push in low.sold\n  was top.push\n" in text


def test_deleting_names_what_refers_to_it():
    work = workspace()
    work.apply(DeleteRecord("top.push"))
    line = work.documents["main.bsc"].lines.index("  like sold\n") + 1
    with pytest.raises(Refused, match=rf"main\.bsc:{line}"):
        work.apply(DeleteRecord("top.sold"))


def test_moving_within_a_scorecard_is_one_line():
    change = workspace().apply(MoveRecord("top.cost", "top.care"))
    (edit,) = change.line_edits
    assert (edit.last - edit.first, edit.lines) == (0, ("kpi cost in top.care\n",))


def test_an_error_that_was_there_before_forbids_nothing():
    work = Workspace.from_texts(
        {"a.bsc": MAIN.replace("  feeds all_steps\n", "  feeds all_stepps\n")}
    )
    assert any(problem.code == "E301" for problem in work.model.diagnostics)
    work.apply(SetField("top.sold", "target", "31 by 2026-Q4"))
    with pytest.raises(Refused, match="E207"):
        work.apply(SetField("top.sold", "target", "31"))
