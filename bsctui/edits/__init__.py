"""The one small vocabulary by which the app and the commands change a workspace: every edit is an edit of lines."""

from __future__ import annotations

from bsctui.edits.addresses import MoveRecord, RenameRecord
from bsctui.edits.edit import Compound, Edit, Intent, Plan, Refused, Texts
from bsctui.edits.fields import RewriteLine, SetField, UnsetField
from bsctui.edits.linking import DropLink, SetLinkWeight
from bsctui.edits.raw import ReplaceRecordText
from bsctui.edits.records import AddRecord, DeleteRecord, Reorder
from bsctui.edits.running import Outcome, run
from bsctui.edits.tags import Retag
from bsctui.edits.together import Refusal, Together, Trial, trial
from bsctui.edits.values import RecordValue, read_cell

__all__ = [
    "AddRecord",
    "Compound",
    "DeleteRecord",
    "DropLink",
    "Edit",
    "Intent",
    "MoveRecord",
    "Outcome",
    "Plan",
    "RecordValue",
    "Refusal",
    "Refused",
    "RenameRecord",
    "Reorder",
    "ReplaceRecordText",
    "Retag",
    "RewriteLine",
    "SetField",
    "SetLinkWeight",
    "Texts",
    "Together",
    "Trial",
    "UnsetField",
    "read_cell",
    "run",
    "trial",
]
