"""Html as text that only grows by whole elements: what a user wrote enters it in one place, and is escaped there."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import fromstring, tostring

from bsctui.escaping import element_text, right_to_left_runs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Markup(str):
    """Whole elements as html; what is no markup is text, and is escaped where it becomes a child of an element."""

    __slots__ = ()


HtmlChild = Markup | str | None
"""A child; None is left out."""


PLAIN_TEXT: Final = frozenset({"bdi", "title", "text", "tspan", "desc"})
"""Elements that hold text and nothing else."""
VOID: Final = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "wbr"})
"""Elements that have no end."""


def el(tag: str, *children: HtmlChild | Iterable[HtmlChild], **attributes: str | None) -> Markup:
    """An element with its children.

    Args:
        tag: Its name.
        children: Elements, text, or several of them; None is left out.
        attributes: By name with `_` for `-`, one at the end of the name left out (`class_`); None is left out.
    """
    parts = [f"<{tag}"]
    parts += [
        f' {_attribute_name(name)}="{_attribute_value(value)}"'
        for name, value in attributes.items()
        if value is not None
    ]
    parts.append(">")
    for child in children:
        if isinstance(child, str):
            parts.append(_child(child, tag))
        elif child is not None:
            parts += [_child(item, tag) for item in child if item is not None]
    if tag not in VOID:
        parts.append(f"</{tag}>")
    return Markup("".join(parts))


@cache
def _attribute_name(name: str) -> str:
    return name.removesuffix("_").replace("_", "-")


@lru_cache(1000)  # the same few words for a hundred thousand cells
def _attribute_value(value: str) -> str:
    text = element_text(value)
    return text.replace("&", "&amp;").replace(">", "&gt;").replace('"', "&quot;")


def _child(child: str, tag: str) -> str:
    """Markup as it is; of a text each part that is read from right to left is set apart."""
    if isinstance(child, Markup):
        return child
    text = element_text(child)
    if text.isascii() or tag in PLAIN_TEXT:
        return _escaped(text)
    return "".join(
        f"<bdi>{_escaped(part)}</bdi>" if is_right_to_left else _escaped(part)
        for part, is_right_to_left in right_to_left_runs(text)
    )


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def svg_element(
    width: float, height: float, *children: HtmlChild, **attributes: str | None
) -> Markup:
    """An svg element; its coordinates are those of its box."""
    return el("svg", *children, **attributes, viewBox=f"0 0 {width:g} {height:g}")


def inline_svg(svg: str, colours: Mapping[str, str]) -> Markup:
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
    return Markup(tostring(element, encoding="unicode", method="html"))


def style_element(css: str) -> Markup:
    """A style sheet of our own; nothing of a user's enters it."""
    return Markup(f"<style>\n{css}</style>")


def html_document(root: Markup) -> str:
    """The whole file."""
    return f"<!doctype html>\n{root}\n"
