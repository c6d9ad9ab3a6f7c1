"""Whatever keys are pressed and whatever happens to the files, the app lives, shows what the text says, saves and ends."""

from __future__ import annotations

import os

import pytest

from bsctui.app.ui import clipboard
from tests.app import monkey

FEW = "1-4"
"""Seeds for every day; `MONKEY=100-299` plays others."""


def seeds():
    first, _, last = os.environ.get("MONKEY", FEW).partition("-")
    drawn = range(int(first), int(last or first) + 1)
    return [drawn[0], *(pytest.param(seed, marks=pytest.mark.slow) for seed in drawn[1:])]


@pytest.mark.parametrize("seed", seeds())
async def test_a_session_drawn_from_a_seed_ends_well(seed, tmp_path, monkeypatch):
    for name, value in monkey.variables(tmp_path).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(clipboard, "copy_by_tool", lambda *_: False)
    await monkey.session(seed, tmp_path)
