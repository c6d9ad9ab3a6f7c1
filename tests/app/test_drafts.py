"""Forms left by `esc`: what was typed comes back for the facts that still are as they were, and only for those."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bsctui.app.core.drafts import draft_of, restore_draft
from bsctui.app.ui.styles import Bar
from bsctui.edits import SetField
from tests.app.helpers import WORKED, app, session_of


class Line(NamedTuple):
    keyword: str
    text: str


LINES = st.lists(st.builds(Line, st.sampled_from(["note", "tag"]), st.sampled_from("abc")))
TYPED = st.lists(st.sampled_from(["", "a", "b", "x"]), min_size=20, max_size=20)


@given(LINES, TYPED)
def test_a_form_that_is_as_it_was_gets_back_all_that_was_typed(lines, typed):
    texts = tuple(typed[: len(lines)])
    lines = lines[: len(texts)]
    assert restore_draft(draft_of(lines, texts), lines) == (texts, ())


@given(LINES, TYPED, LINES)
def test_what_was_typed_for_a_line_is_found_in_a_line_that_reads_the_same_or_dropped(
    then, typed, now
):
    then = then[: len(typed)]
    draft = draft_of(then, typed[: len(then)])
    texts, dropped = restore_draft(draft, now)
    for line, text in zip(now, texts, strict=True):
        assert text == line.text or (line in then and text in draft.values())
    changed = sum(text != line.text for line, text in zip(now, texts, strict=True))
    assert changed + len(dropped) == len(draft)


def names_and_texts(shell):
    fields = shell.screen.query(".field")
    return [
        (str(f.query_one(".name").spans[0].text).strip(), f.query_one("Input").value)
        for f in fields
    ]


@pytest.mark.slow
async def test_a_form_opened_again_after_the_record_changed_keeps_the_rest_and_says_what_it_drops():
    session = session_of()
    session.selected = "skyline.on_ground"
    async with app(session, (120, 30)) as (shell, pilot):
        await pilot.press("e", *"Other", "down", *"seconds", "escape")
        apply = session.workspace.apply
        apply(SetField("skyline.on_ground", "tag", "fast"))
        apply(SetField("skyline.on_ground", "unit", "hours"))
        shell.sync()
        before = shell.session.workspace.documents["corporate.bsc"].lines
        await pilot.press("e")
        found = dict(names_and_texts(shell))
        assert found["label"] == "Other"
        assert found["unit"] == "hours"
        assert "seconds" not in found.values()
        footer = "".join(span.text for span in shell.main.query_one("#footer", Bar).spans)
        assert "dropped: unit minutes" in footer
        await pilot.press("enter")
        after = shell.session.workspace.documents["corporate.bsc"].lines
        changed = [line for line in after if line not in before]
        assert changed == ['kpi on_ground "Other" in skyline.turnaround\n']


@pytest.mark.slow
async def test_a_form_of_many_left_by_esc_keeps_what_was_typed_too():
    session = session_of()
    session.selected = "skyline.revenue"
    async with app(session) as (shell, pilot):
        await pilot.press("v", "v", "e", *"Anna", "escape", "e")
        assert "Anna" in dict(names_and_texts(shell)).values()
        await pilot.press("escape")
        assert shell.session.workspace.documents["corporate.bsc"].to_bytes().decode() == WORKED
