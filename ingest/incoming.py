"""From what was named to single documents: files as they are, archives member by member, addresses fetched."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from corpus.errors import BadInput, BadSideFile, UnreadableDocument
from ingest import archives, side_files
from ingest.archives import ArchiveLimits
from ingest.fetching import Fetcher
from ingest.readers import readable
from ingest.sources import Source, SourceFile, WebPage, is_archive, read_bytes


@dataclass(frozen=True, slots=True)
class Incoming:
    """One document on its way in. `root` is "" for one that was fetched; `name` is for the readers, its ending tells
    the format; `beside` is the file in whose folder a register is looked for."""

    identity: str
    root: str
    name: str
    data: bytes
    side_file: tuple[str, bytes] | None = None
    beside: SourceFile | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """What could not be taken, by name, and why."""

    identity: str
    error: BadInput


def incoming(source: Source, fetcher: Fetcher, max_bytes: int) -> Iterator[Incoming | Refused]:
    """The documents that the source is or holds, one in memory at a time, with those that are refused."""
    try:
        if isinstance(source, WebPage):
            yield from _fetched(source, fetcher, max_bytes)
        elif is_archive(source):
            with source.path.open("rb") as file:
                yield from _members(source.identity, file, str(source.root), source, max_bytes)
        else:
            data = read_bytes(source, max_bytes)
            yield Incoming(source.identity, str(source.root), source.identity, data, _beside(source), source)
    except BadInput as error:
        yield Refused(source.identity, error)
    except OSError as error:
        yield Refused(source.identity, UnreadableDocument(source.identity, f"it cannot be read ({error.strerror})."))


def _fetched(page: WebPage, fetcher: Fetcher, max_bytes: int) -> Iterator[Incoming | Refused]:
    found = fetcher.fetch(page.identity, max_bytes)
    file = io.BytesIO(found.data)
    if archives.is_archive(file):
        yield from _members(page.identity, file, "", None, max_bytes)
    else:
        yield Incoming(page.identity, "", found.name, found.data)


def _readable(path: str) -> bool:
    """As in folders: no hidden files, none of hidden folders, none of what a Mac adds."""
    parts = PurePosixPath(path).parts
    return readable(path) and not any(p.startswith(".") or p == "__MACOSX" for p in parts)


def _members(
    archive: str, file: BinaryIO, root: str, beside: SourceFile | None, max_bytes: int
) -> Iterator[Incoming | Refused]:
    limits = ArchiveLimits(max_bytes)
    for found in archives.members(archive, file, limits, _readable, side_files.names_for, side_files.MAX_BYTES):
        if isinstance(found, UnreadableDocument):
            yield Refused(found.name, found)
        else:
            side_file = (f"{archive}!{found.beside[0]}", found.beside[1]) if found.beside else None
            yield Incoming(f"{archive}!{found.name}", root, found.name, found.data, side_file, beside)


def _beside(source: SourceFile) -> tuple[str, bytes] | None:
    """The side file of a file. Raises BadSideFile where it cannot be read or leads out of its folder."""
    for name in side_files.names_for(source.path.name):
        path = source.path.with_name(name)
        shown = str(PurePosixPath(source.identity).with_name(name))
        if path.is_symlink() and not path.resolve().is_relative_to(source.root.resolve()):
            raise BadSideFile(shown, "is a link out of the folder; put the file itself there.")
        if path.is_file():
            return shown, _content(path, shown)
    return None


def _content(path: Path, shown: str) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(side_files.MAX_BYTES + 1)
    except OSError as error:
        raise BadSideFile(shown, f"cannot be read ({error.strerror}).") from error
