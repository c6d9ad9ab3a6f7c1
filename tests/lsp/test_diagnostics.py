"""Law: whatever was opened, changed, closed and written, the diagnostics are those of `check` on the same texts."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from lsprotocol import types

from bsctui.check import diagnose_workspace, selected_diagnostics
from bsctui.config import load_config
from bsctui.escaping import printable
from bsctui.lsp.client import Client
from bsctui.lsp.places import Encoding
from bsctui.workspace import Workspace
from tests.budget import budget
from tests.lsp.editor import Editor, everything

SETTINGS = "calendar quarters 2025-Q1..2026-Q4\n"
TOP = 'scorecard top "Top"\nobjective aim in top.financial\nkpi sold in top.aim\n  baseline 10\n  target 20\n  actual 2025-Q1: 12 13\n'
UNIT = "scorecard unit under top\nobjective part in unit.process\n  supports top.aim\nkpi made in unit.part\n  like top.sold\n  actual 2025-Q1: 12\n"
TEXTS = {"bsctui.toml": '[check]\nignore = ["A107"]\n', "a.bsc": SETTINGS + TOP, "b/unit.bsc": UNIT}

LINES = (
    "  target 20\n", "  targett 20\n", "  supports top.aim\n", "  supports top.amm\n", "kpi sold in top.aim\n", "kpi x\n",
    "objective aim in top.financial\n", "\n", "# 😀\n", "  actual 2025-Q1: 12 13\n", "  weight 2\u2028\n", "<<<<<<< a\n", ">>>>>>> b\n",
    "\r", "scorecard top\n", "calendar quarters 2025-Q1..2026-Q4\n", "  formula made / 0\n", "  was old\n", "  supports top.old\n", "", '  owner "é😀" x\n',
)  # fmt: skip


def of_check(folder: Path) -> dict[str, list[tuple[str, int, int, str]]]:
    """By file: code, line and column (from 0, in characters), and what is said."""
    config = load_config(folder)
    found: dict[str, list[tuple[str, int, int, str]]] = {}
    for problem in selected_diagnostics(diagnose_workspace(Workspace.load(folder), config), config):
        told = "\n".join(printable(text) for text in (problem.message, problem.help) if text)
        place = (problem.code, problem.line - 1, problem.column - 1, told)
        found.setdefault(problem.path, []).append(place)
    return {path: sorted(places) for path, places in found.items()}


def of_editor(editor: Editor) -> dict[str, list[tuple[str, int, int, str]]]:
    """The same as the client was told, for texts whose lines are the document's."""
    base = editor.folder.as_uri() + "/"
    return {
        uri.removeprefix(base): sorted(
            (one.code, one.range.start.line, one.range.start.character, one.message)
            for one in shown
        )
        for uri, shown in editor.shown.items()
        if shown
    }


@settings(max_examples=budget(40))
@given(st.data())
def test_after_any_changes_the_diagnostics_are_those_of_check(data):
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        editor = Editor(folder, TEXTS, Client(Encoding.UTF_32))
        texts = {name: TEXTS[name] for name in ("a.bsc", "b/unit.bsc")}
        for name in texts:
            if data.draw(st.booleans()):
                editor.open(name)
        editor.judge()
        for _ in range(data.draw(st.integers(1, 4))):
            name = data.draw(st.sampled_from(sorted(texts)))
            if editor.session.view(editor.uri(name)).path not in editor.session.projects[0].opened:
                editor.open(name, texts[name])
            lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", texts[name])
            lines = lines[:-1] if lines[-1] == "" else lines
            row = data.draw(st.integers(0, len(lines)))
            end = min(row + data.draw(st.integers(0, 2)), len(lines))
            new = data.draw(st.sampled_from(LINES))
            if not "".join(lines[:row]).endswith(("\n", "\r")) and row:
                continue
            editor.change(
                name,
                types.TextDocumentContentChangePartial(everything((row, 0), (end, 0)), new),
            )
            texts[name] = "".join([*lines[:row], new, *lines[end:]])
            editor.judge(with_advice=data.draw(st.booleans()))
        editor.judge()
        for name, text in texts.items():
            assert editor.session.view(editor.uri(name)).places.text == text
            (folder / name).write_bytes(text.encode())
        if not any("\r" in text for text in texts.values()):
            assert of_editor(editor) == of_check(folder)


def test_files_that_are_not_open_are_judged_and_cleared_when_mended(tmp_path):
    editor = Editor(tmp_path, {**TEXTS, "b/unit.bsc": UNIT + "  wieght 2\n"})
    editor.judge()
    assert [one.code for one in editor.shown[editor.uri("b/unit.bsc")] if one.code[0] == "E"]
    (tmp_path / "b/unit.bsc").write_text(UNIT)
    assert editor.session.look()
    editor.judge()
    assert not [one for one in editor.shown[editor.uri("b/unit.bsc")] if one.code[0] == "E"]


def test_what_is_open_is_the_clients_until_it_is_closed(tmp_path):
    editor = Editor(tmp_path, TEXTS)
    editor.open("a.bsc", TEXTS["a.bsc"] + "  wieght 2\n")
    (tmp_path / "a.bsc").write_text(TEXTS["a.bsc"] + "  tag x\n")
    editor.session.look()
    editor.judge()
    assert "E107" in {one.code for one in editor.shown[editor.uri("a.bsc")]}
    editor.close("a.bsc")
    editor.judge()
    assert "E107" not in {one.code for one in editor.shown[editor.uri("a.bsc")]}
    assert "tag x" in "".join(editor.session.projects[0].documents["a.bsc"].lines)


def test_advice_stays_with_its_record_while_others_are_typed(tmp_path):
    editor = Editor(
        tmp_path, {"a.bsc": SETTINGS + "scorecard top\nobjective aim in top.financial\n"}
    )
    editor.open("a.bsc")
    editor.judge()
    before = {(one.code, one.range.start.line) for one in editor.shown[editor.uri("a.bsc")]}
    assert ("A101", 2) in before
    change = types.TextDocumentContentChangePartial(everything((1, 0), (1, 0)), "# a remark\n\n")
    editor.change("a.bsc", change)
    editor.judge(with_advice=False)
    after = {(one.code, one.range.start.line) for one in editor.shown[editor.uri("a.bsc")]}
    assert ("A101", 4) in after


def test_the_settings_of_the_workspace_hold_and_are_judged_too(tmp_path):
    editor = Editor(tmp_path, {**TEXTS, "bsctui.toml": "[check]\nignroe = []\n"})
    editor.judge()
    assert [one.code for one in editor.shown[editor.uri("bsctui.toml")]] == ["W102"]
    (tmp_path / "bsctui.toml").write_text('[check]\nignore = ["A"]\n')
    assert editor.session.look()
    editor.judge()
    assert not any(one.code.startswith("A") for shown in editor.shown.values() for one in shown)


def test_a_message_says_what_to_write_and_names_the_other_line(tmp_path):
    editor = Editor(tmp_path, {"a.bsc": SETTINGS + "scorecard top\nscorecard top\n"})
    editor.judge()
    (error,) = (one for one in editor.shown[editor.uri("a.bsc")] if one.code == "E203")
    assert "is declared twice" in error.message
    assert error.message.count("\n") == 1
    assert error.severity == types.DiagnosticSeverity.Error
    assert [other.location.range.start.line for other in error.related_information] == [1]


def test_what_was_renamed_is_told_by_its_new_name(tmp_path):
    texts = {"a.bsc": SETTINGS + TOP.replace("\nkpi", "\n  was goal\nkpi"), "b.bsc": UNIT.replace("top.aim", "top.goal")}  # fmt: skip
    editor = Editor(tmp_path, texts)
    editor.open("b.bsc")
    editor.judge()
    (error,) = (one for one in editor.shown[editor.uri("b.bsc")] if one.code[0] == "E")
    assert error.message.endswith("it is called `top.aim` now")
    row, column = editor.find("b.bsc", "top.goal")
    here = everything((row, column), (row, column))
    context = types.CodeActionContext([])
    (fix,) = editor.ask("textDocument/codeAction", "b.bsc", range=here, context=context)
    assert fix.title == "write `top.aim`"


def test_a_file_outside_of_every_folder_is_a_workspace_of_its_own(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "out.bsc").write_text(SETTINGS + "scorecard far\n  wieght 1\n")
    editor = Editor(tmp_path / "in", {"a.bsc": SETTINGS + "scorecard near\n"})
    uri = (tmp_path / "out.bsc").as_uri()
    item = types.TextDocumentItem(uri, "bsc", 1, (tmp_path / "out.bsc").read_text())
    editor.session.open(types.DidOpenTextDocumentParams(item))
    editor.judge()
    assert [one.code for one in editor.shown[uri] if one.code[0] == "E"] == ["E107"]
    assert len(editor.session.projects) == 2
    editor.session.close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri)))
    assert len(editor.session.projects) == 1


def test_a_text_that_is_in_no_file_yet_is_judged(tmp_path):
    editor = Editor(tmp_path, {})
    item = types.TextDocumentItem("untitled:Untitled-1", "bsc", 1, "scorecard s\n  wieght 1\n")
    editor.session.open(types.DidOpenTextDocumentParams(item))
    editor.judge()
    assert "E107" in {one.code for one in editor.shown["untitled:Untitled-1"]}
