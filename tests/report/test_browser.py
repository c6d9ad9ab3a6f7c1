"""The page as a browser shows it: on a phone, on a desk, on paper, light and dark."""

from __future__ import annotations

import re

import pytest

from bsctui.report.html import html_report
from tests.report.browser import browser, found
from tests.report.examples import NAMES, of_sample, of_text, with_every_text
from tests.report.test_content import TWO
from tests.report.test_safety import HOSTILE

pytestmark = pytest.mark.skipif(
    found() is None, reason="no Chromium on the path (Debian: apt-get install chromium)"
)

PHONE, DESK = 390, 1280
TOO_WIDE = """[...document.querySelectorAll('body *')].filter(one => {
  const box = one.getBoundingClientRect();
  return box.width && box.right > innerWidth + 1 && !one.closest('.scroll');
}).map(one => one.tagName + '.' + one.className)"""


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    with browser(found(), tmp_path_factory.mktemp("profile")) as one:
        yield one


def opened(page, folder, report, width):
    path = folder / "report.html"
    path.write_text(html_report(report), "utf-8")
    page.requests.clear()
    page.complaints.clear()
    page.open(path, width)
    return path


@pytest.mark.slow
@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_cut_off_nothing_is_fetched_and_nobody_complains(page, tmp_path, name, width):
    path = opened(page, tmp_path, of_sample(name), width)
    assert page.value("innerWidth") == width
    assert page.value("document.documentElement.scrollWidth") <= width
    assert page.value(TOO_WIDE) == []
    assert page.requests == [path.as_uri()]
    assert page.complaints == []


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_runs_nothing_and_asks_for_nothing(page, tmp_path, text):
    report = with_every_text(of_text(TWO), lambda _: text)
    path = opened(page, tmp_path, report, PHONE)
    assert page.requests == [path.as_uri()]
    assert page.complaints == []
    assert page.value("document.querySelectorAll('script, img, iframe, [onerror]').length") == 0
    assert page.value("document.documentElement.scrollWidth") <= PHONE


def test_words_without_a_blank_do_not_widen_the_page(page, tmp_path):
    report = with_every_text(of_text(TWO), lambda _: "x" * 300)
    opened(page, tmp_path, report, PHONE)
    assert page.value("document.documentElement.scrollWidth") <= PHONE


def test_light_and_dark_are_both_readable(page, tmp_path):
    opened(page, tmp_path, of_sample("minimal"), DESK)
    for scheme in ("light", "dark"):
        page.prefer(scheme)
        assert page.value(LEAST_CONTRAST) >= 4.5, scheme
    page.prefer("light")


LEAST_CONTRAST = """(() => {
  const numbers = colour => colour.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(c => (c /= 255) <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
    .reduce((sum, c, at) => sum + c * [.2126, .7152, .0722][at], 0);
  const ground = one => {
    for (; one; one = one.parentElement) {
      const colour = numbers(getComputedStyle(one).backgroundColor);
      if (colour.length < 4 || colour[3] > 0) return colour;
    }
  };
  return Math.min(...[...document.querySelectorAll('body *')].filter(one => !one.closest('svg')
    && [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim())).map(one => {
    const [a, b] = [light(numbers(getComputedStyle(one).color)), light(ground(one))].sort((x, y) => y - x);
    return (a + .05) / (b + .05);
  }));
})()"""


def test_it_prints_on_sheets_of_a4(page, tmp_path):
    opened(page, tmp_path, of_sample("minimal"), DESK)
    boxes = set(re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", page.printed()))
    assert {(round(float(w)), round(float(h))) for w, h in boxes} == {(595, 842)}


PAPER = 695
"""Pixels between the margins of A4: 210 mm less twice 13, at 96 to an inch."""


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_on_paper_no_table_and_no_drawing_is_cut_off(page, tmp_path, name):
    opened(page, tmp_path, of_sample(name), PAPER)
    page.prefer("dark", "print")
    assert page.value(CUT) == []
    assert page.value("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    page.prefer("light")


CUT = """[...document.querySelectorAll('table, svg, figure')]
  .filter(one => one.getBoundingClientRect().right > innerWidth + 1)
  .map(one => one.tagName + ' ' + one.getBoundingClientRect().right)"""


@pytest.mark.slow
def test_on_paper_what_is_folded_is_told(page, tmp_path):
    opened(page, tmp_path, of_sample("skyline"), PAPER)
    heights = "[...document.querySelectorAll('main details:not([open]) table')].map(one => one.checkVisibility({contentVisibilityAuto: true}))"
    assert page.value(heights) == [False, False, False]  # the parts of two KPIs, and the advice
    page.prefer("light", "print")
    assert page.value(heights) == [True, True, True]
    page.prefer("light")


@pytest.mark.slow
def test_every_table_names_its_rows_and_columns(page, tmp_path):
    opened(page, tmp_path, of_sample("skyline"), DESK)
    assert page.value(
        "[...document.querySelectorAll('table')].every(t => t.caption && t.caption.textContent)"
    )
    assert page.value("[...document.querySelectorAll('th')].every(h => h.scope)")
    assert page.value(
        "[...document.querySelectorAll('tbody tr')].every(r => r.cells[0].tagName === 'TH')"
    )
    assert page.value(
        "[...document.querySelectorAll('.status')].every(s => /[a-z]{3}/i.test(s.textContent))"
    )
    assert page.value(
        "[...document.querySelectorAll('a[href^=\"#\"]')].every(a => document.querySelector(a.getAttribute('href')))"
    )
