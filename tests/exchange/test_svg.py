"""The svg of a map: well-formed whatever files say, everything on it, status never by colour alone."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bsctui.exchange.maps.as_svg import strategy_map_svg
from bsctui.exchange.maps.svg_parts import (
    SvgFont,
    SvgPoint,
    rounded_path,
    shorten_svg_text,
    text_width,
    wrap_svg_text,
)
from tests.exchange.maps import map_of
from tests.scoring.worked import SKYLINE

NAMESPACE = "{http://www.w3.org/2000/svg}"


def texts(picture):
    return [element.text for element in ET.fromstring(picture).iter(f"{NAMESPACE}text")]


def test_lanes_boxes_scores_words_and_lags_are_on_it():
    found = texts(strategy_map_svg(map_of()))
    for wanted in (
        "Skyline Airlines",
        "Strategy map 2025-Q4",
        "Financial",
        "Learning &",
        "growth",
        "Grow profit",
        "75.0 green",
        "86.2 green",
        "2 quarters",
    ):
        assert wanted in found
    assert found.count("no objective") == 2


def test_what_a_file_says_stays_text():
    hostile = SKYLINE.replace("Grow profit", "</text><script> & ]]>")
    picture = strategy_map_svg(map_of(hostile))
    assert "<script" not in picture
    assert "</text><script> & ]]>" in " ".join(filter(None, texts(picture)))


@given(st.text(st.characters(exclude_characters='"\\\n\r\t', exclude_categories=("Cc", "Cs"))))
def test_any_label_gives_well_formed_xml(label):
    text = f'calendar quarters 2025-Q1..2025-Q4\nscorecard s "S"\nobjective o "{label}x" in s.financial\n'
    ET.fromstring(strategy_map_svg(map_of(text, "s")))


def test_a_verdict_changes_line_and_sign_and_is_explained():
    link = ("skyline.turnaround", "skyline.profit")
    picture = strategy_map_svg(map_of(verdicts={link: "contradicted"}))
    assert "2 quarters ✗" in texts(picture)
    assert "stroke-dasharray" in picture
    assert "verdict-contradicted" in picture
    assert any("✗ contradicted" in (text or "") for text in texts(picture))
    assert "What the data say" not in strategy_map_svg(map_of())


def test_every_status_has_a_shape_of_its_own():
    shapes = set()
    for score in (None, 10, 50, 90):
        text = (
            'calendar quarters 2025-Q1..2025-Q4\nscorecard s "S"\nobjective o "O" in s.financial\n'
            "kpi k in s.o\n  baseline 0\n  target 100\n"
        )
        text += f"  actual 2025-Q1: {score}\n" if score is not None else ""
        picture = ET.fromstring(strategy_map_svg(map_of(text, "s")))
        (box,) = (each for each in picture if "map-box" in each.get("class", ""))
        drawn = ("points", "d", "r")
        shapes.add(
            tuple(
                (part.tag, *map(part.get, drawn))
                for part in box
                if part.tag.rpartition("}")[2] in {"polygon", "circle", "path"}
            )
        )
    assert len(shapes) == 4
    assert all(shapes)


def test_many_maps_can_stand_in_one_page():
    assert " id=" not in strategy_map_svg(map_of())
    assert "<style" not in strategy_map_svg(map_of())


def test_a_scorecard_without_objectives_says_so():
    text = 'calendar quarters 2025-Q1..2025-Q4\nscorecard s "S"\n'
    assert "No objective is in force in this scorecard." in texts(
        strategy_map_svg(map_of(text, "s"))
    )


@given(st.text(max_size=60), st.integers(40, 200), st.integers(1, 4))
def test_wrapped_lines_fit(text, width, most):
    lines = wrap_svg_text(text, width, SvgFont(12), most)
    assert 1 <= len(lines) <= most
    assert all(text_width(line, SvgFont(12)) <= width or len(line) == 1 for line in lines)


@pytest.mark.parametrize(("text", "width"), [("short", 200), ("a rather long line of words", 60)])
def test_shortened_text_fits_and_shows_that_it_was_cut(text, width):
    shown = shorten_svg_text(text, width, SvgFont(12))
    assert text_width(shown, SvgFont(12)) <= width
    assert shown == text or shown.endswith("…")


def test_round_corners_keep_both_ends():
    data = rounded_path([SvgPoint(0, 0), SvgPoint(0, 20), SvgPoint(30, 20)], 6)
    assert data == "M0 0L0 14Q0 20 6 20L30 20"
