"""Html as a tree: text enters it in one place, where whatever does not print is made visible, and is escaped on the way out."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element, fromstring

from bsctui.escaping import element_text, right_to_left_runs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

HtmlChild = Element | str | None
"""A child; None is left out."""


PLAIN_TEXT: Final = frozenset({"bdi", "title", "text", "tspan", "desc"})
"""Elements that hold text and nothing else."""


def el(tag: str, *children: HtmlChild | Iterable[HtmlChild], **attributes: str | None) -> Element:
    """An element with its children.

    Args:
        tag: Its name.
        children: Elements, text, or several of them; None is left out.
        attributes: By name with `_` for `-`, one at the end of the name left out (`class_`); None is left out.
    """
    element = Element(tag)
    for name, value in attributes.items():
        if value is not None:
            element.set(_attribute_name(name), element_text(value))
    for child in children:
        if isinstance(child, Element):
            element.append(child)
        elif isinstance(child, str):
            _add(element, child)
        elif child is not None:
            for item in child:
                _add(element, item)
    return element


@cache
def _attribute_name(name: str) -> str:
    return name.removesuffix("_").replace("_", "-")


def _add(parent: Element, child: HtmlChild) -> None:
    if isinstance(child, Element):
        parent.append(child)
    elif child:
        _add_runs(parent, element_text(child))


def _add_runs(parent: Element, text: str) -> None:
    """A text, each part of which that is read from right to left is set apart."""
    if text.isascii():
        _add_text(parent, text)
        return
    for part, is_right_to_left in right_to_left_runs(text):
        if is_right_to_left and parent.tag not in PLAIN_TEXT:
            isolate = Element("bdi")
            isolate.text = part
            parent.append(isolate)
        else:
            _add_text(parent, part)


def _add_text(parent: Element, text: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def svg_element(
    width: float, height: float, *children: HtmlChild, **attributes: str | None
) -> Element:
    """An svg element; its coordinates are those of its box."""
    element = el("svg", *children, **attributes)
    element.set("viewBox", f"0 0 {width:g} {height:g}")
    return element


def inline_svg(svg: str, colours: Mapping[str, str]) -> Element:
    """An svg of our own making as part of the page; what is no well-formed drawing never gets into it.

    Its own width is left to the style sheet as `--width`.

    Args:
        svg: The drawing.
        colours: What to take for each of its colours, so that it is light or dark as the page is.
    """
    element = fromstring(svg)
    for part in element.iter():
        part.tag = part.tag.removeprefix("{http://www.w3.org/2000/svg}")
        part.tail = None
        for name in ("fill", "stroke"):
            colour = part.get(name, "")
            if colour in colours:
                part.set(name, colours[colour])
    element.set("style", f"--width:{element.attrib.pop('width', '720')}px")
    element.attrib.pop("height", None)
    return element


def style_element(css: str) -> Element:
    """A style sheet of our own; nothing of a user's enters it."""
    element = Element("style")
    element.text = f"\n{css}"
    return element


def serialize_html(root: Element) -> str:
    """The document as text."""
    parts = ["<!doctype html>\n"]
    _write(root, parts.append)
    return "".join(parts) + "\n"


VOID: Final = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "wbr"})
"""Elements that have no end."""
RAW: Final = frozenset({"script", "style"})
"""Elements whose text is no html."""


def _write(element: Element, write: Callable[[str], object]) -> None:
    """An element, as `xml.etree` writes html, in half of its time: a report has hundreds of thousands of them."""
    tag, text, tail = element.tag, element.text, element.tail
    attributes = [f' {name}="{_escaped_value(value)}"' for name, value in element.items()]
    write(f"<{tag}{''.join(attributes)}>")
    if text:
        write(text if tag in RAW else _escaped_text(text))
    for child in element:
        _write(child, write)
    if tag not in VOID:
        write(f"</{tag}>")
    if tail:
        write(_escaped_text(tail))


def _escaped_text(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _escaped_value(text: str) -> str:
    return text.replace("&", "&amp;").replace(">", "&gt;").replace('"', "&quot;")
