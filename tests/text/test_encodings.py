"""A file in another encoding is one error that names it; what can be read of it is read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bsctui.text.document import read_document
from bsctui.text.edits import LineEdit, apply_line_edits
from bsctui.text.formatting import format_document

TEXT = 'calendar quarters 2025-Q1..2025-Q4\nscorecard top "Zürich"\n  owner "Jörg"\n  note "für"\n'


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_utf_16_is_one_error_and_kept_byte_for_byte(encoding, ends):
    content = TEXT.replace("\n", ends).encode(encoding)
    document = read_document("a.bsc", content)
    assert [(problem.code, problem.line) for problem in document.diagnostics] == [("E101", 1)]
    assert "UTF-16" in document.diagnostics[0].message
    assert document.to_bytes() == content


WIDE = ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"]
FIRST = [
    "",
    "\n",
    "\n\n\n",
    "  \n",
    "#\n",
    "\u4e2d\u6587\n",
    "# \u010a\n",
    "\u041a\u0438\n",
    "\U0001f600\n",
    "\r",
]


@pytest.mark.parametrize("encoding", WIDE)
@pytest.mark.parametrize("first", FIRST, ids=ascii)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_characters_of_two_or_four_bytes_are_one_error_whatever_the_file_begins_with(
    encoding, first, ends
):
    content = (first + TEXT).replace("\n", ends).encode(encoding)
    document = read_document("a.bsc", content)
    (problem,) = document.diagnostics
    assert problem.code == "E101"
    assert f"this file is in {encoding[:6].upper()}" in problem.message
    assert document.to_bytes() == content
    assert format_document(document) == "".join(document.lines), "no blank of it is a blank"


def test_a_zero_in_a_text_is_a_control_character_and_hides_no_other_fault():
    document = read_document("a.bsc", b'scorecard a\n  note "x\x00"\n  vison "v"\n  owner "o"\n')
    assert [(problem.code, problem.line) for problem in document.diagnostics] == [
        ("E102", 2),
        ("E107", 3),
    ]


def test_a_code_page_is_one_error_and_the_other_lines_are_read():
    document = read_document("a.bsc", TEXT.encode("cp1252"))
    (problem,) = document.diagnostics
    assert (problem.code, problem.line) == ("E101", 2)
    assert "Windows-1252" in problem.message
    assert "3 lines" in problem.message
    assert document.records[0].header is not None


def test_one_line_that_is_no_utf_8_is_told_by_itself():
    document = read_document("a.bsc", TEXT.encode().replace("ö".encode(), b"\xf6"))
    assert [problem.message for problem in document.diagnostics] == ["this line is not UTF-8"]


first_lines = st.sampled_from(["<?xml?>\n", "\udcff\udcfek\x00\n", "k\x00p\x00i\x00\n", "scorecard s\n", "", "# c\n"])  # fmt: skip


@given(first_lines, first_lines, st.integers(1, 3), st.integers(0, 2))
def test_a_line_that_makes_a_file_foreign_does_so_by_an_edit_as_well(before, after, at, gone):
    """And only as its first: law, an edit reads as the whole file does."""
    text = before + 'scorecard a\n\nscorecard b\n  note "x"\n'
    document = read_document("a.bsc", text.encode("utf-8", "surrogateescape"))
    lines = document.lines
    last = min(at + gone - 1, len(lines))
    edited = apply_line_edits(document, [LineEdit("a.bsc", at, last, (after,) if after else ())])
    whole = read_document("a.bsc", edited.to_bytes())
    assert edited.diagnostics == whole.diagnostics
    assert [record.lines for record in edited.records] == [record.lines for record in whole.records]


def test_the_only_line_that_is_not_ascii_tells_of_its_file():
    document = read_document("a.bsc", 'scorecard a\nscorecard b "Größe"\n'.encode("cp1252"))
    (problem,) = document.diagnostics
    assert problem.message == "this file is not in UTF-8, but probably in Windows-1252 or another code page: 1 line cannot be read"  # fmt: skip
