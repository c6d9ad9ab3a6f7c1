"""Everything there is to say about a workspace: errors, warnings, advice; and which of it was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui.config import Config, is_selected, load_config
from bsctui.text.diagnostics import Diagnostic, in_file_order

if TYPE_CHECKING:
    from bsctui.workspace import Workspace
    from bsctui.workspace.scored import ScoredModel


def diagnose_workspace(workspace: Workspace, config: Config | None = None) -> list[Diagnostic]:
    """All problems of a workspace in file order: errors first found by reading, then what advisers say."""
    config = config if config is not None else load_config(workspace.root)
    return diagnosed(workspace.scored, config)


def diagnosed(scored: ScoredModel, config: Config) -> list[Diagnostic]:
    """The same of a model and its scores."""
    found = [*scored.model.diagnostics, *config.problems, *advice(scored)]
    return sorted(found, key=in_file_order)


def advice(scored: ScoredModel) -> list[Diagnostic]:
    """What advisers say of a model; nothing while it has no calendar."""
    from bsctui.advice import advise

    if scored.model.settings.calendar is None:
        return []
    return advise(scored.model, scored.scores())


def selected_diagnostics(problems: list[Diagnostic], config: Config) -> list[Diagnostic]:
    """Those that the settings select; an error is never left out."""
    return [problem for problem in problems if is_selected(problem.code, config)]
