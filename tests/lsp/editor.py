"""An editor without a pipe: the session's own calls, for what needs no protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lsprotocol import types

from bsctui.check import advice
from bsctui.lsp.client import Client
from bsctui.lsp.diagnostics import Publisher
from bsctui.lsp.features import FEATURES
from bsctui.lsp.places import Encoding
from bsctui.lsp.session import EditorSession
from bsctui.lsp.turns import LongAnswer

if TYPE_CHECKING:
    from pathlib import Path

FULL = Client(Encoding.UTF_16, versioned=True, markdown=True, related=True, tree=True)


class Editor:
    """One client of a session; texts are told by name."""

    def __init__(self, folder: Path, texts: dict[str, str], client: Client = FULL) -> None:
        self.folder = folder
        for name, text in texts.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(text.encode("utf-8", "surrogateescape"))
        self.session = EditorSession()
        self.session.client = client
        self.session.work_in([folder.as_uri()])
        self.publisher = Publisher()
        self.shown: dict[str, list[types.Diagnostic]] = {}

    def uri(self, name: str) -> str:
        return (self.folder / name).as_uri()

    def open(self, name: str, text: str | None = None) -> None:
        content = text if text is not None else (self.folder / name).read_text(encoding="utf-8")
        item = types.TextDocumentItem(self.uri(name), "bsc", 1, content)
        self.session.open(types.DidOpenTextDocumentParams(item))

    def change(self, name: str, *changes: Any, version: int = 2) -> None:
        identifier = types.VersionedTextDocumentIdentifier(version, self.uri(name))
        self.session.change(types.DidChangeTextDocumentParams(identifier, list(changes)))

    def close(self, name: str) -> None:
        identifier = types.TextDocumentIdentifier(self.uri(name))
        self.session.close(types.DidCloseTextDocumentParams(identifier))

    def judge(self, *, with_advice: bool = True) -> None:
        """Tell what is wrong now, as the server does once the keys rest."""
        for project in self.session.projects:
            if with_advice:
                project.keep_advice(advice(project.scored(project.model)))
            for news in self.publisher.news(self.session, project):
                self.shown[news.uri] = list(news.diagnostics)

    def ask(self, method: str, name: str, row: int = 0, column: int = 0, **more: Any) -> Any:
        """A request about a place; what else it takes is given by name."""
        answer = FEATURES[method].answer
        params_type = types.METHOD_TO_TYPES[method][2]
        known = {field.name for field in params_type.__attrs_attrs__}
        values: dict[str, Any] = {
            "text_document": types.TextDocumentIdentifier(self.uri(name)),
            "position": types.Position(row, column),
            **more,
        }
        params = params_type(**{key: value for key, value in values.items() if key in known})
        result = answer(self.session, params)
        while isinstance(result, LongAnswer):
            result = result.take_turn()
        return result

    def find(self, name: str, text: str) -> tuple[int, int]:
        """Where a text first stands in an open file."""
        lines = self.session.view(self.uri(name)).document.lines
        row = next(at for at, line in enumerate(lines) if text in line)
        return row, lines[row].index(text)


def applied(editor: Editor, edit: types.WorkspaceEdit) -> dict[str, str]:
    """The texts after a workspace edit of an editor whose texts are plain."""
    texts: dict[str, str] = {}
    for each in edit.document_changes or []:
        uri = each.text_document.uri
        name = uri.removeprefix(editor.folder.as_uri() + "/")
        view = editor.session.view(uri)
        texts[name] = put(view.places.text, each.edits)
    return texts


def put(text: str, edits: Any) -> str:
    """A text of ASCII lines after edits."""
    lines = text.split("\n")
    starts = [sum(len(line) + 1 for line in lines[:at]) for at in range(len(lines) + 1)]
    places = sorted(
        ((starts[p.line] + p.character, starts[q.line] + q.character, e.new_text) for e in edits for p, q in [(e.range.start, e.range.end)]),
        reverse=True,
    )  # fmt: skip
    for start, end, new in places:
        text = text[:start] + new + text[end:]
    return text


def everything(start: tuple[int, int], end: tuple[int, int]) -> types.Range:
    return types.Range(types.Position(*start), types.Position(*end))
