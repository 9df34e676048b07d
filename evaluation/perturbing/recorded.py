"""The record of a data folder, as perturbing needs it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from corpus.records import Document
from corpus.store import RecordStore


class StoredRecord:
    def __init__(self, store: RecordStore) -> None:
        self._store = store
        self._view = store.view()

    def documents(self) -> Iterator[Document]:
        return (self._view.document(d.id) for d in self._view.documents())

    def names(self) -> list[str]:
        return [s.person.name for s in self._view.speakers()]

    def places(self) -> list[str]:
        """Archives by their own name, addresses as they are."""
        found = ((s.root, s.identity.split("!")[0]) for s in self._store.sources())
        return list(dict.fromkeys(i if "://" in i else str(Path(root) / i) for root, i in found))
