"""One ingest from files to a published generation. Killed at any point, the next run finishes what it began.

Every step is safe to repeat: a version is staged in one transaction, the indexes take what they have already, and only
the publishing transaction makes anything to be found.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from filelock import FileLock, Timeout

from corpus.errors import BadInput, DataFolderBusy
from corpus.protocols import Embedder, StatementExtractor
from corpus.records import Document, Passage
from corpus.store import RecordStore, Staged, indexed_sha256
from ingest.document import Place, build_document, version_of
from ingest.indexes import Indexes, new_folder, open_indexes, remove_old, vectors_for
from ingest.passages import index_signature, indexed_text, passages_of
from ingest.readers import read
from ingest.register import find_register
from ingest.report import IngestReport
from ingest.sources import SourceFile, files_of, read_bytes, sha256

BATCH_PASSAGES = 2_000  # published together: memory stays bounded, and a long ingest can be taken up again
GRACE_S = 120.0  # longer than any question may take (30 s): until then an old version may still be read
LOCK_WAIT_S = 3_600.0
MAX_BYTES = 50_000_000


def _nothing(*_: object) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Hooks:
    """Who is told what: `say` sentences for a person, `progress` (what, done, total), `step` each finished step."""

    say: Callable[[str], None] = _nothing
    progress: Callable[[str, int, int], None] = _nothing
    step: Callable[[str], None] = _nothing


QUIET = Hooks()


@dataclass(frozen=True, slots=True)
class Pending:
    """A staged version on its way into the indexes."""

    staged: Staged
    texts: tuple[str, ...]
    known: dict[str, npt.NDArray[np.float32]]


@contextmanager
def exclusive(store: RecordStore, hooks: Hooks = QUIET, wait_s: float = LOCK_WAIT_S) -> Iterator[None]:
    """Holds the data folder's one writing lock. Raises DataFolderBusy where another holds it for too long."""
    lock = FileLock(store.folder / "ingest.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        hooks.say("Another ingest is writing to this data folder; waiting until it has finished.")
        try:
            lock.acquire(timeout=wait_s)
        except Timeout as error:
            raise DataFolderBusy(str(store.folder)) from error
    try:
        yield
    finally:
        lock.release()


def ingest(
    paths: Sequence[Path],
    store: RecordStore,
    embedder: Embedder,
    extractor: StatementExtractor,
    *,
    prune: bool = False,
    hooks: Hooks = QUIET,
    grace_s: float = GRACE_S,
    max_bytes: int = MAX_BYTES,
) -> IngestReport:
    """Reads files and folders into the record; what fails is named in the report and the rest goes in.

    Raises BadInput for paths without documents, IndexOutOfDate, CorruptIndex, StoreError and its kind.
    """
    files = files_of(paths)
    with exclusive(store, hooks):
        indexes = open_indexes(store, embedder)
        try:
            run = _Run(store, embedder, extractor, indexes, hooks, max_bytes)
            recover(store, indexes, grace_s)
            hooks.step("recovered")
            run.read_all(files)
            run.look_for_missing(paths, prune)
        finally:
            indexes.close()
    return run.finished()


def recover(store: RecordStore, indexes: Indexes, grace_s: float = GRACE_S) -> None:
    """Undoes what a killed run staged but never published, and purges versions that no question can still hold."""
    leftover = [*store.unpublished(), *store.retired(before=time.time() - grace_s)]
    if leftover:
        indexes.delete(store.passages_of(leftover))
        store.drop(leftover)
    if remove_old(store):
        store.compact()  # a forget or reindex was cut short: its words may still lie in freed pages


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
        self._store = store
        self._embedder = embedder
        self._extractor = extractor
        self._indexes = indexes
        self._hooks = hooks
        self._max_bytes = max_bytes
        self._sources = {(s.root, s.identity): s for s in store.sources()}
        self._by_bytes = {s.bytes_sha256: s for s in self._sources.values()}
        self._pending: list[Pending] = []
        self._seen_bytes: dict[str, str] = {}
        self._report = IngestReport()

    def read_all(self, files: Sequence[SourceFile]) -> None:
        for done, source in enumerate(files):
            self._hooks.progress("documents", done, len(files))
            try:
                self._read(source)
            except BadInput as error:
                self._report.failed.append((source.identity, str(error)))
            if sum(len(p.texts) for p in self._pending) >= BATCH_PASSAGES:
                self._publish()
        self._publish()
        self._hooks.progress("documents", len(files), len(files))

    def _read(self, source: SourceFile) -> None:
        data = read_bytes(source, self._max_bytes)
        digest = sha256(data)
        register = find_register(source.path, source.root)
        version = version_of(digest, self._extractor, register)
        root = str(source.root)
        known = self._sources.get((root, source.identity))
        if known is not None and known.version == version:
            self._seen_bytes[digest] = known.id
            self._report.unchanged.append(known.id)
            return
        if known is None and self._is_elsewhere(source, digest):
            return
        document_id = self._store.document_id(root, source.identity)
        self._seen_bytes[digest] = document_id
        place = Place(document_id, source.identity, version)
        document = build_document(read(source.identity, data), place, self._extractor, register, self._store.identify)
        self._stage(document, root, digest)
        (self._report.new if known is None else self._report.changed).append(document_id)

    def _is_elsewhere(self, source: SourceFile, digest: str) -> bool:
        """Equal bytes at two paths are one document: the second is reported; a moved file takes its document along."""
        in_this_run = self._seen_bytes.get(digest)
        if in_this_run is not None:
            self._report.duplicates.append((source.identity, in_this_run))
            return True
        same = self._by_bytes.get(digest)
        if same is None:
            return False
        if Path(same.root, same.identity).exists():
            self._report.duplicates.append((source.identity, same.id))
        else:
            self._store.moved(same.id, str(source.root), source.identity)
            self._report.unchanged.append(same.id)
        self._seen_bytes[digest] = same.id
        return True

    def _stage(self, document: Document, root: str, digest: str) -> None:
        passages: list[Passage] = passages_of(document)
        texts = [indexed_text(p) for p in passages]
        known = self._kept_vectors(document.id, texts)
        staged = self._store.stage(document, passages, texts, root=root, bytes_sha256=digest)
        self._hooks.step("staged")
        self._pending.append(Pending(staged, tuple(texts), known))

    def _kept_vectors(self, document_id: str, texts: Sequence[str]) -> dict[str, npt.NDArray[np.float32]]:
        """Vectors of passages that the version before had with the same indexed text."""
        numbers = self._store.numbers_by_text(document_id)
        if not numbers:
            return {}
        wanted = {t: numbers[h] for t in dict.fromkeys(texts) if (h := indexed_sha256(t)) in numbers}
        vectors = self._indexes.dense.vectors(list(wanted.values()))
        return {t: vectors[n] for t, n in wanted.items() if n in vectors}

    def _publish(self) -> None:
        """Takes what is pending into both indexes, then makes it all current at once."""
        if not self._pending:
            return
        numbers = [n for p in self._pending for n in p.staged.numbers]
        documents = [p.staged.document for p in self._pending for _ in p.staged.numbers]
        texts = [t for p in self._pending for t in p.texts]
        self._indexes.dense.add(numbers, documents, self._vectors(texts))
        self._hooks.step("vectors")
        self._indexes.lexical.add(numbers, documents, texts)
        self._hooks.step("words")
        self._store.publish([p.staged.version for p in self._pending])
        self._pending = []
        self._hooks.step("published")

    def _vectors(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        known = {t: v for p in self._pending for t, v in p.known.items()}
        self._report.embedded += sum(t not in known for t in dict.fromkeys(texts))
        self._hooks.progress("passages", 0, len(texts))
        vectors = vectors_for(texts, known, self._embedder)
        self._hooks.progress("passages", len(texts), len(texts))
        return vectors

    def look_for_missing(self, paths: Sequence[Path], prune: bool) -> None:
        """Documents of the folders that were named whose file is gone; with `prune` they are taken out."""
        roots = {str(p.absolute()) for p in paths if p.is_dir()}
        gone = [s for s in self._store.sources() if s.root in roots and not Path(s.root, s.identity).exists()]
        self._report.missing = [s.id for s in gone]
        if prune and gone:
            self._report.pruned = self._report.missing
            self._store.retire(self._report.missing)
            self._hooks.step("pruned")

    def finished(self) -> IngestReport:
        counts = self._store.view().counts()
        report = self._report
        report.utterances, report.statements = counts.utterances, counts.statements
        report.speakers, report.unresolved = counts.speakers, counts.unresolved
        return report


def reindex(store: RecordStore, embedder: Embedder, *, hooks: Hooks = QUIET) -> int:
    """Makes both indexes anew from the record, and gives the number of passages. The old ones serve until the end."""
    with exclusive(store, hooks):
        store.drop(store.unpublished())
        folder, name = new_folder(store)
        indexes = Indexes(folder, embedder.dimensions, create=True)
        try:
            versions = store.current_versions()
            count = 0
            for done, version in enumerate(versions):
                hooks.progress("documents", done, len(versions))
                count += _index_again(store, indexes, version, embedder)
            hooks.step("indexed")
        finally:
            indexes.close()
        store.set_index(name, index_signature(embedder))
        hooks.step("switched")
        remove_old(store)
    return count


def forget(
    store: RecordStore,
    document_id: str,
    embedder: Embedder,
    *,
    on_forget: Callable[[str], None] = _nothing,
    hooks: Hooks = QUIET,
) -> None:
    """Removes a document everywhere: afterwards no byte string of it is left in the data folder.

    `on_forget` is called with the id for what else holds its words. The indexes are copied without it; vectors of the
    others are kept. Raises UnknownName.
    """
    store.view().document(document_id)  # raises before anything is touched
    with exclusive(store, hooks):
        old = open_indexes(store, embedder)
        folder, name = new_folder(store)
        indexes = Indexes(folder, embedder.dimensions, create=True)
        try:
            for version in store.current_versions():
                document, staged = store.whole(version)
                if document.id != document_id:
                    _copy(document, staged, old, indexes, embedder)
            hooks.step("copied")
        finally:
            old.close()
            indexes.close()
        store.forget(document_id, index=name)
        hooks.step("forgotten")
        on_forget(document_id)
        remove_old(store)
        store.compact()


def _index_again(store: RecordStore, indexes: Indexes, version: int, embedder: Embedder) -> int:
    """Cuts one version anew, adds its passages to the indexes and gives their number."""
    document, _ = store.whole(version)
    passages = passages_of(document)
    texts = [indexed_text(p) for p in passages]
    staged = store.recut(version, passages, texts)
    if texts:
        documents = [staged.document] * len(texts)
        indexes.dense.add(staged.numbers, documents, vectors_for(texts, {}, embedder))
        indexes.lexical.add(staged.numbers, documents, texts)
    return len(texts)


def _copy(document: Document, staged: Staged, old: Indexes, new: Indexes, embedder: Embedder) -> None:
    texts = [indexed_text(p) for p in passages_of(document)]
    vectors = old.dense.vectors(staged.numbers)
    known = {t: vectors[n] for t, n in zip(texts, staged.numbers, strict=True) if n in vectors}
    if texts:
        documents = [staged.document] * len(texts)
        new.dense.add(staged.numbers, documents, vectors_for(texts, known, embedder))
        new.lexical.add(staged.numbers, documents, texts)
