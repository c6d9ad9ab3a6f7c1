"""The reporting sheet: every value typed or pasted ends in its own line and period, or nowhere and it is said."""

from __future__ import annotations

import pytest
from textual import events

from tests.app.helpers import app, screen_text, session_of

SHOP = """\
calendar months 2025-01..2025-12
person anna "Anna"
scorecard p "Shop"
  owner "x"
objective o "Out" in p.customer

""" + "".join(
    f'kpi {name} "Turnover {name.upper()}" in p.o\n  unit EUR\n  target 1500\n'
    f"  actual 2025-01: {last}\n\n"
    for name, last in (("a", 1400), ("b", 1300), ("c", 1200), ("d", 1100))
)


def text_of(shell):
    return shell.session.workspace.documents["corporate.bsc"].to_bytes().decode()


def values(shell):
    """What each KPI has behind January's value."""
    lines = [line for line in text_of(shell).splitlines() if line.startswith("  actual 2025-01")]
    return [" ".join(line.split()[3:]) for line in lines]


async def paste(shell, pilot, text):
    shell.post_message(events.Paste(text))
    await pilot.pause()


def february(text=SHOP, **parts):
    session = session_of(text, **parts)
    assert session.show_period("2025-02") is None
    return session


@pytest.mark.slow
@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ("1080\n\n1100\n990\n", ["1080", "", "1100", "990"]),
        ("\n1080\n1100\n990\n", ["", "1080", "1100", "990"]),
        ("1080\n\n\n990", ["1080", "", "", "990"]),
        ("1080\n990\n \n\n\n\n", ["1080", "990", "", ""]),
        ("1080\r\n-\r\n1100", ["1080", "-", "1100", ""]),
        ('1080 "strike"\r1100\r', ["1080", "1100", "", ""]),
    ],
    ids=["middle", "first", "two together", "last and beyond", "none", "a note"],
)
async def test_a_blank_cell_of_a_pasted_column_leaves_its_line_alone(column, expected):
    async with app(february()) as (shell, pilot):
        await pilot.press("8")
        await paste(shell, pilot, column)
        assert values(shell) == expected
        await pilot.press("escape", "u")
        assert text_of(shell) == SHOP


@pytest.mark.slow
async def test_the_sheet_stays_at_its_period_until_it_is_left():
    head = SHOP.partition("kpi")[0]
    first = "kpi a in p.o\n  reporter anna\n  actual 2025-01: 1\n\n"
    text = f"{head}{first}kpi b in p.o\n  actual 2025-01: 1\n"
    async with app(session_of(text, me="anna")) as (shell, pilot):
        await pilot.press("8", "7", "enter")
        assert shell.session.period_text == "2025-02"  # half of the values are in
        assert "Record 2025-02: 1 of 2 missing" in screen_text(shell)
        await pilot.press("escape", "1", "8")
        assert "Record 2025-03: 2 of 2 missing" in screen_text(shell)


async def test_columns_beside_each_other_are_periods_after_each_other():
    async with app(february()) as (shell, pilot):
        await pilot.press("8", "down")
        await paste(shell, pilot, "1080\t1090\t\n\t1190\n1280\t\t1300\n")
        assert values(shell) == ["", "1080 1090", "", "1280"]
        assert text_of(shell).count("  actual 2025-03: 1190\n") == 1
        assert text_of(shell).count("  actual 2025-04: 1300\n") == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("block", "place"),
    [
        ("1080\n1.070,10\n1100", "Turnover B 2025-02: `1.070,10` is not a value"),
        ("1080\tx\n1100", "Turnover A 2025-03: `x` is not a value"),
        ("1\n2\n3\n4\n5", "5 rows, but only 4 lines from here on"),
        ("\n\n", "only blank cells"),
    ],
)
async def test_of_a_block_with_one_wrong_cell_nothing_is_recorded_and_the_cell_is_named(
    block, place
):
    async with app(february(), (140, 24)) as (shell, pilot):
        await pilot.press("8")
        await paste(shell, pilot, block)
        assert text_of(shell) == SHOP
        said = " ".join(screen_text(shell).split())
        assert f"{place}: nothing was recorded" in said


@pytest.mark.slow
async def test_a_value_that_looks_like_thousands_with_a_dot_is_doubted():
    async with app(february(), (140, 24)) as (shell, pilot):
        await pilot.press("8")
        await paste(shell, pilot, "1.080\n1300\n")
        assert "1.08 is a thousandth of the values around it" in " ".join(
            screen_text(shell).split()
        )
        await pilot.press(*"1.200", "enter")
        assert "is 1200 meant?" in " ".join(screen_text(shell).split())


@pytest.mark.slow
@pytest.mark.parametrize(
    "key", ["enter", "down", "up", "tab", "shift+tab", "escape", "pagedown", "ctrl+s", "ctrl+q"]
)
async def test_a_typed_value_is_recorded_however_its_cell_is_left(key):
    async with app(february()) as (shell, pilot):
        await pilot.press("8", "down", *"12", key)
        assert values(shell) == ["", "12", "", ""]


@pytest.mark.slow
async def test_a_click_on_another_line_records_too():
    async with app(february()) as (shell, pilot):
        await pilot.press("8", *"12")
        await pilot.click("#sheet", offset=(20, 2))
        await pilot.press(*"34", "enter")
        assert values(shell) == ["12", "", "34", ""]


@pytest.mark.slow
async def test_what_cannot_be_recorded_waits_in_its_line_and_is_told_before_leaving():
    async with app(february()) as (shell, pilot):
        await pilot.press("8", *"1x", "enter", *"22", "enter")
        assert values(shell) == ["", "22", "", ""]
        assert "1 not recorded" in screen_text(shell)
        assert "1x" in screen_text(shell)
        await pilot.press("escape", "s", "q")
        assert "not recorded p.a 2025-02: 1x" in screen_text(shell)
        await pilot.press("n", "i", "up", "up", "backspace", "2", "enter")
        assert values(shell) == ["12", "22", "", ""]
        assert "not recorded" not in screen_text(shell)


async def test_in_an_empty_sheet_digits_change_the_view():
    async with app(february("calendar months 2025-01..2025-12\nscorecard p\n")) as (shell, pilot):
        await pilot.press("8", "1")
        assert shell.view.id == "cascade"


@pytest.mark.slow
async def test_the_sheet_is_narrowed_by_filter_and_by_what_is_mine():
    text = SHOP.replace("  target 1500\n", "  reporter anna\n  target 1500\n", 1)
    async with app(february(text, me="anna")) as (shell, pilot):
        await pilot.press("8", "escape", "M")
        assert "Turnover A" in screen_text(shell)
        assert "Turnover B" not in screen_text(shell)
        await pilot.press("M", "f", *'"turnover c" or turnover', "escape")
        await pilot.press("f", *'"turnover c"', "enter", "i", *"5", "enter")
        assert values(shell) == ["", "", "5", ""]


@pytest.mark.slow
async def test_brackets_change_the_period_while_values_are_typed_and_are_text_in_a_note():
    async with app(february()) as (shell, pilot):
        await pilot.press("8", *'1080 "two [a] [b]"')
        await pilot.press("right_square_bracket")
        await pilot.pause()
        assert "Record 2025-03" in screen_text(shell)
        assert values(shell)[0] == "1080"
        assert '"two [a] [b]"' in text_of(shell)
        await pilot.press(*"990", "left_square_bracket")
        await pilot.pause()
        assert "Record 2025-02" in screen_text(shell)
        assert shell.view.typing
    assert text_of(shell).count("990") == 1
