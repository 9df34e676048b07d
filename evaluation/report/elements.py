"""HTML from values: whatever is not an element made here is text, and is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from typing import TypeAlias

# Not allowed in HTML, or half a character: shown as the sign for what cannot be shown.
_UNSHOWN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_VOID = frozenset({"br", "input", "meta", "link", "circle", "line", "path", "rect", "polyline"})
DASH = "–"


class Markup(str):
    """Text that is HTML already. Only this module and files of the package may make one of more than constants."""

    __slots__ = ()


Inside: TypeAlias = "Markup | str | int | Iterable[Inside] | None"


def text(value: str) -> Markup:
    """The words as HTML shows them, none of them markup."""
    return Markup(escape(_UNSHOWN.sub("\ufffd", value)))


def el(name: str, /, *inside: Inside, **attributes: str | float | bool | None) -> Markup:
    """One element. Attributes: a last underscore is dropped, others are hyphens; False and None leave one out."""
    told = "".join(_attribute(key, value) for key, value in attributes.items())
    if name in _VOID:
        return Markup(f"<{name}{told}>" if name in ("br", "input", "meta", "link") else f"<{name}{told}/>")
    return Markup(f"<{name}{told}>{joined(inside)}</{name}>")


def joined(inside: Inside) -> Markup:
    """Everything inside, in order; None is nothing."""
    if inside is None:
        return Markup("")
    if isinstance(inside, Markup):
        return inside
    if isinstance(inside, str):
        return text(inside)
    if isinstance(inside, int):
        return Markup(inside)
    return Markup("".join(joined(one) for one in inside))


def _attribute(key: str, value: str | float | bool | None) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    if value is True:
        return f" {name}"
    return f' {name}="{text(value if isinstance(value, str) else f"{value:g}")}"'


def table(
    caption: str, headings: Iterable[Inside], rows: Iterable[Iterable[Inside]], *, foot: Iterable[Inside] = ()
) -> Markup:
    """A table whose first column names its rows, in a box that can be scrolled with the keyboard."""
    last = list(foot)
    whole = el(
        "table",
        el("caption", el("span", caption)),
        el("thead", el("tr", (el("th", h, scope="col") for h in headings))),
        el("tbody", ((_row(r), Markup("\n")) for r in rows)),
        el("tfoot", _row(last)) if last else None,
    )
    return el("div", whole, class_="scroll", tabindex="0", role="region", aria_label=caption.split(".")[0])


def _row(cells: Iterable[Inside]) -> Markup:
    first, *others = list(cells)
    return el("tr", el("th", first, scope="row"), (el("td", c) for c in others))


def section(anchor: str, heading: str, *inside: Inside) -> Markup:
    return joined((el("section", el("h2", heading), *inside, id=anchor), Markup("\n")))


def cropped(value: str, most: int) -> str:
    """The beginning of a long text, and how much is left out."""
    return value if len(value) <= most else f"{value[:most]} … ({len(value) - most:,} more characters)"
