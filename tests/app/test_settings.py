"""The palette's Settings: a config.toml is made, changed line by line, and read again at the next start."""

from __future__ import annotations

import pytest

from bsctui.preferences import load_preferences
from tests.app.helpers import WORKED, app, screen_text, session_of

pytestmark = pytest.mark.slow

PERSONS = WORKED.replace(
    "scorecard skyline", 'person ines "Ines"\nperson marek "Marek"\n\nscorecard skyline', 1
)


async def test_settings_are_made_from_the_app_and_edited_in_their_own_lines(tmp_path):
    path = tmp_path / "bsctui" / "config.toml"
    async with app(session_of(PERSONS, selected="skyline.profit"), (100, 30)) as (shell, pilot):
        shell.keep_settings(path)
        await pilot.press("colon", *"settings", "enter")
        await pilot.pause()
        text = screen_text(shell)
        theme = f"theme = {shell.theme_word()}"
        for setting in ("me = nobody", "home = the first scorecard", theme):
            assert setting in text
        assert "signs = as the terminal is, now all signs" in text
        await pilot.press("m")
        await pilot.pause()
        await pilot.press(*"marek", "enter")
        await pilot.pause()
        assert "kept in config.toml" in screen_text(shell)
        for keys in (("h",), ("a", "a"), ("t", "down", "enter")):
            await pilot.press("colon", *"settings", "enter")
            await pilot.pause()
            for key in keys:
                await pilot.press(key)
                await pilot.pause()
    kept = load_preferences(path)
    assert (kept.me, kept.home, kept.ascii, kept.theme) == (
        "marek",
        "skyline.profit",
        True,
        "light",
    )
    path.write_text("# mine\n" + path.read_text())
    async with app(session_of(PERSONS, me="marek"), (100, 30)) as (shell, pilot):
        shell.keep_settings(path)
        await pilot.press("colon", *"settings", "enter")
        await pilot.pause()
        text = screen_text(shell)
        assert "me = marek" in text
        assert "signs = ASCII signs only, now all signs" in text
        await pilot.press("a")
        await pilot.pause()
        await pilot.press("t")
        await pilot.pause()
    assert load_preferences(path).ascii is None
    assert path.read_text().startswith("# mine\n")


async def test_a_broken_file_is_left_as_it_is_and_the_choice_holds_for_now(tmp_path):
    path = tmp_path / "config.toml"
    path.write_text("= broken")
    async with app(session_of(PERSONS), (100, 30)) as (shell, pilot):
        shell.keep_settings(path)
        await pilot.press("colon", *"say who you are", "enter")
        await pilot.pause()
        await pilot.press(*"marek", "enter")
        await pilot.pause()
        assert "fix it first" in screen_text(shell)
        assert shell.session.me == "marek"
    assert path.read_text() == "= broken"
