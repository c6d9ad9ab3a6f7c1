"""What people type first, as other programs have it, gets help that says what to write."""

from __future__ import annotations

import re

import pytest

from bsctui.language.fixes import proved_fixes
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
        ("target 1 234", "`1_234`"),
        ("target 5 %", "`5%`"),
        ("weight 30 %", "`30%`"),
        ("target $5", 'only the number, and `unit "$"`'),
        ("target 5€", 'only the number, and `unit "€"`'),
        ("target 5 EUR", "only the number, and `unit EUR`"),
        ("actual 2025-Q1: €5M", 'only the number, and `unit "€"`'),
        ("unit €", '`unit "€"`'),
        ("unit km/h", '`unit "km/h"`'),
        ("note “hello”", '`"hello"`'),
        ("note „hallo“", '`"hallo"`'),
        ("target −5", "a plain minus sign: `-5`"),
        ("actual 2025-Q1: –5", "a plain minus sign: `-5`"),
        ("target 10k", "write `10K`"),
        ("target 5mn", "write `5M`"),
        ("actual 2025-Q1: (120)", "write `-120`"),
        ("actual 2025-Q1: >= 95", "only the number: `95`"),
        ("actual 2025-Q1: nan", "a missing value is written `-`"),
        ("actual 2025-Q1: .5", "write `0.5`"),
        ("actual 2025-Q1: 1.5e3", "write `1500`"),
        ("actual 2025-Q1: 5 M", "`5M`"),
        ("actual 2025-Q1: 26 000", "a single value is written `26_000`"),
        ("actual 2025-Q1: 5, 6", "values are separated by blanks: `5 6`"),
        ("actual 2025-Q1: [5, 6]", "values are separated by blanks: `5 6`"),
        ("actual 2025-Q1: 5;6", "values are separated by blanks: `5 6`"),
        ("actual 2025-Q1: #N/A", "`#` begins a comment"),
        ("actual 2025-Jan: 5", "`2025-01`"),
        ("actual 2025 Q1: 5", "write `2025-Q1`"),
        ("actual 25-Q1: 5", "write `2025-Q1`"),
        ("actual Q1/25: 5", "write `2025-Q1`"),
        ("actual FY2025: 5", "write `2025`"),
        ("actual 202501: 5", "`2025-01`"),
        ("actual 2025-01-01: 5", "a period is meant: write `2025-01`"),
        ("actual 2025-S1: 5", "periods look like"),
        ("actual 2025-Q1 = 5", "`actual 2025-Q1: 5`"),
        ("actual 5", "`actual 2025-Q1: 5`"),
        ("actual 2025-Q1..2025-Q4: 5", "the first period is enough"),
        ("target: 95", "leave `:` out: `target 95`"),
        ("target = 95", "leave `=` out: `target 95`"),
        ("target 95 in 2026", "write `target 95 by 2026`"),
        ("target 95 by 2026-12-31", "a period is meant: write `2026-12`"),
        ("target 5 minutes", "`unit minutes`"),
        ("target 5 ± 1", "`better within` and `tolerance 1`"),
        ("target 20..", "a band has two ends"),
        ("target ..20", "`better lower`"),
        ("target [20,30]", "`target 20..30`"),
        ("target 40…45", "`target 40..45`"),
        ("tolerance ±5", "`tolerance 5`"),
        ("tolerance 5 percent", "`tolerance 5% of target`"),
        ("baseline 5 (2024)", "`baseline 5 at 2024`"),
        ("better: lower", "leave `:` out: `better lower`"),
        ("better Lower", "write `lower`"),
        ("better less", "write `lower`"),
        ("better up", "write `higher`"),
        ("every monthly", "write `month`"),
        ("every 3 months", "write `every quarter`"),
        ("every day", "the finest grain is the week"),
        ("aggregate avg", "write `average`"),
        ("status yellow below 70", "write `amber`"),
        ("status red <40", "write `below 40`"),
        ("leading: true", "write `leading` alone"),
        ("owner Anna Berg", '`owner "Anna Berg"`'),
        ("owner @anna", "write `anna`"),
        ("unit minutes per call", '`unit "minutes per call"`'),
        ("note hello", '`note "hello"`'),
        ("meta id=5", '`meta id "5"`'),
        ("tag a, b", "`tag a b`"),
        ("formula = a + b", "begins without `=`"),
        ("formula SUM(a, b)", "`sum(`"),
        ("formula a ÷ b", "`/` divides"),
        ("formula [a]/[b]", "without brackets"),
        ("formula AVERAGE(a, b)", "did you mean `avg`?"),
        ("formula roling(a, 3)", "did you mean `rolling`?"),
        ("formula sqrt(a)", "there is no function `sqrt`; there are `sum`, "),
        ("formula 1 < a < 3", "each pair of parentheses holds one comparison"),
        ("target 10 spread", "`target 2025: 10 spread`"),
        ('target 10 "why" from 2025-Q1', "in this order"),
        ("target 10 until 2025-Q3 from 2025-Q1", "in this order"),
        ("from 2025-Q1 until 2025-Q2", "write `until 2025-Q2` on a line of its own"),
        ("starts april", "write `starts April`"),
        ("starts Apr", "write `starts April`"),
        ("starts 10", "write `starts October`"),
        ("until Q2", "say the year too: `2025-Q2`"),
        ("s.k 5 6", "`actual s.k 2025-Q1: 5 6`"),
        ("target\u00a05", "write a plain blank"),
        ("target 5\u00a0000", "write a plain blank"),
        ("target 5\u200b", "delete it"),
        ("formula a == 1", "equal is `=`"),
        ("formula a ** 2", "no powers"),
        ("formula if(a>1;2;3)", "arguments are separated by `,`"),
        ("formula a and b", "`(a > 1) * (b > 1)`"),
        ("direction lower", "here it is `better higher` or `better lower`"),
        ("frequency monthly", "`every month`"),
        ("value 5", "`actual 2025-Q1: 5`"),
        ("description x", "`note "),
        ('label "x"', "part of the header, after the name"),
        ("2025-Q1: 5", "`actual 2025-Q1: 5`"),
        ("- note x", "such as `note`"),
        ("* target 5", "such as `target`"),
        ("// x", "a comment begins with `#`"),
        ("; x", "a comment begins with `#`"),
        ("k 5", "`SCORECARD.k 5`"),
        ("actual 2025-Q1: ~ 6", "`~6`"),
        ("actual 2025-Q1: ~-", "a missing value is just `-`"),
        ("target 2025-Q1: ~5", "write `5`"),
        ("decimals 2", "`unit … decimals 2`"),
        ("currency EUR", "here it is `unit …`"),
        ("id 17", '`meta NAME "…"`'),
        ("url https://a.example", '`meta NAME "…"`'),
        ("responsible Ada", 'here it is `owner "…"`'),
        ("parent t.o", "after `in`"),
        ("labels a", "here it is `tag …`"),
        ("type leading", "only `leading` or `lagging`"),
        ("calculation a / b", "here it is `formula …`"),
        ("threshold 5", "`status red below 40`"),
        ("range 40 45", "`target 40..45`, with `tolerance 5`"),
        ("influences profit", "here it is `drives …`"),
        ("sql x", '`source NAME "…"`'),
        ("deadline 2025-12-31", "`due 2025-12-31`"),
    ],
)
def test_what_other_programs_take_says_how_it_is_written_here(line, wanted):
    assert wanted in help_of(line)


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("Scorecard acme", "did you mean `scorecard`?"),
        ("SCORECARD acme", "did you mean `scorecard`?"),
        ("scorecard: acme", "`scorecard acme`"),
        ('scorecard "Acme"', '`scorecard acme "Acme"`'),
        ("scorecard Acme Corp", '`scorecard Acme "Corp"`'),
        ("scorecard acme-corp", "write `acme_corp`"),
        ("scorecard 2025", "a name begins with a letter"),
        ("scorecard b in t", "`under t`"),
        ('kpi "Revenue" in t.o', '`kpi revenue "Revenue"`'),
        ("kpi revenue under t.o", "`in t.o`"),
        ("kpi t.revenue in t.o", "`kpi revenue in …`"),
        ("kpi revenue in o", "`in SCORECARD.o`"),
        ("measure x in t.o", "`in t`"),
        ("objective profit for t.financial", "`in t.financial`"),
        ("kpi x in t.o {", "leave the bracket out"),
        ("}", "delete the line"),
        ("---", "delete the line"),
        ("[scorecard.acme]", "without brackets"),
        ("* Scorecard acme", "such as `scorecard`"),
        ("- kpi: 5", "such as `kpi`"),
        ("; ledger", "a comment begins with `#`"),
        ("2025-01-01 open Assets", "`actual skyline.trips 2025-01: 5`"),
        ('include "other.bsc"', "every `.bsc` file of the folder is read"),
        ("metric x in t.o", "here it is `kpi "),
        ("goal x in t.o", "here it is `objective "),
        ("project x in t.o", "here it is `initiative "),
        ("team sales under t", "it is a scorecard under another"),
        ("name,value", "`bsctui import FILE`"),
        ("year 2025", "`calendar quarters 2025-Q1..2025-Q4`"),
        ("calendar quarterly 2025-Q1..2025-Q4", "write `quarters`"),
        ("calendar quarters 2025-Q1 - 2025-Q4", "`2025-Q1..2025-Q4`"),
        ("calendar quarters 2025-Q1-2025-Q4", "`2025-Q1..2025-Q4`"),
        ("calendar years 2025-2027", "`2025..2027`"),
        ("person anna Anna Berg", '`person anna "Anna Berg"`'),
        ("perspective financial 30%", "`weight 30%`"),
        ("actual k 2025-Q1: 5", "`actual SCORECARD.k 2025-Q1: 5`"),
        ("target t.k 5", "`target t.k 2025: 5`"),
        ("target 5", "indent it by two blanks"),
        ("actual 2025-Q1: 5", "indent it by two blanks"),
        ('kpi x "X" t.o', "write `in` before the place: `in t.o`"),
        ("kpi\u00a0x in t.o", "write a plain blank"),
    ],
)
def test_a_header_of_another_program_says_how_it_is_written_here(line, wanted):
    (told, *_) = read_document("a.bsc", f"{line}\n".encode()).diagnostics
    assert wanted in told.help


@pytest.mark.parametrize(
    ("line", "fixes"),
    [
        ("better Lower", ["lower"]),
        ("aggregate avg", ["average"]),
        ("actual 2025Q1: 5", ["2025-Q1"]),
        ("actual FY2025: 5", ["2025"]),
        ("value 5", []),
        ("goal 5", []),
        ("actual 2025-Q1: 26 000", []),
        ("baseline 5 (2024)", []),
    ],
)
def test_what_stands_there_is_mended_by_a_word_and_never_by_a_figure_of_an_example(line, fixes):
    text = f"calendar quarters 2025-Q1..2026-Q4\nscorecard t\nobjective o in t.process\n{HEAD}  {line}\n"
    model = build({"a.bsc": read_document("a.bsc", text.encode())})
    (told,) = model.diagnostics
    assert [fix.text for fix in proved_fixes(model, told)] == fixes


@pytest.mark.parametrize(
    ("above", "line", "place"),
    [
        ("objective o in t.process", "kpi k", "t.o"),
        ("objective o in t.process", "objective p", "t.process"),
        ("objective o in t.process", "initiative i", "t.o"),
        ("objective o in t.process", "measure m", "t"),
        ("kpi whole in t.o", 'kpi k "K"', "t.o"),
        ("kpi part in t.whole", "kpi k", "t.whole"),
    ],
)
def test_a_header_without_a_place_is_offered_that_of_the_records_above(above, line, place):
    raw = f"scorecard t\n{above}\n{line}\n".encode()
    (told,) = read_document("a.bsc", raw).diagnostics
    assert (told.code, told.help) == ("E108", f"write `in {place}` after it")


@pytest.mark.parametrize("period", ["2025-1", "2025Q1", "01/2025", "2025-Jan", "25-Q1"])
def test_what_should_be_a_period_is_called_none_and_not_a_number(period):
    (told,) = read_document("a.bsc", f"{HEAD}  actual {period}: 5\n".encode()).diagnostics
    assert told.message == f"`{period}` is not a period"


@pytest.mark.parametrize("line", ["kpi x in t.o )", "owner a b", "calendar 2025"])
def test_no_name_of_the_grammar_shows(line):
    (told, *_) = read_document("a.bsc", f"{line}\n".encode()).diagnostics
    assert not re.search(r"[<$]|[A-Z]{3}", told.message)


@pytest.mark.parametrize(
    "line",
    ["rollup last", "unit % decimals 10", "target soon", "actual 2025-Q1: 5 6 x", "weight heavy"],
)
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
