"""Elements are written as the standard library writes html, whatever text stands in them."""

from __future__ import annotations

from xml.etree.ElementTree import Element, tostring

from hypothesis import given
from hypothesis import strategies as st

from bsctui.report.html.elements import el, html_document, inline_svg, style_element

TEXT = st.text(alphabet="ab<>&\"' é", max_size=6)
TREES = st.recursive(
    TEXT,
    lambda inner: st.tuples(
        st.sampled_from(["div", "br", "p", "title"]), TEXT, st.lists(inner, max_size=4)
    ),
)


def written(tree):
    if isinstance(tree, str):
        return tree
    tag, title, children = tree
    return el(tag, *([] if tag == "br" else map(written, children)), title=title)


def built(tree):
    tag, title, children = tree
    element = Element(tag, {"title": title})
    for child in () if tag == "br" else children:
        if isinstance(child, tuple):
            element.append(built(child))
        elif len(element):
            element[-1].tail = (element[-1].tail or "") + child
        else:
            element.text = (element.text or "") + child
    return element


@given(TREES)
def test_elements_are_written_as_the_standard_library_writes_them(tree):
    root = ("div", "", [tree])
    assert written(root) == tostring(built(root), encoding="unicode", method="html")


def test_a_document_is_the_root_below_its_type():
    page = html_document(el("html", el("head", style_element("a > b {}")), lang="en"))
    assert page == (
        '<!doctype html>\n<html lang="en"><head><style>\na > b {}</style></head></html>\n'
    )


def test_text_read_from_right_to_left_is_set_apart_but_where_only_text_may_stand():
    assert el("p", "costs שלום 3") == "<p>costs <bdi>שלום</bdi> 3</p>"
    assert el("title", "costs שלום 3") == "<title>costs שלום 3</title>"


def test_what_comes_out_of_an_element_is_text_again_once_it_is_changed():
    assert el("p", el("b", "x").upper()) == "<p>&lt;B&gt;X&lt;/B&gt;</p>"


def test_a_drawing_takes_the_colours_of_the_page_and_leaves_its_width_to_the_style_sheet():
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="4"><path fill="#111"/>\n</svg>'
    )
    assert inline_svg(svg, {"#111": "var(--ink)"}) == (
        '<svg style="--width:90px"><path fill="var(--ink)"></path></svg>'
    )
