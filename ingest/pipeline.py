"""One ingest from files to a published generation. Killed at any point, the next run finishes what it began.

Every step is safe to repeat: a version is staged in one transaction, the indexes take what they have already, and only
the publishing transaction makes anything to be found.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.errors import BadInput, RostrumError, UnreadableDocument
from corpus.protocols import Embedder, StatementExtractor
from corpus.records import Document
from corpus.rows import indexed_sha256
from corpus.store import RecordStore, Source
from ingest.document import Place, build_document, version_of
from ingest.indexes import Batch, Indexes, open_indexes
from ingest.known import KnownSources, is_gone
from ingest.lock import exclusive as exclusive
from ingest.passages import indexed_text, passages_of
from ingest.readers import read
from ingest.register import Register, find_register
from ingest.report import QUIET as QUIET
from ingest.report import Hooks as Hooks
from ingest.report import IngestReport
from ingest.sources import SourceFile, files_of, read_bytes, sha256
from ingest.upkeep import GRACE_S, forget_all, recover
from ingest.upkeep import forget as forget
from ingest.upkeep import reindex as reindex

MAX_BYTES = 50_000_000
_log = logging.getLogger(__name__)


def ingest(
    paths: Sequence[Path],
    store: RecordStore,
    embedder: Embedder,
    extractor: StatementExtractor,
    *,
    prune: bool = False,
    on_forget: Callable[[str], None] = lambda _: None,
    hooks: Hooks = QUIET,
    grace_s: float = GRACE_S,
    max_bytes: int = MAX_BYTES,
) -> IngestReport:
    """Reads files and folders into the record; what fails is named in the report and the rest goes in.

    With `prune`, documents of these folders whose file is gone are forgotten; `on_forget` is called with the id of
    each while the record still knows it. Raises BadInput for paths without documents, IndexOutOfDate, CorruptIndex,
    StoreError and its kind.
    """
    files = files_of(paths)
    with exclusive(store, hooks):
        indexes = open_indexes(store, embedder)
        try:
            recover(store, indexes, grace_s)
            hooks.step("recovered")
            run = _Run(store, embedder, extractor, indexes, hooks, max_bytes)
            run.read_all(files)
            missing = run.look_for_missing(paths)
            if prune and missing:
                forget_all(store, missing, indexes, embedder, on_forget=on_forget, hooks=hooks)
                run.report.pruned = missing
        finally:
            indexes.close()
    return _with_totals(run.report, store)


class _Run:
    """The state of one ingest: what is on its way, and the report."""

    def __init__(
        self,
        store: RecordStore,
        embedder: Embedder,
        extractor: StatementExtractor,
        indexes: Indexes,
        hooks: Hooks,
        max_bytes: int,
    ) -> None:
        self.report = IngestReport()
        self._store = store
        self._extractor = extractor
        self._indexes = indexes
        self._hooks = hooks
        self._max_bytes = max_bytes
        self._known = KnownSources(store.sources())
        self._registers: dict[Path, Register | None] = {}
        self._batch = Batch(embedder, hooks)

    def read_all(self, files: Sequence[SourceFile]) -> None:
        for done, source in enumerate(files):
            self._hooks.progress("documents", done, len(files))
            try:
                self._take(source)
            except BadInput as error:
                self.report.failed.append((source.identity, str(error)))
            if self._batch.full:
                self._publish()
        self._publish()
        self._hooks.progress("documents", len(files), len(files))

    def _take(self, source: SourceFile) -> None:
        """Stages the file where it is new or changed. Raises BadInput."""
        data = read_bytes(source, self._max_bytes)
        digest = sha256(data)
        twin = self._known.twin(source.path, digest)
        if twin is not None:
            self.report.duplicates.append((source.identity, twin))
            return
        known = self._known.find(source, digest)
        register = self._register(source)
        version = version_of(digest, self._extractor, register)
        place = self._place(source, known, version)
        if known is not None and known.version == version:
            self._unchanged(source, known)
        else:
            document = self._document(data, place, register)
            self._stage(document, self._root(source, known), digest)
            (self.report.new if known is None else self.report.changed).append(place.id)
        self._known.taken(source.path, digest, place.id)

    def _document(self, data: bytes, place: Place, register: Register | None) -> Document:
        """Raises UnreadableDocument, also where our own reading fails: one file must not keep the others out."""
        try:
            reading = read(place.identity, data)
            return build_document(reading, place, self._extractor, register, self._store.identify)
        except RostrumError:
            raise
        except Exception as error:  # BLE001 - logged whole, and raised again as what the report tells
            _log.exception("reading %s failed", place.identity)
            fault = f"Rostrum failed over it ({type(error).__name__}), which is a fault of ours: please report it."
            raise UnreadableDocument(place.identity, fault) from error

    def _register(self, source: SourceFile) -> Register | None:
        folder = source.path.parent
        if folder not in self._registers:
            self._registers[folder] = find_register(source.path, source.root)
        return self._registers[folder]

    def _place(self, source: SourceFile, known: Source | None, version: str) -> Place:
        """A known file keeps its id, and its identity too while it lies where it lay."""
        if known is None:
            return Place(self._store.document_id(str(source.root), source.identity), source.identity, version)
        return Place(known.id, known.identity if _stays(source, known) else source.identity, version)

    def _root(self, source: SourceFile, known: Source | None) -> str:
        return known.root if known is not None and _stays(source, known) else str(source.root)

    def _unchanged(self, source: SourceFile, known: Source) -> None:
        if not _stays(source, known):
            self._store.moved(known.id, str(source.root), source.identity)
        self.report.unchanged.append(known.id)

    def _stage(self, document: Document, root: str, digest: str) -> None:
        passages = passages_of(document)
        texts = [indexed_text(p) for p in passages]
        known = self._kept_vectors(document.id, texts)
        staged = self._store.stage(document, passages, texts, root=root, bytes_sha256=digest)
        self._hooks.step("staged")
        self._batch.add(staged, texts, known)

    def _kept_vectors(self, document_id: str, texts: Sequence[str]) -> dict[str, npt.NDArray[np.float32]]:
        """Vectors of passages that the version before had with the same indexed text."""
        numbers = self._store.numbers_by_text(document_id)
        if not numbers:
            return {}
        wanted = {t: numbers[h] for t in dict.fromkeys(texts) if (h := indexed_sha256(t)) in numbers}
        vectors = self._indexes.dense.vectors(list(wanted.values()))
        return {t: vectors[n] for t, n in wanted.items() if n in vectors}

    def _publish(self) -> None:
        """Takes what is on its way into both indexes, then makes it all current at once."""
        versions = list(self._batch.versions)
        if versions:
            self.report.embedded += self._batch.write(self._indexes)
            self._store.publish(versions)
            self._hooks.step("published")

    def look_for_missing(self, paths: Sequence[Path]) -> list[str]:
        """Ids of documents below the folders that were named whose file is gone."""
        folders = [p.absolute() for p in paths if p.is_dir()]
        sources = [(s.id, Path(s.root, s.identity)) for s in self._store.sources()]
        self.report.missing = [i for i, p in sources if any(p.is_relative_to(f) for f in folders) and is_gone(p)]
        return self.report.missing


def _stays(source: SourceFile, known: Source) -> bool:
    return Path(known.root, known.identity) == source.path


def _with_totals(report: IngestReport, store: RecordStore) -> IngestReport:
    counts = store.view().counts()
    report.utterances, report.statements = counts.utterances, counts.statements
    report.speakers, report.unresolved = counts.speakers, counts.unresolved
    return report
