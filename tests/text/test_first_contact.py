"""What people type first, as other programs have it, gets help that says what to write."""

from __future__ import annotations

import pytest

from bsctui.model.build import build
from bsctui.text.document import read_document

HEAD = "kpi k in t.o\n"


def help_of(line):
    (told,) = read_document("a.bsc", f"{HEAD}  {line}\n".encode()).diagnostics
    return told.help


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("actual 2025-Q1: n/a 5", "a missing value is written `-`"),
        ("actual 2025-Q1: TBD", "a missing value is written `-`"),
        ("actual 2025-Q1: 5 .. 6", "a missing value is written `-`"),
        ("target n/a", "leave the `target` line out"),
        ("target TBD", "leave the `target` line out"),
        ("target -", "leave the `target` line out"),
        ("target ..", "leave the `target` line out"),
        ("actual 2025-1: 5", "a month is written `2025-01`, a quarter `2025-Q1`"),
        ("actual 2025-7: 5", "a month is written `2025-07`"),
        ("actual 2025Q1: 5", "write `2025-Q1`"),
        ("actual Q1 2025: 5", "write `2025-Q1`"),
        ("actual 2025W7: 5", "write `2025-W07`"),
        ("actual 01/2025: 5", "`2025-01`"),
        ("actual 2025/01: 5", "`2025-01`"),
        ("actual March 2025: 5", "`2025-03`"),
        ("actual 2025-Q1 5", "`actual 2025-Q1: 5`"),
        ("actual: 5", "`actual 2025-Q1: 5`"),
        ("target >= 95%", "write `target 95%`, and `better higher`"),
        ("target ≥95", "write `target 95`, and `better higher`"),
        ("target at least 5", "write `target 5`, and `better higher`"),
        ("target at most 5", "write `target 5`, and `better lower`"),
        ("target <5", "write `target 5`, and `better lower`"),
        ("target 95% or more", "`better higher`"),
        ("target 5 or less", "`better lower`"),
        ("target 40-45", "`target 40..45`, with `tolerance"),
        ("target 40 - 45", "`target 40..45`, with `tolerance"),
        ("target 40 to 45", "`target 40..45`, with `tolerance"),
        ("target 1,234.56", "write `1234.56`"),
        ("target 1.234,56", "write `1234.56`"),
        ("target 1.234.567", "write `1234567`"),
        ("target 1,234,567", "write `1_234_567`"),
        ("target 1 234", "write `1_234`"),
        ("target 5 %", "`5%`"),
        ("weight 30 %", "`30%`"),
        ("target $5", 'the number alone, and `unit "$"`'),
        ("target 5€", 'the number alone, and `unit "€"`'),
        ("target 5 EUR", "the number alone, and `unit EUR`"),
        ("actual 2025-Q1: €5M", 'the number alone, and `unit "€"`'),
        ("unit €", '`unit "€"`'),
        ("unit km/h", '`unit "km/h"`'),
        ("note “hello”", '`"hello"`'),
        ("note „hallo“", '`"hallo"`'),
        ("target −5", "a plain minus sign: `-5`"),
        ("actual 2025-Q1: –5", "a plain minus sign: `-5`"),
        ("target 10k", "write `10K`"),
        ("target 5mn", "write `5M`"),
        ("actual 2025-Q1: (120)", "write `-120`"),
    ],
)
def test_what_other_programs_take_says_how_it_is_written_here(line, wanted):
    assert wanted in help_of(line)


@pytest.mark.parametrize("line", ["target soon", "actual 2025-Q1: 5 6 x", "weight heavy"])
def test_what_nobody_could_mean_gets_no_guess(line):
    assert help_of(line) is None


def codes(raw):
    document = read_document("a.bsc", raw)
    return [(told.code, told.line) for told in build({"a.bsc": document}).diagnostics]


GERMAN = """\
calendar quarters 2025-Q1..2025-Q4
scorecard t "Straße"
objective o "Öl" in t.process
kpi k "Größe" in t.o
kpi y in t.o
  formula k * 2
"""


def test_a_file_in_a_code_page_is_one_error_and_what_it_declares_is_known():
    assert codes(GERMAN.encode("cp1252")) == [("E101", 2)]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_file_in_utf_16_is_one_error(encoding):
    assert codes(GERMAN.encode(encoding)) == [("E101", 1)]


def test_a_name_that_a_perspective_has_is_one_error_however_many_refer_to_it():
    text = "calendar quarters 2025-Q1..2025-Q4\nscorecard t\nobjective process in t.process\n"
    text += "".join(f"kpi k{at} in t.process\n  target 5\n" for at in range(44))
    assert codes(text.encode()) == [("E203", 3)]
