"""Editing numbers: the target in force, missing values, a value that was recorded, a note."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bsctui.app.core.spans import StyledSpan
from bsctui.app.features.edit import first_missing
from bsctui.app.features.edit.item_command import ItemCommand, preview_verdict
from bsctui.app.features.edit.later_target import from_now_on
from bsctui.app.features.edit.target_span import changed_periods
from bsctui.app.features.edit.targets import TargetPlace, TargetQuestion, target_place
from bsctui.app.ui.choice import Choice, Option
from bsctui.app.ui.prompt import Prompt
from bsctui.edits import Compound, RecordValue, SetField
from bsctui.edits.implausible_values import entered_doubts
from bsctui.model.periods import Period
from bsctui.phrases import count_phrase

if TYPE_CHECKING:
    from collections.abc import Callable

    from bsctui.app.core.app_context import AppContext
    from bsctui.app.core.commands import Commands
    from bsctui.app.core.session import Session
    from bsctui.app.core.spans import Spans
    from bsctui.app.ui.prompt import Verdict
    from bsctui.edits import Edit


class EditTarget(ItemCommand):
    id = "edit.target"
    keys = "t"
    title = "Change the target"
    help = 'changes the target in force (constant, next waypoint, plan, band); a reason may follow: 85% "why"'

    async def change(self, shell: AppContext, address: str) -> None:
        """Find the line, ask for a value, write it; for all periods or from now on."""
        place = target_place(shell.session, address)
        if isinstance(place, str):
            shell.say(place, "warning")
            return
        own = False
        if place.ask is TargetQuestion.LIKE:
            answer = await shell.ask(_like_choice(shell, place))
            if answer is None:
                return
            own = answer == "own"

        def edit_of(text: str) -> Edit:
            return _target_edit(address, place, text, own=own)

        verdict = _target_verdict(shell, address, edit_of)
        text = await shell.ask(Prompt(_label(place), place.text, verdict=verdict))
        if text is None or not text.strip() or (not own and text.strip() == place.text):
            return
        edit = await _for_which_periods(shell, address, place, text, edit_of(text))
        if edit is not None:
            shell.edit(edit)


def _label(place: TargetPlace) -> str:
    where = f"{place.before}{place.after}".strip(": ")
    return f"Target {where}".strip()


def _like_choice(shell: AppContext, place: TargetPlace) -> Choice[str]:
    label = shell.session.label(place.address)
    return Choice(
        "This target comes from `like`",
        [
            Option("original", f"the original's, {label}: it changes there too", "1"),
            Option("own", "its own here, with the other's tolerance copied", "2"),
        ],
    )


def _target_edit(address: str, place: TargetPlace, text: str, *, own: bool) -> Edit:
    """The edit; an own target beside `like` needs the tolerance that it would otherwise replace."""
    value, reason = value_and_note(text)
    written = place.value(value) + (f" {note_string(reason)}" if reason else "")
    if not own:
        return SetField(place.address, "target", written)
    edits: list[Edit] = [SetField(address, "target", written)]
    if place.tolerance is not None:
        edits.append(SetField(address, "tolerance", place.tolerance))
    return Compound(tuple(edits))


def _target_verdict(shell: AppContext, address: str, edit_of: Callable[[str], Edit]) -> Verdict:
    """The score as it would become, and how many periods would have another target."""
    judge = preview_verdict(shell, address, edit_of)

    def verdict(text: str) -> Spans | None:
        spans = judge(text)
        if spans is None or any(span.look == "error" for span in spans):
            return spans
        count = len(changed_periods(shell.session, address, edit_of(text)))
        periods = count_phrase(count, "period")
        value, reason = value_and_note(text)
        hint = f'  a reason: {value} "why"' if count and reason is None else ""
        changed = StyledSpan(f"  changes the target of {periods}", "warning" if count else "dim")
        return (*spans, changed, StyledSpan(hint, "dim"))

    return verdict


async def _for_which_periods(
    shell: AppContext, address: str, place: TargetPlace, text: str, edit: Edit
) -> Edit | None:
    """Where the past would get another target too, or a level plan goes on, what is meant; None where nothing is."""
    session = shell.session
    later = from_now_on(session, address, place, *value_and_note(text))
    changed = changed_periods(session, address, edit)
    before = sum(at < session.column for at in changed)
    if later is None or not (before or place.before):
        return edit
    since = session.period_text
    past = f"{before} period{'' if before == 1 else 's'} before {since} change{'s' if before == 1 else ''} too"
    alone = f"only {place.before.strip(': ')}"
    options = [
        Option("all", alone if place.before else f"all of them: {past}", "1"),
        Option("later", later.text, "2"),
    ]
    answer = await shell.ask(Choice("For which periods", options))
    if answer is None:
        return None
    return later.edit if answer == "later" else edit


class RecordMissingValue(ItemCommand):
    id = "edit.record"
    keys = "r"
    title = "Record values"
    help = (
        "records the first missing value, or several: 47 48 - 50; for another period: 2026-03: 47"
    )
    footer = "record"

    async def change(self, shell: AppContext, address: str) -> None:
        period = first_missing.first_missing(shell.session, address)
        if period is None:
            shell.say("no values are entered here: it is computed, or it is not a KPI", "warning")
            return
        await record_from(shell, address, period)


async def record_from(shell: AppContext, address: str, period: Period, value: str = "") -> None:
    """Ask for values of consecutive periods in one line, and write them as one edit.

    Args:
        shell: The app.
        address: The KPI or measure.
        period: The first of the periods, where the line does not begin with another: `2026-03: 47`.
        value: What stands there now, to start from.
    """
    session = shell.session
    written = session.format(period)
    quantity = session.model.kpis.get(address) or session.model.measures[address]
    unit = f" {quantity.definition.unit}" if quantity.definition.unit else ""

    def edit_of(text: str) -> Edit | None:
        first, values = _own_period(session, period, text)
        return values_edit(shell, address, first, values)

    judge = _values_verdict(shell, address, edit_of)

    def verdict(text: str) -> Spans | None:
        first, _ = _own_period(session, period, text)
        spans = judge(text)
        if spans is None or _is_in_view(session, first):
            return spans
        return (
            StyledSpan(f"{session.format(first)} is not the period in view  ", "warning"),
            *spans,
        )

    text = await shell.ask(Prompt(f"{written}{unit}", value, verdict=verdict))
    if text is None or not text.strip() or text.strip() == value:
        return
    edit, before = edit_of(text), session.model
    if edit is not None and shell.edit(edit):
        for doubt in entered_doubts(before, session.model):
            shell.say(f"{doubt}{shell.undo_hint}", "warning")


def _own_period(session: Session, period: Period, text: str) -> tuple[Period, str]:
    """The period that a line begins with and the rest; without one the period that was asked for, and all of it.

    A year needs its colon: by itself it is a number.
    """
    first, _, rest = text.strip().partition(" ")
    word = first.removesuffix(":")
    named = session.fiscal.parse(word)
    is_told = first.endswith(":") or (rest and not word.isdecimal())
    if named is None or named.grain is not period.grain or not is_told:
        return period, text
    return named, rest


def _is_in_view(session: Session, period: Period) -> bool:
    """Whether a value of this period shows in the view's period."""
    viewed = session.scores.periods[session.column]
    if period.grain > viewed.grain:
        return period == session.fiscal.containing(period.grain, viewed)
    return period.ordinal in session.fiscal.within(period.grain, viewed)


def values_edit(shell: AppContext, address: str, period: Period, text: str) -> Edit | None:
    """`47 48 - 50 "note"` as values of consecutive periods; the note speaks of the last one."""
    values, note = _values(text)
    if not values:
        return None
    cells = [
        RecordValue(
            address,
            shell.session.format(Period(period.grain, period.ordinal + at)),
            value,
            note if at == len(values) - 1 else None,
        )
        for at, value in enumerate(values)
    ]
    if len(cells) == 1:
        return cells[0]
    return Compound(tuple(cells), f"{address}: {len(cells)} values from {cells[0].period} on")


_SEVERAL = re.compile(r"(?P<values>(?:\S+\s+)*?\S+)\s*(?P<note>\".*\")?\s*")


def _values(text: str) -> tuple[tuple[str, ...], str | None]:
    """The values in a line, and the note behind them."""
    match = _SEVERAL.fullmatch(text.strip())
    if match is None:
        return (), None
    note = match["note"]
    return tuple(match["values"].split()), note[1:-1].replace('\\"', '"') if note else None


def _values_verdict(
    shell: AppContext, address: str, edit_of: Callable[[str], Edit | None]
) -> Verdict:
    """As for one value; of several also which period the last one is for."""
    judge = preview_verdict(shell, address, edit_of)

    def verdict(text: str) -> Spans | None:
        spans = judge(text)
        edit = edit_of(text)
        if not isinstance(edit, Compound) or any(span.look == "error" for span in spans or ()):
            return spans
        last = edit.edits[-1]
        until = last.period if isinstance(last, RecordValue) else ""
        return (StyledSpan(f"{len(edit.edits)} values, up to {until}  ", "strong"), *(spans or ()))

    return verdict


_NOTED = re.compile(r'\s*(\S+)\s+"(.*)"\s*')


def value_and_note(text: str) -> tuple[str, str | None]:
    """`47 "strike"` as value and note."""
    match = _NOTED.fullmatch(text)
    if match is None:
        return text.strip(), None
    return match[1], match[2].replace('\\"', '"')


def note_string(text: str) -> str:
    """A text as the language writes strings."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


class AddNote(ItemCommand):
    id = "edit.note"
    keys = "o"
    title = "Add a comment on the period"
    help = "adds a comment (a note) on the period in view; the detail shows it with author and date"

    async def change(self, shell: AppContext, address: str) -> None:
        session = shell.session
        if session.entity(address) is None:
            shell.say("a perspective has no record of its own to note on", "warning")
            return
        period = session.period_text

        def edit_of(text: str) -> Edit:
            return SetField(address, "note", f"{period} {note_string(text.strip())}".strip())

        verdict = preview_verdict(shell, address, edit_of)
        text = await shell.ask(Prompt(f"Comment {period}", verdict=verdict))
        if text is not None and text.strip():
            shell.edit(edit_of(text))


VALUES: Commands = (EditTarget, RecordMissingValue, AddNote)
