"""What a field of a form may say, as in the editor, and what the names in it mean."""

from __future__ import annotations

import pytest

from bsctui.app.core.spans import plain_text
from bsctui.app.features.edit.field_help import header_help, record_help
from bsctui.app.features.new_workspace import content_help, workspace_verdict
from bsctui.app.ui.offers import words_help
from tests.app.helpers import WORKED, app, screen_text, session_of

PERSONS = WORKED.replace("scorecard skyline", 'person ines "Ines Aldaba"\n\nscorecard skyline', 1)


def offered(address, keyword, text=""):
    known = record_help(session_of(PERSONS), address, keyword)(text)
    return [(offer.text, offer.detail) for offer in known.offers]


def test_what_an_objective_may_support_is_offered_with_its_label():
    above = [
        ("skyline.profit", "Grow profit"),
        ("skyline.turnaround", "Fast ground turnaround"),
    ]
    assert offered("ground.gates", "supports") == above
    assert offered("ground.gates", "supports", "turn") == above[1:]
    # Its label finds it too.
    assert offered("ground.gates", "supports", "grow") == above[:1]


def test_an_offer_goes_on_from_what_is_typed_before_it():
    assert ("skyline.profit weight", "") in offered("ground.gates", "supports", "skyline.profit we")


def test_each_text_is_offered_once():
    texts = [text for text, _ in offered("ground.gate_time", "unit")]
    assert len(texts) == len(set(texts)) > 1


def test_a_field_tells_what_the_names_in_it_are_called():
    session = session_of(PERSONS)

    def meaning(address, keyword, text):
        return record_help(session, address, keyword)(text).meaning

    assert meaning("ground.gates", "supports", "skyline.profit weight 2") == "Grow profit"
    assert meaning("skyline.profit", "drives", "turnaround") == "Fast ground turnaround"
    assert meaning("ground.gates", "owner", "ines") == "Ines Aldaba"
    assert meaning("ground.gate_time", "target", "45") == ""


def test_a_record_that_is_not_written_yet_is_helped_by_its_header():
    known = header_help(session_of(PERSONS), "kpi new in ground.gates", "better", "l")
    assert [offer.text for offer in known.offers] == ["lower"]


def test_a_field_of_few_words_offers_those_that_go_on_from_what_is_typed():
    help_for = words_help(("month", "twelve a year"), ("quarter", "four a year"))
    assert [offer.text for offer in help_for("").offers] == ["month", "quarter"]
    assert [offer.text for offer in help_for("q").offers] == ["quarter"]
    assert help_for("month").meaning == "twelve a year"


def test_a_workspace_may_begin_with_a_file_that_lies_here_or_where_a_path_leads(tmp_path):
    (tmp_path / "deep").mkdir()
    for name in ("kpis.xlsx", "notes.md", ".hidden.csv", "deep/more.csv"):
        (tmp_path / name).write_text("")

    def texts(typed):
        return [offer.text for offer in content_help(tmp_path, typed).offers]

    assert texts("") == ["empty", "sample", "deep/", "kpis.xlsx"]
    assert texts("k") == ["kpis.xlsx"]
    assert texts("deep/") == ["deep/more.csv"]
    assert texts("nowhere/") == []


def test_a_file_that_is_offered_is_found_from_whatever_folder_the_app_was_started(tmp_path):
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "own.bsc").write_text('scorecard a "A"\n')
    spans = workspace_verdict(tmp_path, ("A", "", "month", "kept/own.bsc"))
    assert plain_text(spans) == "copies own.bsc here"


@pytest.mark.slow
async def test_in_a_form_a_key_walks_what_is_offered_and_tab_or_enter_writes_it():
    session = session_of(PERSONS, selected="ground.gates")
    async with app(session, (100, 40)) as (shell, pilot):
        await pilot.press("e")
        await pilot.pause()
        form = shell.screen
        at = form._entries.index(next(each for each in form._entries if each.name == "supports"))
        await pilot.press(*["down"] * at, *"gro")
        await pilot.pause()
        assert "Grow profit" in screen_text(shell)
        # Typed at once, as by a fast hand: what is walked is what was typed last.
        await pilot.press("ctrl+n", "tab")
        await pilot.pause()
        assert form.texts[at] == "skyline.profit"
        assert "= Grow profit" in screen_text(shell)
        await pilot.press("tab", "shift+tab", "backspace", "ctrl+n", "escape")
        assert shell.screen is form
        await pilot.press("escape")
        assert shell.screen is not form
