"""Long answers: what is typed meanwhile does not wait for them, and none of them speaks of a text that is gone."""

from __future__ import annotations

from itertools import count

import pytest
from lsprotocol import types

from bsctui.lsp.features import FEATURES
from bsctui.lsp.turns import LongAnswer, TextChanged
from tests.lsp.editor import Editor, everything

TEXT = "scorecard top\n" + "".join(f"objective o{at}   in top.financial\n" for at in range(200))
FILE = {"options": types.FormattingOptions(2, insert_spaces=True)}


@pytest.fixture
def editor(tmp_path):
    editor = Editor(tmp_path, {"a.bsc": TEXT})
    editor.open("a.bsc")
    return editor


def begun(editor, method):
    identifier = types.TextDocumentIdentifier(editor.uri("a.bsc"))
    params = types.METHOD_TO_TYPES[method][2](identifier, **(FILE if "format" in method else {}))
    answer = FEATURES[method].answer(editor.session, params)
    assert isinstance(answer, LongAnswer)
    return answer


def turns(answer):
    """How many turns it takes where every look at the clock is a turn's end, and the answer."""
    taken = 0
    while isinstance(answer, LongAnswer):
        answer = answer.take_turn(clock=count().__next__)
        taken += 1
    return taken, answer


@pytest.mark.parametrize(
    "method", [types.TEXT_DOCUMENT_FORMATTING, types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL]
)
def test_a_long_file_is_worked_through_in_turns_and_answered_as_in_one(editor, method):
    taken, answer = turns(begun(editor, method))
    assert taken >= 10
    assert answer == begun(editor, method).take_turn(clock=lambda: 0.0)


def test_an_answer_about_a_text_that_was_changed_meanwhile_is_none(editor):
    answer = begun(editor, types.TEXT_DOCUMENT_FORMATTING)
    assert answer.take_turn(clock=count().__next__) is answer
    editor.change("a.bsc", types.TextDocumentContentChangePartial(everything((0, 0), (1, 0)), ""))
    with pytest.raises(TextChanged):
        answer.take_turn()
