"""Every code of advice and warning: what `bsctui help A101` says."""

from __future__ import annotations

from typing import Final

from bsctui.text.codes import DiagnosticCode

CODES: Final = {
    "A101": DiagnosticCode("nothing measures it", "An objective has neither a KPI nor a supporter, so it can have no score.", 'objective grow "Grow" in company.financial', "Give it a KPI, or let an objective below support it."),
    "A102": DiagnosticCode("no line of sight", "An objective below the top tier supports and aligns with nothing above.", 'objective fast "Fast" in team.process', "Write `supports` or `aligns` with the objective it serves."),
    "A103": DiagnosticCode("not cascaded", "Nothing below supports or aligns with this objective of the top tier.", 'objective grow "Grow" in company.financial', "Let a unit's objective support it."),
    "A104": DiagnosticCode("no early warning", "An objective has only lagging KPIs, and nothing drives it.", "  lagging", "Add a leading KPI, or say what drives it."),
    "A105": DiagnosticCode("no target", "A KPI that counts has neither a target nor a scale.", 'kpi revenue "Revenue" in company.grow', "Give it a target, or weight 0."),
    "A106": DiagnosticCode("no recent values", "A KPI has no value for its last two periods up to the current one.", "  actual 2024-Q1: 5", "Record what is missing, or end the KPI with `until`."),
    "A107": DiagnosticCode("nobody owns it", "Neither a KPI nor anything above it has an owner; said once, at the scorecard at the top.", 'kpi revenue "Revenue" in company.grow', "Name an `owner`, best on the scorecard."),
    "A108": DiagnosticCode("percent weights", "Percent weights among siblings do not total 100, or stand beside weights that are not percentages.", "  weight 30%", "Fix the weights, or leave the percent signs out."),
    "A109": DiagnosticCode("too much to steer by", "A scorecard has more than 25 KPIs or more than 24 objectives.", 'scorecard company "Company"', "Leave out what nobody acts on, or cut the scorecard in two."),
    "A110": DiagnosticCode("cause and effect", "An objective below the top perspective drives nothing, a link runs downward, or causes run in a circle.", "  drives able_people", "Say what it drives; causes run from learning up to finance."),
    "A111": DiagnosticCode("a perspective without objective", "A scorecard of the top tier has no objective in one of the perspectives.", 'scorecard company "Company"', "Add an objective, or declare the perspectives you use."),
    "A112": DiagnosticCode("one member decides", "One of three or more members carries more than half of its parent's weight.", "  weight 10", "Balance the weights."),
    "A113": DiagnosticCode("red and nobody acts", "A red objective or KPI has no active initiative on it or on its objective.", 'kpi complaints "Complaints" in company.loved', "Begin an initiative that is `state active`."),
    "A114": DiagnosticCode("green above, red below", "An objective's own KPIs and its supporters are in different bands.", "  supports company.fast", "Check which of the two tells the truth."),
    "A115": DiagnosticCode("a formula nobody can combine", "A scored formula has no `aggregate`, so it has no value in a coarser view.", "  formula profit / revenue * 100", "Write `aggregate recompute` for a ratio, `sum` for a total, `last` for a running total."),
    "A116": DiagnosticCode("counted twice", "Something reaches an objective by value (`feeds`) and by score (`supports`).", "  feeds company.revenue", "Use one of the two; `aligns` keeps the line of sight without a score."),
    "A117": DiagnosticCode("initiative late or over budget", "An initiative is overdue or over budget at the current period.", "  due 2025-03-31", "Close it, move the date, find the rest, or stop it."),
    "A119": DiagnosticCode("which way is better?", "A target, with neither `better` nor a written baseline apart from it, is read as `better higher`.", "  target 150", "Write `better higher` or `better lower`."),
    "A120": DiagnosticCode("a value that cannot be right", "A value is at least 20 times the median of its neighbours within three years, or at most a 20th of it, though these are much alike; or it has another sign than all of them.", "  actual 2025-01: 1400 1390 1.410", "Correct it; if it is right, a `note` on its period says so."),
    "A118": DiagnosticCode("unknown person", "An owner or reporter is not a declared `person`, while persons are declared.", "  owner ann", "Declare the person, or write free text in quotes."),
}  # fmt: skip
"""Alignment advice."""
