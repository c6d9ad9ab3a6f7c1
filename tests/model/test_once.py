"""What is wrong once is said once: what refers to something that is an error already is no error too."""

from __future__ import annotations

import pytest

from bsctui.model.build import build
from bsctui.text.document import read_document

HEAD = "calendar quarters 2025-Q1..2025-Q4\n"


def read(*lines):
    text = HEAD + "\n".join(lines) + "\n"
    return build({"a.bsc": read_document("a.bsc", text.encode())})


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        # the name is taken by a perspective; the KPI in it and the link to it are no errors
        (
            ("scorecard s", "objective financial in s.process", "kpi k in s.financial", "objective o in s.process", "  drives financial"),
            [("E203", 3)],
        ),
        # the name is taken by a record of another kind
        (
            ("scorecard s", "objective o in s.process", "kpi o in s.o", "kpi l in s.o", "  formula o * 2", "actuals 2025-Q1", "  s.o 3"),
            [("E203", 4)],
        ),
        # the header cannot be read: the label has no quotes
        (
            ("scorecard s", "objective o Our aim in s.process", "kpi k in s.o", "initiative i in s.k", "kpi l in s.o", "  like k"),
            [("E109", 3)],
        ),
        (("scorecard s Ours", "objective o in s.process", "kpi k in s.o", "scorecard t under s"), [("E109", 2)]),
        (("perspective green Green", "scorecard s", "objective o in s.green", "kpi k in s.o"), [("E109", 2)]),
        (("tier top Top", "tier low", "scorecard s", "  tier top"), [("E109", 2)]),
        # no tier is left for one; those under it are not told the same
        (
            ("scorecard a", "scorecard b under a", "scorecard c under b", "scorecard d under c", "scorecard e under d", "scorecard f under e"),
            [("E414", 5)],
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_once_is_said_once(lines, wanted):
    problems = read(*lines).diagnostics
    assert [(p.code, p.line) for p in problems if p.code.startswith("E")] == wanted


def test_what_rests_on_a_name_that_is_taken_has_no_score_though_it_is_no_error():
    model = read(
        "scorecard s",
        "objective o in s.process",
        "kpi o in s.o",
        "  actual 2025-Q1: 5",
        "kpi l in s.o",
        "  formula o * 2",
    )
    assert "s.l" in model.broken


def test_a_name_that_nothing_has_is_still_told():
    problems = read("scorecard s", "objective p Ours in s.process", "kpi k in s.o").diagnostics
    assert [(p.code, p.line) for p in problems if p.code.startswith("E")] == [
        ("E109", 3),
        ("E301", 4),
    ]
