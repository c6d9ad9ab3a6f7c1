"""The user's settings, shown and changed from the app; each change is kept in one line of `config.toml`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bsctui.app.core.commands import Command, Commands
from bsctui.app.core.glyphs import ASCII
from bsctui.app.core.spans import Spans, StyledSpan
from bsctui.app.ui.choice import Choice, Option
from bsctui.app.ui.picker import Picker
from bsctui.app.ui.themes import CHOICES
from bsctui.escaping import printable
from bsctui.preferences import preferences_path

if TYPE_CHECKING:
    from bsctui.app.core.app_context import AppContext


class ChooseTheme(Command):
    id = "theme"
    title = "Choose a theme"
    help = "other colours: dark, light, high contrast, sixteen, none; the choice is kept"
    synonyms = "colors settings configuration"
    inside = True

    async def run(self, shell: AppContext) -> None:
        now = shell.control.theme_word()
        options = [
            Option((word, name), f"{word}  (as now)" if word == now else word)
            for word, name in CHOICES
        ]
        chosen = await shell.ask(Choice("Theme", options))
        if chosen is not None:
            word, name = chosen
            shell.control.choose_theme(name)
            _keep(shell, "theme", word, f"theme {word}")


class ChooseMe(Command):
    id = "settings.me"
    title = "Say who you are"
    help = "sets the person that `mine` and M mean, and whose values are due first"
    synonyms = "settings configuration owner user name"
    inside = True

    async def run(self, shell: AppContext) -> None:
        session = shell.session
        persons = session.model.settings.persons
        options = [
            Option(name, f"{name}  {printable(session.model.person_label(name))}")
            for name in persons
        ]
        if not options:
            shell.say("no person is declared here: `Add a person` (:) adds one", "warning")
            return
        name = await shell.ask(Picker("who you are", options))
        if name is not None:
            session.me = name
            _keep(shell, "me", name, f"you are {name}")


class ChooseHome(Command):
    id = "settings.home"
    title = "Make this item your home"
    help = "the app opens on the selected item from now on, and ~ goes there"
    synonyms = "settings configuration start"
    inside = True

    def enabled(self, shell: AppContext) -> bool:
        """Something must be selected."""
        return shell.session.selected is not None

    async def run(self, shell: AppContext) -> None:
        session = shell.session
        session.home = session.selected
        _keep(shell, "home", session.home, f"home is {session.home}")


SIGNS: Final = (
    ("a", True, "ASCII signs only"),
    ("u", False, "all signs"),
    ("t", None, "as the terminal is"),
)
"""Key, value of `ascii`, and what it is called."""


def _signs_word(kept: bool | None) -> str:
    return next(words for _, value, words in SIGNS if value is kept)


class ChooseSigns(Command):
    id = "settings.ascii"
    title = "Draw with ASCII signs only"
    help = "from the next start: ASCII symbols, all symbols, or what the terminal can show"
    synonyms = "settings configuration unicode glyphs"
    inside = True

    async def run(self, shell: AppContext) -> None:
        kept = shell.control.kept_settings().ascii
        options = [
            Option((value,), f"{words}  (as kept)" if value is kept else words, key)
            for key, value, words in SIGNS
        ]
        chosen = await shell.ask(Choice("Signs, from the next start on", options))
        if chosen is not None:
            _keep(shell, "ascii", chosen[0], f"signs: {_signs_word(chosen[0])}")


class ShowSettings(Command):
    id = "settings"
    title = "Settings"
    help = "shows where your config.toml is, what it says and what in it is unusable; changes it"
    synonyms = "configuration preferences options"
    inside = True

    async def run(self, shell: AppContext) -> None:
        lines: list[Spans] = [
            (
                StyledSpan(" Your settings are in ", "dim"),
                StyledSpan(str(preferences_path()), "strong"),
            ),
            (StyledSpan(" keys: under [keys], by a command's id (bsctui help keys)", "dim"),),
        ]
        lines += [(StyledSpan(f" {trouble}", "warning"),) for trouble in shell.control.troubles]
        if not shell.control.troubles:
            lines.append((StyledSpan(" Nothing in it is wrong.", "dim"),))
        chosen = await shell.ask(Choice("Settings", _options(shell), lines))
        if chosen is not None:
            outcome = chosen().run(shell)
            if outcome is not None:
                await outcome


def _options(shell: AppContext) -> list[Option[type[Command] | None]]:
    """Each setting as it is now, and what changes it."""
    session, kept = shell.session, shell.control.kept_settings()
    drawn = "ASCII signs" if shell.glyphs is ASCII else "all signs"
    signs = _signs_word(kept.ascii)
    return [
        Option(ChooseMe, f"me = {printable(session.me or 'nobody')}", "m"),
        Option(ChooseTheme, f"theme = {shell.control.theme_word()}", "t"),
        Option(ChooseHome, f"home = {printable(session.home or 'the first scorecard')}", "h"),
        Option(ChooseSigns, f"signs = {signs}" + (f", now {drawn}" if signs != drawn else ""), "a"),
        Option(None, "go on", "g"),
    ]


def _keep(shell: AppContext, name: str, value: str | bool | None, text: str) -> None:
    """Write it, and say whether it holds at the next start too."""
    trouble = shell.control.keep_setting(name, value)
    if trouble is None:
        shell.say(f"{printable(text)}; kept in config.toml")
    else:
        shell.say(f"{printable(text)}, for now: {trouble}", "warning")


SETTINGS: Commands = (ChooseTheme, ChooseMe, ChooseHome, ChooseSigns, ShowSettings)
"""In the order of the palette."""
