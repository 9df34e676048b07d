"""Which files an ingest reads, and what each is called: identity is the path below the folder that was named."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import BadInput, UnreadableDocument
from ingest.readers import ENDINGS, readable


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to be read. `identity` uses "/" on every system."""

    path: Path
    root: Path
    identity: str


def files_of(paths: Sequence[Path]) -> list[SourceFile]:
    """The documents at these paths, folders recursively, each once, in order of path.

    A file that is named is always taken; in folders, those that a reader knows. Raises BadInput where a path does not
    exist, or where a folder holds no document.
    """
    found: dict[Path, SourceFile] = {}
    for path in paths:
        for source in _below(path.absolute()):
            found.setdefault(Path(os.path.realpath(source.path)), source)
    return list(found.values())


def read_bytes(source: SourceFile, max_bytes: int) -> bytes:
    """The content. Raises UnreadableDocument where it is gone, may not be read or is too large."""
    if not _is_text(str(source.path)):  # the record could not name it
        raise UnreadableDocument(source.identity, "its name or folder is not in UTF-8; rename it.")
    try:
        found = source.path.stat()
        if not stat.S_ISREG(found.st_mode):  # a pipe would keep us waiting for ever
            raise UnreadableDocument(source.identity, "it is no file but a folder, pipe or device and cannot be read.")
        size = found.st_size
        if size > max_bytes:
            raise UnreadableDocument(
                source.identity, f"it has {size / 1e6:,.0f} MB; at most {max_bytes / 1e6:,.0f} MB are read. Split it."
            )
        return source.path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableDocument(source.identity, "it has gone since the folder was listed; run this again.") from error
    except PermissionError as error:
        raise UnreadableDocument(source.identity, "it may not be read; mend its permissions.") from error
    except OSError as error:
        raise UnreadableDocument(source.identity, f"it cannot be read ({error.strerror}).") from error


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _is_text(name: str) -> bool:
    """False for a name of bytes that are not UTF-8: Python holds those as lone surrogates."""
    return not any("\ud800" <= c <= "\udfff" for c in name)


def _shown(name: str) -> str:
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _below(path: Path) -> list[SourceFile]:
    if path.is_file():
        return [SourceFile(path, path.parent, _shown(path.name))]
    if not path.is_dir():
        raise BadInput(f"{path}: there is no such file or folder.")
    found = sorted(_walk(path))
    if not found:
        raise BadInput(f"{path}: no documents are in this folder ({', '.join(ENDINGS)} are read).")
    return [SourceFile(p, path, _shown(p.relative_to(path).as_posix())) for p in found]


def _walk(folder: Path) -> Iterator[Path]:
    """Readable names below the folder; hidden folders and links out of it are passed over."""
    for at, folders, names in os.walk(folder, onerror=_refuse):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in names:
            if readable(name) and not name.startswith(".") and _inside(Path(at, name), folder):
                yield Path(at, name)


def _inside(path: Path, folder: Path) -> bool:
    return not path.is_symlink() or path.resolve().is_relative_to(folder.resolve())


def _refuse(error: OSError) -> None:
    raise BadInput(f"{error.filename}: the folder cannot be listed ({error.strerror}).") from error
