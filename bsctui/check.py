"""Everything there is to say about a workspace: errors, warnings, advice; and which of it was asked for."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bsctui.config import Config, is_selected, load_config
from bsctui.text.diagnostics import Diagnostic, in_file_order

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bsctui.model.model import Model
    from bsctui.workspace import Workspace
    from bsctui.workspace.scored import ScoredModel


def diagnose_workspace(workspace: Workspace, config: Config | None = None) -> list[Diagnostic]:
    """All problems of a workspace in file order: errors first found by reading, then what advisers say."""
    config = config if config is not None else load_config(workspace.root)
    return diagnosed(workspace.scored, config)


def diagnosed(scored: ScoredModel, config: Config) -> list[Diagnostic]:
    """The same of a model and its scores; advice is not sought where the settings ask for none."""
    from bsctui.advice.codes import CODES

    advised = advice(scored) if any(is_selected(code, config) for code in CODES) else []
    problems = [*reading_problems(scored.model), *config.problems, *advised]
    return sorted(problems, key=in_file_order)


def advice(scored: ScoredModel) -> list[Diagnostic]:
    """What advisers say of a model; nothing while it has no calendar."""
    from bsctui.advice.advise import advise

    if scored.model.settings.calendar is None:
        return []
    return advise(scored.model, scored.scores())


def selected_diagnostics(problems: list[Diagnostic], config: Config) -> list[Diagnostic]:
    """Those that the settings select; an error is never left out."""
    return [problem for problem in problems if is_selected(problem.code, config)]


_UNKNOWN: Final = re.compile(r"no [^`]* named `([^`]+)`")


def reading_problems(model: Model) -> list[Diagnostic]:
    """What reading found; where a reference names what has another name now, its help is that name."""
    unknown = [_UNKNOWN.fullmatch(problem.message) for problem in model.diagnostics]
    if not any(unknown):
        return list(model.diagnostics)
    former = _new_names(model)
    new_names = [_new_name(match[1], former) if match else None for match in unknown]
    return [
        problem if new is None else replace(problem, help=f"it is called `{new}` now")
        for problem, new in zip(model.diagnostics, new_names, strict=True)
    ]


def _new_names(model: Model) -> Mapping[str, str]:
    """Former address -> the present one, as `was` says."""
    former: dict[str, str] = {}
    for item in model.names.declared.values():
        card, dot, _ = item.address.partition(".")
        for statement in item.origin.record.statements:
            if statement.form.name == "was":
                ref = statement.parts[0]
                former.setdefault(f"{card}.{ref}" if dot and "." not in ref else ref, item.address)
    return former


def _new_name(address: str, former: Mapping[str, str]) -> str | None:
    """What something is called now: by itself, or with its scorecard."""
    card, dot, name = address.partition(".")
    if address not in former and dot and card in former:
        return f"{former[card]}.{name}"
    return former.get(address)
