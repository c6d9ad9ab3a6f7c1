"""Formatting: once is enough, comments stay, and nothing is said otherwise."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bsctui.text.document import read_document
from bsctui.text.formatting import formatted
from tests.budget import budget
from tests.text.strategies import contents, good_lines, texts

SAMPLES = sorted((Path(__file__).parents[2] / "samples").rglob("*.bsc"))


def said(text):
    """What a text says: forms and values, with blanks inside formulas and series left out."""
    return [
        (
            s.form.name,
            tuple(
                "".join(part.split()) if s.form.name in {"formula", "actual"} else part
                for part in s.parts
            ),
        )
        for record in read_document("a.bsc", text.encode("utf-8", "surrogateescape")).records
        for s in (record.header, *record.statements)
        if s is not None
    ]


def faults(content):
    """What is wrong with a file, wherever it stands."""
    problems = read_document("a.bsc", content).diagnostics
    return Counter((problem.code, problem.message) for problem in problems)


@st.composite
def odd_bytes(draw):
    """A file with carriage returns and other bytes anywhere."""
    content = draw(st.one_of(contents(), texts().map(str.encode), st.binary(max_size=40)))
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(content)))
        stray = draw(st.sampled_from([b"\r", b"\r\r", b"\r\r\n", b"\n", b"\t", b"#", b"\x07", b"\xff", b"\x0c", b"\xc2\xa0", b'"']))  # fmt: skip
        content = content[:at] + stray + content[at:]
    return content


@given(odd_bytes())
@settings(max_examples=budget(500))
def test_formatting_changes_neither_what_is_said_nor_what_is_wrong_on_any_bytes(content):
    text = content.decode("utf-8", "surrogateescape").removeprefix("\ufeff")
    once = formatted(text)
    assert said(once) == said(text)
    before, after = (each.encode("utf-8", "surrogateescape") for each in (text, once))
    assert faults(after) == faults(before)
    assert formatted(once) == once


@pytest.mark.parametrize(
    "text",
    [
        "kpi a in b.c\n  target 5\r\r\n",
        "kpi a in b.c\n  target 5\r\r",
        "kpi a in b.c\n  # so\r\r\n  unit x\n",
        "kpi a in b.c\n  \r\r\n  unit x\n",
        "\r\r\nkpi a in b.c\n",
        "kpi a in b.c\r\r\n",
    ],
)
def test_a_stray_carriage_return_stays_the_error_that_it_is(text):
    assert faults(text.encode())
    assert faults(formatted(text).encode()) == faults(text.encode())


def remarks(text):
    return [
        line.strip().partition("#")[2].rstrip()
        for line in text.split("\n")
        if line.strip().startswith("#")
    ]


@given(texts())
def test_formatting_twice_is_formatting_once(text):
    once = formatted(text)
    assert formatted(once) == once


@given(texts(good_lines))
def test_formatting_changes_nothing_that_is_said(text):
    assert said(formatted(text)) == said(text)


@given(texts(good_lines))
def test_comments_stay_in_their_order(text):
    assert remarks(formatted(text)) == remarks(text)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_the_samples_are_canonical(path):
    text = path.read_text(encoding="utf-8")
    assert formatted(text) == text


def test_the_canonical_layout():
    odd = 'kpi   a "x"   in b.c # tail\n\n     # belongs\n  formula   -(a+b)*sum( c,d )>=3   "why"#t\n  scale 1 : 2   3:4\n'
    assert (
        formatted(odd)
        == 'kpi a "x" in b.c  # tail\n  # belongs\n  formula -(a + b) * sum(c, d) >= 3 "why"  #t\n  scale 1:2 3:4\n'
    )


def test_a_line_that_cannot_be_read_stays_as_it_is():
    assert formatted("kpi a in b.c\n    target   1,0\n") == "kpi a in b.c\n    target   1,0\n"


def test_a_formula_too_deep_to_read_stays_as_it_is():
    text = f"kpi a in b.c\n  formula {'-' * 5000}a\n"
    assert formatted(text) == text
