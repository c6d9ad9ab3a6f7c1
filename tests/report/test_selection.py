"""A report of one unit, and what stays inside."""

from __future__ import annotations

import pytest

from bsctui.__main__ import run_cli
from bsctui.report.html import html_report
from bsctui.report.markdown import markdown_report
from bsctui.report.selection import selection
from tests.report.examples import of_text
from tests.scoring.worked import clean_model

TEXT = """\
calendar quarters 2025-Q1..2025-Q4
scorecard top "Group"
  owner "Chair"
objective grow "Grow" in top.financial
kpi sales "Sales" in top.grow
  better higher
  target 100
  actual 2025-Q1: 80 90
  note 2025-Q2 "sold abroad"
scorecard north "North" under top
objective fast "Fast" in north.process
  supports top.grow
kpi days "Days to deliver" in north.fast
  better lower
  target 5
  actual 2025-Q1: 6 9
kpi margin "Margin" in north.fast
  tag private
  better higher
  target 50
  actual 2025-Q1: 10 30
  note 2025-Q2 "do not tell"
objective secret "Merger" in north.learning
  tag private
  drives fast
kpi talks "Talks" in north.secret
  better higher
  target 5
  actual 2025-Q1: 1 2
initiative lawyers "Hire lawyers" in north.secret
  due 2025-05-01
  state active
scorecard south "South" under top
objective cheap "Cheap" in south.process
  supports top.grow
kpi cost "Cost" in south.cheap
  better lower
  target 10
  actual 2025-Q1: 11 12
"""


def report(*refs, query=None):
    from bsctui.scoring.evaluate import evaluate

    scores = evaluate(clean_model(TEXT))
    return of_text(TEXT, selection=selection(scores, scores.current, refs, query))


def texts(*refs, query=None):
    made = report(*refs, query=query)
    return markdown_report(made), html_report(made)


def test_a_report_of_a_unit_has_that_unit_alone_and_its_score_first():
    for text in texts("north"):
        assert "North" in text
        assert "Days to deliver" in text
        for other in ("South", "Cost", "Sales", "sold abroad", "Group"):
            assert other not in text
    assert report("north").brief[0].startswith("North scores")


def test_a_report_of_an_objective_has_it_in_its_place_and_nothing_beside_it():
    for text in texts("north.secret"):
        assert "Merger" in text
        assert "North" in text
        assert "Days to deliver" not in text


@pytest.mark.parametrize("word", ["Margin", "Merger", "Talks", "lawyers", "do not tell", "talks"])
def test_what_is_private_is_named_nowhere_with_all_below_it(word):
    for text in texts(query="-tag:private"):
        assert word not in text
        assert "Days to deliver" in text


def test_a_filter_shows_what_it_finds_with_what_that_stands_in():
    for text in texts(query="Cost kind:kpi"):
        assert "South" in text
        assert "Days to deliver" not in text


def test_the_filter_of_the_settings_holds_always(tmp_path, capsys):
    (tmp_path / "a.bsc").write_text(TEXT)
    (tmp_path / "bsctui.toml").write_text('[report]\nfilter = "-tag:private"\n')
    assert run_cli(["report", "north", "-C", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert "Days to deliver" in out
    assert "Margin" not in out
    assert "Cost" not in out
    assert run_cli(["report", "-C", str(tmp_path), "--filter", "status:purple"]) == 2
    assert run_cli(["report", "nowhere", "-C", str(tmp_path)]) == 2
