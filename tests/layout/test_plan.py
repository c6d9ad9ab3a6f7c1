"""What a map's layout promises, on any map; crossings against the best of all orders on small ones."""

from __future__ import annotations

from itertools import combinations, permutations, product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bsctui.layout.crossings import crossings
from bsctui.layout.placing import choose_places, spread_places
from bsctui.layout.plan import plan
from bsctui.layout.shapes import Link, Node, Plan, Point, Sizes
from bsctui.layout.skeleton import layered_graph
from tests.budget import budget

SMALL = Sizes(box_width=8, box_height=3, gap=4)


@st.composite
def maps(draw, most=12, links=18, most_lanes=4):
    """Any map: lanes may be empty, links may run up, down, within a lane, to themselves and twice."""
    lanes = draw(st.integers(1, most_lanes))
    nodes = [
        Node(f"o{number}", draw(st.integers(0, lanes - 1)))
        for number in range(draw(st.integers(0, most)))
    ]
    names = st.sampled_from([node.name for node in nodes]) if nodes else st.nothing()
    found = draw(st.lists(st.builds(Link, names, names, st.integers(0, 4)), max_size=links))
    return nodes, found, lanes


def is_level(a: Point, b: Point) -> bool:
    return a.y == b.y


def met(made: Plan) -> int:
    """How often two arrows share a cell; each time one runs level and the other upright."""
    upright: dict[Point, int] = {}
    level: dict[Point, int] = {}
    for number, route in enumerate(made.routes):
        for a, b in zip(route.points, route.points[1:], strict=False):
            cells = route.__class__(route.link, (a, b), None).cells()
            corners = {a, b} & set(route.points)
            into = level if is_level(a, b) else upright
            for cell in cells:
                if cell in corners and cell in into:
                    assert into[cell] == number
                    continue
                assert cell not in into, "two arrows lie on one another"
                into[cell] = number
    return sum(level[cell] != upright[cell] for cell in level.keys() & upright.keys())


@given(maps(), st.integers(1, 5))
def test_boxes_stand_in_their_lanes_and_never_touch(drawn, columns):
    nodes, links, lanes = drawn
    made = plan(nodes, links, lanes, Sizes(box_width=8, box_height=3, gap=2, columns=columns))
    assert sorted(box.name for box in made.boxes) == sorted(node.name for node in nodes)
    lane_of = dict(nodes)
    for box in made.boxes:
        lane = made.lanes[lane_of[box.name]]
        assert lane.start <= lane.top <= box.y < box.y + box.height <= lane.bottom <= lane.end
        assert 0 <= box.x < box.x + box.width <= made.width
    for a, b in combinations(made.boxes, 2):
        beside = a.x + a.width < b.x or b.x + b.width < a.x
        assert beside or a.y + a.height < b.y or b.y + b.height < a.y
    rows = [sum(box.row == row for box in made.boxes) for row in range(len(nodes))]
    assert all(count <= columns for count in rows)


@given(maps(), st.integers(2, 5))
def test_every_link_is_drawn_from_box_to_box_and_touches_no_other(drawn, columns):
    nodes, links, lanes = drawn
    made = plan(nodes, links, lanes, Sizes(box_width=8, box_height=3, gap=4, columns=columns))
    assert [route.link for route in made.routes] == sorted(links)
    at = {box.name: box for box in made.boxes}
    for route in made.routes:
        cells = route.cells()
        assert _beside(at[route.link.start], cells[0])
        assert _beside(at[route.link.end], cells[-1])
        for cell in cells:
            assert 0 <= cell.x < made.width
            assert 0 <= cell.y < made.height
            assert not any(box.holds(cell) for box in made.boxes)


def _beside(box, cell):
    return any(
        box.holds(Point(cell.x + x, cell.y + y)) for x, y in ((0, 1), (0, -1), (1, 0), (-1, 0))
    )


@given(maps(), st.integers(2, 5))
def test_arrows_share_cells_only_where_they_cross_and_as_often_as_told(drawn, columns):
    nodes, links, lanes = drawn
    made = plan(nodes, links, lanes, Sizes(box_width=8, box_height=3, gap=4, columns=columns))
    assert met(made) == made.crossings


@given(maps())
def test_every_label_has_cells_of_its_own(drawn):
    nodes, links, lanes = drawn
    made = plan(nodes, links, lanes, SMALL)
    labels: dict[Point, int] = {}
    for number, route in enumerate(made.routes):
        assert (route.label is None) == (route.link.label == 0)
        for at in range(route.link.label):
            cell = Point(route.label.x + at, route.label.y)
            assert 0 <= cell.x < made.width
            assert labels.setdefault(cell, number) == number
            assert not any(box.holds(cell) for box in made.boxes)
    for number, route in enumerate(made.routes):
        assert all(labels.get(cell, number) == number for cell in route.cells())


@given(maps(), st.randoms())
def test_the_order_of_records_changes_nothing(drawn, shuffled):
    nodes, links, lanes = drawn
    made = plan(nodes, links, lanes, SMALL)
    shuffled.shuffle(nodes)
    shuffled.shuffle(links)
    assert plan(nodes, links, lanes, SMALL) == made


@given(maps(most=8, links=9))
def test_upside_down_nothing_crosses_more(drawn):
    nodes, links, lanes = drawn
    assume(all(link.start != link.end for link in links))
    turned = [Node(node.name, lanes - 1 - node.lane) for node in nodes]
    assert plan(turned, links, lanes, SMALL).crossings == plan(nodes, links, lanes, SMALL).crossings


@settings(max_examples=budget(60))
@given(maps(most=7, links=9, most_lanes=3))
def test_on_small_maps_no_order_crosses_less(drawn):
    nodes, links, lanes = drawn
    bones = layered_graph(nodes, links, lanes, 8)
    rows = bones.rows()
    assume(_orders(rows) <= 5000)
    best = min(
        crossings(bones, [list(items) for items in order])
        for order in product(*(permutations(items) for items in rows))
    )
    assert plan(nodes, links, lanes, SMALL).crossings == best


def _orders(rows):
    count = 1
    for items in rows:
        for number in range(2, len(items) + 1):
            count *= number
    return count


def test_a_map_without_objectives_has_its_lanes():
    made = plan([], [], 3, Sizes(empty=2, apart=1))
    assert [(lane.top, lane.bottom) for lane in made.lanes] == [(0, 2), (3, 5), (6, 8)]
    assert (made.boxes, made.routes, made.width) == ((), (), 0)
    assert made.lanes[-1].end == made.height


def test_bands_fill_the_map_without_a_gap():
    made = plan([Node("a", 0), Node("b", 3)], [Link("b", "a")], 4, SMALL)
    assert made.lanes[0].start == 0
    assert made.lanes[-1].end == made.height
    for above, below in zip(made.lanes, made.lanes[1:], strict=False):
        assert above.end == below.start


def test_what_is_written_in_an_empty_lane_keeps_clear_of_arrows():
    made = plan([Node("a", 0), Node("b", 2)], [Link("b", "a")], 3, Sizes(box_width=20))
    y = made.lanes[1].top
    (x,) = {cell.x for route in made.routes for cell in route.cells() if cell.y == y}
    assert made.first_free_column(y, 4) == 0
    assert made.first_free_column(y, x) is None or made.first_free_column(y, x) > x
    assert made.first_free_column(y, 20) is None


def test_one_cause_under_its_effect_is_joined_by_a_straight_arrow():
    made = plan([Node("effect", 0), Node("cause", 1)], [Link("cause", "effect", 2)], 2, SMALL)
    (route,) = made.routes
    start, head = route.points
    assert start.x == head.x
    assert start.y > head.y
    assert made.boxes[0].x == made.boxes[1].x
    assert route.label == start


def test_neighbours_in_a_lane_are_joined_directly():
    made = plan([Node("a", 0), Node("b", 0)], [Link("a", "b", 3)], 1, SMALL)
    (route,) = made.routes
    assert route.points[0].y == route.points[1].y == made.boxes[0].y + 1
    assert made.boxes[1].x - made.boxes[0].x - made.boxes[0].width == 3 + 3


def test_a_circle_of_three_lanes_is_drawn_whole():
    nodes = [Node("a", 0), Node("b", 1), Node("c", 2)]
    made = plan(nodes, [Link("a", "b"), Link("b", "c"), Link("c", "a")], 3, SMALL)
    assert len(made.routes) == 3
    assert made.crossings == 0


def test_a_link_that_skips_a_lane_runs_around_its_boxes():
    nodes = [Node("top", 0), Node("between", 1), Node("below", 2)]
    made = plan(nodes, [Link("below", "top"), Link("between", "top")], 3, SMALL)
    skipping = made.routes[0]
    between = next(box for box in made.boxes if box.name == "between")
    passed = [
        cell.x for cell in skipping.cells() if between.y <= cell.y < between.y + between.height
    ]
    assert len(set(passed)) == 1
    assert passed[0] > between.x + between.width or passed[0] < between.x - 1


def test_a_full_lane_gets_rows_with_causes_below_effects():
    nodes = [Node(f"o{number}", 0) for number in range(6)]
    links = [Link("o0", "o5"), Link("o1", "o4"), Link("o2", "o3")]
    made = plan(nodes, links, 1, Sizes(columns=3))
    row_of = {box.name: box.row for box in made.boxes}
    assert [row_of[link.start] - row_of[link.end] for link in links] == [1, 1, 1]


def test_a_box_with_many_arrows_gets_wider():
    nodes = [Node("hub", 0), *(Node(f"o{number:02}", 1) for number in range(12))]
    links = [Link(f"o{number:02}", "hub", 2) for number in range(12)]
    made = plan(nodes, links, 2, Sizes(box_width=8, columns=12))
    hub = made.boxes[0]
    assert hub.width >= 12 * 2
    assert made.crossings == 0


def test_a_link_to_nothing_is_refused():
    with pytest.raises(KeyError):
        plan([Node("a", 0)], [Link("a", "b")], 1)


@given(st.lists(st.tuples(st.floats(-50, 50), st.floats(0.1, 9), st.integers(0, 5)), max_size=8))
def test_places_keep_order_and_distance_and_room(wishes):
    steps = [step for _, _, step in wishes[1:]]
    room = sum(steps) + 7
    found = spread_places([w for w, _, _ in wishes], [w for _, w, _ in wishes], steps, room)
    assert all(0 <= at <= room for at in found)
    assert all(b - a >= step for a, b, step in zip(found, found[1:], steps, strict=False))


def test_a_wish_that_can_be_had_is_given():
    assert spread_places([3, 9, 20], [1, 1, 1], [2, 2], 30) == [3, 9, 20]
    assert spread_places([5, 5], [1, 1], [4], 30) == [3, 7]


def test_of_allowed_places_the_nearest_are_chosen_or_none():
    assert choose_places([4, 4], [[0, 2, 4, 6], [0, 2, 4, 6]], [2]) in ([2, 4], [4, 6])
    assert choose_places([0, 0], [[3], [4]], [2]) is None
    assert choose_places([], [], []) == []
