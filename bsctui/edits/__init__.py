"""The one small vocabulary by which the app and the commands change a workspace: every edit is an edit of lines."""

from __future__ import annotations

from bsctui.edits.apply import EditOutcome, apply_edit
from bsctui.edits.batch import BatchTrial, EditBatch, Refusal, try_edits
from bsctui.edits.edit import Compound, Edit, EditPlan, Intent, Refused, Texts
from bsctui.edits.fields import RewriteLine, SetField, UnsetField
from bsctui.edits.line_ops import ReplaceRecordText
from bsctui.edits.readdress import MoveRecord, RenameRecord
from bsctui.edits.record_actuals import Actual, ActualsOf, RecordActuals
from bsctui.edits.records import AddRecord, DeleteRecord, ReorderRecord
from bsctui.edits.support_links import DropLink, SetLinkWeight
from bsctui.edits.tags import ChangeTags
from bsctui.edits.values import Cell, RecordValue, SetCells, read_cell

__all__ = [
    "Actual",
    "ActualsOf",
    "AddRecord",
    "BatchTrial",
    "Cell",
    "ChangeTags",
    "Compound",
    "DeleteRecord",
    "DropLink",
    "Edit",
    "EditBatch",
    "EditOutcome",
    "EditPlan",
    "Intent",
    "MoveRecord",
    "RecordActuals",
    "RecordValue",
    "Refusal",
    "Refused",
    "RenameRecord",
    "ReorderRecord",
    "ReplaceRecordText",
    "RewriteLine",
    "SetCells",
    "SetField",
    "SetLinkWeight",
    "Texts",
    "UnsetField",
    "apply_edit",
    "read_cell",
    "try_edits",
]
