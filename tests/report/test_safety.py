"""Whatever stands in the files stays text: no tag, no attribute, no markup comes from it, and tables stay tables."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bsctui.escaping import printable
from bsctui.kpi_text import short_unit
from bsctui.report.changes import ChangesSince, ReportedSection, RuleChange, TopCounterfactual
from bsctui.report.content import KpiOutlook, ReportOutlook, ScoreOutlook
from bsctui.report.html import html_report
from bsctui.report.markdown import markdown_report
from tests.budget import budget
from tests.report.examples import of_text, with_every_text
from tests.report.test_content import TWO

HOSTILE = [
    "<script>alert(1)</script>",
    "</td></tr></table><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "javascript:alert(1)",
    "a | b || c |",
    "`code` ``` ~~~",
    "**bold** _em_ ~~gone~~ [l](http://e.vil) ![i](x)",
    "<!-- gone",
    "]]> <![CDATA[ <?php",
    "\u202egnp.exe\u2066 \u200b\ufeff",
    "\x00\x07\x1b[31m\x9b",
    "line\nbreak\r\nand | more\n\n# heading\n- list",
    "\ud800 lone",
    "- item",
    "1. item",
    "=====",
    "    code",
    "&lt;b&gt; &amp; &#60;",
    "\\",
    "</style></title></head>",
    "$x$ @all #1 www.e.vil",
]
texts = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(min_size=1, max_size=40),
    st.text("|`<>&\"'\\*_[]()!#-+=~$@: \n\tab1.", min_size=1, max_size=20),
)

MOVED = RuleChange(
    "label", "where", "a.bsc:1", "what", "▼", "easier", ("effect", "later"), "with", "why", "who"
)
REPORT = replace(
    of_text(TWO.replace('owner "Nina"', 'owner "Nina"\n  meta plan "2025"')),
    since=ChangesSince(
        "v1",
        "much",
        (TopCounterfactual(*["text"] * 6),),
        (
            ReportedSection("goalposts", (MOVED,), are_goalposts=True),
            ReportedSection("others", (MOVED, MOVED), are_goalposts=False),
        ),
    ),
    outlook=ReportOutlook(
        "2026",
        (ScoreOutlook("label", "where", 1.0, 2.0, 3.0, 4.0, "green", "word", 0.5),),
        (KpiOutlook("label", "where", "now", "middle", "range", "target", "unit", 0.5),),
    ),
)


def harmless(text):
    """The report with plain words for a text, cut as a unit where that is."""
    words = "words" if short_unit(text) == text else "words, more than a table's unit has"
    return with_every_text(REPORT, lambda _: words)


class Structure(HTMLParser):
    """The tags of a page with the names of their attributes, and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.text: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag != "code":  # backticks in a message set code apart
            self.tags.append((tag, tuple(name for name, _ in attrs)))
        self.links += [value for name, value in attrs if name in {"href", "src"}]

    def handle_endtag(self, tag):
        if tag != "code":
            self.tags.append((f"/{tag}", ()))

    def handle_comment(self, data):
        raise AssertionError(data)

    def handle_pi(self, data):
        raise AssertionError(data)

    def handle_data(self, data):
        self.text.append(data)


def structure(page):
    parser = Structure()
    parser.feed(page)
    parser.close()
    return parser


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_and_changes_no_tag(text):
    page = structure(html_report(with_every_text(REPORT, lambda _: text)))
    assert page.tags == structure(html_report(harmless(text))).tags
    assert printable(text).replace("`", "") in "".join(page.text).replace("`", "")


@pytest.mark.slow
@settings(max_examples=budget(60))
@given(texts)
def test_no_text_changes_a_tag_of_the_page(text):
    page = html_report(with_every_text(REPORT, lambda _: text))
    assert structure(page).tags == structure(html_report(harmless(text))).tags
    body = page.partition("</style>")[2]
    assert not re.search(
        r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", body
    )


@pytest.mark.parametrize("text", [one for one in HOSTILE if one.isprintable() and "\\" not in one])
def test_hostile_labels_change_no_map(text):
    """From the files on: text that the language lets into a label."""
    written = text.replace('"', "'")
    words = "words" if short_unit(written) == written else "words, more than a table's unit has"
    report, plain = (of_text(MAPPED.replace("LABEL", label)) for label in (written, words))
    assert report.scorecards[0].strategy is not None
    tags, expected = structure(html_report(report)).tags, structure(html_report(plain)).tags
    lines = {"text", "/text"}  # a long label has more lines in its box
    assert [tag for tag in tags if tag[0] not in lines] == [
        tag for tag in expected if tag[0] not in lines
    ]
    assert shape(markdown_report(report)) == shape(markdown_report(plain))


MAPPED = """\
calendar quarters 2025-Q1..2025-Q2
scorecard shop "LABEL"
objective grow "LABEL" in shop.financial
objective learn "LABEL" in shop.learning
  drives grow after 1 quarter
kpi sales "LABEL" in shop.grow
  unit "LABEL"
  target 100
  actual 2025-Q1: 50 80
"""


def test_only_web_addresses_become_links():
    for text in ("javascript:alert(1)", "data:text/html,x", "http://x y", 'http://x"y', "//e.vil"):
        report = with_every_text(REPORT, lambda old, text=text: text if old == "2025" else old)
        assert all(link.startswith("#") for link in structure(html_report(report)).links)
    report = with_every_text(REPORT, lambda old: "https://e.org/a?b=1" if old == "2025" else old)
    assert "https://e.org/a?b=1" in structure(html_report(report)).links


# --- Markdown

READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
WORDS = {"text", "softbreak", "code_inline", "text_special"}
CODE = re.compile("`[^`\n]*`")
OURS = re.compile(r"</?(?:br|details|summary|code)>|<!-- -->")
UNSEEN = {"html_inline <!-- -->", "html_inline <code>", "html_inline </code>"}
"""Keeps a name apart from its `@`; sets off what holds a backtick."""


def shape(text):
    """The kinds of blocks and of marks in them, without the words."""
    kinds = []
    for token in READER.parse(text):
        kinds.append(token.type)
        kinds += [
            f"{child.type} {child.content}"
            for child in token.children or ()
            if child.type not in WORDS
        ]
    return [kind for kind in kinds if kind not in UNSEEN]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_marks_nothing_up(text):
    written = markdown_report(with_every_text(REPORT, lambda _: text))
    assert shape(written) == shape(markdown_report(harmless(text)))


@settings(max_examples=budget(60))
@given(texts)
def test_no_text_marks_anything_up_and_tables_stay_rectangular(text):
    written = markdown_report(with_every_text(REPORT, lambda _: text))
    assert shape(written) == shape(markdown_report(harmless(text)))
    assert "<" not in OURS.sub("", CODE.sub("", written))
    widths = [len(re.findall(r"(?<!\\)\|", line)) for line in table_lines(written)]
    assert widths == [
        len(re.findall(r"\|", line)) for line in table_lines(markdown_report(harmless(text)))
    ]


def table_lines(text):
    return [line.replace("\\\\", "") for line in text.split("\n") if line.startswith("|")]
