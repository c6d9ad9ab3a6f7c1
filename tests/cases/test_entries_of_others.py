"""Complaints about other programs, as workspaces: what is entered, and what is made of it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from textual import events

from bsctui.__main__ import run_cli
from bsctui.edits import DeleteRecord, RecordValue
from bsctui.model.entities import estimated_ordinals
from bsctui.model.periods import Grain
from bsctui.workspace import Workspace
from tests.app.helpers import app, session_of
from tests.scoring.worked import clean_model

HERE = Path(__file__).parent


def text_of_case(name):
    return (HERE / name).read_bytes().decode()


@pytest.fixture
def folder(tmp_path):
    def workspace(case):
        shutil.copy(HERE / f"{case}.bsc", tmp_path / "a.bsc")
        return tmp_path

    return workspace


async def test_a_blank_in_a_pasted_column_leaves_its_kpi_alone():
    session = session_of(text_of_case("12-pasted-column-with-blank.bsc"))
    assert session.show_period("2025-02") is None
    async with app(session) as (shell, pilot):
        await pilot.press("8")
        shell.post_message(events.Paste(text_of_case("12-pasted-column-with-blank.txt")))
        await pilot.pause()
        scores = shell.session.workspace.scores()
        at = scores.periods.index(shell.session.workspace.model.settings.calendar.fiscal.parse("2025-02"))  # fmt: skip
        values = [scores.value[scores.row[f"p.{name}"], at].item() for name in "abcd"]
    assert [value if value == value else None for value in values] == [1080, None, 1100, 990]


def forecast(folder, until, capsys):
    """The value that is told of the only KPI."""
    assert run_cli(["forecast", "-C", str(folder), "--until", until]) == 0
    told = capsys.readouterr().out
    assert "1 figure of a period that ends after 2025-W51 is left out" in told
    (value,) = re.findall(r"→ ([\d,]+) \(", told)
    return int(value.replace(",", ""))


@pytest.mark.parametrize("until", ["2025-W52", "2026-W02"])
def test_a_week_that_is_still_filling_up_bends_no_forecast(folder, capsys, until):
    """About 11,900: not 3,894, and not the stub of 1,856 itself."""
    assert 11_700 < forecast(folder("16-unfinished-period"), until, capsys) < 12_100


def test_one_can_say_that_a_week_is_still_filling_up():
    text = text_of_case("16-unfinished-period.bsc").replace("11880 1856", "11880 ~1856")
    series = clean_model(text).kpis["p.sales"].actuals
    assert len(estimated_ordinals(series)) == 1


OFFICIAL = """
kpi official "Official figure of the year" in r.inj
  like inj
  every year
  actual 2016: 4.99
"""
WEIGHTED = """
measure riders in r
  aggregate sum
  actual 2016-01: 10 10 10 10 10 10 10 10 10 40 10 10

measure injured in r
  aggregate sum
  formula inj * riders

kpi weighted in r.o
  like inj
  formula injured / riders
  aggregate recompute
"""


@pytest.mark.parametrize(
    ("more", "address", "value"),
    [
        # the mean of the months, whose sum is 46.1
        ("", "r.inj", 46.1 / 12),
        # the official figure of the year, entered beside its months as a part
        (OFFICIAL, "r.official", 4.99),
        # the mean weighted by riders: (46.1 - 7.9) x 10 + 7.9 x 40, of 11 x 10 + 40
        (WEIGHTED, "r.weighted", 698 / 150),
    ],
)
def test_a_year_can_be_the_mean_of_its_months_their_weighted_mean_or_its_own_figure(
    more, address, value
):
    text = text_of_case("29-official-year-figure.bsc") + more
    work = Workspace.from_texts({"a.bsc": text})
    assert [p for p in work.model.diagnostics if p.code.startswith("E")] == []
    scores = work.scores(Grain.YEAR)
    assert scores.value[scores.row[address], 0] == pytest.approx(value)


def test_the_calendar_follows_the_finest_actuals_and_undo_brings_it_back():
    work = Workspace.from_texts({"a.bsc": text_of_case("51-calendar-from-actuals.bsc")})
    assert work.scores().grain is Grain.MONTH
    work.apply(DeleteRecord("s.a", with_references=False))
    assert work.scores().grain is Grain.QUARTER
    work.undo()
    assert work.scores().grain is Grain.MONTH


def test_a_first_month_recorded_among_quarters_makes_months_of_them():
    text = text_of_case("51-calendar-from-actuals.bsc").replace(
        "  actual 2025-01: 1 2 3\n", "  every month\n"
    )
    work = Workspace.from_texts({"a.bsc": text})
    assert work.scores().grain is Grain.QUARTER
    work.apply(RecordValue("s.a", "2025-02", "4"))
    assert work.scores().grain is Grain.MONTH


def test_a_period_that_stands_twice_is_recorded_in_neither_line_and_both_are_named(folder, capsys):
    place = folder("52-period-given-twice")
    assert run_cli(["record", "-C", str(place), "s.k", "2025-Q2", "8"]) == 1
    told = capsys.readouterr()
    assert "a.bsc:10 and a.bsc:11" in told.err
    assert (place / "a.bsc").read_text(encoding="utf-8") == text_of_case(
        "52-period-given-twice.bsc"
    )


ODD_TOML = {
    "50-nested": b"a = " + b"[" * 10_000 + b"]" * 10_000,
    "50-digits": b"a = " + b"9" * 5_000,
}


@pytest.mark.parametrize("name", ODD_TOML)
def test_an_odd_toml_is_one_warning_and_every_command_goes_on_with_the_defaults(
    folder, capsys, name
):
    place = folder("02-upper-limit-only")
    (place / "bsctui.toml").write_bytes(ODD_TOML[name])
    for command in (["score"], ["report"], ["explain", "t.k"]):
        assert run_cli([*command, "-C", str(place)]) == 0
        assert "119" in capsys.readouterr().out or command == ["score"]
    run_cli(["check", "-C", str(place), "--select", "W102"])
    told = capsys.readouterr()
    assert told.out.count("W102") == 1
    assert "bsctui.toml" in told.out


def test_a_toml_with_a_byte_order_mark_is_read_strict_in_it_too(folder):
    place = folder("04-direction-unstated")
    assert run_cli(["check", "-C", str(place)]) == 0
    (place / "bsctui.toml").write_bytes(b"\xef\xbb\xbf[check]\nstrict = true\n")
    assert run_cli(["check", "-C", str(place)]) == 1
