"""Reports that the tests of this room share; `python -m tests.report.examples` writes the golden anew."""

from __future__ import annotations

import dataclasses
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bsctui.check import diagnose_workspace, selected_diagnostics
from bsctui.config import load_config
from bsctui.report.gather import gather_report
from bsctui.report.markdown import markdown_report
from bsctui.report.reading import ScoreReader
from bsctui.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable

    from bsctui.report.content import Report

SAMPLES = Path(__file__).parents[2] / "samples"
GOLDEN = Path(__file__).parent / "goldens" / "skyline.md"
NAMES = ("skyline", "cityscore", "energy", "minimal")

OWN_WORDS = frozenset({"status", "sign", "logo", "strategy"})
"""Fields that hold words of our own, from closed sets."""


def report_on(workspace: Workspace, at: int | None = None, **parts: Any) -> Report:
    """A report on a workspace; by default on its current period."""
    scores = workspace.scores()
    config = load_config(workspace.root) if workspace.home is not None else None
    problems = (
        diagnose_workspace(workspace, config)
        if config is None
        else selected_diagnostics(diagnose_workspace(workspace, config), config)
    )
    reader = ScoreReader(scores, scores.current if at is None else at, parts.pop("selection", None))
    return gather_report(reader, problems, **parts)


def of_text(text: str, at: int | None = None, **parts: Any) -> Report:
    """A report on one file's text."""
    return report_on(Workspace.from_texts({"w.bsc": text}), at, **parts)


def of_sample(name: str) -> Report:
    """A report on a sample."""
    return report_on(Workspace.load(SAMPLES / name))


def with_every_text(report: Any, change: Callable[[str], str]) -> Any:
    """The same report with every text in it changed but our own words."""
    if isinstance(report, Enum) or (
        not isinstance(report, str | tuple) and not dataclasses.is_dataclass(report)
    ):
        return report
    if isinstance(report, str):
        return change(report) if report else report
    if dataclasses.is_dataclass(report):
        return dataclasses.replace(
            report,
            **{
                one.name: with_every_text(getattr(report, one.name), change)
                for one in dataclasses.fields(report)
                if one.name not in OWN_WORDS
            },
        )
    names = getattr(report, "_fields", ())
    values = [
        value if name in OWN_WORDS else with_every_text(value, change)
        for name, value in zip(names or range(len(report)), report, strict=True)
    ]
    return type(report)(*values) if names else tuple(values)


if __name__ == "__main__":
    GOLDEN.parent.mkdir(exist_ok=True)
    GOLDEN.write_text(markdown_report(of_sample("skyline")), "utf-8")
