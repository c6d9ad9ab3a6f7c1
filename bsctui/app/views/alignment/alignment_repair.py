"""`.`: gives an objective its line of sight, by one `supports` line in whichever of the two says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui.app.features.edit.item_command import ItemCommand
from bsctui.app.ui.choice import Option
from bsctui.app.ui.picker import Picker
from bsctui.edits import SetField
from bsctui.escaping import printable
from bsctui.language.sight import alignment_repair

if TYPE_CHECKING:
    from bsctui.app.core.app_context import AppContext
    from bsctui.app.core.session import Session


def objective_text(session: Session, address: str) -> str:
    """An objective in the list to pick from: label, scorecard and address, all of which can be typed."""
    objective = session.model.objectives[address]
    card = session.label(objective.scorecard)
    return printable(f"{session.label(address)}, {card}  ({address})")


class RepairAlignment(ItemCommand):
    id = "alignment.mend"
    keys = "full_stop"
    title = "Fix the line of sight"
    help = "picks an objective of a higher tier and writes `supports`; at the top picks a supporter"
    footer = "mend"

    async def change(self, shell: AppContext, address: str) -> None:
        session = shell.session
        if address not in session.model.objectives:
            shell.say("only an objective has a line of sight: go to one of its lines", "warning")
            return
        repair = alignment_repair(session.model, address)
        if not repair.others:
            where = "a higher" if repair.upward else "a lower"
            shell.say(f"there is no objective of {where} tier that is not linked yet", "warning")
            return
        label = printable(session.label(address))
        prompt = f"{label} supports" if repair.upward else f"{label} is supported by"
        options: list[Option[str]] = [
            Option(other, objective_text(session, other), _tier(session, other))
            for other in repair.others
        ]
        other = await shell.ask(Picker(prompt, options))
        if other is not None:
            giver, receiver = repair.link(address, other)
            shell.edit(SetField(giver, "supports", receiver))


def _tier(session: Session, address: str) -> str:
    card = session.model.scorecards[session.model.objectives[address].scorecard]
    tiers = session.model.settings.tiers
    return printable(next((each.label for each in tiers if each.name == card.tier), card.tier))
