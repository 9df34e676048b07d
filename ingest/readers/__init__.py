"""One reader per format; each turns a file into a Reading. A new one is added by a line of READERS."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Protocol

from corpus.errors import UnreadableDocument
from ingest.readers.akoma_reader import AkomaNtoso
from ingest.readers.caption_readers import SubRip, WebVtt
from ingest.readers.congressional_reader import CongressionalRecord
from ingest.readers.decoding import MAX_BYTES, refuse_size
from ingest.readers.docx_reader import Docx
from ingest.readers.hansard_reader import CanadianHansard
from ingest.readers.html_reader import WebPage
from ingest.readers.json_reader import ProceedingsJson
from ingest.readers.markdown_reader import Markdown
from ingest.readers.odt_reader import Odt
from ingest.readers.other_xml import OtherXml
from ingest.readers.parlamint_reader import ParlaMint
from ingest.readers.pdf_reader import Pdf
from ingest.readers.raw import RawFile
from ingest.readers.text_reader import PlainText
from ingest.reading import Reading


class Reader(Protocol):
    @property
    def endings(self) -> Sequence[str]:
        """Endings of file names, in small letters with the dot, that a folder is searched for."""

    def fits(self, file: RawFile) -> bool:
        """Whether the file is of this format: by its content where that tells, else by its ending.

        Asking a binary file for its text raises UnreadableDocument, so readers of binary formats stand first.
        """

    def read(self, file: RawFile) -> Reading:
        """Raises UnreadableDocument with the reason."""


READERS: tuple[Reader, ...] = (
    # The first that fits reads. Binary formats, then those that their content tells, then those told by the ending.
    Pdf(),
    Docx(),
    Odt(),
    ProceedingsJson(),
    ParlaMint(),
    AkomaNtoso(),
    CanadianHansard(),
    CongressionalRecord(),
    WebVtt(),
    SubRip(),
    WebPage(),
    OtherXml(),
    Markdown(),
    PlainText(),
)
ENDINGS = tuple(dict.fromkeys(e for reader in READERS for e in reader.endings))


def readable(name: str) -> bool:
    """Whether a file of a folder counts as a document, by its name: never hidden files or the register."""
    base = PurePosixPath(name.replace("\\", "/")).name
    return not base.startswith((".", "~$")) and base.lower().endswith(ENDINGS) and base.lower() not in ENDINGS


def read(name: str, data: bytes, max_bytes: int = MAX_BYTES) -> Reading:
    """The file as read. Raises UnreadableDocument, which names the file, the reason and where it can, the remedy."""
    refuse_size(name, data, max_bytes)
    file = RawFile(name, data, max_bytes)
    for reader in READERS:
        if reader.fits(file):
            return reader.read(file)
    raise UnreadableDocument(name, f"is of no known format; {', '.join(ENDINGS)} are read")
