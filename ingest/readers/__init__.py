"""One reader per format; each turns a file into a Reading."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Protocol

from corpus.errors import UnreadableDocument
from ingest.readers.decoding import MAX_BYTES, decode
from ingest.readers.html_reader import WebPage
from ingest.readers.json_reader import ProceedingsJson
from ingest.readers.markdown_reader import Markdown
from ingest.readers.text_reader import PlainText
from ingest.reading import Reading

_HEAD_CHARS = 4000
ENDINGS = (".proceedings.json", ".txt", ".md", ".html", ".htm")


class Reader(Protocol):
    def fits(self, name: str, head: str) -> bool:
        """Whether a file of this name, whose text begins like this, is of the reader's format."""

    def read(self, name: str, text: str) -> Reading:
        """Raises UnreadableDocument with the reason."""


READERS: tuple[Reader, ...] = (ProceedingsJson(), WebPage(), Markdown(), PlainText())


def readable(name: str) -> bool:
    """Whether a file of a folder counts as a document, by its name: never hidden files or the register."""
    base = PurePosixPath(name.replace("\\", "/")).name
    return not base.startswith((".", "~$")) and base.lower().endswith(ENDINGS) and base.lower() not in ENDINGS


def read(name: str, data: bytes, max_bytes: int = MAX_BYTES) -> Reading:
    """The file as read. Raises UnreadableDocument, which names the file, the reason and where it can, the remedy."""
    text = decode(name, data, max_bytes)
    for reader in READERS:
        if reader.fits(name, text[:_HEAD_CHARS]):
            return reader.read(name, text)
    raise UnreadableDocument(name, f"is of no known format; {', '.join(ENDINGS)} are read")
