"""`bsctui.toml` under review: the side under review does not write its own rules (`review.md`, Who writes the rules)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bsctui.config import CONFIG_FILE, GOALPOSTS, is_selected
from bsctui.review.changes import ChangeKind, ChangeLocation, StrategyChange
from bsctui.review.directions import Direction
from bsctui.review.facts import ChangeClass

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from bsctui.config import Config
    from bsctui.text.diagnostics import Diagnostic

FLAGS: Final = {True: "true", False: None}
"""A switch as it is written; left out where it is off."""


@dataclass(frozen=True)
class ReviewSettings:
    """What both sides ask of a review; the stricter one counts."""

    old: Config
    new: Config

    @property
    def fails_on_goalposts(self) -> bool:
        """Whether one of them fails on moved goalposts."""
        return GOALPOSTS in {self.old.fail_on, self.new.fail_on}

    def is_reported(self, diagnostic: Diagnostic) -> bool:
        """Whether one of them wants to hear of a problem."""
        code = diagnostic.code
        return is_selected(code, self.old) or is_selected(code, self.new)

    def changes(self, codes: Collection[str], text: str) -> list[SettingChange]:
        """What differs between them, with its direction.

        Args:
            codes: All that can be reported.
            text: The new side's file, for the lines.
        """
        return list(_changes(self.old, self.new, codes, text))


@dataclass(frozen=True, slots=True)
class SettingChange:
    """A change of `bsctui.toml` with its direction; None where it is no rule."""

    change: StrategyChange
    direction: Direction | None

    @property
    def is_goalpost(self) -> bool:
        """Whether a check or a gate got weaker, or may have."""
        return self.direction in {Direction.EASIER, Direction.MIXED}


def _changes(
    old: Config, new: Config, codes: Collection[str], text: str
) -> Iterator[SettingChange]:
    if (old.select, old.ignore) != (new.select, new.ignore):
        direction = _by_codes(old, new, codes)
        for key in ("select", "ignore"):
            before, after = getattr(old, key), getattr(new, key)
            if before != after:
                yield _change("check", key, _listed(before), _listed(after), direction, text)
    if old.strict is not new.strict:
        direction = Direction.of(rises=old.strict, falls=new.strict)
        yield _change("check", "strict", FLAGS[old.strict], FLAGS[new.strict], direction, text)
    if old.fail_on != new.fail_on:
        direction = Direction.of(rises=bool(old.fail_on), falls=bool(new.fail_on))
        yield _change("review", "fail-on", old.fail_on, new.fail_on, direction, text)
    if old.base != new.base:
        yield _change("review", "base", old.base, new.base, Direction.MIXED, text)


def _by_codes(old: Config, new: Config, codes: Collection[str]) -> Direction:
    """Easier where some code is not reported any more, harder where one more is."""
    before = {code for code in codes if is_selected(code, old)}
    after = {code for code in codes if is_selected(code, new)}
    return Direction.of(rises=bool(before - after), falls=bool(after - before))


def _change(
    table: str, key: str, old: str | None, new: str | None, direction: Direction, text: str
) -> SettingChange:
    kind = ChangeKind.CHANGED
    change = StrategyChange(
        CONFIG_FILE, CONFIG_FILE, CONFIG_FILE, kind, ChangeClass.RULES, _location(text, table, key), CONFIG_FILE,
        field=f"[{table}] {key}", old=old, new=new,
    )  # fmt: skip
    return SettingChange(change, direction)


def _location(text: str, table: str, key: str) -> ChangeLocation | None:
    """The line of a key, else of its table, else the first; None where there is no file any more."""
    if not text:
        return None
    inside, place = False, 1
    for number, line in enumerate(text.split("\n"), 1):
        stripped = line.strip()
        if stripped.startswith("["):
            inside = stripped.strip("[] ") == table
            place = number if inside else place
        elif inside and stripped.partition("=")[0].strip() == key:
            return ChangeLocation(CONFIG_FILE, number)
    return ChangeLocation(CONFIG_FILE, place)


def _listed(codes: tuple[str, ...]) -> str | None:
    return ", ".join(codes) or None
