"""A KPI in a KPI, as a user meets it: in the tree, the table and the sheet; moved, deleted, filtered."""

from __future__ import annotations

import pytest

from tests.app.helpers import app, screen_text, session_of

LINES = """\
calendar months 2026-01..2026-06
  closed 2026-02

scorecard transit "Transit"

objective reliable "Reliable service" in transit.process

kpi on_time "On time" in transit.reliable
  unit %
  better higher
  target 90
  rollup average

kpi north "North line" in transit.on_time
  unit %
  better higher
  target 90
  actual 2026-01: 80 82

kpi south "South line" in transit.on_time
  unit %
  better higher
  target 90
  actual 2026-01: 70 75
"""


def at(address):
    return session_of(LINES, selected=address)


def text_of(session):
    return "".join(session.workspace.documents["corporate.bsc"].lines)


def indent(shown, label):
    """Cells left of a label on its line."""
    return next(
        line.index(label) for line in shown.splitlines() if label in line and "▸" not in line
    )


async def test_parts_stand_below_their_kpi_in_the_tree_and_are_folded_away():
    async with app(at("transit.on_time")) as (shell, pilot):
        await pilot.press("l")
        await pilot.pause()
        shown = screen_text(shell)
        assert indent(shown, "North line") > indent(shown, "On time")
        await pilot.press("h")
        await pilot.pause()
        assert "North line" not in screen_text(shell)


@pytest.mark.slow
@pytest.mark.parametrize(("query", "labels"), [
    ("kind:part", {"North line", "South line"}),
    ("part-of:transit.on_time", {"North line", "South line"}),
    ("kind:kpi", {"On time"}),
])  # fmt: skip
async def test_the_table_is_filtered_to_parts(query, labels):
    async with app(at("transit.on_time")) as (shell, pilot):
        await pilot.press("4", "f", *query, "enter")
        await pilot.pause()
        body = "\n".join(screen_text(shell).splitlines()[3:-1])
        assert {name for name in ("On time", "North line", "South line") if name in body} >= labels
        if query != "kind:kpi":
            assert "On time" not in body


@pytest.mark.slow
async def test_the_sheet_asks_for_the_parts_and_not_for_what_they_add_up_to():
    async with app(at("transit.on_time")) as (shell, pilot):
        await pilot.press("8")
        await pilot.pause()
        body = "\n".join(screen_text(shell).splitlines()[2:-1])
        assert "North line" in body
        assert "South line" in body
        assert "On time" not in body
        await pilot.press(*"84", "enter", *"79", "enter")
    assert "  actual 2026-01: 80 82 84\n" in text_of(shell.session)
    assert "  actual 2026-01: 70 75 79\n" in text_of(shell.session)


@pytest.mark.slow
async def test_a_part_moves_to_another_kpi_and_out_to_the_objective():
    async with app(at("transit.north")) as (shell, pilot):
        await pilot.press("m", *"transit.south", "enter")
        assert 'kpi north "North line" in transit.south\n' in text_of(shell.session)
        await pilot.pause()
        assert shell.session.selected == "transit.north"  # unfolded where it stands now
        assert "North line" in screen_text(shell)
        await pilot.press("m", *"transit.reliable", "enter")
        assert 'kpi north "North line" in transit.reliable\n' in text_of(shell.session)
        await pilot.press("u", "u")
        assert text_of(shell.session) == LINES


async def test_a_kpi_is_deleted_with_its_parts_and_comes_back_with_them():
    async with app(at("transit.on_time")) as (shell, pilot):
        await pilot.press("d")
        await pilot.pause()
        assert 'kpi north "North line" in transit.on_time' in screen_text(shell)
        await pilot.press("x")
        await pilot.pause()
        assert "kpi " not in text_of(shell.session)
        await pilot.press("u")
        assert text_of(shell.session) == LINES


@pytest.mark.slow
async def test_a_part_is_added_below_a_kpi_from_the_palette():
    async with app(at("transit.on_time")) as (shell, pilot):
        await pilot.press("colon", *"add a part", "enter")
        await pilot.pause()
        await pilot.press(*"East line", "enter")
        await pilot.pause()
    assert 'kpi east_line "East line" in transit.on_time\n' in text_of(shell.session)
