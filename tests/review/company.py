"""A company of 400 people with 20 scorecards, and one month's close of it: 19 new values, a restated one, 10 decisions."""

from __future__ import annotations

from bsctui.review.comparison import Comparison, compare
from bsctui.workspace import Workspace

UNITS = ("sales", "operations", "people", "finance")
TEAMS = (
    ("north", "sales"), ("south", "sales"), ("web", "sales"), ("care", "sales"), ("key_accounts", "sales"),
    ("assembly", "operations"), ("welding", "operations"), ("paint", "operations"), ("logistics", "operations"), ("quality", "operations"),
    ("hiring", "people"), ("training", "people"), ("safety", "people"),
    ("billing", "finance"), ("buying", "finance"),
)  # fmt: skip

_NEW = {card: 69 + at % 6 for at, card in enumerate([*UNITS, *(team for team, _ in TEAMS)])}
"""The new month's value of each of 19 scorecards' first KPI."""


def _card(name: str, above: str, value: str) -> str:
    label = name.replace("_", " ").capitalize()
    return (
        f'scorecard {name} "{label}" under {above}\n  owner "Head of {label.lower()}"\n\n'
        f'objective deliver "Deliver as promised" in {name}.customer\n  supports {above}.deliver\n\n'
        f'kpi on_time "Orders on time" in {name}.deliver\n  unit %\n  baseline 50\n  target 90\n  actual 2026-05: 66 68{value}\n\n'
        f'kpi returns "Returned orders" in {name}.deliver\n  better lower\n  carry\n  baseline 40\n  target 20\n  actual 2026-05: 31 30\n\n'
    )


def _text(values: dict[str, str]) -> str:
    top = (
        "calendar months 2026-01..2026-12\n  closed CLOSED\n\n"
        'scorecard firm "Firm"\n\nobjective deliver "Deliver as promised" in firm.customer\n\n'
    )
    units = "".join(_card(unit, "firm", values.get(unit, "")) for unit in UNITS)
    return top + units + "".join(_card(team, unit, values.get(team, "")) for team, unit in TEAMS)


def before() -> str:
    """The workspace before the close."""
    return _text({}).replace("CLOSED", "2026-06")


def after() -> str:
    """The workspace as the close proposes it."""
    text = _text({card: f" {value}" for card, value in _NEW.items()}).replace("CLOSED", "2026-07")
    for card, old, new in (
        ("welding", "target 90", 'target 80 "The new line is late"'),
        ("paint", "target 90", 'target 82 "The new line is late"'),
        ("assembly", "target 90", 'target 85 "The new line is late"'),
        ("web", "target 20", "target 26"),
        ("north", "target 90", 'target 93 "Won two carriers"'),
        ("south", "target 90", 'target 92 "Won two carriers"'),
        ("hiring", "baseline 50", "baseline 45"),
        ("care", "target 90\n", "target 90\n  weight 2\n"),
        ("billing", "  supports finance.deliver\n", "  supports finance.deliver weight 2\n"),
        ("safety", "target 20", 'target 18 "Agreed with the works council"'),
        ("quality", "66 68", "66 71"),
    ):
        at = text.index(f"scorecard {card} ")
        end = text.find("\nscorecard ", at)
        end = end if end > 0 else len(text)
        assert old in text[at:end], (card, old)
        text = text[:at] + text[at:end].replace(old, new, 1) + text[end:]
    at = text.index("scorecard quality")
    return text[:at] + text[at:].replace("  actual 2026-05: 66 71", '  note 2026-06 "Counted anew after the audit"\n  actual 2026-05: 66 71', 1)  # fmt: skip


def close() -> Comparison:
    """The review of the close."""
    sides = (Workspace.from_texts({"firm.bsc": text}).model for text in (before(), after()))
    return compare(*sides)
