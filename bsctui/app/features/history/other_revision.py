"""The cascade under another revision's rules, or with another revision's results, beside the present one; from the palette."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from bsctui.app.core.commands import Command, Commands, Section
from bsctui.app.ui.choice import Option
from bsctui.app.ui.picker import Picker
from bsctui.escaping import printable

if TYPE_CHECKING:
    from pathlib import Path

    from bsctui.app.core.app_context import AppContext
    from bsctui.model.model import Model


class CrossScoringCommand(Command):
    """What both share: a revision is picked, the two are scored together, and shown to be read."""

    section = Section.UNDERSTAND
    prompt: ClassVar[str]
    heading: ClassVar[str]
    """What is shown, with `{}` for the revision."""

    async def run(self, shell: AppContext) -> None:
        """Ask which, score in a thread, show; enter in it goes to the item."""
        from bsctui.app.features.history.mixed_layer import MixedLayer
        from bsctui.git.command import GitError
        from bsctui.git.repository import branches_around

        session = shell.session
        if session.workspace.home is None or session.model.settings.calendar is None:
            shell.say("needs a git repository and a calendar")
            return
        names = await asyncio.to_thread(branches_around, session.workspace.place)
        options = [Option(name, name) for name in ("HEAD", *names)]
        revision = await shell.ask(Picker(self.prompt, options, typed=_typed))
        if revision is None:
            return
        try:
            model = await self._mixed(shell, revision)
        except GitError as error:
            shell.say(str(error), "warning")
            return
        if model.settings.calendar is None:
            shell.say(f"there is no calendar in {revision}: nothing can be scored", "warning")
            return
        title = self.heading.format(printable(revision))
        address = await shell.ask(MixedLayer(model, title))
        if address is not None and session.exists(address):
            session.visit(address)
        elif address is not None:
            shell.say(
                f"the files have no {address}: b shows the history of items that are still there",
                "warning",
            )

    async def _mixed(self, shell: AppContext, revision: str) -> Model:
        """The model to score, made again where the texts changed while it was made."""
        session = shell.session
        while True:
            texts = session.model
            mixed = await asyncio.to_thread(self.mix, session.workspace.place, texts, revision)
            if session.model is texts:
                return mixed

    def mix(self, place: Path, texts: Model, revision: str) -> Model:
        """Make the model to score; takes its time.

        Raises:
            GitError: There is no repository, or no such revision.
        """
        raise NotImplementedError


class OtherRules(CrossScoringCommand):
    id = "mixed.rules"
    title = "Score under the rules of a revision"
    help = "the present results under another revision's targets, weights and links; read-only"
    prompt = "whose rules: a branch or a revision"
    heading = "Read-only: the present results under the rules of {}"

    def mix(self, place: Path, texts: Model, revision: str) -> Model:
        """That one's rules, these results."""
        return _mixed(place, texts, revision, None)


class OtherResults(CrossScoringCommand):
    id = "mixed.data"
    title = "Score the results of a revision"
    help = "another revision's results under the present targets, weights and links; read-only"
    prompt = "whose results: a branch or a revision"
    heading = "Read-only: the results of {} under the present rules"

    def mix(self, place: Path, texts: Model, revision: str) -> Model:
        """These rules, that one's results."""
        return _mixed(place, texts, None, revision)


def _mixed(place: Path, texts: Model, rules: str | None, results: str | None) -> Model:
    from bsctui.review.cross_scoring import crossed_model_at

    return crossed_model_at(place, texts, rules, results)


def _typed(text: str) -> Option[str] | None:
    """What is typed, as a revision."""
    words = text.strip()
    return Option(words, f"{words}: this revision") if words and " " not in words else None


CROSS_SCORING: Commands = (OtherRules, OtherResults)
