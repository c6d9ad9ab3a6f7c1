"""From nothing to a month's numbers in a real terminal, with the keys that each job takes counted."""

from __future__ import annotations

import os
import sys

import pexpect

LEFT_OUT = ("NO_COLOR", "XDG_CONFIG_HOME", "LC_ALL", "PYTHONIOENCODING", "COLUMNS", "LINES")


class Terminal:
    """The program in a terminal of its own; it counts the keys that it is sent."""

    def __init__(self, folder, home):
        environment = {**os.environ, "TERM": "xterm-256color", "HOME": str(home), "LANG": "C.UTF-8"}
        for name in LEFT_OUT:
            environment.pop(name, None)
        self.child = pexpect.spawn(
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


def test_an_own_scorecard_from_an_empty_folder_to_its_numbers(tmp_path):
    folder, home = tmp_path / "work", tmp_path / "home"
    folder.mkdir()
    home.mkdir()
    terminal = Terminal(folder, home)
    try:
        terminal.see("There is no scorecard here yet")
        terminal.press(ENTER)
        terminal.see("begin with")
        terminal.type("Gates")
        terminal.press(TAB)
        terminal.type("Anna Berg")
        terminal.press(TAB, "m", ENTER)
        terminal.see("written: ")
        assert terminal.taken() <= 20

        terminal.press("A")
        terminal.see("Add below this scorecard")
        terminal.press("3")
        terminal.type("Doors closed")
        terminal.press(ENTER)
        terminal.see("doors_closed added")
        terminal.press("A")
        terminal.see("New KPI")
        terminal.type("On time")
        terminal.press(TAB, "%", TAB, TAB)
        terminal.type("80")
        terminal.press(TAB)
        terminal.type("88")
        terminal.press(TAB)
        terminal.type("last")
        terminal.press(ENTER)
        terminal.see("on_time added")
        assert terminal.taken() <= 45

        digits = "818283848586"
        terminal.press("r")
        terminal.see("-01 %")
        terminal.type("81 82 83 84 85 86")
        terminal.press(ENTER)
        terminal.see("6 values from")
        assert terminal.taken() - len(digits) <= 12

        terminal.press(ENTER)
        terminal.see("Periods")
        terminal.press("J", "J", "j", ENTER)
        terminal.see("-06 %")
        terminal.type("87")
        terminal.press(ENTER)
        terminal.see("is 87")
        assert terminal.taken() <= 8
        terminal.press("\x1b")
        terminal.see("trend")

        terminal.taken()
        terminal.press("t")
        terminal.see("Target")
        terminal.type("85")
        terminal.press(ENTER)
        terminal.see("from now on")
        terminal.press("2")
        terminal.see("target 85 from")
        assert terminal.taken() <= 8

        terminal.press("8")
        terminal.see("1 of 1 missing")
        terminal.type("88")
        terminal.press(ENTER)
        terminal.see("is 88")
        assert terminal.taken() <= 5

        terminal.press("\x1b")
        terminal.see("type")
        terminal.press("s")
        terminal.see("saved gates.bsc")
        terminal.press("q")
        terminal.child.expect(pexpect.EOF)
    finally:
        terminal.child.close(force=True)
    text = (folder / "gates.bsc").read_text()
    assert 'person anna_berg "Anna Berg"\n' in text
    assert "calendar months " in text
    assert 'objective doors_closed "Doors closed" in gates.process\n' in text
    kpi = text[text.index("kpi on_time") :].splitlines()
    year = text.split("calendar months ")[1][:4]
    assert kpi == [
        'kpi on_time "On time" in gates.doors_closed',
        "  unit %",
        "  baseline 80",
        "  target 88",
        f"  target 85 from {year}-06",
        "  aggregate last",
        f"  actual {year}-01: 81 82 83 84 85 87 88",
    ]
