"""Where documents come from: files, folders and web addresses, and what each is called.

Identity is the path below the folder that was named, for a member of an archive `archive.zip!member`, for what was
fetched its address.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import BadInput, UnreadableDocument
from ingest import archives
from ingest.fetching import address_of, is_url
from ingest.readers import ENDINGS, readable
from ingest.side_files import is_side_file


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to be read. `identity` uses "/" on every system."""

    path: Path
    root: Path
    identity: str


@dataclass(frozen=True, slots=True)
class WebPage:
    """What is to be fetched: the identity is the address."""

    identity: str


Source = SourceFile | WebPage


def sources_of(named: Sequence[Path | str]) -> list[Source]:
    """What these paths and addresses name, folders recursively, each once, in order.

    A file that is named is always taken; in folders, those that a reader knows, and archives. Raises BadInput where a
    path does not exist, where a folder holds no document, or for an address that cannot be used.
    """
    found: dict[Path | str, Source] = {}
    for one in named:
        if is_url(one):
            page = WebPage(address_of(str(one)))
            found.setdefault(page.identity, page)
            continue
        for source in _below(Path(one).absolute()):
            found.setdefault(Path(os.path.realpath(source.path)), source)
    return list(found.values())


def files_of(paths: Sequence[Path]) -> list[SourceFile]:
    """The same for paths alone."""
    return [s for s in sources_of(paths) if isinstance(s, SourceFile)]


def read_bytes(source: SourceFile, max_bytes: int) -> bytes:
    """The content. Raises UnreadableDocument where it is gone, may not be read or is too large."""
    size = _checked_size(source)
    if size > max_bytes:
        raise UnreadableDocument(
            source.identity, f"it has {size / 1e6:,.0f} MB; at most {max_bytes / 1e6:,.0f} MB are read. Split it."
        )
    try:
        return source.path.read_bytes()
    except OSError as error:
        raise _unreadable(source, error) from error


def is_archive(source: SourceFile) -> bool:
    """Whether the file is an archive of documents, by its content. Raises UnreadableDocument."""
    _checked_size(source)
    try:
        with source.path.open("rb") as file:
            return archives.is_archive(file)
    except OSError as error:
        raise _unreadable(source, error) from error


def lies_at(root: str, identity: str) -> str:
    """Where a document of the record lies, in one form: an address, or a path (of a member: behind its archive's)."""
    return identity if is_url(identity) else str(Path(root, identity))


def is_gone(root: str, identity: str) -> bool:
    """Whether there is no such file or member any more. What may not be looked at is not gone, nor is an address."""
    if is_url(identity):
        return False
    path = Path(root, identity)
    if not _is_missing(path):
        return False
    # The archive may have "!" in its own name, or in that of a folder.
    cuts = [i for i, c in enumerate(identity) if c == "!"]
    for cut in cuts:
        archive = Path(root, identity[:cut])
        if _is_missing(archive):
            continue
        paths = archives.paths_in(archive)
        if paths is None or identity[cut + 1 :] in paths:
            return False
    return True


def folder_is_gone(root: str, identity: str) -> bool:
    """Whether the folder that was ingested is gone as a whole."""
    return not is_url(identity) and _is_missing(Path(root))


def is_below(root: str, identity: str, named: Path) -> bool:
    """Whether the document came from this folder, or from this archive."""
    if is_url(identity):
        return False
    lies = Path(root, identity)
    return lies.is_relative_to(named) or str(lies).startswith(f"{named}!")


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _checked_size(source: SourceFile) -> int:
    """Bytes of the file. Raises UnreadableDocument where it is none."""
    if not _is_text(str(source.path)):  # the record could not name it
        raise UnreadableDocument(source.identity, "its name or folder is not in UTF-8; rename it.")
    try:
        found = source.path.stat()
    except OSError as error:
        raise _unreadable(source, error) from error
    if not stat.S_ISREG(found.st_mode):  # a pipe would keep us waiting for ever
        raise UnreadableDocument(source.identity, "it is no file but a folder, pipe or device and cannot be read.")
    return found.st_size


def _unreadable(source: SourceFile, error: OSError) -> UnreadableDocument:
    if isinstance(error, FileNotFoundError):
        return UnreadableDocument(source.identity, "it has gone since the folder was listed; run this again.")
    if isinstance(error, PermissionError):
        return UnreadableDocument(source.identity, "it may not be read; mend its permissions.")
    return UnreadableDocument(source.identity, f"it cannot be read ({error.strerror}).")


def _is_missing(path: Path) -> bool:
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except (OSError, ValueError):
        return False
    return False


def _is_text(name: str) -> bool:
    """False for a name of bytes that are not UTF-8: Python holds those as lone surrogates."""
    return not any("\ud800" <= c <= "\udfff" for c in name)


def _shown(name: str) -> str:
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _below(path: Path) -> list[SourceFile]:
    if path.is_file():
        if is_side_file(path.name):
            raise BadInput(f"{path}: is a side file; name the document that it belongs to.")
        return [SourceFile(path, path.parent, _shown(path.name))]
    if not path.is_dir():
        raise BadInput(f"{path}: there is no such file or folder.")
    found = sorted(_walk(path))
    if not found:
        known = ", ".join((*ENDINGS, archives.ENDING))
        raise BadInput(f"{path}: no documents are in this folder ({known} are read).")
    return [SourceFile(p, path, _shown(p.relative_to(path).as_posix())) for p in found]


def _walk(folder: Path) -> Iterator[Path]:
    """Readable names below the folder; hidden folders and links out of it are passed over."""
    for at, folders, names in os.walk(folder, onerror=_refuse):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in names:
            taken = readable(name) or name.lower().endswith(archives.ENDING)
            if taken and not name.startswith(".") and _inside(Path(at, name), folder):
                yield Path(at, name)


def _inside(path: Path, folder: Path) -> bool:
    return not path.is_symlink() or path.resolve().is_relative_to(folder.resolve())


def _refuse(error: OSError) -> None:
    raise BadInput(f"{error.filename}: the folder cannot be listed ({error.strerror}).") from error
