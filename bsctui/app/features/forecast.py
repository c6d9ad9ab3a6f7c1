"""The command that continues the chart of a KPI into the periods to come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui.app.core.commands import Command, Commands, Section

if TYPE_CHECKING:
    from bsctui.app.core.app_context import AppContext
    from bsctui.app.core.session import Session


class ShowForecast(Command):
    id = "forecast"
    keys = "F"
    title = "Forecast in the chart, on and off"
    help = "continues the chart with its 80% range, and shows how likely it is to meet the target"
    section = Section.UNDERSTAND

    def enabled(self, shell: AppContext) -> bool:
        """There is nothing to continue without periods."""
        return bool(shell.session.scores.periods)

    def run(self, shell: AppContext) -> None:
        """Turn it on or off; what is selected is looked at now, other KPIs when the cursor rests on them."""
        session = shell.session
        session.forecast_cache.shown = not session.forecast_cache.shown
        if session.forecast_cache.shown:
            shell.say(_forecast_message(session))
        else:
            shell.say("forecasts are hidden")


def _forecast_message(session: Session) -> str:
    """What the user sees now, or why there is nothing to see."""
    if session.scores.current >= len(session.scores.periods) - 1:
        return "forecasts end with the calendar, and the current period is its last: extend the calendar"
    address = session.selected or ""
    from bsctui.analysis.kpi_forecast import LARGE

    if address not in session.model.kpis:
        if len(session.model.kpis) > LARGE:
            return "forecasts are shown in the charts of KPIs; for the scores of a workspace this large use `bsctui forecast`"
        return "all scores are being simulated; the forecast shows beside the cursor"
    prospect = session.forecast_cache.get_or_make(session.scores, address)
    if prospect is None:
        return "there is nothing to forecast here"
    if prospect.last is None:
        return "there is no measured value to forecast from; other KPIs show their forecast when the cursor is on them"
    if prospect.few:
        return "too few values for a range: it stays at the last one (a forecast needs 4)"
    return "dotted: the forecast, between the lines of its 80% range; F hides it"


FORECASTING: Commands = (ShowForecast,)
