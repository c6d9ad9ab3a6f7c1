"""`bsctui help WORD` also explains the words that the app shows beside its signs."""

from __future__ import annotations

import pytest

from bsctui.cli import run_command


@pytest.mark.parametrize(
    ("word", "explained"),
    [("judged", "a person set this status"), ("stale", "an older value"), ("trend", "level")],
)
def test_a_word_of_the_legend_is_explained(word, explained, capsys):
    assert run_command(["help", word]) == 0
    assert explained in capsys.readouterr().out


def test_a_word_that_is_nowhere_is_refused(capsys):
    assert run_command(["help", "nonsens"]) == 2
    assert "no help on `nonsens`" in capsys.readouterr().err
