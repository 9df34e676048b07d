"""Plain text: pages, pasted web pages, transcripts; a few marks of Markdown are understood here too."""

from __future__ import annotations

from ingest.readers.composing import compose
from ingest.readers.furniture import without_furniture
from ingest.readers.markdown_reader import front_matter
from ingest.readers.navigation import without_navigation
from ingest.readers.openings import opens
from ingest.readers.scanning import pieces_of
from ingest.readers.stored_text import clean
from ingest.reading import Reading


class PlainText:
    def fits(self, name: str, head: str) -> bool:
        return name.lower().endswith(".txt")

    def read(self, name: str, text: str) -> Reading:
        """Raises UnreadableDocument where no words are left."""
        hints, body = front_matter(clean(text))
        pieces = pieces_of(without_furniture(body.split("\n")), opens)
        return compose(name, without_navigation(pieces), hints, body)
