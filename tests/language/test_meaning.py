"""Definitions and references, as cases in the language; and that both ways lead to each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from bsctui.language.cursor import TextCursor
from bsctui.language.symbols import (
    LanguageSymbol,
    SymbolKind,
    hover_text,
    mentions,
    symbol_at,
    symbol_definition,
    symbol_references,
)
from bsctui.model.references import references_of
from bsctui.workspace import Workspace
from tests.language.cases import BASE, cases, here, model_of

SAMPLE = Workspace.load(Path(__file__).parents[2] / "samples" / "skyline")


@pytest.mark.parametrize("case", cases("meaning.txt"), ids=lambda case: case.name)
def test_meaning(case):
    model = model_of(BASE)
    subject = symbol_at(here(case.text))
    if subject is None:
        assert case.offered == ""
        return
    spot = symbol_definition(model, subject)
    line = model.documents[spot.path].line_text(spot.line) if spot else ""
    assert f"{subject.kind} {subject.name}, {line}".rstrip() == case.offered


def test_every_reference_of_the_sample_names_what_its_definition_declares():
    model = SAMPLE.model
    for address in model.names.declared:
        subject = LanguageSymbol(SymbolKind.ADDRESS, address)
        spot = symbol_definition(model, subject)
        assert spot is not None
        text = model.documents[spot.path].line_text(spot.line)
        assert text[spot.start - 1 : spot.end - 1] == address.rpartition(".")[2]
        for other in symbol_references(model, subject):
            text = model.documents[other.path].line_text(other.line)
            assert text[other.start - 1 : other.end - 1] in {address, address.rpartition(".")[2]}


def test_references_are_the_lines_that_the_model_says_refer():
    model = SAMPLE.model
    lines = {}
    for path, document in model.documents.items():
        for record in document.records:
            for mention in references_of(path, record):
                lines.setdefault(mention.address, set()).add(model.place(mention.origin))
    for address in (*model.objectives, *model.kpis, *model.measures):
        wanted = lines.get(address, set())
        assert {model.place(origin) for origin in model.references_to(address)} == wanted
        found = {
            (s.path, s.line)
            for s in symbol_references(model, LanguageSymbol(SymbolKind.ADDRESS, address))
        }
        assert found == wanted


def test_references_of_a_person_are_where_they_own_or_report():
    model = model_of(BASE + "kpi x in skyline.profit\n  owner anna\n  reporter anna\n")
    found = symbol_references(model, LanguageSymbol(SymbolKind.PERSON, "anna"))
    lines = [model.documents[spot.path].line_text(spot.line).strip() for spot in found]
    assert lines == ["owner anna", "reporter anna"]


def test_no_line_of_the_sample_means_something_outside_of_itself():
    for document in SAMPLE.documents.values():
        for record in document.records:
            for raw in record.lines:
                for mention in mentions(raw, record.header):
                    assert raw[mention.start : mention.end].strip() != ""


def test_what_stands_at_a_place_is_told_in_a_line():
    model = model_of(BASE)
    text = BASE.split("\n")
    row = next(at for at, line in enumerate(text) if line.startswith("  supports skyline"))
    assert hover_text(TextCursor(text, row, 20), model) == (
        "objective skyline.turnaround: Fast ground turnaround"
    )
    assert hover_text(TextCursor(text, row, 3), model).startswith("cascade: its score counts")
