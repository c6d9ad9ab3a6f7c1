"""Marked rows: edited at once, as one edit, with what cannot be changed told before."""

from __future__ import annotations

import pytest

from bsctui.app.features.edit.bulk import bulk_edit, shared_fields
from tests.app.helpers import WORKED, app, screen_text, session_of

KPIS = [
    "skyline.revenue",
    "skyline.plane_cost",
    "skyline.on_ground",
    "ground.gate_time",
    "ground.crew_ready",
]


def text_of(session) -> str:
    return session.workspace.documents["corporate.bsc"].to_bytes().decode()


def typed(session, items, **texts):
    """What `many` makes of texts typed into some fields."""
    fields = shared_fields(session, items)
    pairs = [(field, texts.get(field.keyword, field.text)) for field in fields]
    return bulk_edit(session, items, pairs)


def refusals(found) -> dict[str, str]:
    return {refusal.address: refusal.reason for refusal in found.refused}


def test_a_field_that_all_share_starts_with_its_text_others_tell_what_is_written():
    session = session_of()
    fields = {field.keyword: field for field in shared_fields(session, KPIS[:2])}
    assert fields["unit"].text == "USD"
    assert fields["owner"].hint == "not written"
    assert "1.8M by 2026-Q4, 35M by 2026-Q4" in fields["target"].hint


def test_marked_items_get_an_owner_as_one_edit_and_one_undo_takes_it_back():
    session = session_of()
    found = typed(session, KPIS, owner='"Head of numbers"')
    assert (found.changed, found.refused) == (5, ())
    session.workspace.apply(found.edit)
    assert text_of(session).count('owner "Head of numbers"') == 5
    session.workspace.undo()
    assert text_of(session) == WORKED


def test_several_fields_make_one_edit_with_a_description_of_them():
    session = session_of()
    found = typed(session, KPIS[:2], owner='"CFO"', weight="2", tag="money")
    change = session.workspace.apply(found.edit)
    assert change.description == '2 items: owner "CFO", tag money, weight 2'
    assert len(session.workspace.done) == 1
    session.workspace.undo()
    assert text_of(session) == WORKED


def test_what_has_no_such_field_is_told_and_left_as_it_is():
    session = session_of(WORKED + 'measure trips "Trips" in ground\n')
    found = typed(session, ["ground.gate_time", "ground.trips", "ground.stock_plan"], weight="3")
    assert found.changed == 1
    assert refusals(found) == {
        "ground.trips": "a measure has no weight",
        "ground.stock_plan": "an initiative has no weight",
    }


def test_what_would_add_an_error_is_told_with_its_reason_and_the_others_change():
    session = session_of()
    found = typed(session, KPIS[:3], better="lower")
    assert found.changed == 1
    assert set(refusals(found)) == {"skyline.revenue"}
    assert "the target lies above the baseline, but lower" in refusals(found)["skyline.revenue"]
    session.workspace.apply(found.edit)
    assert text_of(session).count("better lower") == 2


def test_an_error_that_shows_in_another_record_is_traced_to_the_edit_that_makes_it():
    feeding = WORKED.replace(
        "kpi crew_ready",
        'kpi all_time "All" in ground.gates\n  rollup sum\n  unit minutes\n'
        "  target 1\n  tolerance 1\n\nkpi crew_ready",
    ).replace("  like skyline.on_ground\n", "  like skyline.on_ground\n  feeds all_time\n")
    session = session_of(feeding)
    assert not session.error_count
    found = typed(session, ["ground.gate_time", "ground.crew_ready"], unit="hours")
    assert set(refusals(found)) == {"ground.gate_time"}
    assert found.changed == 1


def test_a_bare_number_is_a_new_value_of_the_target_in_force():
    session = session_of()
    found = typed(session, ["skyline.on_ground", "ground.crew_ready"], target="28")
    assert found.changed == 2
    session.workspace.apply(found.edit)
    assert "  target 28 by 2026-Q4" in text_of(session)
    assert "  target 28\n" in text_of(session)


def test_a_target_taken_over_from_another_kpi_is_not_changed_there_unseen():
    session = session_of()
    found = typed(session, ["ground.gate_time"], target="28")
    assert found.edit is None
    assert "skyline.on_ground has it" in refusals(found)["ground.gate_time"]


def test_tags_are_added_and_taken_away_whichever_line_they_stand_in():
    text = WORKED.replace("  unit minutes\n", "  unit minutes\n  tag slow old # both\n")
    session = session_of(text)
    found = typed(session, ["skyline.on_ground", "ground.crew_ready"], tag="-old +gate")
    session.workspace.apply(found.edit)
    assert "  tag slow # both\n" in text_of(session)
    assert session.model.kpis["skyline.on_ground"].tags == ("slow", "gate")
    assert session.model.kpis["ground.crew_ready"].tags == ("gate",)


def test_a_minus_takes_a_field_away_and_what_lacks_it_stays():
    session = session_of()
    found = typed(session, KPIS, unit="-")
    session.workspace.apply(found.edit)
    assert "unit" not in text_of(session)
    assert found.changed == 4


def test_the_role_of_many_is_changed_by_its_word():
    session = session_of()
    found = typed(session, KPIS, role="leading")
    assert found.changed == 3
    session.workspace.apply(found.edit)
    assert all(session.model.kpis[address].definition.leading for address in KPIS)


@pytest.mark.slow
async def test_rows_are_marked_and_edited_at_once_from_the_table():
    async with app(session_of(), (100, 40)) as (shell, pilot):
        await pilot.press("4", "v", "v", "e")
        await pilot.pause()
        assert "2 marked items at once" in screen_text(shell)
        await pilot.press(*'"CFO"')
        await pilot.pause()
        assert "2 change" in screen_text(shell)
        await pilot.press("enter")
        await pilot.pause()
        assert text_of(shell.session).count('owner "CFO"') == 3
        assert '2 items: owner "CFO"  (u undoes)' in screen_text(shell)
        await pilot.press("u")
        assert text_of(shell.session) == WORKED


@pytest.mark.slow
async def test_all_that_the_filter_shows_are_marked_and_unmarked():
    async with app(session_of()) as (shell, pilot):
        await pilot.press("4", "f", *"role:leading", "enter", "V")
        await pilot.pause()
        assert shell.session.marked == {
            "skyline.on_ground",
            "ground.gate_time",
            "ground.crew_ready",
        }
        await pilot.press("escape", "V", "V")
        assert shell.session.marked == set()


@pytest.mark.slow
async def test_what_cannot_be_changed_is_shown_and_staying_changes_nothing():
    text = WORKED + 'measure trips "Trips" in ground\n'
    async with app(session_of(text), (100, 40)) as (shell, pilot):
        await pilot.press("4", "V", "e", "down", "down", "down", *"3", "enter")
        await pilot.pause()
        shown = screen_text(shell)
        assert "1 cannot be changed" in shown
        assert "a measure has no weight" in shown
        await pilot.press("s")
        await pilot.pause()
        assert text_of(shell.session) == text
        assert "nothing was changed" in screen_text(shell)


@pytest.mark.slow
async def test_the_others_are_changed_where_the_user_says_so():
    text = WORKED + 'measure trips "Trips" in ground\n'
    async with app(session_of(text), (100, 40)) as (shell, pilot):
        await pilot.press("4", "V", "e", "down", "down", "down", *"3", "enter", "c")
        await pilot.pause()
        assert text_of(shell.session).count("weight 3") == 5


@pytest.mark.slow
async def test_marked_rows_of_the_cascade_are_edited_at_once_too():
    async with app(session_of()) as (shell, pilot):
        await pilot.press("down", "v", "J", "v", "e")
        await pilot.pause()
        assert "2 marked items at once" in screen_text(shell)
