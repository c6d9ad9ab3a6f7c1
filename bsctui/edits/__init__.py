"""The one small vocabulary by which the app and the commands change a workspace: every edit is an edit of lines."""

from __future__ import annotations

from bsctui.edits.apply import Outcome, run
from bsctui.edits.batch import Refusal, Together, Trial, trial
from bsctui.edits.edit import Compound, Edit, Intent, Plan, Refused, Texts
from bsctui.edits.fields import RewriteLine, SetField, UnsetField
from bsctui.edits.line_ops import ReplaceRecordText
from bsctui.edits.readdress import MoveRecord, RenameRecord
from bsctui.edits.record_actuals import Actual, ActualsOf, RecordActuals
from bsctui.edits.records import AddRecord, DeleteRecord, Reorder
from bsctui.edits.support_links import DropLink, SetLinkWeight
from bsctui.edits.tags import Retag
from bsctui.edits.values import RecordValue, read_cell

__all__ = [
    "Actual",
    "ActualsOf",
    "AddRecord",
    "Compound",
    "DeleteRecord",
    "DropLink",
    "Edit",
    "Intent",
    "MoveRecord",
    "Outcome",
    "Plan",
    "RecordActuals",
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
