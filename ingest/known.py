"""Which document of the record a source is: by where it lies, what it is called and what it holds."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.store import Source
from ingest.sources import folder_is_gone, is_gone, lies_at


class KnownSources:
    """The sources that the record holds, and those that this run has taken. Where one lies is as in `lies_at`."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self._by_place = {lies_at(s.root, s.identity): s for s in sources}
        self._by_bytes = {s.bytes_sha256: s for s in sources}
        self._by_identity: dict[str, list[Source]] = {}
        for source in sources:
            self._by_identity.setdefault(source.identity, []).append(source)
        self._taken: dict[str, tuple[str, str]] = {}
        self._claimed: set[str] = set()

    def find(self, place: str, identity: str, digest: str) -> Source | None:
        """The document that this is: the one read from here; else one with these bytes whose file is gone; else one of
        this identity whose whole folder is gone, as after a fresh check-out."""
        here = self._by_place.get(place)
        if here is not None:
            return here
        same = self._by_bytes.get(digest)
        if same is not None and self._is_free(same) and is_gone(same.root, same.identity):
            return same
        namesakes = self._by_identity.get(identity, ())
        return next((s for s in namesakes if self._is_free(s) and folder_is_gone(s.root, s.identity)), None)

    def _is_free(self, source: Source) -> bool:
        return source.id not in self._claimed

    def twin(self, place: str, digest: str) -> str | None:
        """The id of the document that has equal bytes at another place; None where there is none."""
        if digest in self._taken:
            other, document_id = self._taken[digest]
            return document_id if other != place else None
        same = self._by_bytes.get(digest)
        if same is None or place in self._by_place:
            return None
        return None if is_gone(same.root, same.identity) else same.id

    def taken(self, place: str, digest: str, document_id: str) -> None:
        """What lies at this place is this document from now on."""
        self._taken[digest] = (place, document_id)
        self._claimed.add(document_id)
