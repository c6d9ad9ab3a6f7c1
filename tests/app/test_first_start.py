"""What the signs mean is one key away, and the first start says so once."""

from __future__ import annotations

import pytest

from bsctui.app.core.first_start import first_start_sentence
from bsctui.app.core.glyphs import ASCII, UNICODE
from bsctui.app.core.legend import legend
from bsctui.app.key_reference import view_commands
from bsctui.app.ui.view import VIEWS


def test_the_first_start_tells_where_the_signs_are_explained_and_the_second_does_not(tmp_path):
    mark = tmp_path / "state" / "started"
    first, second = (first_start_sentence(mark, UNICODE) for _ in range(2))
    assert "press ?" in first
    assert "■ ◆ ● Δ" in first
    assert second == ""


def test_what_cannot_be_remembered_is_not_said_at_every_start(tmp_path):
    (tmp_path / "state").write_text("a file where the folder should be")
    assert first_start_sentence(tmp_path / "state" / "started", UNICODE) == ""


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
def test_every_sign_of_the_tree_and_its_columns_is_explained(glyphs):
    told = [line.sign for line in legend(glyphs)]
    of_rows = (glyphs.leaf, glyphs.shared, glyphs.link, glyphs.measure, glyphs.initiative)
    of_statuses = (glyphs.status(word) for word in ("red", "amber", "green", "insufficient", "broken"))  # fmt: skip
    of_changes = (*glyphs.trends.values(), glyphs.change, "~", glyphs.mark)
    words = ("lead", "lagging", "coverage", "partial", "stale", "judged")
    text = "\n".join(f"{line.sign} {line.meaning}" for line in legend(glyphs))
    for sign in (*of_rows, *of_statuses, *of_changes):
        assert any(sign in each for each in told), sign
    for word in words:
        assert word in text


def test_a_view_explains_the_signs_that_it_draws_and_names_the_period_of_its_changes():
    def told(view, base="09"):
        return [line.sign for line in legend(UNICODE, None, view, base)]

    assert "Δ 09" in told("kpis")
    assert "1Q" in told("map")
    assert "1Q" not in told("cascade")
    assert not {"Δ 09", UNICODE.measure, "judged"} & set(told("map"))
    everything = {line.sign for line in legend(UNICODE)}
    assert set().union(*(told(entry.name, "Q2") for entry in VIEWS)) == everything


@pytest.mark.parametrize("entry", VIEWS, ids=lambda entry: entry.name)
def test_no_view_takes_the_key_that_explains_them(entry):
    commands = view_commands()[entry.key]
    assert [each.id for each in commands if "question_mark" in each.keys.split(",")] == ["help"]
