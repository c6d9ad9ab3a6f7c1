"""Whatever uses Pygments shows scorecards in colours, and loses no character of them."""

from __future__ import annotations

from importlib.metadata import entry_points
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pygments.token import Comment, Error, Keyword, Name, String

from bsctui.language.pygments_lexer import BscLexer

TREE = Path(__file__).parents[2]
FILES = sorted([*(TREE / "samples").rglob("*.bsc"), *(TREE / "tests/conformance").rglob("*.bsc")])


def lexed(text):
    return list(BscLexer().get_tokens_unprocessed(text))


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_no_character_is_lost(file):
    text = file.read_bytes().decode("utf-8", "replace")
    found = lexed(text)
    assert "".join(value for _, _, value in found) == text
    assert [at for at, _, _ in found] == sorted({at for at, _, _ in found})


@given(st.text(alphabet='ab.:#"\\ \t\r\n0-9|{}%\u2028é', max_size=60))
def test_no_character_of_any_text_is_lost(text):
    assert "".join(value for _, _, value in lexed(text)) == text


def test_a_token_is_what_it_means_in_its_line():
    found = [(kind, value) for _, kind, value in lexed('kpi weight "W" in s.kpi # x\n  weihgt 2\n')]
    assert [(kind, value) for kind, value in found if value.strip()] == [
        (Keyword, "kpi"),
        (Name.Class, "weight"),
        (String.Double, '"W"'),
        (Keyword, "in"),
        (Name.Variable, "s.kpi"),
        (Comment.Single, "# x"),
        (Error, "weihgt"),
        (Error, "2"),
    ]


def test_it_is_found_by_name_once_the_package_is_installed():
    names = {point.name: point.value for point in entry_points(group="pygments.lexers")}
    assert names.get("bsc", "bsctui.language.pygments_lexer:BscLexer").endswith(":BscLexer")
    told = (TREE / "pyproject.toml").read_text(encoding="utf-8")
    assert 'bsc = "bsctui.language.pygments_lexer:BscLexer"' in told
