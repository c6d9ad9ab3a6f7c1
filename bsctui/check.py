"""Everything there is to say about a workspace: errors, warnings, advice; and which of it was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui.config import Config, is_selected, load_config
from bsctui.text.diagnostics import Diagnostic, in_file_order

if TYPE_CHECKING:
    from bsctui.workspace import Workspace


def diagnose_workspace(workspace: Workspace, config: Config | None = None) -> list[Diagnostic]:
    """All problems of a workspace in file order: errors first found by reading, then what advisers say."""
    from bsctui.advice import advise

    config = config if config is not None else load_config(workspace.root)
    problems = [*workspace.model.diagnostics, *config.problems]
    if workspace.model.settings.calendar is not None:
        problems += advise(workspace.model, workspace.scores())
    return sorted(problems, key=in_file_order)


def selected_diagnostics(problems: list[Diagnostic], config: Config) -> list[Diagnostic]:
    """Those that the settings select; an error is never left out."""
    return [problem for problem in problems if is_selected(problem.code, config)]
