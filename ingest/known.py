"""Which document of the record a file is: by where it lies, what it is called and what it holds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from corpus.store import Source
from ingest.sources import SourceFile


class KnownSources:
    """The files that the record holds, and those that this run has taken."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self._by_path = {Path(s.root, s.identity): s for s in sources}
        self._by_bytes = {s.bytes_sha256: s for s in sources}
        self._by_identity: dict[str, list[Source]] = {}
        for source in sources:
            self._by_identity.setdefault(source.identity, []).append(source)
        self._taken: dict[str, tuple[Path, str]] = {}
        self._claimed: set[str] = set()

    def find(self, source: SourceFile, digest: str) -> Source | None:
        """The document that this file is: the one read from here; else one with these bytes whose file is gone; else
        one of this identity whose whole folder is gone, as after a fresh check-out."""
        here = self._by_path.get(source.path)
        if here is not None:
            return here
        same = self._by_bytes.get(digest)
        if same is not None and self._is_free(same) and is_gone(Path(same.root, same.identity)):
            return same
        moved = (s for s in self._by_identity.get(source.identity, ()) if self._is_free(s) and is_gone(Path(s.root)))
        return next(moved, None)

    def _is_free(self, source: Source) -> bool:
        return source.id not in self._claimed

    def twin(self, path: Path, digest: str) -> str | None:
        """The id of the document that has equal bytes at another path; None where there is none."""
        if digest in self._taken:
            other, document_id = self._taken[digest]
            return document_id if other != path else None
        same = self._by_bytes.get(digest)
        if same is None or path in self._by_path:
            return None
        return None if is_gone(Path(same.root, same.identity)) else same.id

    def taken(self, path: Path, digest: str, document_id: str) -> None:
        """The file at this path is this document from now on."""
        self._taken[digest] = (path, document_id)
        self._claimed.add(document_id)


def is_gone(path: Path) -> bool:
    """Whether there is no such file; one that may not be looked at is not gone."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False
