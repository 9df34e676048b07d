"""PDF: pages taken apart into columns, lines and paragraphs; then the same pieces as from any text."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.errors import UnreadableDocument
from ingest.readers.composing import compose
from ingest.readers.contents import Container, container_of
from ingest.readers.pdf_columns import regions_of_pages
from ingest.readers.pdf_furniture import without_furniture
from ingest.readers.pdf_lines import lines_of
from ingest.readers.pdf_pages import pages_of
from ingest.readers.pdf_paragraphs import pieces_of_columns
from ingest.readers.pieces import Hints, Piece
from ingest.readers.raw import RawFile
from ingest.reading import Reading


class Pdf:
    endings = (".pdf",)

    def fits(self, file: RawFile) -> bool:
        found = container_of(file)
        return found is Container.PDF or (found is Container.NONE and file.ends(*self.endings))

    def read(self, file: RawFile) -> Reading:
        """Raises UnreadableDocument for a file that is no PDF, protected, damaged, scanned, or too large."""
        if container_of(file) is not Container.PDF:
            raise UnreadableDocument(file.name, "is named as a PDF but is none; give it the ending of what it is")
        pages = without_furniture(pages_of(file.name, file.data))
        columns = [lines_of(region) for region in regions_of_pages([page.runs for page in pages])]
        pieces = pieces_of_columns(columns)
        return compose(file.name, pieces, Hints(title=_title(pieces)))


def _title(pieces: Sequence[Piece]) -> str | None:
    """The first heading in the largest letters near the beginning; None where none stands there."""
    return next((p.text for p in pieces[:12] if p.form == "heading" and p.level == 1), None)
