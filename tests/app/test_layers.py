"""What opens over a view: room to type in, lists that scroll by key, and the user's own keys."""

from __future__ import annotations

import pytest
from textual.geometry import Offset
from textual.widgets import Input

from bsctui.app.core.spans import StyledSpan
from bsctui.app.features.commit_layer import CommitLayer
from bsctui.app.ui.choice import Choice, Option
from bsctui.app.ui.picker import Picker
from bsctui.app.ui.prompt import Prompt
from bsctui.edits import SetField
from bsctui.review.commit_parts import CommitPart
from tests.app.helpers import WORKED, app, screen_text, session_of

LABELS = ("a" * 86, "\N{CJK UNIFIED IDEOGRAPH-9031}" * 43, "e\N{COMBINING ACUTE ACCENT}" * 60)


@pytest.mark.slow
@pytest.mark.parametrize("size", [(160, 45), (80, 24), (60, 20), (40, 12)])
@pytest.mark.parametrize("label", LABELS, ids=["long", "wide", "combined"])
async def test_an_input_has_room_beside_any_label(label, size):
    text = WORKED.replace("Time on the ground", label)
    async with app(session_of(text), size) as (shell, pilot):
        shell.session.selected = "skyline.on_ground"
        for keys in ("w", "e", "a", "o", "R", "i", "m", "t", "r"):
            await pilot.press(keys)
            await pilot.pause()
            for line in shell.screen.query(Input):
                assert line.region.width >= 20, keys
                assert line.region.right <= size[0], keys
            await pilot.press("escape")


@pytest.mark.slow
@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_a_field_is_edited_in_place_with_room_wherever_it_stands(size):
    async with app(session_of(), size) as (shell, pilot):
        for x in (0, 10, size[0] - 3):
            prompt = Prompt("label", "text", at=Offset(x, 5))
            await shell.push_screen(prompt)
            await pilot.pause()
            line = prompt.query_one(Input)
            assert line.region.width >= 20
            assert line.region.right <= size[0]
            shell.pop_screen()
            await pilot.pause()


def edited(session, count):
    for number in range(count):
        session.workspace.apply(
            SetField("skyline.on_ground", "target", f"{number + 101} by 2026-Q4")
        )


@pytest.mark.slow
@pytest.mark.parametrize("keys", [["pagedown"] * 5, ["G"], ["end"], ["ctrl+d"] * 9, ["ctrl+f"] * 5])
async def test_all_of_a_long_explanation_can_be_read_by_key(keys):
    session = session_of()
    edited(session, 30)
    async with app(session) as (shell, pilot):
        await pilot.press("q")
        await pilot.pause()
        assert "101 → 102" in screen_text(shell)
        assert "30 lines" in screen_text(shell)
        assert "129 → 130" not in screen_text(shell)
        await pilot.press(*keys)
        await pilot.pause()
        assert "129 → 130" in screen_text(shell)
        assert "stay" in screen_text(shell)
        await pilot.press("g")
        await pilot.pause()
        assert "129 → 130" not in screen_text(shell)


OWN = {
    "move.down": "f7",
    "move.up": "f6",
    "move.last": "f5",
    "close": "ctrl+g",
    "text.save": "f2",
    "past": "B",
    "quit": "Q",
    "help": "f3",
}


async def opened(shell, pilot, layer):
    await shell.push_screen(layer)
    await pilot.pause()
    return layer


LINES = [(StyledSpan(f"line {number}"),) for number in range(100)]
OPTIONS = [Option(number, f"option {number}") for number in range(50)]


@pytest.mark.slow
async def test_the_users_own_keys_move_in_every_list_of_a_layer_and_close_it():
    async with app(session_of(), keys=OWN) as (shell, pilot):
        for layer in (
            Choice("Title", OPTIONS),
            Picker("prompt", OPTIONS),
            CommitLayer("Title", LINES, {}, (), lambda _: "text"),
        ):
            await opened(shell, pilot, layer)
            await pilot.press("f7", "f7", "f6")
            assert layer.pane.cursor == 1
            await pilot.press("f5")
            assert layer.pane.cursor == len(layer.pane.rows) - 1
            await pilot.press("escape")
            assert shell.screen is layer
            await pilot.press("ctrl+g")
            assert shell.screen is shell.main


@pytest.mark.slow
async def test_the_users_own_keys_work_in_the_form():
    session = session_of()
    session.selected = "skyline.on_ground"
    async with app(session, keys=OWN) as (_, pilot):
        await pilot.press("e", "f7", *"seconds", "f6", *"Other", "f2")
        text = session.workspace.documents["corporate.bsc"].to_bytes().decode()
        assert 'kpi on_ground "Other"' in text
        assert "unit seconds" in text


@pytest.mark.slow
async def test_the_users_own_keys_close_what_they_opened():
    async with app(session_of(), keys=OWN) as (shell, pilot):
        for opens, closes in (("f3", "f3"), ("f3", "Q"), ("B", "B"), ("B", "Q")):
            await pilot.press(opens)
            assert shell.screen is not shell.main
            await pilot.press(closes)
            assert shell.screen is shell.main


async def test_a_picker_walks_in_what_is_found_for_all_that_was_typed():
    async with app(session_of()) as (shell, pilot):
        picker = await opened(shell, pilot, Picker("prompt", OPTIONS))
        picker.query_one(Input).value = "option 1"
        picker.action_walk("move.down")
        await pilot.pause()
        assert picker.pane.cursor == 1


@pytest.mark.slow
async def test_a_layers_own_keys_are_listed_and_leaving_the_list_leads_back_to_it():
    async with app(session_of(selected="skyline"), (100, 40)) as (shell, pilot):
        await pilot.press("x")
        layer = shell.screen
        await pilot.press("question_mark")
        await pilot.pause()
        assert "back to the page before" in screen_text(shell)
        await pilot.press("question_mark")
        assert shell.screen is layer
        await pilot.press("q")
        assert shell.screen is shell.main


@pytest.mark.slow
async def test_a_layers_own_commands_take_the_users_keys_and_are_listed_with_them():
    part = CommitPart("kpis.bsc", 0, (), (), "card.kpi", "one fact")
    keys = {"choice.take": "f8", "picker.next": "f7", "commit.leave-out": "f9"}
    async with app(session_of(), keys=keys) as (shell, pilot):
        assert shell.troubles == ()
        choice = await opened(shell, pilot, Choice("Title", OPTIONS))
        await pilot.press("question_mark")
        await pilot.pause()
        assert "f8" in screen_text(shell)
        await pilot.press("q", "enter")
        assert shell.screen is choice
        await pilot.press("f8")
        assert shell.screen is shell.main
        picker = await opened(shell, pilot, Picker("prompt", OPTIONS))
        await pilot.press("question_mark", "backspace", "f7")
        assert picker.pane.cursor == 1
        await pilot.press("f1")
        await pilot.pause()
        assert "to the next line" in screen_text(shell)
        await pilot.press("f1", "enter")
        assert shell.screen is shell.main
        layer = await opened(
            shell, pilot, CommitLayer("Title", (), {part: "text"}, (), lambda _: "text")
        )
        await pilot.press("space", "tab", "space", "f9")
        assert layer.query_one(Input).value == " "
        assert "[ ]" in screen_text(shell)


@pytest.mark.slow
async def test_a_forms_own_keys_are_the_users_and_f1_lists_them():
    session = session_of(selected="skyline.on_ground")
    async with app(session, keys={"form.drop": "f4"}) as (shell, pilot):
        await pilot.press("e")
        before = shell.screen.texts
        await pilot.press(*"Other", "f1")
        await pilot.pause()
        assert "f4" in screen_text(shell)
        assert "puts the fields back as they were" in screen_text(shell)
        await pilot.press("f1", "f4")
        assert shell.screen.texts == before
