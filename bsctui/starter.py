"""What a user can begin with: a starter workspace for each of three tiers, and the demo that comes along."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Final

SETTINGS: Final = {
    "check": {"strict": False},
    "report": {"title": "Our scorecard"},
}

ORGANIZATION: Final = """\
# The settings of the workspace, and the scorecard of the whole organization.
bsc 1

calendar quarters {year}-Q1..{next_year}-Q4

person owner "You"

scorecard company "Our company"
  vision "What we want to be known for"
  owner owner

objective grow "Grow profitably" in company.financial

kpi revenue "Revenue" in company.grow
  unit EUR
  aggregate sum
  baseline 1.0M at {last_year}-Q4
  target 1.5M by {next_year}-Q4
  actual {year}-Q1: 1.05M

objective loved "Customers recommend us" in company.customer
  drives grow after 2 quarters

kpi recommend "Would recommend us" in company.loved
  leading
  unit %
  baseline 40%
  target 60%
  actual {year}-Q1: 46%

objective fast "Deliver on time" in company.process
  drives loved after 1 quarter

kpi on_time "Delivered on time" in company.fast
  leading
  unit %
  baseline 80%
  target 95%
  actual {year}-Q1: 84%

objective skilled "Skilled people who stay" in company.learning
  drives fast after 2 quarters

kpi trained "Trained this year" in company.skilled
  leading
  unit %
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
  baseline 1
  target 4
  actual {year}-Q1: 2

initiative buddy_days "Buddy days" in packing.help_out
  state planned
  cause "Two stations stand still whenever one person is away"
"""

FILES: Final = {"company.bsc": ORGANIZATION, "operations.bsc": UNIT, "packing.bsc": TEAM}


def write_starter(folder: Path, year: int | None = None) -> list[Path]:
    """Write a small workspace to start from; returns the files.

    Raises:
        FileExistsError: One of the files is there already; then nothing was written.
        OSError: The folder cannot be written.
    """
    import tomli_w

    first = year if year is not None else _this_year()
    years = {"year": first, "next_year": first + 1, "last_year": first - 1}
    texts = {name: text.format_map(years) for name, text in FILES.items()}
    texts["bsctui.toml"] = tomli_w.dumps(SETTINGS)
    folder.mkdir(parents=True, exist_ok=True)
    for name in texts:
        if (folder / name).exists():
            raise FileExistsError(f"`{folder / name}` is there already")
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return [folder / name for name in sorted(texts)]


def _this_year() -> int:
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
