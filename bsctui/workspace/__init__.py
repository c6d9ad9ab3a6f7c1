"""A workspace at work: a directory of documents, kept in step with its model, its scores and the disk.

`workspace` holds it, `scored` its scores; `disk_sync` takes in what others write, `undo_rebase` keeps undo through that,
`journal` and `recovery` lose nothing when the program does; `results` is what each of these answers.
"""

from bsctui.storage.workspace_files import WorkspaceError
from bsctui.workspace.results import AppliedEdit, Conflict, ReloadReport, Resolution, SaveReport
from bsctui.workspace.workspace import Preview, Workspace, garbage_collector_paused

__all__ = [
    "AppliedEdit",
    "Conflict",
    "Preview",
    "ReloadReport",
    "Resolution",
    "SaveReport",
    "Workspace",
    "WorkspaceError",
    "garbage_collector_paused",
]
