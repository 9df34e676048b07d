"""Versions of documents on their way into record and indexes: staged one by one, published together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from corpus.originals import Original
from corpus.protocols import Embedder
from corpus.records import Document, Passage
from corpus.rows import indexed_sha256
from corpus.store import RecordStore
from ingest.indexes import Batch, Indexes
from ingest.passages import indexed_text, passages_of
from ingest.report import QUIET, Hooks
from ingest.withholding import is_blocked


def passages_with_words(document: Document) -> list[Passage]:
    """The passages of a document that hold words: those that are withheld altogether are no passages."""
    return [p for p in passages_of(document) if not is_blocked(p.text)]


class Staging:
    """Takes versions to both indexes and makes them current, in parts of a size that memory bears."""

    def __init__(self, store: RecordStore, indexes: Indexes, embedder: Embedder, hooks: Hooks = QUIET) -> None:
        self.embedded = 0  # passages whose vector was made; the others kept theirs
        self._store = store
        self._indexes = indexes
        self._hooks = hooks
        self._batch = Batch(embedder, hooks)

    def stage(self, document: Document, root: str, digest: str, original: Original | None = None) -> None:
        """Writes the version; publishes what is on its way once that is much. `original` as for the store."""
        passages = passages_with_words(document)
        texts = [indexed_text(p) for p in passages]
        known = self._kept_vectors(document.id, texts)
        staged = self._store.stage(document, passages, texts, root=root, bytes_sha256=digest, original=original)
        self._hooks.step("staged")
        self._batch.add(staged, texts, known)
        if self._batch.full:
            self.publish()

    def publish(self) -> None:
        """Takes what is on its way into both indexes, then makes it all current at once."""
        versions = list(self._batch.versions)
        if versions:
            self.embedded += self._batch.write(self._indexes)
            self._store.publish(versions)
            self._hooks.step("published")

    def purge(self, document_ids: Sequence[str]) -> None:
        """Older versions of these go at once: no link may still show what is withheld. A question that is just reading
        one of them fails rather than show it."""
        retired = self._store.retired(float("inf"), document_ids)
        self._indexes.delete(self._store.passages_of(retired))
        self._store.drop(retired)

    def _kept_vectors(self, document_id: str, texts: Sequence[str]) -> dict[str, npt.NDArray[np.float32]]:
        """Vectors of passages that the version before had with the same indexed text."""
        numbers = self._store.numbers_by_text(document_id)
        if not numbers:
            return {}
        wanted = {t: numbers[h] for t in dict.fromkeys(texts) if (h := indexed_sha256(t)) in numbers}
        vectors = self._indexes.dense.vectors(list(wanted.values()))
        return {t: vectors[n] for t, n in wanted.items() if n in vectors}
