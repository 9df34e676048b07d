"""The words of an XML element as paragraphs, with what happened ("(Applause)") told apart from what was said."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from lxml import etree

from ingest.readers.stored_text import clean, one_line
from ingest.readers.xml_tree import attribute, entity_text, local

_SENTENCE_END = re.compile(r"[.!?…:;。！？»”\"')\]–—-]\s*$")
_BRACKETED = re.compile(r"^[(\[/<{–—].*|.*[)\]/>}]$", re.S)


@dataclass(frozen=True, slots=True)
class Markup:
    """What the elements of a dialect mean, by name; any other stands within a line and is its words."""

    paragraphs: frozenset[str]
    asides: frozenset[str]  # what happened, or a remark of who wrote it down
    dropped: frozenset[str]  # no words of the text: page numbers, marks of notes
    breaks: frozenset[str]  # empty elements at the end of a line or page
    numbers: frozenset[str] = frozenset()  # "(a)" in front of the paragraph that follows
    cells: frozenset[str] = frozenset()
    is_silent: Callable[[etree._Element], bool] = lambda _: False  # adds nothing, by more than its name


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    aside: bool = False


@dataclass(frozen=True, slots=True)
class _Token:
    kind: Literal["words", "break", "number", "cell", "aside"]
    text: str = ""


def paragraphs_of(element: etree._Element, markup: Markup) -> list[Paragraph]:
    """The paragraphs in order, none of them empty; the text behind the element (its tail) is not among them.

    A remark inside a sentence stays there in brackets; one between sentences is a paragraph of its own.
    """
    found: list[Paragraph] = []
    line: list[_Token] = []
    for token in _tokens(element, markup):
        if token.kind == "break":
            if any(t.text.strip() and t.kind != "number" for t in line):
                found += _divided(line)
                line = []
        else:
            line.append(token)
    return [*found, *_divided(line)]


def line_of(element: etree._Element, markup: Markup) -> str:
    """All the words on one line."""
    return " ".join(p.text for p in paragraphs_of(element, markup))


def _tokens(element: etree._Element, markup: Markup) -> Iterator[_Token]:
    if element.text:
        yield _Token("words", element.text)
    for child in element:
        yield from _child(child, markup)
        if child.tail and not (_is_joined(child) and child.tail.isspace()):
            yield _Token("words", child.tail)


def _child(child: etree._Element, markup: Markup) -> Iterator[_Token]:
    name = local(child)
    if name and markup.is_silent(child):
        return
    if not name:
        yield _Token("words", entity_text(child))
    elif name in markup.asides:
        yield _Token("aside", line_of(child, markup))
    elif name in markup.breaks:
        inside_word = attribute(child, "break") == "no" or attribute(child, "breakAt", "breakat")
        yield _Token("words", "" if inside_word else " ")
    elif name in markup.numbers:
        yield _Token("number", line_of(child, markup) + " ")
    elif name in markup.paragraphs:
        yield _Token("break")
        yield from _tokens(child, markup)
        yield _Token("break")
    elif name not in markup.dropped:
        if name in markup.cells:
            yield _Token("cell")
        yield from _tokens(child, markup)


def _is_joined(element: etree._Element) -> bool:
    """Whether the last word in it is marked as touching the next one, as words of annotated corpora are."""
    while len(element):
        element = element[-1]
    return element.get("join") in ("right", "both")


def _divided(line: list[_Token]) -> Iterator[Paragraph]:
    """The paragraphs of one line: remarks between its sentences stand alone."""
    said = ""
    for i, token in enumerate(line):
        if token.kind == "cell":
            said = f"{said.rstrip()} | " if said.strip() else said
        elif token.kind != "aside":
            said += token.text
        elif token.text and _stands_alone(said, line[i + 1 :]):
            yield from _paragraph(said)
            said = ""
            yield Paragraph(one_line(clean(token.text)), aside=True)
        elif token.text:
            gap = "" if said.endswith((" ", "\n", "\t")) else " "
            said += gap + (token.text if _BRACKETED.match(token.text) else f"[{token.text}]")
            said += " "
    yield from _paragraph(said)


def _stands_alone(before: str, behind: list[_Token]) -> bool:
    ended = not before.strip() or _SENTENCE_END.search(before)
    return bool(ended) or not any(t.text.strip() for t in behind if t.kind != "aside")


def _paragraph(text: str) -> Iterator[Paragraph]:
    words = re.sub(r" (?=[.,;!?](?:\s|$))", "", one_line(clean(text))) if "] " in text else one_line(clean(text))
    if words:
        yield Paragraph(words)
