"""Text of others, in every medium: it stays text, nothing in it hides, and what joins letters stays."""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
from html import unescape
from urllib.parse import unquote_to_bytes
from xml.etree.ElementTree import fromstring

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bsctui import escaping

PERSIAN = "می\u200cخواهم"
JOINED = [
    "👩\u200d🚀",
    "🏳\ufe0f\u200d🌈",
    "👩🏽\u200d⚕\ufe0f",
    "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "#\ufe0f\u20e3",
    "❤\ufe0f",
    PERSIAN,
    "ക്\u200dഷ",
    "葛\U000e0100",
    "Größe 売上 a\u00a0b",
]
"""Signs and words that are made of several characters, some of which do not print by themselves."""

HIDING = [
    ("\x1b[31mred", r"\x1b[31mred"),
    ("a\x07b", r"a\x07b"),
    ("\x9b1m", r"\x9b1m"),
    ("\u202egnp", r"\u202egnp"),
    ("\u2066x\u2069", r"\u2066x\u2069"),
    ("\u061cx", r"\u061cx"),
    ("pay\u200dpal", r"pay\u200dpal"),
    ("a\u200cb", r"a\u200cb"),
    ("a\u200bb\ufeff", r"a\u200bb\ufeff"),
    ("soft\u00adhyphen", r"soft\xadhyphen"),
    ("word\u2060joiner", r"word\u2060joiner"),
    ("hangul\u3164filler", r"hangul\u3164filler"),
    ("braille\u2800blank", r"braille\u2800blank"),
    ("tag\U000e0041", r"tag\U000e0041"),
    ("a\ufe0f", r"a\ufe0f"),
    ("م\u200d\u200dم", r"م\u200d\u200dم"),
    ("line\u2028two\u2029", r"line\u2028two\u2029"),
    ("caf\udce9", r"caf\udce9"),
    ("\uffff", r"\uffff"),
]
"""Text that steers a terminal, changes the order or is not seen, and how it is shown."""

TEXTS = st.one_of(
    st.text(max_size=30),
    st.sampled_from([*JOINED, *(text for text, _ in HIDING)]),
    st.text("ab1 @#:$~%!&^/.-+=wGH<>|`\\\"'\u200d\u200c\ufe0f\u202e\x1b\udce9🚀می", max_size=20),
)
UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)


@pytest.mark.parametrize("text", JOINED)
def test_what_joins_letters_and_pictures_stays(text):
    assert escaping.printable(text) == text
    assert escaping.markdown_inside(text).replace("\\", "") == text
    assert escaping.csv_text(text) == text
    assert escaping.json_document(json.dumps(text, ensure_ascii=False)) == f'"{text}"'


@pytest.mark.parametrize(("text", "shown"), HIDING)
def test_what_hides_or_changes_the_order_is_shown_as_an_escape(text, shown):
    assert escaping.printable(text) == shown


def read_json(text):
    return json.loads(escaping.json_document(json.dumps(text, ensure_ascii=False)))


def read_toml(text):
    (value,) = tomllib.loads(escaping.toml_document(tomli_w.dumps({"key": text}))).values()
    return value


MEDIA = {
    "terminal": escaping.printable,
    "markdown": escaping.markdown_text,
    "markdown code": escaping.markdown_code,
    "html": escaping.element_text,
    "svg": escaping.xml_text,
    "dot": escaping.dot_string,
    "mermaid": escaping.mermaid_label,
    "csv": escaping.csv_text,
    "json": lambda text: escaping.json_document(json.dumps(text, ensure_ascii=False)),
    "toml": lambda text: escaping.toml_document(tomli_w.dumps({"key": text})).rstrip("\n"),
    "sarif": escaping.uri,
    "github message": escaping.github_data,
    "github property": escaping.github_property,
}
"""Every way out."""


def without_own_isolates(text):
    """A written text without the pairs that set apart what is read from right to left."""
    return re.sub("\u2068([^\u2068\u2069]*)\u2069", r"\1", text)


@pytest.mark.parametrize("medium", MEDIA)
@given(text=TEXTS)
def test_no_medium_lets_through_what_steers_or_hides(medium, text):
    written = without_own_isolates(MEDIA[medium](text))
    assert not UNSEEN.search(written)
    written.encode()


@given(TEXTS)
def test_a_joiner_stays_only_where_it_has_something_to_join(text):
    for found in re.finditer("[\u200c\u200d]", shown := escaping.printable(text)):
        assert found.start() > 0
        assert not shown[found.start() - 1].isascii()


@given(TEXTS)
def test_json_and_toml_give_the_same_text_back(text):
    whole = re.sub("[\ud800-\udfff]", "", text)
    assert read_json(whole) == whole
    assert read_toml(whole) == whole


def test_a_name_that_is_no_utf8_is_readable_json_for_every_reader():
    assert read_json("caf\udce9") == "caf\\udce9"
    assert read_toml("caf\udce9") == "caf\\udce9"


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd|x", "-x", "@sum(a)", "\t=1", "\r=1", " =1", "-", "\uff1d1"]
)
def test_a_cell_of_csv_is_no_formula(text):
    assert escaping.csv_text(text).startswith("'")


@pytest.mark.parametrize("text", ["-5", "+5.25", "-1e-05", "-5..5", "2025-Q1", "skyline.revenue"])
def test_a_number_and_an_address_stay_what_they_are_in_csv(text):
    assert escaping.csv_text(text) == text


@given(TEXTS)
def test_a_cell_of_csv_stays_one_cell(text):
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerow([escaping.csv_text(text), "end"])
    assert list(csv.reader(io.StringIO(file.getvalue()))) == [[escaping.csv_text(text), "end"]]


# --- Markdown on a forge

READER = MarkdownIt("commonmark", {"html": True}).enable("table")
LINKED = re.compile(r"@[\w-]|#\w|\bGH-\d|:[\w+-]+:|://|\bwww\.|![1-9]", re.IGNORECASE)


def seen_by_a_forge(text):
    """The runs of text that a forge searches for names: those between the tags and comments of the finished page."""
    return re.split(r"<[^>]*>", READER.render(f"x {text}"))


@pytest.mark.parametrize(
    "text",
    ["GH-9", "gh-12 and #9", "@anna", "a@b.org", ":tada:", ":+1::-1:", "https://e.org", "www.e.org", "org/repo#7", "!12", "x@anna"],
)  # fmt: skip
def test_a_forge_makes_no_link_mention_or_picture_of_it(text):
    runs = seen_by_a_forge(escaping.markdown_text(text))
    assert not any(LINKED.search(unescape(run)) for run in runs)
    assert unescape("".join(runs)).strip() == f"x {text}"


@given(TEXTS)
def test_no_text_is_touched_up_by_a_forge_and_all_of_it_is_read(text):
    runs = seen_by_a_forge(escaping.markdown_inside(text))
    assert not any(LINKED.search(unescape(run)) for run in runs)
    read = unescape("".join(runs)).split()
    assert "".join(read) == "".join(f"x {escaping.printable(text)}".split())


STRIKING = MarkdownIt("commonmark").enable("strikethrough")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("~538", "~538"),
        ("~88 → 85.3; rose (~17.5)", "~88 → 85.3; rose (~17.5)"),
        ("~", r"\~"),
        ("~label", r"\~<!-- -->label"),
        ("about~5", r"about\~<!-- -->5"),
        ("~~5~~", r"\~\~<!-- -->5\~\~"),
    ],
)
def test_the_tilde_of_a_provisional_number_is_written_plainly_and_every_other_is_escaped(
    text, written
):
    assert escaping.markdown_text(text) == written
    assert "<s>" not in STRIKING.render(escaping.markdown_text(text))


@pytest.mark.parametrize("path", ["a|b.bsc", "a`b.bsc", "`", "a\\b", "plain.bsc:12"])
def test_a_place_in_markdown_is_the_place(path):
    (_, inline, _) = READER.parse(escaping.markdown_code(path))
    assert (
        "".join(token.content for token in inline.children if token.type != "html_inline") == path
    )


# --- Drawings and commands


@given(TEXTS)
def test_an_svg_is_well_formed_and_says_the_text(text):
    drawn = fromstring(f"<text>{escaping.xml_text(text)}</text>")
    assert without_own_isolates(drawn.text or "") == escaping.printable(text)


@given(TEXTS)
def test_nothing_leaves_its_quotes_in_a_drawing_language(text):
    assert re.fullmatch(r'"(?:[^"\\\n]|\\.)*"', escaping.dot_string(text))
    assert not re.search("&(?!amp;)", escaping.dot_string(text))
    inner = escaping.mermaid_label(text)[1:-1].replace("<br/>", "")
    assert not set(inner) & set("\"'`<>[]{}()|\\$*_")
    assert not re.match(r"\s*(?:\d+[.)]|[-+*#])\s", inner)
    assert not re.search(r":\S", inner)


@given(TEXTS)
def test_a_workflow_command_ends_where_it_should(text):
    assert not set(escaping.github_property(text)) & set(":,\r\n")
    assert "\n" not in escaping.github_data(text)


@given(TEXTS)
def test_a_files_name_is_the_same_name_in_workflow_commands_and_in_sarif(text):
    name = re.sub("[\ud800-\udfff]", "\udce9", text)
    file = name.encode("utf-8", "surrogateescape")
    assert unquote_to_bytes(escaping.github_property(name)) == file
    assert unquote_to_bytes(escaping.uri(name)) == file
    assert re.fullmatch(r"[A-Za-z0-9/._~%-]*", escaping.uri(name))


@pytest.mark.parametrize(("text", "cells"), [("ab", 2), ("👩\u200d🚀", 2), (PERSIAN, 7), ("売", 2)])
def test_joined_signs_take_the_room_of_one(text, cells):
    assert escaping.cell_width(text) == cells
