"""Pull from the palette, and where the reporting sheet says that a value comes from."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from bsctui.__main__ import run_cli
from bsctui.app.core.session import Session
from bsctui.app.features.pull_sources import PullSources
from bsctui.app.views.record.due import due_values
from bsctui.exchange.sources import pulling
from bsctui.workspace import Workspace
from tests.app.test_commands_alone import PlayedApp, run
from tests.exchange.sources.workspaces import KPIS, SQLITE, table, text, without_process, workspace


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A workspace with one value to be had."""
    monkeypatch.setattr(pulling, "run_queries", without_process)
    table(workspace(tmp_path, toml=SQLITE), [("a.y", "2025-01-01", 3)])
    return tmp_path


class AskedApp(PlayedApp):
    """Keeps what it was asked."""

    control = SimpleNamespace(free_keys=lambda: None)

    async def ask(self, layer):
        """What a user would read, for the test to look at."""
        self.read = "\n".join("".join(span.text for span in line) for line in layer._explain)
        return await super().ask(layer)


def pulled_in(folder, *answers) -> AskedApp:
    """The app after Pull…, answered so."""
    session = Session(workspace=Workspace.load(folder))
    return run(PullSources, AskedApp(session, list(answers)))


def test_the_difference_is_shown_and_recorded_as_an_edit_that_can_be_undone(folder):
    assert run_cli(["trust", "--yes", "-C", str(folder)]) == 0
    app = pulled_in(folder, "record")
    assert "db: 1 query, 1 row; 1 value of 1 KPI" in app.read
    assert "actual 2025-01: 3: new" in app.read
    assert app.said[-1] == "1 value from db"
    assert app.session.workspace.dirty
    app.session.workspace.undo()
    assert not app.session.workspace.dirty
    assert text(folder) == KPIS


def test_what_is_left_changes_nothing(folder):
    assert run_cli(["trust", "--yes", "-C", str(folder)]) == 0
    assert not pulled_in(folder, None).session.workspace.dirty


def test_what_was_not_trusted_is_said_and_does_not_run(folder):
    app = pulled_in(folder, None)
    assert "`bsctui trust` shows them and asks" in app.read


def test_a_workspace_in_memory_has_nowhere_to_pull_from():
    app = run(PullSources, AskedApp(Session(workspace=Workspace.from_texts({"w.bsc": KPIS}))))
    assert app.said == ["nothing to pull: this workspace is not on disk"]


def test_the_sheet_says_what_a_source_gives():
    sourced = KPIS + '  source warehouse "select 1"\n'
    session = Session(workspace=Workspace.from_texts({"w.bsc": sourced}))
    assert {line.address: line.source for line in due_values(session)} == {
        "a.x": "",
        "a.y": "warehouse",
    }
