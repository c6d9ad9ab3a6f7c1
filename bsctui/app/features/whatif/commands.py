"""What-if: `w` assumes a number, `W` keeps what can be written as one edit, `X` drops all of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Final

from bsctui import numbers
from bsctui.analysis.assumptions import AssumptionError, Facet, Subject, assumption_of
from bsctui.analysis.whatif import assumed_scores, present_ends
from bsctui.app.core.commands import Command, Section, shown_keys
from bsctui.app.core.item_figures import item_figures
from bsctui.app.core.spans import StyledSpan
from bsctui.app.core.whatif_state import assumed_points, assumption_text
from bsctui.app.features.edit.item_command import score_change_spans
from bsctui.app.features.whatif.edits import kept_assumptions
from bsctui.app.ui.choice import Choice, Option
from bsctui.app.ui.prompt import Prompt
from bsctui.escaping import printable
from bsctui.model.entities import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bsctui.analysis.assumptions import Assumption
    from bsctui.app.core.app_context import AppContext
    from bsctui.app.core.commands import Commands
    from bsctui.app.core.session import Session
    from bsctui.app.core.spans import Spans
    from bsctui.app.features.whatif.edits import UnwritableAssumption
    from bsctui.scoring.result import Scores

_ASSUMPTION: Final = re.compile(
    r"(?:(?P<what>[a-z]+)\s+)?(?P<number>[^\s@]+)(?:\s*@\s*(?P<period>\S+))?"
)


def parse_assumption(session: Session, subject: Subject, text: str) -> Assumption:
    """What `N`, `target N` or `weight N`, with `@PERIOD` behind it or not, assumes of an item.

    Raises:
        AssumptionError: It has another form, or cannot be assumed.
    """
    match = _ASSUMPTION.fullmatch(text.strip())
    if match is None or match["what"] not in {None, *Facet}:
        raise AssumptionError(
            "write a number, `target` or `weight` and a number; `@` and a period may follow"
        )
    facet = Facet(match["what"]) if match["what"] else _bare(session, subject)
    scores, at = session.present_scores, session.column
    return assumption_of(scores, at, subject, facet, match["number"], match["period"])


def _bare(session: Session, subject: Subject) -> Facet:
    """What a number alone is: a value where there is one to replace, else a weight."""
    has_value = subject.above is None and session.model.quantity(subject.address) is not None
    return Facet.VALUE if has_value else Facet.WEIGHT


class WhatIf(Command):
    id = "whatif"
    keys = "w"
    title = "What if"
    help = (
        "assumes a value, `target N` or `weight N` without changing anything; empty drops it again"
    )
    section = Section.UNDERSTAND

    def enabled(self, shell: AppContext) -> bool:
        """Something must be selected, and there must be scores."""
        return shell.session.selected is not None and bool(shell.session.scores.periods)

    async def run(self, shell: AppContext) -> None:
        session = shell.session
        if session.selected is None:
            return
        if session.kind(session.selected) is Kind.INITIATIVE:
            shell.say("an initiative is never scored: there is nothing to assume", "warning")
            return
        is_giver = session.selected in session.model.objectives
        subject = Subject(session.selected, session.link_above if is_giver else None)
        before = [
            assumption
            for assumption in session.whatif.assumptions
            if _is_about(session, assumption, subject)
        ]
        typed = _typed(session, before[-1]) if before else ""
        label = f"What if {printable(session.label(subject.address))}, {session.period_text}"

        def verdict(text: str) -> Spans | None:
            return _verdict(session, subject, text, shell.glyphs.arrow, dropping=bool(before))

        text = await shell.ask(Prompt(label, typed, verdict=verdict))
        if text is None:
            return
        if not text.strip():
            session.whatif.drop(before)
            if before:
                shell.say("no longer assumed")
            return
        assumption = parse_assumption(session, subject, text)
        session.whatif.add(assumption)
        shell.say(f"assumed {assumption_text(session, assumption).whole}")


def _is_about(session: Session, assumption: Assumption, subject: Subject) -> bool:
    quantity = session.model.quantity(subject.address)
    same = getattr(quantity, "same", None)
    return assumption.above == subject.above and assumption.address in {subject.address, same}


def _typed(session: Session, assumption: Assumption) -> str:
    """An assumption as it would be typed for it to be replaced."""
    facet = "" if assumption.facet is Facet.VALUE else f"{assumption.facet} "
    try:
        same_again = parse_assumption(
            session, Subject(assumption.address, assumption.above), f"{facet}{assumption.text}"
        )
    except AssumptionError:
        same_again = None
    where = "" if same_again == assumption else f" @{session.format(assumption.period)}"
    return f"{facet}{assumption.text}{where}"


# --- What it would do


def _verdict(session: Session, subject: Subject, text: str, arrow: str, *, dropping: bool) -> Spans:
    if not text.strip():
        hint = "enter drops what is assumed here" if dropping else _now(session, subject)
        return (StyledSpan(hint, "dim"),)
    try:
        assumption = parse_assumption(session, subject, text)
    except AssumptionError as error:
        return (StyledSpan(str(error), "error"),)
    others = tuple(other for other in session.whatif.assumptions if other.fact != assumption.fact)
    then = assumed_scores(session.present_scores, (*others, assumption))
    return _effect(session, then, assumption, arrow)


def _now(session: Session, subject: Subject) -> str:
    """What there is to assume of an item, as it is now."""
    parts = []
    for facet in Facet:
        try:
            assumption = assumption_of(session.present_scores, session.column, subject, facet, "1")
        except AssumptionError:
            continue
        low, high = present_ends(session.present_scores, assumption)
        ends = (
            numbers.format_value(low)
            if low == high
            else f"{numbers.format_value(low)}..{numbers.format_value(high)}"
        )
        parts.append(f"{facet} {ends or 'none'}")
    return f"now {', '.join(parts)}" if parts else ""


def _effect(session: Session, then: Scores, assumption: Assumption, arrow: str) -> Spans:
    """The item's score, and that of the top scorecard that it moves most."""
    now, at = session.present_scores, session.column
    spans: list[StyledSpan] = []
    tops = [card.address for card in session.model.tops]
    moved = sorted(tops, key=lambda top: -abs(_moved(now, then, top, at)))
    for address in dict.fromkeys((assumption.address, *moved[:1])):
        before, after = (item_figures(each, address, at) for each in (now, then))
        if before is not None and after is not None:
            spans.append(StyledSpan(f"{printable(session.label(address))} ", "dim"))
            spans += score_change_spans(before, after, arrow)
            spans.append(StyledSpan("   "))
    return tuple(spans)


def _moved(now: Scores, then: Scores, top: str, at: int) -> float:
    points = float(then.score[then.row[top], at] - now.score[now.row[top], at])
    return points if points == points else 0.0


# --- All of it


class AssumedCommand(Command):
    """Something to do about what is assumed."""

    section = Section.UNDERSTAND
    footer_word: ClassVar[str] = ""
    """What the line under the header calls it."""

    async def run(self, shell: AppContext) -> None:
        """Say what to do first where nothing is assumed."""
        if shell.session.whatif:
            await self.act(shell)
            return
        keys = shown_keys(WhatIf, shell.own_keys)
        how = f"; {keys[0]} on an item does" if keys else ""
        shell.say(f"nothing is assumed{how}")

    async def act(self, shell: AppContext) -> None:
        raise NotImplementedError


class KeepAssumed(AssumedCommand):
    id = "whatif.keep"
    keys = "W"
    title = "Keep what is assumed"
    help = (
        "writes what is assumed as one edit; assumptions about computed values stay, and are named"
    )
    footer_word = "keeps"
    edits = True

    async def act(self, shell: AppContext) -> None:
        """One edit of all that can be written."""
        session = shell.session
        plan = kept_assumptions(session)
        if not plan.kept:
            shell.say(f"nothing to write: {_left(session, plan.left)}", "warning")
            return
        if shell.edit(plan.edit):
            session.whatif.drop(plan.kept)
            if plan.left:
                undone = f"{len(plan.kept)} kept as one edit{shell.undo_hint}"
                shell.say(f"{undone}; still assumed: {_left(session, plan.left)}", "warning")


def _left(session: Session, left: Iterable[UnwritableAssumption]) -> str:
    return "; ".join(
        f"{printable(session.distinct_label(each.assumption.address))}, {each.why}" for each in left
    )


class DropAssumed(AssumedCommand):
    id = "whatif.drop"
    keys = "X"
    title = "Drop what is assumed"
    help = "leaves what-if and shows the present scores again"
    footer_word = "drops"

    async def act(self, shell: AppContext) -> None:
        assuming = shell.session.whatif
        count = len(assuming.assumptions)
        assuming.drop(assuming.assumptions)
        shell.say(f"dropped {count} assumption{'s' if count > 1 else ''}: the present scores again")


class ListAssumed(AssumedCommand):
    id = "whatif.list"
    title = "List what is assumed"
    help = "lists every assumption with what it replaces; enter drops one"

    async def act(self, shell: AppContext) -> None:
        session = shell.session
        options = [
            Option(assumption, assumption_text(session, assumption).whole)
            for assumption in session.whatif.assumptions
        ]
        head = session.home_address() or ""
        won = numbers.format_difference(assumed_points(session, head))
        explain = [(StyledSpan(f" {printable(session.label(head))} {won or 'no score'}", "dim"),)]
        chosen = await shell.ask(Choice("Assumed; enter drops one", options, explain))
        if chosen is not None:
            session.whatif.drop([chosen])


WHATIF: Commands = (WhatIf, KeepAssumed, DropAssumed, ListAssumed)
