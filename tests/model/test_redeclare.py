"""KPIs that come, go or get another name: the model that building anew gives, with everything else the same object."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bsctui.model.build import build
from bsctui.model.redeclare import redeclared_model
from bsctui.model.update import model_after, update_model
from bsctui.text.document import read_document
from bsctui.text.edits import LineEdit, apply_line_edits
from tests.budget import budget
from tests.model.histories import shown

WORKSPACE = """\
calendar quarters 2025-Q1..2025-Q4
scorecard a
scorecard b under a
objective oa in a.process
objective ob in b.process
  supports a.oa
kpi c in a.oa
  target 10
  actual 2025-Q1: 3 4 5
kpi d in b.ob
  target 5
  actual 2025-Q1: 3 4
kpi e "E" in b.ob
  weight 3
  target 85%
kpi g in b.ob
  formula e * 2
initiative i in a.c
actual b.d 2025-Q3: 1
"""
LINES = (
    "kpi f in b.ob", "kpi f in b.ob", 'kpi f "F" in a.oa', "kpi c in a.oa", "kp d in b.ob", "xkpi d in b.ob", "kpi d n b.ob",
    "kpi e in a.ob", "kpi ob in b.ob", "kpi process in b.ob", "kpi h in b.d", "kpi w in b.nothing", "# remark", "", "  target 3",
    "  targt 3", "  drives a.c", "  weight 0", '  note "x"', "perspctive x", "kpi \u0435 in b.ob", "kpi a in a.oa", "  feeds b.g",
)  # fmt: skip


def documents():
    more = b"kpi y in a.oa\n  target 4\nkpi z in b.ob\n  target 5\n"
    return {
        "a.bsc": read_document("a.bsc", WORKSPACE.encode()),
        "b/c.bsc": read_document("b/c.bsc", more),
    }


def after(texts, path, first, last, *lines):
    edit = LineEdit(path, first, last, tuple(f"{line}\n" for line in lines))
    return {**texts, path: apply_line_edits(texts[path], [edit])}


def test_a_name_typed_letter_by_letter_leaves_every_other_kpi_the_same_object():
    texts = documents()
    model = build(texts)
    for header in ("k", "kp", "kpi", "kpi n", "kpi new", "kpi new in b", "kpi new in b.ob"):
        if header == "k":
            texts = after(texts, "b/c.bsc", 3, 2, header)
        else:
            texts = after(texts, "b/c.bsc", 3, 3, header)
        now = update_model(model, texts)
        assert shown(now) == shown(build(texts)), header
        assert all(now.kpis[at] is model.kpis[at] for at in ("a.c", "b.g", "a.y")), header
        model = now
    assert model.kpis["b.new"].objective == "b.ob"
    assert list(model.kpis)[-3:] == ["a.y", "b.new", "b.z"]


@pytest.mark.parametrize(
    ("line", "header"),
    [
        (7, "kpi cc in a.oa"),  # an initiative names it
        (13, "kpi ee in b.ob"),  # a formula does
        (16, "kpi gg in b.ob"),  # it takes its value from another
        (4, "objective o in a.process"),
    ],
)
def test_what_others_name_or_what_takes_from_others_is_built_anew(line, header):
    texts = documents()
    changed = after(texts, "a.bsc", line, line, header)
    assert redeclared_model(build(texts), changed) is None


def test_a_header_that_lines_of_values_name_is_broken_and_mended_without_reading_the_others():
    texts = documents()
    models = [build(texts)]
    sound = models[0]
    for header in ('kpi d "D in b.ob', 'kpi d "Do in b.ob', 'kpi d "Do" in b.ob'):
        texts = after(texts, "a.bsc", 10, 10, header)
        now = model_after((models[-1], sound), texts)
        assert shown(now) == shown(build(texts)), header
        assert all(now.kpis[at] is sound.kpis[at] for at in ("a.c", "b.e", "b.g", "a.y")), header
        models.append(now)
    assert "b.d" not in models[1].kpis
    assert models[-1].kpis["b.d"].label == "Do"


@given(st.lists(st.tuples(st.booleans(), st.integers(1, 19), st.sampled_from(["replace", "insert", "delete"]), st.sampled_from(LINES)), min_size=1, max_size=4))  # fmt: skip
@settings(max_examples=budget(120), deadline=None)
def test_whatever_comes_and_goes_the_model_is_the_one_that_is_built_anew(edits):
    texts = documents()
    model = earliest = build(texts)
    for is_second, line, how, text in edits:
        path = "b/c.bsc" if is_second else "a.bsc"
        first = 1 + (line - 1) % max(len(texts[path].lines), 1)
        lines = () if how == "delete" else (text,)
        texts = after(texts, path, first, first - 1 if how == "insert" else first, *lines)
        model = model_after((model, earliest), texts)
        assert shown(model) == shown(build(texts))
