"""Which binary format a file is of, by its first bytes and what a ZIP archive in it is made of."""

from __future__ import annotations

import io
import zipfile
from enum import Enum

from ingest.readers.raw import RawFile

_PDF = b"%PDF-"
_ZIP = b"PK\x03\x04"
_OPENING = 1024  # bytes before a PDF may begin
_ODT = b"application/vnd.oasis.opendocument.text"
MAX_MEMBERS = 5_000
_ENTRY = b"PK\x01\x02"  # stands in front of each entry of the directory


class Container(Enum):
    NONE = "none"
    PDF = "pdf"
    DOCX = "docx"
    ODT = "odt"
    ZIP = "zip"  # of something else


def container_of(file: RawFile) -> Container:
    """What the content says; NONE for text, pictures and all else."""
    data = file.data
    if data.startswith(_PDF) or (file.ends(".pdf") and _PDF in data[:_OPENING]):
        return Container.PDF
    return _of_archive(data) if data.startswith(_ZIP) else Container.NONE


def holds_too_many(data: bytes) -> bool:
    """Whether the directory of a ZIP archive has more entries than a document needs; told before it is read."""
    return data.count(_ENTRY) > 2 * MAX_MEMBERS


def _of_archive(data: bytes) -> Container:
    if data[30:38] == b"mimetype" and data[38 : 38 + len(_ODT)] == _ODT:
        return Container.ODT
    if holds_too_many(data):
        return Container.ZIP
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {i.filename for i in archive.infolist()}
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError):
        return Container.ZIP
    if "word/document.xml" in members:
        return Container.DOCX
    return Container.ZIP
