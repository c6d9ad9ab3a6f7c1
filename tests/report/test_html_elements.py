"""A tree is written as the standard library writes html, whatever stands in it."""

from __future__ import annotations

from xml.etree.ElementTree import tostring

from hypothesis import given
from hypothesis import strategies as st

from bsctui.report.html.elements import el, serialize_html, style_element

TEXT = st.text(alphabet="ab<>&\"' é\n;", max_size=6)
LEAVES = st.one_of(
    TEXT,
    st.builds(lambda: el("br")),
    st.builds(style_element, TEXT),
    st.builds(lambda title: el("p", title=title), TEXT),
)
TREES = st.recursive(
    LEAVES, lambda inner: st.builds(lambda parts: el("div", *parts), st.lists(inner, max_size=4))
)


@given(TREES)
def test_a_tree_is_written_as_the_standard_library_writes_it(tree):
    root = el("html", tree)
    expected = tostring(root, encoding="unicode", method="html")
    assert serialize_html(root) == f"<!doctype html>\n{expected}\n"
