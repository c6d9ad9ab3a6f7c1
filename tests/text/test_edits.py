"""Line edits: only their own lines change, what stays is kept, and undoing restores every byte."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bsctui.text.document import read_document
from bsctui.text.edits import LineEdit, apply_line_edits, inverse_line_edits
from tests.text.strategies import lines, texts


@st.composite
def edits_of(draw, count):
    """A few edits that do not overlap."""
    places = sorted(draw(st.lists(st.integers(1, count + 1), min_size=2, max_size=6, unique=True)))
    found = []
    for first, stop in zip(places[::2], places[1::2], strict=False):
        new = tuple(
            line + "\n"
            for line in draw(st.lists(lines.filter(lambda text: "\r" not in text), max_size=3))
        )
        found.append(LineEdit("a.bsc", first, draw(st.integers(first - 1, stop - 1)), new))
    return found


@given(texts(), st.data())
def test_an_edit_is_the_same_as_reading_the_new_text(text, data):
    text = text.rstrip("\r\n") + "\n"
    document = read_document("a.bsc", text.encode())
    before = document.lines
    edits = data.draw(edits_of(len(before)))
    after = apply_line_edits(document, edits)
    again = read_document("a.bsc", after.to_bytes())
    assert after.lines == again.lines
    assert [r.statements for r in after.records] == [r.statements for r in again.records] or _same(
        after, again
    )
    assert after.diagnostics == again.diagnostics
    assert (
        apply_line_edits(after, inverse_line_edits(document, edits)).to_bytes()
        == document.to_bytes()
    )


def _same(one, other):
    def said(document):
        return [[(s.form.name, s.parts) for s in record.statements] for record in document.records]

    return said(one) == said(other)


@given(texts(), st.data())
def test_lines_outside_of_an_edit_stay(text, data):
    text = text.rstrip("\r\n") + "\n"
    document = read_document("a.bsc", text.encode())
    (edit, *_) = data.draw(edits_of(len(document.lines)))
    after = apply_line_edits(document, [edit])
    assert after.lines[: edit.first - 1] == document.lines[: edit.first - 1]
    kept = document.lines[edit.last :]
    assert not kept or after.lines[-len(kept) :] == kept


def test_inserting_behind_a_line_without_end_can_be_undone():
    document = read_document("a.bsc", b"kpi a in b.c\n  weight 3")
    edits = [LineEdit("a.bsc", 3, 2, ("  leading\n",))]
    after = apply_line_edits(document, edits)
    assert after.to_bytes() == b"kpi a in b.c\n  weight 3\n  leading\n"
    assert (
        apply_line_edits(after, inverse_line_edits(document, edits)).to_bytes()
        == document.to_bytes()
    )


def test_two_records_that_say_the_same_stand_in_two_places():
    document = read_document("a.bsc", b"actuals 2025\n  a.b 1\nactuals 2025\n  a.b 2\n")
    after = apply_line_edits(document, [LineEdit("a.bsc", 4, 4, ("  a.b 1\n",))])
    assert [after.start_of(record) for record in after.records] == [1, 3]
