"""ZIP archives: their members as documents. Nothing is unpacked to disk, and nothing a header says is believed."""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from corpus.errors import UnreadableDocument

ENDING = ".zip"
OTHER_ARCHIVES = (".7z", ".bz2", ".gz", ".rar", ".tar", ".tbz2", ".tgz", ".txz", ".xz", ".zst")

_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_UTF_8 = 0x800
_CHUNK_BYTES = 65_536
_DRIVE = re.compile(r"[A-Za-z]:")
_DAMAGED = (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError, ValueError, zlib.error)


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """What an archive may hold. The ratio counts from `ratio_from_bytes` on: short texts pack well without harm."""

    member_bytes: int
    archive_bytes: int = 1_000_000_000
    members: int = 10_000
    total_bytes: int = 2_000_000_000
    directory_bytes: int = 8_000_000
    ratio: int = 100
    ratio_from_bytes: int = 1_000_000
    path_chars: int = 1_000


@dataclass(frozen=True, slots=True)
class Member:
    """One document of an archive: its path inside, and what stands beside it under one of the names asked for."""

    name: str
    data: bytes
    beside: tuple[str, bytes] | None = None


def is_archive(file: BinaryIO) -> bool:
    """Whether this is a ZIP archive of files, and no document that is stored as one (DOCX, ODT and their kind)."""
    file.seek(0)
    if file.read(4) not in _MAGIC:
        return False
    try:
        with zipfile.ZipFile(_Bounded(file, ArchiveLimits(0).directory_bytes)) as opened:
            entries = opened.infolist()
            return not any(e.filename == "[Content_Types].xml" for e in entries) and not _is_typed(opened, entries)
    except _DAMAGED:
        return True  # what is wrong with it is said by whoever opens it
    finally:
        file.seek(0)


def _is_typed(opened: zipfile.ZipFile, entries: Sequence[zipfile.ZipInfo]) -> bool:
    """Whether the first entry says what the file is, as in OpenDocument."""
    first = min(entries, key=lambda e: e.header_offset, default=None)
    if first is None or first.filename != "mimetype" or first.file_size > 200 or first.flag_bits & _ENCRYPTED:
        return False
    with opened.open(first) as found:
        return found.read(200).startswith(b"application/")


def members(
    name: str,
    file: BinaryIO,
    limits: ArchiveLimits,
    wanted: Callable[[str], bool],
    beside: Callable[[str], Sequence[str]] = lambda _: (),
    beside_bytes: int = 65_536,
) -> Iterator[Member | UnreadableDocument]:
    """The members whose name is `wanted`, by path, one in memory at a time; in place of one that is refused, why.

    `beside` names files that may stand beside a member; the first that is there comes with it. Raises
    UnreadableDocument where the archive as a whole is refused: damaged, too large, too many members, a bomb.
    """
    with _open(name, file, limits) as archive:
        entries = archive.infolist()
        _refuse_bombs(name, entries, wanted, limits, archive_bytes=_size(file))
        by_path: dict[str, zipfile.ZipInfo] = {}
        for entry in sorted(entries, key=_path):
            path = _path(entry)
            if entry.filename.endswith(("/", "\\")) and not _leads_out(path):  # a folder
                continue
            fault = _fault(entry, path, limits, again=path in by_path)
            if fault and (wanted(path) or _suspect(path)):
                yield UnreadableDocument(f"{name}!{path[: limits.path_chars]}", fault)
            elif not fault:
                by_path[path] = entry
        for path, entry in by_path.items():
            if wanted(path):
                yield _member(archive, name, path, entry, by_path, beside(path), limits, beside_bytes)


@lru_cache(maxsize=32)
def _listed(path: str, _modified_ns: int, size: int) -> frozenset[str] | None:
    limits = ArchiveLimits(0)
    try:
        with Path(path).open("rb") as file, _open(path, file, limits) as archive:
            return frozenset(_path(e) for e in archive.infolist())
    except (OSError, UnreadableDocument):
        return None


def paths_in(archive: Path) -> frozenset[str] | None:
    """The paths of all members of an archive on disk; None where it is none, or cannot be looked into."""
    try:
        found = archive.stat()
    except OSError:
        return None
    return _listed(str(archive), found.st_mtime_ns, found.st_size) if stat.S_ISREG(found.st_mode) else None


def _member(
    archive: zipfile.ZipFile,
    name: str,
    path: str,
    entry: zipfile.ZipInfo,
    by_path: dict[str, zipfile.ZipInfo],
    beside: Sequence[str],
    limits: ArchiveLimits,
    beside_bytes: int,
) -> Member | UnreadableDocument:
    try:
        data = _content(archive, entry, f"{name}!{path}", limits.member_bytes)
        if is_archive(io.BytesIO(data)):
            raise UnreadableDocument(f"{name}!{path}", "is an archive inside an archive; unpack it first.")
        other = next((b for b in beside if b in by_path), None)
        found = (other, _content(archive, by_path[other], f"{name}!{other}", beside_bytes)) if other else None
    except UnreadableDocument as error:
        return error
    return Member(path, data, found)


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, max_bytes: int) -> bytes:
    """Unpacked piece by piece. Raises UnreadableDocument where it is damaged or grows too large."""
    if entry.file_size > max_bytes:
        size, most = entry.file_size / 1e6, max_bytes / 1e6
        raise UnreadableDocument(name, f"it has {size:,.1f} MB unpacked; at most {most:,.1f} MB are read.")
    parts, total = [], 0
    try:
        with archive.open(entry) as file:
            while part := file.read(_CHUNK_BYTES):
                total += len(part)
                parts.append(part)
    except _DAMAGED as error:
        raise UnreadableDocument(name, f"it is damaged in the archive ({_reason(error)}); pack it anew.") from error
    if total != entry.file_size:
        raise UnreadableDocument(name, "it is damaged in the archive (its length is not what it says); pack it anew.")
    return b"".join(parts)


def _open(name: str, file: BinaryIO, limits: ArchiveLimits) -> zipfile.ZipFile:
    if _size(file) > limits.archive_bytes:
        raise UnreadableDocument(name, f"archives of at most {limits.archive_bytes / 1e6:,.0f} MB are read. Split it.")
    try:
        return zipfile.ZipFile(_Bounded(file, limits.directory_bytes))
    except _DirectoryTooLarge as error:
        raise UnreadableDocument(name, "its list of members is too large; is it a bomb? Split it.") from error
    except _DAMAGED as error:
        raise UnreadableDocument(name, f"is no archive that can be read ({_reason(error)}).") from error


def _refuse_bombs(
    name: str,
    entries: Sequence[zipfile.ZipInfo],
    wanted: Callable[[str], bool],
    limits: ArchiveLimits,
    *,
    archive_bytes: int,
) -> None:
    """Raises UnreadableDocument: too many members, too much in all, or members that lie over one another."""
    if len(entries) > limits.members:
        raise UnreadableDocument(
            name, f"it has {len(entries):,} members; at most {limits.members:,} are read. Split it."
        )
    if sum(e.compress_size for e in entries) > archive_bytes:
        raise UnreadableDocument(name, "its members lie over one another, as in a bomb; nothing of it is read.")
    # One that is refused for its own size is not unpacked and counts for nothing.
    total = sum(e.file_size for e in entries if wanted(_path(e)) and e.file_size <= limits.member_bytes)
    if total > limits.total_bytes:
        found, most = total / 1e6, limits.total_bytes / 1e6
        raise UnreadableDocument(name, f"it has {found:,.0f} MB unpacked; at most {most:,.0f} MB are read. Split it.")


def _fault(entry: zipfile.ZipInfo, path: str, limits: ArchiveLimits, *, again: bool) -> str | None:
    """Why this member is refused; None where it is not."""
    kind = stat.S_IFMT(entry.external_attr >> 16)
    packed = entry.file_size > limits.ratio_from_bytes and entry.file_size > limits.ratio * max(1, entry.compress_size)
    faults = (
        (not path, "it has no name."),
        (len(path) > limits.path_chars, "its path is too long."),
        (_leads_out(path), "its path leads out of the archive."),
        (kind not in (0, stat.S_IFREG, stat.S_IFDIR), "it is a link or device and no file."),
        (bool(entry.flag_bits & _ENCRYPTED), "it is encrypted; pack it without a password."),
        (path.lower().endswith((ENDING, *OTHER_ARCHIVES)), "is an archive inside an archive; unpack it first."),
        (packed, f"it unpacks to more than {limits.ratio} times its size, as a bomb does."),
        (
            entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED),
            "it is packed in a way that is not read; pack it with deflate.",
        ),
        (again, "there are two members of this path; only the first is read."),
    )
    return next((reason for wrong, reason in faults if wrong), None)


def _suspect(path: str) -> bool:
    """Whether a refusal is told even though nobody would have read the member."""
    return _leads_out(path) or path.lower().endswith((ENDING, *OTHER_ARCHIVES))


def _leads_out(path: str) -> bool:
    return path.startswith("/") or bool(_DRIVE.match(path)) or ".." in path.split("/")


def _path(entry: zipfile.ZipInfo) -> str:
    """The path inside with "/"; in UTF-8 where it is that, though the archive does not say so."""
    name = entry.filename
    if not entry.flag_bits & _UTF_8:
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            name = entry.filename
    name = name.replace("\\", "/")
    parts = [p for p in name.split("/") if p not in ("", ".")]
    return ("/" if name.startswith("/") else "") + "/".join(parts)


def _reason(error: BaseException) -> str:
    return str(error) or type(error).__name__


def _size(file: BinaryIO) -> int:
    at = file.tell()
    size = file.seek(0, io.SEEK_END)
    file.seek(at)
    return size


class _DirectoryTooLarge(Exception):
    pass


class _Bounded(io.RawIOBase):
    """The file, refusing to be read in pieces larger than any list of members should be."""

    def __init__(self, file: BinaryIO, most: int) -> None:
        self._file = file
        self._most = most

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._file.tell()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def read(self, size: int = -1) -> bytes:
        if size > self._most:
            raise _DirectoryTooLarge
        return self._file.read(size)
