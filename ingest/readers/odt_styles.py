"""Styles of an OpenDocument text: which are bold, which are titles, and what stands before the items of its lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from ingest.readers.numerals import numeral
from ingest.readers.xml_tree import attribute, local

_MAX_CHAIN = 20  # styles that are based on each other
_BOLD = frozenset("bold 600 700 800 900".split())


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    parent: str
    bold: bool | None
    list_style: str


@dataclass(frozen=True, slots=True)
class _Level:
    """How the items of one level of a list are numbered; `form` is "" for those without a number."""

    bullet: bool
    form: str
    before: str
    after: str
    start: int


@dataclass(frozen=True)
class OdtStyles:
    styles: dict[str, _Style]
    lists: dict[str, dict[int, _Level]]

    def chain(self, name: str) -> Iterator[_Style]:
        for _ in range(_MAX_CHAIN):
            style = self.styles.get(name)
            if style is None:
                return
            yield style
            name = style.parent

    def bold(self, name: str) -> bool | None:
        return next((s.bold for s in self.chain(name) if s.bold is not None), None)

    def list_style(self, name: str) -> str:
        return next((s.list_style for s in self.chain(name) if s.list_style), "")

    def is_named(self, name: str, *names: str) -> bool:
        return name.lower() in names or any(s.name.lower() in names for s in self.chain(name))

    def mark(self, list_style: str, depth: int, count: int) -> str:
        """The bullet or number of the item of that count, from 0; "•" where the style says nothing."""
        level = self.lists.get(list_style, {}).get(depth)
        if level is None or level.bullet:
            return "•"
        shown = numeral(level.start + count, level.form)
        return f"{level.before}{shown}{level.after}".strip()[:40] if shown else ""


def odt_styles(roots: Iterable[etree._Element | None]) -> OdtStyles:
    """The styles of content.xml and styles.xml together."""
    styles: dict[str, _Style] = {}
    lists: dict[str, dict[int, _Level]] = {}
    for root in roots:
        for element in _of_styles(root):
            if local(element) == "style":
                styles[attribute(element, "name")] = _style(element)
            elif local(element) == "list-style":
                lists[attribute(element, "name")] = dict(_levels(element))
    return OdtStyles(styles, lists)


def _of_styles(root: etree._Element | None) -> Iterator[etree._Element]:
    for part in root if root is not None else ():
        if local(part) in ("styles", "automatic-styles"):
            yield from part


def _style(element: etree._Element) -> _Style:
    weight = next((attribute(c, "font-weight") for c in element if local(c) == "text-properties"), "")
    return _Style(
        attribute(element, "display-name", "name"),
        attribute(element, "parent-style-name"),
        weight in _BOLD if weight else None,
        attribute(element, "list-style-name"),
    )


def _levels(element: etree._Element) -> Iterator[tuple[int, _Level]]:
    for level in element:
        kind, at, start = local(level), attribute(level, "level"), attribute(level, "start-value")
        if at.isascii() and at.isdigit() and kind.startswith("list-level-style"):
            yield (
                int(at[:3]) - 1,
                _Level(
                    bullet=not kind.endswith("number"),
                    form=attribute(level, "num-format"),
                    before=attribute(level, "num-prefix"),
                    after=attribute(level, "num-suffix"),
                    start=int(start) if start.isascii() and start.isdigit() and len(start) < 7 else 1,
                ),
            )
