"""What the documentation shows is read by the program that it documents."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bsctui.app.ui.view import VIEWS
from bsctui.model.build import build
from bsctui.text.diagnostics import render_diagnostic
from bsctui.text.document import read_document
from bsctui.text.forms import HEADERS, STATEMENTS, keywords
from bsctui.text.grammar import keywords_of

ROOT = Path(__file__).parents[2]
PAGES = ("README.md", "grammar/README.md")


def examples():
    for page in PAGES:
        text = (ROOT / page).read_text(encoding="utf-8")
        for number, match in enumerate(re.finditer(r"```bsc\n(.*?)```", text, re.DOTALL), 1):
            yield pytest.param(match[1], id=f"{page}-{number}")


@pytest.mark.parametrize("text", list(examples()))
def test_every_example_reads_without_an_error(text):
    document = read_document("example.bsc", text.encode())
    problems = build({"example.bsc": document}).diagnostics
    shown = "\n".join(render_diagnostic(p, document.line_text(p.line)) for p in problems)
    assert not problems, shown


def test_every_form_of_the_language_has_an_example_in_its_reference():
    text = (ROOT / "grammar" / "README.md").read_text(encoding="utf-8")
    shown = set()
    for match in re.finditer(r"```bsc\n(.*?)```", text, re.DOTALL):
        for record in read_document("x.bsc", match[1].encode()).records:
            if record.header is not None:
                shown.add(record.header.form.name)
            shown |= {statement.form.name for statement in record.statements}
    assert shown == set(HEADERS) | set(STATEMENTS)


@pytest.mark.parametrize("form", HEADERS)
def test_the_help_of_a_header_shows_one(form):
    record = read_document("x.bsc", f"{HEADERS[form].example}\n".encode()).records[0]
    assert record.header is not None
    assert record.header.form.name == form


@pytest.mark.parametrize("form", STATEMENTS)
def test_the_help_of_a_statement_shows_one(form):
    text = f"kpi x in a.b\n  {STATEMENTS[form].example}\n"
    (statement,) = read_document("x.bsc", text.encode()).records[0].statements
    assert statement.form.name == form


def test_every_keyword_of_the_grammar_has_help():
    begins = keywords_of("header") | keywords_of("statement")
    assert begins - {"actuals"} <= set(keywords())
    assert "actuals" in keywords()


def test_every_link_in_the_readme_leads_somewhere():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        assert (ROOT / target).exists(), target


def test_the_readme_shows_a_picture_of_every_view():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for entry in VIEWS:
        assert f".github/views/{entry.name}.svg" in text, "add it, and run `make screenshots`"


def test_pictures_load_nothing_from_elsewhere():
    for picture in (ROOT / ".github" / "views").glob("*.svg"):
        text = re.sub(r"<!--.*?-->", "", picture.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert set(re.findall(r"https?://[^\s\"]+", text)) == {"http://www.w3.org/2000/svg"}
