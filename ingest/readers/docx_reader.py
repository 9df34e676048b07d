"""Word documents (DOCX): paragraphs, lists, tables and footnotes; then the same pieces as from any text.

The parts are read by lxml, with the limits of the archive and of XML in front of it: text boxes, tracked changes,
content controls and numbers of lists are only to be had there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from corpus.errors import UnreadableDocument
from ingest.readers.composing import compose
from ingest.readers.contents import Container, container_of
from ingest.readers.docx_styles import (
    Numbering,
    Styles,
    child,
    is_on,
    numbering_from,
    numbering_of,
    outline,
    styles_of,
)
from ingest.readers.office_archive import OfficeArchive, opened
from ingest.readers.office_flow import Body, Paragraph, Table, lead_of, pieces_of_body
from ingest.readers.pieces import Hints
from ingest.readers.raw import RawFile
from ingest.readers.xml_tree import attribute, local
from ingest.reading import Reading

# Deleted and moved words, codes of fields, pictures with their text boxes, and notes by reviewers.
_SKIPPED = frozenset(
    "del moveFrom delText instrText drawing pict object AlternateContent txbxContent pPr rPr sectPr sdtPr sdtEndPr "
    "tblPr tblGrid trPr tcPr annotationRef commentReference footnoteRef endnoteRef rt".split()
)
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_NOTES = {"footnoteReference": "footnote", "endnoteReference": "endnote"}


class Docx:
    endings = (".docx",)

    def fits(self, file: RawFile) -> bool:
        found = container_of(file)
        return found is Container.DOCX or (file.ends(*self.endings) and found in (Container.NONE, Container.ZIP))

    def read(self, file: RawFile) -> Reading:
        """Raises UnreadableDocument for a file that is no Word document, protected, damaged or unpacks too large."""
        if container_of(file) is not Container.DOCX:
            raise UnreadableDocument(file.name, _what_instead(file))
        archive = opened(file, "Word document")
        document = archive.part("word/document.xml")
        body = child(document, "body")
        if body is None:
            raise UnreadableDocument(file.name, "is a damaged Word document; open it in Word and save it anew")
        found = _Walk.of(archive).body(body)
        return compose(file.name, pieces_of_body(found), Hints(title=found.title))


def _what_instead(file: RawFile) -> str:
    if file.data.startswith(b"\xd0\xcf\x11\xe0"):
        return "is protected by a password or of an old format; save a copy as .docx without a password"
    return "is named as a Word document but is none; give it the ending of what it is, or save it anew"


@dataclass
class _Walk:
    """One way through a document: what is known of its styles, and which footnotes have been met."""

    styles: Styles
    numbering: Numbering
    notes: dict[tuple[str, str], etree._Element]
    met: list[etree._Element] = field(default_factory=list)

    @classmethod
    def of(cls, archive: OfficeArchive) -> _Walk:
        notes: dict[tuple[str, str], etree._Element] = {}
        for kind in ("footnote", "endnote"):
            part = archive.part(f"word/{kind}s.xml")
            for element in part if part is not None else ():
                if local(element) == kind and not attribute(element, "type"):
                    notes[kind, attribute(element, "id")] = element
        numbering = numbering_from(archive.part("word/numbering.xml"))
        return cls(styles_of(archive.part("word/styles.xml")), numbering, notes)

    def body(self, body: etree._Element) -> Body:
        flow = list(self._blocks(body))
        met, self.met = self.met, []
        return Body(flow, [self._plain(note) for note in met])

    def _blocks(self, parent: etree._Element) -> Iterator[Paragraph | Table]:
        for element in parent:
            name = local(element)
            if name == "p":
                yield from self._paragraph(element)
            elif name == "tbl":
                yield Table(tuple(self._row(row) for row in _inside(element, "tr")))
            elif name and name not in _SKIPPED:
                yield from self._blocks(element)

    def _row(self, row: etree._Element) -> tuple[str, ...]:
        return tuple(self._plain(cell) if _begins(cell) else "" for cell in _inside(row, "tc"))

    def _plain(self, parent: etree._Element) -> str:
        parts = (p.text if isinstance(p, Paragraph) else _flat(p) for p in self._blocks(parent))
        return " ".join(part for part in parts if part.strip())

    def _paragraph(self, element: etree._Element) -> Iterator[Paragraph]:
        properties = child(element, "pPr")
        named = child(properties, "pStyle")
        style = attribute(named, "val") if named is not None else ""
        if self.styles.is_named(style, "toc ", "table of contents"):
            return
        spans = [(text, bold) for text, bold in self._spans(element, bool(self.styles.bold(style))) if text]
        text = "".join(t for t, _ in spans)
        listed = numbering_of(properties) or self.styles.numbering(style)
        title = self.styles.is_named(style, "title")
        yield Paragraph(
            text,
            level=outline(properties) or self.styles.level(style) or int(title),
            bold=bool(text.strip()) and all(bold for t, bold in spans if t.strip()),
            mark=self.numbering.mark(*listed) if listed and text.strip() else "",
            depth=listed[1] if listed else 0,
            lead=lead_of(spans),
            title=title,
        )

    def _spans(self, parent: etree._Element, bold: bool) -> Iterator[tuple[str, bool]]:
        """The words of a paragraph with whether they are bold; references to footnotes are noted."""
        for element in parent:
            name = local(element)
            if name == "r":
                properties = child(element, "rPr")
                if not is_on(properties, "vanish"):
                    yield from ((text, self._is_bold(properties, bold)) for text in self._words(element))
            elif name and name not in _SKIPPED and name not in ("p", "tbl"):
                yield from self._spans(element, bold)

    def _is_bold(self, properties: etree._Element | None, otherwise: bool) -> bool:
        own = is_on(properties, "b")
        named = child(properties, "rStyle")
        styled = self.styles.bold(attribute(named, "val")) if own is None and named is not None else None
        return next((b for b in (own, styled) if b is not None), otherwise)

    def _words(self, run: etree._Element) -> Iterator[str]:
        for element in run:
            name = local(element)
            if name == "t":
                yield element.text or ""
            elif name in _SIGNS:
                yield _SIGNS[name] if attribute(element, "type") in ("", "textWrapping") else " "
            elif name in _NOTES:
                note = self.notes.pop((_NOTES[name], attribute(element, "id")), None)
                self.met += [note] if note is not None else []
            elif name and name not in _SKIPPED:
                yield from self._words(element)


def _inside(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """The elements of that name below, through what only wraps them: content controls, insertions."""
    for element in parent:
        if local(element) == name:
            yield element
        elif local(element) in ("sdt", "sdtContent", "ins", "customXml"):
            yield from _inside(element, name)


def _begins(cell: etree._Element) -> bool:
    """Whether a cell is not the lower part of one that goes over several rows."""
    merge = child(child(cell, "tcPr"), "vMerge")
    return merge is None or attribute(merge, "val") == "restart"


def _flat(table: Table | Paragraph) -> str:
    return " ".join(c for row in table.rows for c in row if c) if isinstance(table, Table) else table.text
