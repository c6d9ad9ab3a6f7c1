"""From nothing to a month's numbers in a real terminal, with the keys that each job takes counted."""

from __future__ import annotations

import os
import sys

import pexpect
import pytest

from tests.app.screened import ScreenedProgram

LEFT_OUT = ("NO_COLOR", "XDG_CONFIG_HOME", "LC_ALL", "PYTHONIOENCODING", "COLUMNS", "LINES")


class Terminal:
    """The program in a terminal of its own; it counts the keys that it is sent."""

    def __init__(self, folder, home):
        environment = {**os.environ, "TERM": "xterm-256color", "HOME": str(home), "LANG": "C.UTF-8"}
        for name in LEFT_OUT:
            environment.pop(name, None)
        self.child = ScreenedProgram(
            sys.executable,
            ["-m", "bsctui", "open", str(folder)],
            dimensions=(24, 80),
            env=environment,
            encoding="utf-8",
            timeout=60,
        )
        self.child.delaybeforesend = 0
        self.keys = 0

    def see(self, text):
        self.child.expect(text)

    def press(self, *keys):
        for key in keys:
            self.child.send(key)
            self.keys += 1

    def type(self, text):
        self.press(*text)

    def taken(self):
        """How many keys the job took that ends here."""
        taken, self.keys = self.keys, 0
        return taken


ENTER, TAB = "\r", "\t"


def begins(terminal):
    terminal.see("There is no scorecard here yet")
    terminal.press(ENTER)
    terminal.see("begin with")
    terminal.type("Gates")
    terminal.press(TAB)
    terminal.type("Anna Berg")
    terminal.press(TAB, "m", ENTER)
    terminal.see("written: ")


def adds_an_objective_with_a_kpi(terminal):
    terminal.press("A")
    terminal.see("Add below this scorecard")
    terminal.press("3")
    terminal.type("Doors closed")
    terminal.press(ENTER)
    terminal.see("doors_closed added")
    terminal.press("A")
    terminal.see("New KPI")
    for text in ("On time", "%", "", "80", "88", "last"):
        terminal.type(text)
        terminal.press(ENTER if text == "last" else TAB)
    terminal.see("on_time added")


def records_six_months(terminal):
    terminal.press("r")
    terminal.see("-01 %")
    terminal.type("81 82 83 84 85 86")
    terminal.press(ENTER)
    terminal.see("6 values from")


def corrects_the_last_month(terminal):
    terminal.press(ENTER)
    terminal.see("Periods")
    terminal.press("J", "J", "j", ENTER)
    terminal.see("-06 %")
    terminal.type("87")
    terminal.press(ENTER)
    terminal.see("is 87")


def lowers_the_target_from_now_on(terminal):
    terminal.press("t")
    terminal.see("Target")
    terminal.type("85")
    terminal.press(ENTER)
    terminal.see("from now on")
    terminal.press("2")
    terminal.see("target 85 from")


def reports_the_next_month(terminal):
    terminal.press("8")
    terminal.see("1 of 1 missing")
    terminal.type("88")
    terminal.press(ENTER)
    terminal.see("is 88")


def leaves(terminal, until):
    """A layer or the input, and waits for what then shows: a letter behind esc would be another key."""
    terminal.press("\x1b")
    terminal.see(until)
    terminal.taken()


def works(terminal):
    """A user's way from an empty folder; each job within its keys."""
    begins(terminal)
    assert terminal.taken() <= 20
    adds_an_objective_with_a_kpi(terminal)
    assert terminal.taken() <= 45
    records_six_months(terminal)
    assert terminal.taken() - len("818283848586") <= 12
    corrects_the_last_month(terminal)
    assert terminal.taken() <= 8
    leaves(terminal, "trend")
    lowers_the_target_from_now_on(terminal)
    assert terminal.taken() <= 8
    reports_the_next_month(terminal)
    assert terminal.taken() - len("88") <= 3
    leaves(terminal, "type")
    terminal.press("s")
    terminal.see("saved gates.bsc")
    terminal.press("q")
    terminal.child.expect(pexpect.EOF)


@pytest.mark.slow
def test_an_own_scorecard_from_an_empty_folder_to_its_numbers(tmp_path):
    folder, home = tmp_path / "work", tmp_path / "home"
    folder.mkdir()
    home.mkdir()
    terminal = Terminal(folder, home)
    try:
        works(terminal)
    finally:
        terminal.child.close(force=True)
    text = (folder / "gates.bsc").read_text()
    assert 'person anna_berg "Anna Berg"\n' in text
    assert 'objective doors_closed "Doors closed" in gates.process\n' in text
    year = text.split("calendar months ")[1][:4]
    assert text[text.index("kpi on_time") :].splitlines() == [
        'kpi on_time "On time" in gates.doors_closed',
        "  unit %",
        "  baseline 80",
        "  target 88",
        f"  target 85 from {year}-06",
        "  aggregate last",
        f"  actual {year}-01: 81 82 83 84 85 87 88",
    ]


@pytest.mark.slow
def test_a_months_twelve_numbers_take_three_keys_and_one_a_number_beyond_its_digits(tmp_path):
    folder, home = tmp_path / "work", tmp_path / "home"
    folder.mkdir()
    home.mkdir()
    (folder / "bsctui.toml").write_text("")
    kpis = "".join(f"kpi k{at:02} in s.o\n  target 50\n  actual 2026-01: 40\n" for at in range(12))
    (folder / "a.bsc").write_text(
        f"calendar months 2026-01..2026-12\nscorecard s\nobjective o in s.process\n{kpis}"
    )
    numbers = [str(41 + at) for at in range(12)]
    terminal = Terminal(folder, home)
    try:
        terminal.see("trend")
        terminal.taken()
        terminal.press("8")
        terminal.see("12 of 12 missing")
        for number in numbers:
            terminal.type(number)
            terminal.press(ENTER)
        terminal.see("0 of 12 missing")
        assert terminal.taken() - len("".join(numbers)) - len(numbers) <= 3
        leaves(terminal, "type")
        terminal.press("s")
        terminal.see("saved a.bsc")
        terminal.press("q")
        terminal.child.expect(pexpect.EOF)
    finally:
        terminal.child.close(force=True)
    lines = (folder / "a.bsc").read_text().splitlines()
    assert [line for line in lines if "actual" in line] == [
        f"  actual 2026-01: 40 {number}" for number in numbers
    ]
