"""Styles and numbering of a Word document: what is a heading or bold, and what number stands before a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from ingest.readers.numerals import numeral
from ingest.readers.xml_tree import attribute, local

_HEADING = re.compile(r"^heading ([1-9])$", re.IGNORECASE)
_PLACE = re.compile(r"%([1-9])")
_MAX_CHAIN = 20  # styles that are based on each other
_MAX_LEVELS = 9


@dataclass(frozen=True, slots=True)
class Style:
    name: str = ""
    level: int = 0  # of a heading
    bold: bool | None = None
    numbering: tuple[str, int] | None = None  # id of the list, level in it
    based_on: str = ""


@dataclass(frozen=True)
class Styles:
    """The styles by id; what a style leaves open, the one that it is based on says."""

    by_id: dict[str, Style]

    def chain(self, style_id: str) -> Iterator[Style]:
        for _ in range(_MAX_CHAIN):
            style = self.by_id.get(style_id)
            if style is None:
                return
            yield style
            style_id = style.based_on

    def level(self, style_id: str) -> int:
        return next((s.level for s in self.chain(style_id) if s.level), 0)

    def bold(self, style_id: str) -> bool | None:
        return next((s.bold for s in self.chain(style_id) if s.bold is not None), None)

    def numbering(self, style_id: str) -> tuple[str, int] | None:
        return next((s.numbering for s in self.chain(style_id) if s.numbering), None)

    def is_named(self, style_id: str, *beginnings: str) -> bool:
        return any(s.name.lower().startswith(beginnings) for s in self.chain(style_id))


def styles_of(root: etree._Element | None) -> Styles:
    """The styles of word/styles.xml; none where the document has no such part."""
    found: dict[str, Style] = {}
    for element in root if root is not None else ():
        if local(element) == "style":
            found[attribute(element, "styleId")] = _style(element)
    return Styles(found)


def _style(element: etree._Element) -> Style:
    name = _value(element, "name")
    heading = _HEADING.match(name)
    paragraph, run = child(element, "pPr"), child(element, "rPr")
    return Style(
        name,
        int(heading[1]) if heading else outline(paragraph),
        is_on(run, "b"),
        numbering_of(paragraph),
        _value(element, "basedOn"),
    )


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """The first child of that name, whatever its namespace."""
    return next((c for c in element if local(c) == name), None) if element is not None else None


def _value(element: etree._Element | None, name: str) -> str:
    found = child(element, name)
    return attribute(found, "val") if found is not None else ""


def is_on(properties: etree._Element | None, name: str) -> bool | None:
    """Whether a property such as bold is switched on or off; None where nothing is said."""
    found = child(properties, name)
    return None if found is None else attribute(found, "val") not in ("0", "false", "off", "none")


def outline(properties: etree._Element | None) -> int:
    """The level of a heading that paragraph properties give; 0 for body text."""
    value = _value(properties, "outlineLvl")
    return int(value) + 1 if value.isascii() and value.isdigit() and int(value) < _MAX_LEVELS else 0


def numbering_of(properties: etree._Element | None) -> tuple[str, int] | None:
    """The list and the level in it that paragraph properties name; None where they name none."""
    numbering = child(properties, "numPr")
    if numbering is None:
        return None
    level = _value(numbering, "ilvl")
    at = int(level) if level.isascii() and level.isdigit() else 0
    return _value(numbering, "numId"), min(at, _MAX_LEVELS - 1)


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    text: str
    start: int


@dataclass
class Numbering:
    """The lists of a document; counts as they are used."""

    levels: dict[str, dict[int, _Level]]
    counts: dict[str, list[int]] = field(default_factory=dict)

    def mark(self, list_id: str, at: int) -> str:
        """The bullet or number of the next paragraph of a list; "" where it has none."""
        levels = self.levels.get(list_id, {})
        level = levels.get(at)
        if level is None:
            return ""
        if level.form in ("bullet", "none"):
            return "•" if level.form == "bullet" else ""
        counts = self.counts.setdefault(list_id, [0] * _MAX_LEVELS)
        counts[at] = counts[at] + 1 if counts[at] else level.start
        counts[at + 1 :] = [0] * (_MAX_LEVELS - at - 1)

        def shown(m: re.Match[str]) -> str:
            n = int(m[1]) - 1
            of = levels.get(n, level)
            return numeral(counts[n] or of.start, of.form)

        return _PLACE.sub(shown, level.text)[:40].strip()


def numbering_from(root: etree._Element | None) -> Numbering:
    """The lists of word/numbering.xml; none where the document has no such part."""
    kinds: dict[str, dict[int, _Level]] = {}
    lists: dict[str, dict[int, _Level]] = {}
    for element in root if root is not None else ():
        if local(element) == "abstractNum":
            kinds[attribute(element, "abstractNumId")] = dict(_levels(element))
        elif local(element) == "num":
            lists[attribute(element, "numId")] = kinds.get(_value(element, "abstractNumId"), {})
    return Numbering(lists)


def _levels(element: etree._Element) -> Iterator[tuple[int, _Level]]:
    for level in element:
        at, start = attribute(level, "ilvl"), _value(level, "start")
        if local(level) == "lvl" and at.isascii() and at.isdigit() and int(at) < _MAX_LEVELS:
            first = int(start) if start.isascii() and start.isdigit() and len(start) < 7 else 1
            yield int(at), _Level(_value(level, "numFmt"), _value(level, "lvlText"), first)
