"""The ZIP archive that an office document is, opened with limits: how many members, how large, how tightly packed."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass

from lxml import etree

from corpus.errors import UnreadableDocument
from ingest.readers.contents import MAX_MEMBERS, holds_too_many
from ingest.readers.raw import RawFile
from ingest.readers.xml_tree import parsed

MAX_TOTAL_BYTES = 500_000_000
MAX_PART_BYTES = 60_000_000  # of one XML part: a book of a thousand pages has a tenth of that
MAX_RATIO = 100
_RATIO_FROM_BYTES = 5_000_000  # small parts pack well without harm
_ENCRYPTED = 0x1
_CHUNK_BYTES = 65_536
_DAMAGED = (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError, ValueError, zlib.error)
_AGAIN = "open it in the office program and save it anew"


@dataclass(frozen=True)
class OfficeArchive:
    """The parts of one document by their paths in the archive."""

    name: str
    archive: zipfile.ZipFile
    members: dict[str, zipfile.ZipInfo]

    def part(self, path: str) -> etree._Element | None:
        """The root of an XML part; None where the archive has none of that path. Raises UnreadableDocument."""
        member = self.members.get(path)
        if member is None:
            return None
        _refuse_bomb(self.name, member)
        if member.flag_bits & _ENCRYPTED:
            raise UnreadableDocument(self.name, "is protected by a password; save a copy without one")
        try:
            data = _unpacked(self.archive, member)
        except _DAMAGED as error:
            raise UnreadableDocument(self.name, f"is damaged at {path}; {_AGAIN}") from error
        if not data.strip():
            return None
        return parsed(RawFile(self.name, data, MAX_PART_BYTES))


def opened(file: RawFile, what: str) -> OfficeArchive:
    """The archive of a document; `what` is its format in words. Raises UnreadableDocument."""
    if holds_too_many(file.data):
        raise UnreadableDocument(file.name, f"is a {what} of more than {MAX_MEMBERS} parts; save it anew")
    try:
        archive = zipfile.ZipFile(io.BytesIO(file.data))
        infos = archive.infolist()
    except _DAMAGED as error:
        raise UnreadableDocument(file.name, f"is a damaged {what}; {_AGAIN}") from error
    if len(infos) > MAX_MEMBERS or sum(i.file_size for i in infos) > MAX_TOTAL_BYTES:
        raise UnreadableDocument(
            file.name, f"unpacks to more than {MAX_MEMBERS} parts or {MAX_TOTAL_BYTES // 1_000_000} MB"
        )
    return OfficeArchive(file.name, archive, {i.filename: i for i in infos})


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """The bytes of a part, never more than it declares: unpacked piece by piece, for a header may lie."""
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise NotImplementedError("no office program packs so, and the unpacking of other methods is not bounded")
    with archive.open(member) as part:
        return b"".join(iter(lambda: part.read(_CHUNK_BYTES), b""))


def _refuse_bomb(name: str, member: zipfile.ZipInfo) -> None:
    """Raises UnreadableDocument before anything of the part is unpacked."""
    size, packed = member.file_size, max(1, member.compress_size)
    if size > MAX_PART_BYTES or (size > _RATIO_FROM_BYTES and size / packed > MAX_RATIO):
        raise UnreadableDocument(name, f"unpacks to {size // 1_000_000} MB at {member.filename}, more than text needs")
