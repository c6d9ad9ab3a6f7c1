"""The app needs a screen: a terminal, or a driver that draws elsewhere."""

from __future__ import annotations

import pytest

from bsctui.cli import CommandError
from bsctui.cli.open_command import open_app

WEB = "textual.drivers.web_driver:WebDriver"


def test_without_a_terminal_the_app_does_not_start(tmp_path, monkeypatch):
    monkeypatch.delenv("TEXTUAL_DRIVER", raising=False)
    with pytest.raises(CommandError, match="needs a terminal"):
        open_app(str(tmp_path))


def test_a_web_driver_needs_no_terminal(tmp_path, monkeypatch):
    monkeypatch.setenv("TEXTUAL_DRIVER", WEB)
    started = []
    monkeypatch.setattr("bsctui.app.run_app", lambda where, **_: started.append(where) or 0)
    assert open_app(str(tmp_path)) == 0
    assert started == [tmp_path]
