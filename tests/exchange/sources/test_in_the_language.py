"""The statement `source` as other statements are: set, compared and merged by meaning."""

from __future__ import annotations

from bsctui.__main__ import run_cli
from bsctui.merge.conflicts import ConflictMarkers
from bsctui.merge.files import merge_file
from bsctui.merge.versions import FileVersions
from bsctui.model.build import build
from bsctui.review.comparison import compare
from bsctui.text.document import read_document
from tests.exchange.sources.workspaces import KPIS, text, workspace

ONE, OTHER = ('  source warehouse "select 1, 2"\n', '  source crm "visits.sql"\n')


def model(words: str):
    """What a text means."""
    return build({"w.bsc": read_document("w.bsc", words.encode())})


def test_a_source_is_set_changed_and_taken_away(tmp_path):
    workspace(tmp_path)
    assert run_cli(["set", "a.y", "source", "warehouse", '"select 1, 2"', "-C", str(tmp_path)]) == 0
    assert text(tmp_path) == KPIS + ONE
    assert run_cli(["set", "a.y", "source", "crm", "visits.sql", "-C", str(tmp_path)]) == 0
    assert text(tmp_path) == KPIS + OTHER
    assert run_cli(["set", "a.y", "source", "--unset", "-C", str(tmp_path)]) == 0
    assert text(tmp_path) == KPIS


def test_where_values_come_from_is_a_change_without_effect():
    comparison = compare(model(KPIS + ONE), model(KPIS + OTHER))
    assert [each.change.address for each in comparison.without_effect] == ["a.y"]
    assert len(comparison.reviewed) == 1


def test_two_sides_that_name_different_sources_are_in_conflict():
    base, ours, theirs = (KPIS, KPIS + ONE, KPIS + OTHER)
    merged = merge_file(
        FileVersions(base.encode(), ours.encode(), theirs.encode()),
        ConflictMarkers(ours="ours", theirs="theirs"),
        "w.bsc",
    )
    assert merged.conflicts
    assert ONE.encode() in merged.content
    assert OTHER.encode() in merged.content


def test_a_source_and_a_target_that_change_apart_are_merged():
    base, ours = KPIS, KPIS + ONE
    theirs = KPIS.replace("kpi y in a.o\n  target 10", "kpi y in a.o\n  target 12")
    merged = merge_file(
        FileVersions(base.encode(), ours.encode(), theirs.encode()),
        ConflictMarkers(ours="ours", theirs="theirs"),
        "w.bsc",
    )
    assert not merged.conflicts
    assert merged.content.decode() == theirs + ONE
