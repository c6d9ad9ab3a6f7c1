"""Commands for the period in view: a step, another grain, one that is typed, the current one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui.app.core.commands import Command, Section
from bsctui.app.core.spans import StyledSpan
from bsctui.app.ui.prompt import Prompt

if TYPE_CHECKING:
    from bsctui.app.core.app_context import AppContext
    from bsctui.app.core.commands import CommandOutcome
    from bsctui.app.core.spans import Spans


class LaterPeriod(Command):
    id = "period.next"
    keys = "right_square_bracket,shift+right"
    title = "Next period"
    help = "shows the next period"
    section = Section.PERIOD
    step = 1

    def run(self, shell: AppContext) -> CommandOutcome:
        if not shell.view.step_period(self.step):
            shell.say("the calendar ends here")
        return None


class EarlierPeriod(LaterPeriod):
    id = "period.previous"
    keys = "left_square_bracket,shift+left"
    title = "Previous period"
    help = "shows the period before"
    step = -1


class CoarserGrain(Command):
    """Months to quarters, quarters to years."""

    id = "grain.coarser"
    keys = "shift+up"
    title = "Coarser grain"
    help = "shows longer periods (quarters, years)"
    section = Section.PERIOD
    step = 1

    def run(self, shell: AppContext) -> CommandOutcome:
        if not shell.session.step_grain(self.step):
            shell.say("there is no other grain in that direction")
        return None


class FinerGrain(CoarserGrain):
    """Years to quarters, quarters to months."""

    id = "grain.finer"
    keys = "shift+down"
    title = "Finer grain"
    help = "shows shorter periods, down to the calendar's"
    step = -1


class TypePeriod(Command):
    id = "period.type"
    keys = "p"
    title = "Go to a period"
    synonyms = "month quarter year date calendar"
    help = "asks for a period such as 2025-Q3 and shows it"
    section = Section.PERIOD

    async def run(self, shell: AppContext) -> None:
        session = shell.session

        def verdict(text: str) -> Spans | None:
            before = session.grain, session.period
            trouble = session.show_period(text) if text else None
            session.grain, session.period = before
            return (StyledSpan(trouble, "error"),) if trouble else None

        answer = await shell.ask(Prompt("Period", session.period_text, verdict=verdict))
        if answer:
            session.show_period(answer)


class CurrentPeriod(Command):
    id = "period.current"
    keys = "0"
    title = "Current period"
    help = "shows the current period"
    section = Section.PERIOD

    def run(self, shell: AppContext) -> CommandOutcome:
        shell.session.show_current()
        return None
