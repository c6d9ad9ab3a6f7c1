"""A workspace at work: a directory of documents, kept in step with its model, its scores and the disk."""

from bsctui.storage.workspace_files import WorkspaceError
from bsctui.workspace.results import Change, Conflict, ReloadReport, Resolution, SaveReport
from bsctui.workspace.workspace import Preview, Workspace, collector_at_rest

__all__ = [
    "Change",
    "Conflict",
    "Preview",
    "ReloadReport",
    "Resolution",
    "SaveReport",
    "Workspace",
    "WorkspaceError",
    "collector_at_rest",
]
