"""Texts cut and padded to cells of the terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from bsctui.app.core.glyphs import ASCII, UNICODE, glyphs_for
from bsctui.app.core.spans import StyledSpan, fit, sparkline_text, width_of
from bsctui.app.ui.tree_columns import Mode, TextCells, fitting_columns
from bsctui.cells import align_left, align_right, share_cells, truncate_cells, wrap_cells
from bsctui.escaping import printable

ANY_TEXT = st.text(max_size=40).map(printable)


@pytest.mark.slow
@given(ANY_TEXT, st.integers(1, 30))
def test_a_cell_is_exactly_as_wide_as_its_column(text, width):
    assert cell_len(align_left(text, width)) == width
    assert cell_len(align_right(text, width)) == width


@given(st.lists(ANY_TEXT.map(StyledSpan), max_size=6), st.integers(1, 30))
def test_a_line_never_runs_over_its_width(spans, width):
    assert width_of(fit(spans, width)) <= width


def test_a_wide_character_counts_two_cells():
    assert align_left("日本", 5) == "日本 "
    assert truncate_cells("日本語", 5) == "日本…"
    assert truncate_cells("日本語", 4) == "日…"


def test_a_long_text_ends_in_an_ellipsis():
    assert truncate_cells("Head of ground operations", 10) == "Head of g…"
    assert truncate_cells("Head of ground operations", 10, ASCII.ellipsis) == "Head of g~"


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("\x1b[31mred", "\\x1b[31mred"),
        ("a\x07b", "a\\x07b"),
        ("a\u202eb", "a\\u202eb"),
        ("caf\udce9", "caf\\udce9"),
        ("line\u2028two", "line\\u2028two"),
        ("tab\there", "tab here"),
        ("[bold]x[/]", "[bold]x[/]"),
    ],
)
def test_what_could_steer_a_terminal_is_shown_as_an_escape(hostile, shown):
    assert printable(hostile) == shown


@given(st.text())
def test_cleaned_text_can_be_written_to_any_utf8_terminal(text):
    assert not any(ord(character) < 32 or ord(character) == 127 for character in printable(text))
    printable(text).encode()


def test_scripts_and_emoji_stay_as_they_are():
    for text in ("Größe", "売上", "Прибыль", "🚀", "👩\u200d🚀"):
        assert printable(text) == text


def test_a_sparkline_marks_gaps_and_ends_of_the_range():
    assert sparkline_text([0, 50, float("nan"), 100], UNICODE) == "▁▅·█"
    assert sparkline_text([0, 100], ASCII) == "_#"


@given(st.text(alphabet="ab ", max_size=60), st.integers(1, 20))
def test_wrapping_loses_no_word_character(text, width):
    lines = wrap_cells(text, width)
    assert all(cell_len(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_signs_are_one_cell_wide_and_plain_ones_are_ascii():
    for glyphs in (UNICODE, ASCII):
        signs = [*glyphs.statuses.values(), *glyphs.trends.values(), *glyphs.bars, glyphs.opened]
        assert all(cell_len(sign) == 1 for sign in signs)
        assert len(set(glyphs.statuses.values())) == len(glyphs.statuses)
    assert all(sign.isascii() for sign in ASCII.statuses.values())


def test_a_terminal_that_is_not_utf8_gets_plain_signs():
    assert glyphs_for("ISO-8859-1", ascii_only=False) is ASCII
    assert glyphs_for(None, ascii_only=False) is ASCII
    assert glyphs_for("utf-8", ascii_only=True) is ASCII
    assert glyphs_for("UTF-8", ascii_only=False) is UNICODE


def test_columns_that_lack_fewest_cells_are_served_first():
    assert share_cells([10, 20, 30], [5, 5, 5], 60) == (10, 20, 30)
    # 25 free: 5 make the first whole, 15 the second, and the third has the last 5.
    assert share_cells([10, 20, 30], [5, 5, 5], 40) == (10, 20, 10)
    assert share_cells([3, 20], [5, 5], 6) == (3, 5)


def test_in_the_tree_a_name_that_can_be_read_stays_before_the_least_needed_column():
    def layout(width, label, owner=11):
        shape = fitting_columns(width, Mode.PLAIN, TextCells(label, owner))
        return shape.label, {column.name: column.width for column in shape.columns}

    # By hand: 79 less 1 and 41 of all columns leave 37, 56 less 1 and 21 without weight and owner 34.
    assert layout(79, 30)[0] == 37
    assert layout(56, 30)[0] == 34
    assert "trend" in layout(56, 30)[1]
    assert "trend" not in layout(56, 40)[1]
    # Owners are widened by what no label needs, up to what they say.
    assert layout(140, 40, 25)[1]["owner"] == 25
    assert layout(90, 40, 25)[1]["owner"] == 11 + 90 - 1 - 41 - 40
