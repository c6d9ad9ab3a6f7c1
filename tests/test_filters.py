"""What a filter's query finds, and in which order."""

from __future__ import annotations

import pytest

from bsctui.filters import FilterError, find_addresses, narrow_query
from tests.app.helpers import WORKED, session_of

TEXT = (
    WORKED.replace('  owner "CFO"\n', "  owner anna\n  tag money\n").replace(
        "kpi crew_ready", "kpi crew_ready"
    )
    + 'person anna "Anna Berg"\n'
)


def found(query, me=None):
    session = session_of(TEXT)
    return find_addresses(query, session.model, session.scores, session.column, me)


def test_an_empty_query_finds_everything():
    assert len(found("")) == 14


@pytest.mark.parametrize(
    ("query", "addresses"),
    [
        ("turnaround", {"skyline.turnaround"}),
        ("TIME gate", {"ground.gate_time"}),
        ("kind:initiative", {"ground.stock_plan"}),
        ("kind:kpi role:leading", {"skyline.on_ground", "ground.gate_time", "ground.crew_ready"}),
        ("tag:money", {"skyline.profit"}),
        ("kind:objective -tag:money", {"skyline.turnaround", "ground.gates"}),
        ("owner:berg kind:kpi", {"skyline.revenue", "skyline.plane_cost"}),
        ("kind:scorecard or kind:initiative", {"skyline", "ground", "ground.stock_plan"}),
        ('kind:kpi "on the ground"', {"skyline.on_ground"}),
        ("tier:unit kind:objective", {"ground.gates"}),
        ("kind:kpi score:>=86 score:<87", {"skyline.on_ground"}),
        ("kind:kpi trend:down", {"skyline.on_ground"}),
    ],
)
def test_terms_narrow(query, addresses):
    assert set(found(query)) == addresses


def test_what_is_found_comes_in_the_order_of_display():
    assert found("kind:scorecard") == ("skyline", "ground")


def test_mine_is_what_the_nearest_owner_or_the_reporter_owns():
    assert set(found("mine", "anna")) == {"skyline.profit", "skyline.revenue", "skyline.plane_cost"}
    assert found("mine") == ()


def test_a_score_on_the_bound_counts_as_on_it():
    assert "ground.gates" not in found("score:<0")
    assert set(found("coverage:100")) == set(found("coverage:>=100"))


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("statu:red", "did you mean `status:`"),
        ("status:purple", "is one of red, amber"),
        ("score:high", "takes a number"),
    ],
)
def test_what_cannot_be_read_says_what_can(query, message):
    with pytest.raises(FilterError, match=message):
        found(query)


@pytest.mark.parametrize(
    "query", ['"profit or revenue"', "revenue or cost", '-revenue or "seat or"', "", " or ", 'a"b']
)
def test_a_narrowed_filter_finds_just_what_both_find(query):
    both = set(found(query)) & set(found("kind:kpi"))
    assert set(found(narrow_query(query, "kind:kpi"))) == both


def test_a_quoted_filter_with_an_or_in_it_finds_its_label_among_what_is_mine():
    text = WORKED.replace("Seat revenue", "Profit or loss").replace(
        'kpi revenue "Profit or loss" in skyline.profit\n',
        'kpi revenue "Profit or loss" in skyline.profit\n  reporter "me"\n',
    )
    session = session_of(text, me="me", query='"profit or loss"', only_mine=True)
    assert session.filtered_addresses() == {"skyline.revenue"}
