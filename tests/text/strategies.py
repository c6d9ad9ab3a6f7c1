"""Generated text: whole documents with odd bytes, and lines of every form with odd layout."""

from __future__ import annotations

from hypothesis import strategies as st

from bsctui.text.forms import HEADERS, STATEMENTS

ENDS = st.sampled_from(["\n", "\r\n", "\n", "\n\n", " \t\r\n"])
NAMES = ["on_time", "marge", "売上", "прибыль", "Größe", "kpi", "weight", "x1"]
headers = st.sampled_from([entry.example for entry in HEADERS.values()])
statements = st.sampled_from([entry.example for entry in STATEMENTS.values()])
indents = st.sampled_from(["  ", " ", "\t", " \t  "])
comments = st.sampled_from(["# why", "#", "  # indented", "# ünïcödé 統計", "\t# tab"])
tails = st.sampled_from(["", "  # tail", "#glued", " \t"])
odd = st.sampled_from(
    [
        "garbage",
        "  more garbage here",
        "kpi",
        "  target",
        '  note "open',
        "\x00",
        "  weight 1,0",
        "<<<<<<< x",
        "=======",
        ">>>>>>> y",
        "",
        "   ",
        "\r",
    ]
)
named = st.sampled_from(NAMES).map(lambda name: f'kpi {name} "Label of {name}" in a.b')

good_lines = st.one_of(
    st.tuples(headers, tails).map("".join),
    st.tuples(named, tails).map("".join),
    st.tuples(indents, statements, tails).map("".join),
    comments,
    st.just(""),
)
lines = st.one_of(good_lines, good_lines, good_lines, odd)


@st.composite
def texts(draw, content=lines):
    """A document: lines with mixed ends, perhaps no last one."""
    parts = [line + draw(ENDS) for line in draw(st.lists(content, max_size=25))]
    text = "".join(parts)
    return text.rstrip("\r\n") if draw(st.booleans()) else text


@st.composite
def contents(draw):
    """A document's bytes: perhaps with a byte order mark, perhaps with bytes that are no UTF-8."""
    content = draw(texts()).encode()
    if draw(st.booleans()):
        content = b"\xef\xbb\xbf" + content
    if draw(st.integers(0, 4)) == 0:
        at = draw(st.integers(0, len(content)))
        content = content[:at] + draw(st.binary(max_size=4)) + content[at:]
    return content
