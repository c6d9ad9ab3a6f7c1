"""What a user may set in the editor, under `bsctui`; what is not known is told, never a fault."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from typing import Any, Final

SECTION: Final = "bsctui"


@dataclass(frozen=True, slots=True)
class EditorSettings:
    """The settings, each with what holds without it.

    Attributes:
        advice: Whether advice and warnings are shown beside errors.
        codeLens: Whether scores stand above scorecards and objectives.
        codeLensKpis: Whether they stand above KPIs too.
        inlayHints: Whether they stand at the end of headers.
    """

    advice: bool = True
    codeLens: bool = True
    codeLensKpis: bool = False
    inlayHints: bool = False


def read_settings(now: EditorSettings, given: Any) -> tuple[EditorSettings, list[str]]:
    """The settings with those that a client gave, bare or under `bsctui`; and what could not be used."""
    if isinstance(given, dict) and isinstance(given.get(SECTION), dict):
        given = given[SECTION]
    if not isinstance(given, dict):
        return now, []
    known = [field.name for field in fields(EditorSettings)]
    troubles: list[str] = []
    values: dict[str, bool] = {}
    for key, value in given.items():
        if key not in known:
            close = get_close_matches(str(key), known, 1)
            hint = f"; did you mean `{close[0]}`?" if close else f"; known: {', '.join(known)}"
            troubles.append(f"nothing reads the setting `bsctui.{key}`{hint}")
        elif not isinstance(value, bool):
            troubles.append(f"`bsctui.{key}` is `true` or `false`")
        else:
            values[key] = value
    return replace(now, **values), troubles
