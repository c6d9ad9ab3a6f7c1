"""Every code of advice and warning: what `bsctui help A101` says."""

from __future__ import annotations

from typing import Final

from bsctui.text.codes import DiagnosticCode

CODES: Final = {
    "A101": DiagnosticCode("nothing measures it", "An objective has neither a KPI nor a supporter, so it can have no score.", 'objective grow "Grow" in company.financial', "Give it a KPI, or let an objective below support it."),
    "A102": DiagnosticCode("no line of sight", "An objective below the top tier neither supports nor aligns with an objective above it.", 'objective fast "Fast" in team.process', "Write `supports` or `aligns` with the objective it serves."),
    "A103": DiagnosticCode("not cascaded", "Nothing below supports or aligns with this objective of the top tier.", 'objective grow "Grow" in company.financial', "Let a unit's objective support it."),
    "A104": DiagnosticCode("no early warning", "An objective has only lagging KPIs, and nothing drives it.", "  lagging", "Add a leading KPI, or say what drives it."),
    "A105": DiagnosticCode("no target", "A KPI that counts has neither a target nor a scale.", 'kpi revenue "Revenue" in company.grow', "Give it a target, or weight 0."),
    "A106": DiagnosticCode("no recent values", "A KPI has no value for its last two periods up to the current one.", "  actual 2024-Q1: 5", "Record the missing values, or end the KPI with `until`."),
    "A107": DiagnosticCode("nobody owns it", "Neither this KPI nor anything above it has an owner. Reported once, at the top scorecard.", 'kpi revenue "Revenue" in company.grow', "Name an `owner`, preferably on the scorecard."),
    "A108": DiagnosticCode("percent weights", "Percent weights among siblings do not total 100, or are mixed with weights that are not percentages.", "  weight 30%", "Correct the weights, or remove the percent signs."),
    "A109": DiagnosticCode("too many KPIs or objectives", "A scorecard has more than 25 KPIs or more than 24 objectives.", 'scorecard company "Company"', "Remove what nobody acts on, or split the scorecard in two."),
    "A110": DiagnosticCode("cause and effect", "An objective below the top perspective drives nothing, a link runs downward, or causes run in a circle.", "  drives able_people", "Say what it drives; cause and effect run from learning up to finance."),
    "A111": DiagnosticCode("a perspective without an objective", "A scorecard of the top tier has no objective in one of the perspectives.", 'scorecard company "Company"', "Add an objective, or declare the perspectives you use."),
    "A112": DiagnosticCode("one member dominates", "One of three or more members has more than half of its parent's weight.", "  weight 10", "Balance the weights."),
    "A113": DiagnosticCode("red and nobody acts", "A red objective or KPI has no active initiative on it or on its objective.", 'kpi complaints "Complaints" in company.loved', "Start an initiative with `state active`."),
    "A114": DiagnosticCode("green above, red below", "An objective's own KPIs and its supporters are in different bands.", "  supports company.fast", "Check which of the two is right."),
    "A115": DiagnosticCode("a formula without `aggregate`", "A scored formula has no `aggregate`, so it has no value in views of longer periods.", "  formula profit / revenue * 100", "Write `aggregate recompute` for a ratio, `sum` for a total, `last` for a running total."),
    "A116": DiagnosticCode("counted twice", "The same KPI counts in an objective twice: by value (`feeds`) and by score (`supports`).", "  feeds company.revenue", "Use only one of the two; `aligns` keeps the line of sight without adding a score."),
    "A117": DiagnosticCode("initiative late or over budget", "An initiative is overdue or over budget at the current period.", "  due 2025-03-31", "Close it, move the date, find more budget, or stop it."),
    "A119": DiagnosticCode("which way is better?", "A KPI has a target, but neither `better` nor a baseline that differs from it; it is read as `better higher`.", "  target 150", "Write `better higher` or `better lower`."),
    "A120": DiagnosticCode("a value that cannot be right", "A value is at least 20 times the median of the values within three years of it, or at most a twentieth, although those are similar to each other; or its sign differs from all of theirs.", "  actual 2025-01: 1400 1390 1.410", "Correct it; if it is right, add a `note` on its period."),
    "A118": DiagnosticCode("unknown person", "The workspace declares persons, but this owner or reporter is not one of them.", "  owner ann", "Declare the person, or write free text in quotes."),
}  # fmt: skip
"""Alignment advice."""
