"""A KPI's figures as people read them."""

from __future__ import annotations

import pytest

from bsctui.kpi_text import kpi_text, short_figure, short_unit
from bsctui.model.build import build
from bsctui.scoring.evaluate import evaluate
from bsctui.text.document import read_document

HEAD = "calendar months 2022-08..2022-09\nscorecard q\nobjective o in q.process\nkpi k in q.o\n"


def shown(lines, at=1):
    model = build({"a.bsc": read_document("a.bsc", (HEAD + lines).encode())})
    assert not [one for one in model.diagnostics if one.code.startswith("E")]
    return kpi_text(evaluate(model), "q.k", at)


@pytest.mark.parametrize(
    ("lines", "value", "target"),
    [
        ("  target 99.95\n  tolerance 0.05\n", "99.949", "99.95"),
        ("  scale 99.9:0 99.95:100\n", "99.949", ""),
        ("  better lower\n  baseline 120\n  target 99.94\n", "99.95", "99.94"),
        ("  better lower\n  baseline 120\n  target 99.9489\n", "99.949", "99.9489"),
        ("  target 99.94\n", "99.95", "99.94"),
        ("  target 99.951..99.96\n  tolerance 1\n", "99.949", "99.951..99.96"),
        ("  better higher\n  target 99.9512\n", "99.949", "99.951"),
    ],
    ids=["missed", "scale", "missed lower", "nearly lower", "met", "below a band", "rounded both"],
)
def test_what_misses_a_target_never_looks_as_if_it_met_it(lines, value, target):
    text = shown(f"{lines}  actual 2022-08: 99.96 99.949\n")
    assert (text.value, text.target) == (value, target)


def test_large_figures_are_told_from_a_target_that_they_miss():
    text = shown("  better lower\n  baseline 2M\n  target 1M\n  actual 2022-08: 1 1_000_040\n")
    assert (text.value, text.target) == ("1.00004M", "1M")


def test_decimals_are_shown_of_value_target_and_baseline_alike():
    text = shown(
        "  unit % decimals 2\n  baseline 90\n  target 99.95\n  actual 2022-08: 99.96 99.949\n"
    )
    assert text == ("99.95", "99.95", "90.00")


def test_no_decimals_are_decimals_too():
    assert shown("  unit EUR decimals 0\n  actual 2022-08: 1 1234.5\n").value == "1234"


def test_an_estimate_is_shown_with_its_mark():
    assert shown("  actual 2022-08: 57 ~58\n").value == "~58"
    assert shown("  actual 2022-08: ~57 58\n").value == "58"


@pytest.mark.parametrize("judged", ["  scale 0:0 10:100\n", "  target 10\n"])
def test_a_period_without_a_value_shows_none_however_it_is_judged(judged):
    assert shown(f"{judged}  actual 2022-08: 5 -\n").value == ""


LONG = "tonnes of carbon dioxide equivalent per thousand passengers"


@pytest.mark.parametrize(
    ("unit", "wanted"),
    [(None, ""), ("%", "%"), ("minutes", "minutes"), (LONG, "tonnes…assengers")],
)
def test_a_long_unit_is_cut_in_a_table(unit, wanted):
    assert short_unit(unit) == wanted


def test_of_a_figure_the_unit_alone_is_cut():
    assert short_figure(f"60 to 90 {LONG}", LONG) == "60 to 90 tonnes…assengers"
    assert short_figure("86.2%", "%") == "86.2%"
    assert short_figure("", LONG) == ""
