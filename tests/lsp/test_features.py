"""What an editor is answered, each row of the table, on texts small enough to be read."""

from __future__ import annotations

import pytest
from lsprotocol import types

from bsctui.edits import Refused
from bsctui.lsp.client import Client
from bsctui.lsp.places import Encoding
from bsctui.lsp.settings import EditorSettings
from tests.lsp.editor import Editor, applied, everything, put

TOP = """\
calendar quarters 2025-Q1..2026-Q4
person anna "Anna Berg"

scorecard top "Top"
  owner anna

objective aim "Grow" in top.financial

kpi sold "Seats sold" in top.aim
  unit seats
  baseline 10
  target 20
  actual 2025-Q1: 12 15
  meta wiki "see https://example.org/a?b=1, page 2"
  source db "sold.sql"

kpi double in top.aim
  formula sold * 2 + prev(top.sold)
  aggregate average
  baseline 20
  target 40
"""
UNIT = """\
# The unit
# below the top.
scorecard unit "Unit" under top

objective part "Part" in unit.process

kpi made in unit.part
  like top.sold
  actual 2025-Q1: 12
"""
METHOD = "textDocument/"


@pytest.fixture
def editor(tmp_path):
    found = Editor(
        tmp_path, {"bsctui.toml": "", "a.bsc": TOP, "b/unit.bsc": UNIT, "sold.sql": "select 1"}
    )
    found.open("a.bsc")
    found.open("b/unit.bsc")
    found.judge()
    return found


def at(editor, method, name, text, shift=0, **more):
    row, column = editor.find(name, text)
    return editor.ask(f"{METHOD}{method}", name, row, column + shift, **more)


def fixes(editor, name, row, only=None):
    context = types.CodeActionContext([], only=only)
    return editor.ask(
        f"{METHOD}codeAction", name, range=everything((row, 0), (row, 0)), context=context
    )


# --- Quick fixes


def test_an_offer_that_mends_is_a_quick_fix(editor):
    row, _ = editor.find("a.bsc", "  target 20")
    editor.change(
        "a.bsc", types.TextDocumentContentChangePartial(everything((row, 2), (row, 8)), "targt")
    )
    (action,) = [one for one in fixes(editor, "a.bsc", row) if one.kind == "quickfix"]
    assert action.title == "write `target`"
    assert action.is_preferred
    assert applied(editor, action.edit) == {"a.bsc": TOP}
    assert action.edit.document_changes[0].text_document.version == 2


def test_an_offer_that_brings_another_error_is_none(editor):
    # `like` does not take an objective, so the closest name would be wrong in another way.
    row, _ = editor.find("a.bsc", "  owner anna")
    editor.change(
        "a.bsc",
        types.TextDocumentContentChangePartial(
            everything((row, 0), (row, 0)), "  supports top.aim\n"
        ),
    )
    editor.judge()
    assert [one.code for one in editor.shown[editor.uri("a.bsc")] if one.code[0] == "E"]
    assert fixes(editor, "a.bsc", row) == []


def test_only_is_honoured(editor):
    row, _ = editor.find("b/unit.bsc", "objective part")
    assert fixes(editor, "b/unit.bsc", row, only=[types.CodeActionKind.QuickFix])
    assert fixes(editor, "b/unit.bsc", row, only=[types.CodeActionKind.Empty])
    assert (
        fixes(editor, "b/unit.bsc", row, only=[types.CodeActionKind.SourceOrganizeImports]) is None
    )


def test_a_missing_line_of_sight_is_mended_from_below_and_from_above(editor):
    row, _ = editor.find("b/unit.bsc", "objective part")
    upward = [one for one in fixes(editor, "b/unit.bsc", row) if "supports" in one.title]
    assert [one.title for one in upward] == ["`unit.part` supports `top.aim`"]
    texts = applied(editor, upward[0].edit)
    assert 'objective part "Part" in unit.process\n  supports top.aim\n' in texts["b/unit.bsc"]
    row, _ = editor.find("a.bsc", "objective aim")
    downward = [one for one in fixes(editor, "a.bsc", row) if "supports" in one.title]
    assert [one.title for one in downward] == ["`unit.part` supports `top.aim`"]
    assert applied(editor, downward[0].edit) == texts


# --- Completion and hover


def test_completion_proposes_keywords_names_and_periods_in_the_apps_order(editor):
    def labels(text, shift):
        items = at(editor, "completion", "a.bsc", text, shift).items
        assert [one.sort_text for one in items] == sorted(one.sort_text for one in items)
        return [one.label for one in items]

    assert labels("  target 20", 4)[:1] == ["tag"]
    assert {"prev", "unit.made"} <= set(labels("  formula sold", 10))
    assert "2025-Q3" in labels("2025-Q1: 12", 0)


def test_completion_stands_at_an_empty_place_too(editor):
    row, _ = editor.find("a.bsc", "  target 20")
    editor.change(
        "a.bsc", types.TextDocumentContentChangePartial(everything((row, 0), (row, 0)), "  \n")
    )
    labels = [one.label for one in editor.ask(f"{METHOD}completion", "a.bsc", row, 2).items]
    assert {"weight", "owner", "tolerance"} <= set(labels)
    assert "unit" not in labels  # it is already there


def test_a_proposal_replaces_what_is_typed_in_the_clients_units(editor):
    text = '# 😀\nkpi new "😀😀" in top.a\n'
    editor.change("b/unit.bsc", types.TextDocumentContentChangeWholeDocument(text))
    column = len('kpi new "😀😀" in top.a') + 2
    items = editor.ask(f"{METHOD}completion", "b/unit.bsc", 1, column).items
    edit = next(one.text_edit for one in items if one.label == "top.aim")
    assert edit.range == everything((1, column - 5), (1, column))


def test_what_matches_by_label_is_kept_by_the_client(editor):
    text = "objective x in unit.process\n  aligns grow"
    editor.change("b/unit.bsc", types.TextDocumentContentChangeWholeDocument(UNIT + text))
    row = (UNIT + text).count("\n")
    found = editor.ask(f"{METHOD}completion", "b/unit.bsc", row, 13)
    (item,) = [one for one in found.items if one.label == "top.aim"]
    assert found.is_incomplete
    assert item.filter_text == "grow"


def test_hover_tells_the_definition_then_how_it_stands(editor):
    told = at(editor, "hover", "b/unit.bsc", "top.sold", 5).contents.value
    definition, around, score, figures = told.split("\n\n")
    assert definition == '```bsc\nkpi sold "Seats sold" in top.aim\n```'
    assert around == "in Grow, owner Anna Berg"
    assert score == "**2025-Q2**: 50.0 amber"  # 15 on the way from 10 to 20
    assert figures == "value 15 seats, target 20 seats"


def test_hover_names_the_members_that_count(editor):
    told = at(editor, "hover", "a.bsc", "objective aim", 11).contents.value
    assert "- Seats sold `top.sold`: 50.0, 50% of the score" in told


def test_hover_over_a_keyword_is_its_page_of_help(editor):
    told = at(editor, "hover", "a.bsc", "  target 20", 4).contents.value
    assert "a constant target (in: kpi)" in told
    assert "`target 35M by 2026-Q4`" in told


def test_hover_is_plain_for_a_client_that_shows_no_markdown(editor):
    editor.session.client = Client(Encoding.UTF_16)
    contents = at(editor, "hover", "b/unit.bsc", "top.sold", 5).contents
    assert contents.kind == types.MarkupKind.PlainText
    assert "```" not in contents.value
    assert "**" not in contents.value


def test_text_of_a_file_styles_no_hover(editor):
    evil = "[x](https://e.org) <b>"
    editor.change("a.bsc", types.TextDocumentContentChangeWholeDocument(TOP.replace("Grow", evil)))
    told = at(editor, "hover", "a.bsc", "kpi sold", 5).contents.value.partition("```\n")[2]
    assert "[x](" not in told
    assert "<b>" not in told


# --- Names


def places(locations):
    return [
        (one.uri.rpartition("/")[2], one.range.start.line, one.range.start.character)
        for one in locations
    ]


def test_definition_and_references_go_by_meaning(editor):
    found = at(editor, "definition", "b/unit.bsc", "top.sold", 5)
    assert places([found]) == [("a.bsc", 8, 4)]
    context = types.ReferenceContext(include_declaration=True)
    found = at(editor, "references", "a.bsc", "kpi sold", 5, context=context)
    assert places(found) == [
        ("a.bsc", 8, 4),
        ("a.bsc", 17, 10),
        ("a.bsc", 17, 30),
        ("unit.bsc", 7, 11),
    ]


def test_highlights_stay_in_the_file(editor):
    found = at(editor, "documentHighlight", "a.bsc", "kpi sold", 5)
    assert [(one.range.start.line, one.kind.name) for one in found] == [
        (8, "Write"),
        (17, "Read"),
        (17, "Read"),
    ]


def test_rename_takes_every_file_along(editor):
    edit = at(editor, "rename", "b/unit.bsc", "top.sold", 5, new_name="seats")
    texts = applied(editor, edit)
    assert texts["a.bsc"] == TOP.replace("kpi sold", "kpi seats").replace(
        "in top.aim\n  unit", "in top.aim\n  was top.sold\n  unit"
    ).replace("sold * 2 + prev(top.sold)", "seats * 2 + prev(top.seats)")
    assert texts["b/unit.bsc"] == UNIT.replace("top.sold", "top.seats")


def test_a_client_without_versions_gets_plain_changes(editor):
    editor.session.client = Client(Encoding.UTF_16)
    edit = at(editor, "rename", "b/unit.bsc", "top.sold", 5, new_name="seats")
    assert edit.document_changes is None
    assert put(UNIT, edit.changes[editor.uri("b/unit.bsc")]) == UNIT.replace(
        "top.sold", "top.seats"
    )


@pytest.mark.parametrize(
    ("new", "said"),
    [("9x", "is not a valid name"), ("double", "is taken"), ("sold", "has that name already")],
)
def test_a_rename_is_refused_in_the_apps_words(editor, new, said):
    with pytest.raises(Refused, match=said):
        at(editor, "rename", "a.bsc", "kpi sold", 5, new_name=new)


def test_what_only_the_settings_declare_is_not_renamed(editor):
    with pytest.raises(Refused, match="`financial` is a perspective"):
        at(editor, "prepareRename", "a.bsc", "top.financial", 6)
    assert at(editor, "prepareRename", "a.bsc", "kpi sold", 5).placeholder == "sold"


# --- The text's structure


def test_symbols_are_the_tree_within_a_file(editor):
    found = editor.ask(f"{METHOD}documentSymbol", "a.bsc")
    top = next(one for one in found if one.name == "top")
    (aim,) = top.children
    assert [(one.name, one.detail) for one in aim.children] == [
        ("sold", "Seats sold"),
        ("double", "kpi"),
    ]
    assert (top.range.start.line, top.range.end.line) == (3, 20)
    assert [one.name for one in found] == ["quarters", "anna", "top"]


def test_workspace_symbols_go_by_address_and_label(editor):
    def names(query):
        return [one.name for one in editor.ask("workspace/symbol", "a.bsc", query=query)]

    assert names("seats") == ["top.sold Seats sold", "unit.made Seats sold"]
    assert names("unit.p") == ["unit.part Part"]
    assert names("nothing at all") == []


def test_formatting_is_fmt_as_one_edit(editor):
    text = TOP.replace("  unit seats", "\tunit   seats").replace("  target 20", "    target 20")
    editor.change("a.bsc", types.TextDocumentContentChangeWholeDocument(text))
    (edit,) = editor.ask(f"{METHOD}formatting", "a.bsc", options=None)
    assert put(text, [edit]) == TOP
    assert edit.range.start.line == 9
    assert edit.range.end.line == 11
    editor.change("a.bsc", types.TextDocumentContentChangeWholeDocument(TOP))
    assert editor.ask(f"{METHOD}formatting", "a.bsc", options=None) == []


def test_formatting_of_a_range_takes_whole_records(editor):
    text = TOP.replace("  unit seats", "    unit seats").replace("  formula", "     formula")
    editor.change("a.bsc", types.TextDocumentContentChangeWholeDocument(text))
    span = everything((11, 0), (11, 3))
    edits = editor.ask(f"{METHOD}rangeFormatting", "a.bsc", range=span, options=None)
    assert put(text, edits) == TOP.replace("  formula", "     formula")


def test_formatting_keeps_a_line_end_whole(editor):
    text = 'scorecard s\r\n  owner   "x"\r\n'
    editor.change("b/unit.bsc", types.TextDocumentContentChangeWholeDocument(text))
    (edit,) = editor.ask(f"{METHOD}formatting", "b/unit.bsc", options=None)
    assert (edit.range.start.line, edit.range.start.character) == (0, 11)
    assert edit.new_text == '\n  owner "x"\n'


def test_semantic_tokens_are_the_grammars(editor):
    data = editor.ask(
        f"{METHOD}semanticTokens/range", "a.bsc", range=everything((8, 0), (8, 0))
    ).data
    tokens = [tuple(data[at : at + 5]) for at in range(0, len(data), 5)]
    # kpi, sold (declared), "Seats sold", in, top.aim
    assert tokens == [
        (8, 0, 3, 0, 0),
        (0, 4, 4, 1, 1),
        (0, 5, 12, 3, 0),
        (0, 13, 2, 0, 0),
        (0, 3, 7, 2, 0),
    ]
    full = editor.ask(f"{METHOD}semanticTokens/full", "a.bsc").data
    assert len(full) > len(data)


def test_records_and_comments_fold(editor):
    found = editor.ask(f"{METHOD}foldingRange", "b/unit.bsc")
    assert [(one.start_line, one.end_line, one.kind) for one in found] == [
        (0, 1, "comment"),
        (6, 8, None),
    ]


def test_selections_grow_from_word_to_file(editor):
    row, column = editor.find("a.bsc", "  target 20")
    (found,) = editor.ask(
        f"{METHOD}selectionRange", "a.bsc", positions=[types.Position(row, column + 9)]
    )
    spans = []
    while found is not None:
        spans.append((found.range.start.line, found.range.start.character, found.range.end.line))
        found = found.parent
    assert spans == [(11, 9, 11), (11, 0, 11), (8, 0, 14), (0, 0, 21)]


def test_addresses_of_the_web_and_sql_files_are_links(editor):
    found = editor.ask(f"{METHOD}documentLink", "a.bsc")
    assert [one.target for one in found] == ["https://example.org/a?b=1", editor.uri("sold.sql")]


# --- Scores beside the text


def test_lenses_stand_over_scorecards_and_objectives_and_kpis_on_request(editor):
    def titles():
        return [one.command.title for one in editor.ask(f"{METHOD}codeLens", "a.bsc")]

    assert len(titles()) == 2
    assert titles()[0].startswith("2025-Q2: ")
    editor.session.settings = EditorSettings(codeLensKpis=True)
    assert "2025-Q2: 50.0 amber" in titles()
    editor.session.settings = EditorSettings(codeLens=False)
    assert editor.ask(f"{METHOD}codeLens", "a.bsc") is None


def test_hints_are_off_until_asked_for_and_stand_at_the_end_of_the_line(editor):
    span = everything((0, 0), (30, 0))
    assert editor.ask(f"{METHOD}inlayHint", "a.bsc", range=span) is None
    editor.session.settings = EditorSettings(inlayHints=True)
    found = editor.ask(f"{METHOD}inlayHint", "a.bsc", range=span)
    place = found[2].position
    assert TOP.splitlines()[place.line].startswith("kpi sold")
    assert place.character == len(TOP.splitlines()[place.line])


def test_the_type_hierarchy_is_the_line_of_sight(editor):
    row, _ = editor.find("b/unit.bsc", "objective part")
    line = "  supports top.aim\n"
    change = types.TextDocumentContentChangePartial(everything((row + 1, 0), (row + 1, 0)), line)
    editor.change("b/unit.bsc", change)
    (part,) = at(editor, "prepareTypeHierarchy", "b/unit.bsc", "objective part", 11)
    (aim,) = editor.ask("typeHierarchy/supertypes", "b/unit.bsc", item=part)
    assert (part.data, aim.data) == ("unit.part", "top.aim")
    assert [one.data for one in editor.ask("typeHierarchy/subtypes", "a.bsc", item=aim)] == [
        "unit.part"
    ]


def test_a_large_workspace_answers_before_it_is_scored(editor, monkeypatch):
    monkeypatch.setattr("bsctui.lsp.project.AT_ONCE", 1)
    row, _ = editor.find("a.bsc", "  target 20")
    change = types.TextDocumentContentChangePartial(everything((row, 9), (row, 11)), "30")
    editor.change("a.bsc", change)
    told = at(editor, "hover", "a.bsc", "kpi sold", 5).contents.value
    assert "Seats sold" in told
    assert "2025-Q2" not in told
    editor.judge()
    assert "2025-Q2" in at(editor, "hover", "a.bsc", "kpi sold", 5).contents.value
