"""Tables imported in memory: what the workspace says afterwards, or what was asked."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from bsctui.exchange.importing.known_rows import settle_with_known
from bsctui.exchange.importing.matching import RowMatching
from bsctui.exchange.importing.outcome import ImportOptions
from bsctui.exchange.importing.plan import BringRows
from bsctui.exchange.reading.extract import extract
from bsctui.exchange.reading.mapping import ImportMapping
from bsctui.exchange.tables.delimited import read_delimited
from bsctui.exchange.tables.workbook import read_workbook
from bsctui.workspace import Workspace


class Asked(Exception):
    def __init__(self, questions):
        super().__init__("; ".join(_as_read(each) for each in questions))
        self.questions = questions
        self.topics = [each.topic.value for each in questions]


def _as_read(question):
    return f"{'; '.join((question.text, *question.details))} [{question.option}]"


@dataclass
class Imported:
    workspace: Workspace
    findings: object
    result: object
    mapping: ImportMapping

    @property
    def texts(self):
        return {
            path: "".join(document.lines) for path, document in self.workspace.documents.items()
        }

    @property
    def text(self):
        return "".join(self.texts.values())

    @property
    def unread(self):
        return {str(each.place): each.text for each in self.findings.unread}

    @property
    def skipped(self):
        return {str(each.place): each.what for each in self.findings.skipped}

    def kpi(self, label):
        model = self.workspace.model
        (found,) = [kpi for kpi in model.quantities() if kpi.display_name == label]
        return found

    def actuals(self, label):
        """By period, as written; missing ones are left out."""
        kpi = self.kpi(label)
        calendar = self.workspace.model.settings.calendar
        from bsctui.model.periods import Period

        return {
            calendar.fiscal.format(Period(kpi.definition.grain, line.start + at)): value
            for line in kpi.actuals
            for at, value in enumerate(line.values)
            if value == value
        }

    def lines(self, label):
        """The statements of a KPI's record."""
        record = self.workspace.model.record_of(self.kpi(label).address)[1]
        return [line.strip() for line in record.lines[1:] if line.strip()]


def sheets_of(name, content):
    if isinstance(content, str):
        content = content.encode()
    if content.startswith(b"PK"):
        return read_workbook(content, name)
    return [read_delimited(content, name)]


def imported(content, *, name="table.csv", into=None, options=None, **mapping):
    """A table in a workspace; raises `Asked` where it leaves a doubt."""
    workspace = into if isinstance(into, Workspace) else Workspace.from_texts(into or {})
    known = mapping.pop("mapping", None) or ImportMapping(**mapping)
    findings, understood = extract(sheets_of(name, content), known)
    settle_with_known(findings, known, RowMatching(workspace.model, known.scorecard))
    if findings.questions:
        raise Asked(findings.questions)
    edit = BringRows(findings, understood, options or ImportOptions("board"))
    workspace.apply(edit)
    return Imported(workspace, findings, edit.result, understood)


def workbook(**sheets):
    """The bytes of a workbook with some sheets, each a list of rows; `(value, format)` is a formatted cell."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row, cells in enumerate(rows, 1):
            for column, cell in enumerate(cells, 1):
                value, form = cell if isinstance(cell, tuple) else (cell, None)
                target = sheet.cell(row, column, value)
                if form is not None:
                    target.number_format = form
    return saved(book)


def saved(book):
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()
