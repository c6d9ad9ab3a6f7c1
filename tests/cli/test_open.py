"""The app needs a screen: a terminal, or a driver that draws elsewhere."""

from __future__ import annotations

import pytest

from bsctui.app import StartPlace
from bsctui.cli import CommandError
from bsctui.cli.open_command import open_app

WEB = "textual.drivers.web_driver:WebDriver"


def test_without_a_terminal_the_app_does_not_start(tmp_path, monkeypatch):
    monkeypatch.delenv("TEXTUAL_DRIVER", raising=False)
    with pytest.raises(CommandError, match="needs a terminal"):
        open_app(str(tmp_path))


def test_who_is_asked_for_must_be_a_person_of_the_workspace(tmp_path, monkeypatch):
    monkeypatch.setenv("TEXTUAL_DRIVER", WEB)
    (tmp_path / "a.bsc").write_text('person ben "Ben Ford"\n')
    with pytest.raises(CommandError, match="no person is named `bo`; there are ben"):
        open_app(str(tmp_path), StartPlace(me="bo"))


def test_a_web_driver_needs_no_terminal(tmp_path, monkeypatch):
    monkeypatch.setenv("TEXTUAL_DRIVER", WEB)
    started = []
    monkeypatch.setattr("bsctui.app.run_app", lambda where, *_, **__: started.append(where) or 0)
    assert open_app(str(tmp_path)) == 0
    assert started == [tmp_path]
