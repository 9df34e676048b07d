"""Plain text: pages, pasted web pages, transcripts; a few marks of Markdown are understood here too."""

from __future__ import annotations

from ingest.readers.composing import compose
from ingest.readers.furniture import without_furniture
from ingest.readers.markdown_reader import front_matter
from ingest.readers.navigation import without_navigation
from ingest.readers.openings import opens
from ingest.readers.raw import RawFile
from ingest.readers.scanning import pieces_of
from ingest.readers.stored_text import clean
from ingest.reading import Reading


class PlainText:
    endings = (".txt",)

    def fits(self, file: RawFile) -> bool:
        return file.ends(*self.endings)

    def read(self, file: RawFile) -> Reading:
        """Raises UnreadableDocument where no words are left."""
        hints, body = front_matter(clean(file.text))
        pieces = pieces_of(without_furniture(body.split("\n")), opens)
        return compose(file.name, without_navigation(pieces), hints, body)
