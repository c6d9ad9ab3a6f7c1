"""What a user can begin with: a starter workspace for each of three tiers, and the demo that comes along."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Final, NamedTuple

from bsctui.edits.new_names import slug
from bsctui.edits.typed_values import text_token

SETTINGS_FILE: Final = "bsctui.toml"
AGENTS_FILE: Final = "AGENTS.md"

BEGINNING: Final = """\
# The settings of the workspace, and the scorecard of the whole organization.
bsc 1

calendar {calendar}
"""

OBJECTIVES: Final = """
objective grow "Grow profitably" in company.financial

kpi revenue "Revenue" in company.grow
  unit EUR
  aggregate sum
  better higher
  baseline 1.0M at {last_year}-Q4
  target 1.5M by {next_year}-Q4
  actual {year}-Q1: 1.05M

objective loved "Customers recommend us" in company.customer
  drives grow after 2 quarters

kpi recommend "Would recommend us" in company.loved
  leading
  unit %
  better higher
  baseline 40%
  target 60%
  actual {year}-Q1: 46%

objective fast "Deliver on time" in company.process
  drives loved after 1 quarter

kpi on_time "Delivered on time" in company.fast
  leading
  unit %
  better higher
  baseline 80%
  target 95%
  actual {year}-Q1: 84%

objective skilled "Skilled people who stay" in company.learning
  drives fast after 2 quarters

kpi trained "Trained this year" in company.skilled
  leading
  unit %
  better higher
  baseline 30%
  target 90%
  actual {year}-Q1: 45%
"""

UNIT: Final = """\
# A business unit: its objectives support those of the organization.
scorecard operations "Operations" under company
  owner "Head of operations"

objective short_queue "Short queues" in operations.process
  supports company.fast weight 2
  drives reliable

kpi lead_time "Days from order to delivery" in operations.short_queue
  leading
  unit days
  better lower
  baseline 12 at {last_year}-Q4
  target 6 by {next_year}-Q4
  actual {year}-Q1: 11

objective reliable "Customers can rely on us" in operations.customer
  supports company.loved

kpi complaints "Complaints per 100 orders" in operations.reliable
  better lower
  baseline 8
  target 3
  actual {year}-Q1: 7

objective lean "Spend where it counts" in operations.financial
  supports company.grow

kpi unit_cost "Cost per order" in operations.lean
  unit EUR
  better lower
  baseline 42
  target 36
  actual {year}-Q1: 41

objective flexible "Everybody knows two jobs" in operations.learning
  supports company.skilled
  drives short_queue after 1 quarter

kpi two_jobs "People trained in two jobs" in operations.flexible
  leading
  unit %
  better higher
  baseline 20%
  target 60%
  actual {year}-Q1: 28%
"""

TEAM: Final = """\
# A team: what its people can move themselves, this quarter.
scorecard packing "Packing team" under operations
  owner "Team lead"
  perspective process weight 60%
  perspective learning weight 40%

objective no_backlog "No order waits overnight" in packing.process
  supports operations.short_queue

kpi waiting "Orders left in the evening" in packing.no_backlog
  leading
  unit orders
  better lower
  baseline 25
  target 5
  actual {year}-Q1: 19

objective help_out "We can stand in for each other" in packing.learning
  supports operations.flexible
  drives no_backlog

kpi stations "Stations everybody can run" in packing.help_out
  leading
  unit stations
  better higher
  baseline 1
  target 4
  actual {year}-Q1: 2

initiative buddy_days "Buddy days" in packing.help_out
  state planned
  cause "Two stations stand still whenever one person is away"
"""

TIERS: Final = {"company.bsc": OBJECTIVES, "operations.bsc": UNIT, "packing.bsc": TEAM}

AGENTS: Final = """\
# Working on these scorecards

These `.bsc` files are balanced scorecards, kept as text under git and read by bsctui.

- `bsctui help language` has every keyword with an example, `bsctui help --format json` all of it for programs.
- After every edit run `bsctui check`. Fix every error before you go on; advice is worth reading.
- Prefer `bsctui set REF FIELD VALUE` and `bsctui record REF PERIOD VALUE` to editing lines by hand: they change one
  fact, keep every other byte, and refuse what would be an error. `bsctui rename`, `move` and `delete` take the
  references along.
- `bsctui score` and `bsctui explain REF` say what a number is and where it comes from. Never invent a value: a
  missing one is written `-`.
- Never raise a score by moving a goalpost. A target, baseline, weight, scale or past result that was changed to look
  better is what `bsctui diff` shows first; where one must change, write the reason in quotes at the end of its line.
- Before you commit, read `bsctui diff`: it says in plain words what the change means.
"""


class StarterPlan(NamedTuple):
    """What a workspace begins with.

    Attributes:
        name: What the scorecard is called.
        owner: Who answers for it, by full name; empty for nobody yet.
        monthly: Whether it reports every month instead of every quarter.
        sample: Whether objectives and KPIs come along as an example, or the scorecard stands alone.
        year: The first year of the calendar; None is this one.
    """

    name: str = "Our company"
    owner: str = "You"
    monthly: bool = False
    sample: bool = True
    year: int | None = None


def write_starter(folder: Path, plan: StarterPlan) -> list[Path]:
    """Write a small workspace to start from; returns the files.

    Raises:
        FileExistsError: One of the files is there already; then nothing was written.
        Refused: Name or owner hold what no text in a file may hold.
        OSError: The folder cannot be written.
    """
    texts = starter_texts(plan)
    present = next((file for file in sorted(folder.glob("*.bsc")) if file.stat().st_size), None)
    if present is not None:
        raise FileExistsError(f"`{present}` already exists")
    if (folder / SETTINGS_FILE).exists():
        del texts[SETTINGS_FILE]  # a workspace already, that keeps the settings it has
    folder.mkdir(parents=True, exist_ok=True)
    for name in texts:
        if (folder / name).exists():
            raise FileExistsError(f"`{folder / name}` already exists")
    if not (folder / AGENTS_FILE).exists():  # a repository's own says more than ours
        texts[AGENTS_FILE] = AGENTS
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return [folder / name for name in sorted(texts)]


def starter_texts(plan: StarterPlan) -> dict[str, str]:
    """The files of a new workspace, by name.

    Raises:
        Refused: Name or owner hold what no text in a file may hold.
    """
    import tomli_w

    first = plan.year if plan.year is not None else this_year()
    settings = {"check": {"strict": False}, "report": {"title": plan.name}}
    beginning = _beginning(plan, first)
    texts = {SETTINGS_FILE: tomli_w.dumps(settings)}
    if not plan.sample:
        return {f"{slug(plan.name, ())}.bsc": beginning, **texts}
    years = {"year": first, "next_year": first + 1, "last_year": first - 1}
    tiers = {name: text.format_map(years) for name, text in TIERS.items()}
    if plan.monthly:
        tiers = {name: _in_months(text) for name, text in tiers.items()}
    tiers["company.bsc"] = beginning + tiers["company.bsc"]
    return tiers | texts


def _beginning(plan: StarterPlan, first: int) -> str:
    """The calendar of two years, the person and the scorecard."""
    ends = ("01", "12") if plan.monthly else ("Q1", "Q4")
    grain = "months" if plan.monthly else "quarters"
    text = BEGINNING.format(calendar=f"{grain} {first}-{ends[0]}..{first + 1}-{ends[1]}")
    person = slug(plan.owner, ())
    if plan.owner:
        text += f"\nperson {person} {text_token(plan.owner)}\n"
    card = "company" if plan.sample else slug(plan.name, ())
    text += f"\nscorecard {card} {text_token(plan.name)}\n"
    if plan.sample:
        text += '  vision "What we want to be known for"\n'
    return f"{text}  owner {person}\n" if plan.owner else text


def _in_months(text: str) -> str:
    """The same with its quarters named by months: a first one by its first, a last one by its last."""
    return text.replace("-Q1", "-01").replace("-Q4", "-12")


def write_beside_scorecards(folder: Path) -> None:
    """Write what stands beside the scorecards of a workspace that was made of something else: its settings, and how to work on it.

    Raises:
        OSError: They cannot be written.
    """
    import tomli_w

    settings = {"check": {"strict": False}, "report": {"title": "Our scorecard"}}
    texts = {SETTINGS_FILE: tomli_w.dumps(settings)}
    if not (folder / AGENTS_FILE).exists():
        texts[AGENTS_FILE] = AGENTS
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def this_year() -> int:
    """The year that it is for the user."""
    from datetime import date

    return date.today().year


def demo_source() -> Path:
    """The sample that comes along: in the package of an installed wheel, at the top of a clone."""
    package = Path(__file__).resolve().parent
    return next(
        place
        for place in (package / "demo" / "skyline", package.parent / "samples" / "skyline")
        if place.is_dir()
    )


def copy_demo() -> Path:
    """A copy of the demo in a temporary folder, to be played with."""
    folder = Path(tempfile.mkdtemp(prefix="bsctui-demo-")) / "skyline"
    shutil.copytree(demo_source(), folder)
    return folder
