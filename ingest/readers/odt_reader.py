"""OpenDocument texts (ODT): paragraphs, lists, tables and footnotes; then the same pieces as from any text.

The parts are read by lxml, with the limits of the archive and of XML in front of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from corpus.errors import UnreadableDocument
from ingest.readers.composing import compose
from ingest.readers.contents import Container, container_of
from ingest.readers.docx_styles import child
from ingest.readers.odt_styles import OdtStyles, odt_styles
from ingest.readers.office_archive import OfficeArchive, opened
from ingest.readers.office_flow import Body, Paragraph, Table, lead_of, pieces_of_body
from ingest.readers.pieces import Hints
from ingest.readers.raw import RawFile
from ingest.readers.xml_tree import attribute, local
from ingest.reading import Reading

# Tracked deletions, pictures with their text boxes, remarks of reviewers, tables of contents, and small print of ruby.
_SKIPPED = frozenset(
    "tracked-changes frame custom-shape annotation annotation-end table-of-content illustration-index table-index "
    "alphabetical-index ruby-text forms sequence-decls variable-decls user-field-decls shapes".split()
)
_MAX_SPACES = 100
_MAX_CELLS = 200  # of a row; programs fill tables up with thousands of empty ones


class Odt:
    endings = (".odt",)

    def fits(self, file: RawFile) -> bool:
        found = container_of(file)
        return found is Container.ODT or (file.ends(*self.endings) and found in (Container.NONE, Container.ZIP))

    def read(self, file: RawFile) -> Reading:
        """Raises UnreadableDocument for a file that is no OpenDocument text, protected, damaged, or too large."""
        if container_of(file) is not Container.ODT:
            raise UnreadableDocument(
                file.name, "is named as an OpenDocument text but is none; give it the ending of what it is"
            )
        archive = opened(file, "OpenDocument text")
        _refuse_password(archive)
        content = archive.part("content.xml")
        text = child(child(content, "body"), "text")
        if text is None:
            raise UnreadableDocument(
                file.name, "is a damaged OpenDocument text; open it in the office program and save it anew"
            )
        styles = odt_styles((archive.part("styles.xml"), content))
        found = _Walk(styles).body(text)
        return compose(file.name, pieces_of_body(found), Hints(title=found.title))


def _refuse_password(archive: OfficeArchive) -> None:
    manifest = archive.part("META-INF/manifest.xml")
    if manifest is not None and any(local(e) == "encryption-data" for e in manifest.iter()):
        raise UnreadableDocument(archive.name, "is protected by a password; save a copy without one")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in a list a paragraph stands."""

    style: str = ""
    depth: int = -1  # -1 outside of lists
    count: int = 0  # of the items before
    first: bool = False  # of its item: it bears the mark


@dataclass
class _Walk:
    """One way through a document: its styles, and which footnotes have been met."""

    styles: OdtStyles
    notes: list[etree._Element] = field(default_factory=list)

    def body(self, text: etree._Element) -> Body:
        flow = list(self._blocks(text, _Place()))
        notes, self.notes = self.notes, []
        return Body(flow, [self._plain(note) for note in notes])

    def _blocks(self, parent: etree._Element, place: _Place) -> Iterator[Paragraph | Table]:
        for element in parent:
            name = local(element)
            if name in ("p", "h"):
                yield self._paragraph(element, place, name == "h")
                place = replace(place, first=False)
            elif name == "list":
                yield from self._list(element, place)
            elif name == "table":
                yield Table(tuple(self._row(row) for row in _rows(element)))
            elif name and name not in _SKIPPED:
                yield from self._blocks(element, place)

    def _list(self, element: etree._Element, place: _Place) -> Iterator[Paragraph | Table]:
        style = attribute(element, "style-name") or place.style
        for count, item in enumerate(e for e in element if local(e) in ("list-item", "list-header")):
            yield from self._blocks(item, _Place(style, place.depth + 1, count, first=True))

    def _row(self, row: etree._Element) -> tuple[str, ...]:
        cells = [e for e in row if local(e) in ("table-cell", "covered-table-cell")]
        return tuple(self._plain(cell) for cell in cells[:_MAX_CELLS])

    def _plain(self, parent: etree._Element) -> str:
        parts = (p.text if isinstance(p, Paragraph) else _flat(p) for p in self._blocks(parent, _Place()))
        return " ".join(part for part in parts if part.strip())

    def _paragraph(self, element: etree._Element, place: _Place, heading: bool) -> Paragraph:
        style = attribute(element, "style-name")
        spans = [(t, bold) for t, bold in self._spans(element, bool(self.styles.bold(style))) if t]
        text = "".join(t for t, _ in spans)
        title = self.styles.is_named(style, "title")
        level = attribute(element, "outline-level")
        listed = place.first and not heading
        return Paragraph(
            text,
            level=_level(level) if heading else int(title),
            bold=bool(text.strip()) and all(bold for t, bold in spans if t.strip()),
            mark=self.styles.mark(place.style, place.depth, place.count) if listed and text.strip() else "",
            depth=max(0, place.depth),
            lead=lead_of(spans),
            title=title,
        )

    def _spans(self, parent: etree._Element, bold: bool) -> Iterator[tuple[str, bool]]:
        """The words of a paragraph with whether they are bold; footnotes are noted."""
        yield parent.text or "", bold
        for element in parent:
            name = local(element)
            if name == "s":
                count = attribute(element, "c")
                yield " " * min(int(count) if count.isascii() and count.isdigit() else 1, _MAX_SPACES), bold
            elif name in ("tab", "line-break"):
                yield "\t" if name == "tab" else "\n", bold
            elif name == "note":
                body = child(element, "note-body")
                self.notes += [body] if body is not None else []
            elif name and name not in _SKIPPED and name not in ("p", "list", "table"):
                own = self.styles.bold(attribute(element, "style-name")) if name == "span" else None
                yield from self._spans(element, bold if own is None else own)
            yield element.tail or "", bold


def _level(value: str) -> int:
    return min(9, max(1, int(value))) if value.isascii() and value.isdigit() and len(value) < 4 else 1


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for element in table:
        if local(element) == "table-row":
            yield element
        elif local(element) in ("table-header-rows", "table-rows", "table-row-group"):
            yield from _rows(element)


def _flat(table: Table | Paragraph) -> str:
    return " ".join(c for row in table.rows for c in row if c) if isinstance(table, Table) else table.text
