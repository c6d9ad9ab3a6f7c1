"""Problems with the items they are about; pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bsctui.check import diagnose_workspace, selected_diagnostics
from bsctui.config import load_config
from bsctui.model.names import declared_address
from bsctui.text.forms import MARGIN_HEADERS

if TYPE_CHECKING:
    from bsctui.app.core.session import Session
    from bsctui.text.diagnostics import Diagnostic
    from bsctui.workspace import Workspace


class Finding(NamedTuple):
    """A problem, and the address of the record that it stands in (None for settings and the like)."""

    problem: Diagnostic
    address: str | None


def workspace_findings(workspace: Workspace) -> list[Finding]:
    """Errors first, then the rest, each in file order; what the workspace's settings leave out is left out."""
    config = load_config(workspace.root)
    diagnostics = selected_diagnostics(diagnose_workspace(workspace, config), config)
    ordered = sorted(diagnostics, key=lambda problem: not problem.is_error)
    return [
        Finding(problem, address_at(workspace, problem.path, problem.line)) for problem in ordered
    ]


def address_at(workspace: Workspace, path: str, line: int) -> str | None:
    """What the record at a line declares, or whose data it holds."""
    document = workspace.documents.get(path)
    record = document.record_at(line) if document is not None else None
    header = record.header if record is not None else None
    if header is not None and header.form.name in MARGIN_HEADERS:
        return header.parts[0]
    return declared_address(header)


def is_of_user(session: Session, finding: Finding) -> bool:
    """Whether the user (`me`) owns or reports what a problem is about."""
    entity = session.entity(finding.address) if finding.address else None
    if entity is None or session.me is None:
        return False
    return session.me in {session.model.owner(entity), entity.reporter}
