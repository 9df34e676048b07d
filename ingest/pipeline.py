"""One ingest from files to a published generation. Killed at any point, the next run finishes what it began.

Every step is safe to repeat: a version is staged in one transaction, the indexes take what they have already, and only
the publishing transaction makes anything to be found.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from corpus.errors import BadInput, RostrumError, UnreadableDocument
from corpus.originals import Original
from corpus.protocols import Embedder, StatementExtractor
from corpus.records import Document
from corpus.store import RecordStore
from corpus.store import Source as Known
from ingest.correcting import OnHidden, Orders, apply_all
from ingest.corrections import Correction, load_corrections
from ingest.document import Place, build_document, version_of
from ingest.fetching import Fetcher, is_url
from ingest.incoming import Incoming, Refused, incoming
from ingest.indexes import open_indexes
from ingest.known import KnownSources
from ingest.lock import exclusive as exclusive
from ingest.readers import read
from ingest.register import Register, find_register
from ingest.report import QUIET as QUIET
from ingest.report import Hooks as Hooks
from ingest.report import IngestReport
from ingest.side_files import NOTHING, Details, read_side_file, with_details
from ingest.sources import Source, SourceFile, is_archive, is_below, is_gone, lies_at, sha256, sources_of
from ingest.staging import Staging
from ingest.upkeep import GRACE_S, forget_all, recover
from ingest.upkeep import forget as forget
from ingest.upkeep import reindex as reindex

MAX_BYTES = 50_000_000
NO_DETAILS: Mapping[str, str] = MappingProxyType({})
_log = logging.getLogger(__name__)


def ingest(
    paths: Sequence[Path | str],
    store: RecordStore,
    embedder: Embedder,
    extractor: StatementExtractor,
    *,
    details: Mapping[str, str] = NO_DETAILS,
    prune: bool = False,
    on_forget: Callable[[str], None] = lambda _: None,
    on_hidden: OnHidden = lambda _: None,
    hooks: Hooks = QUIET,
    fetcher: Fetcher | None = None,
    grace_s: float = GRACE_S,
    max_bytes: int = MAX_BYTES,
) -> IngestReport:
    """Reads files, folders, archives and web addresses into the record; what fails is named in the report and the rest
    goes in.

    `details` are said of the one document that is named (`side_files.given`). With `prune`, documents of these folders
    whose file is gone are forgotten. `on_forget` is called with the id of each while the record still knows it,
    `on_hidden` where corrections.yaml, edited by hand, withholds what was shown until now. Raises BadInput for paths
    without documents, BadCorrections, IndexOutOfDate, CorruptIndex, StoreError and its kind.
    """
    sources = sources_of(paths)
    if details:
        _refuse_several(sources)
    with exclusive(store, hooks):
        corrections = load_corrections(store.folder)  # raises before anything withheld could be published
        indexes = open_indexes(store, embedder)
        try:
            recover(store, indexes, grace_s)
            orders = Orders(store, corrections)
            hooks.step("recovered")
            run = _Run(store, extractor, Staging(store, indexes, embedder, hooks), orders, hooks, details)
            run.correct(corrections, on_hidden)  # where the file was edited: before a newer version hides an older one
            run.read_all(sources, fetcher or Fetcher(), max_bytes)
            run.correct(corrections, on_hidden)
            missing = run.look_for_missing(paths)
            if prune and missing:
                forget_all(store, missing, indexes, embedder, on_forget=on_forget, hooks=hooks)
                run.report.pruned = missing
        finally:
            indexes.close()
    return _with_totals(run.report, store)


def _refuse_several(sources: Sequence[Source]) -> None:
    """Raises BadInput where these are not one document: what is said of one is not said of the others."""
    one = sources[0]
    if len(sources) > 1 or (isinstance(one, SourceFile) and is_archive(one)):
        raise BadInput(
            "A title, date, place, event or language is given for one document at a time: name one file, or put a "
            "side file NAME.meta.yaml beside each."
        )


class _Run:
    """The state of one ingest: what is on its way, and the report."""

    def __init__(
        self,
        store: RecordStore,
        extractor: StatementExtractor,
        staging: Staging,
        orders: Orders,
        hooks: Hooks,
        details: Mapping[str, str],
    ) -> None:
        self.report = IngestReport()
        self._store = store
        self._extractor = extractor
        self._staging = staging
        self._orders = orders
        self._hooks = hooks
        self._details = details
        self._known = KnownSources(store.sources())
        self._registers: dict[Path, Register | None] = {}

    def read_all(self, sources: Sequence[Source], fetcher: Fetcher, max_bytes: int) -> None:
        for done, source in enumerate(sources):
            self._hooks.progress("documents", done, len(sources))
            for one in incoming(source, fetcher, max_bytes):
                self._take_or_tell(one)
        self._staging.publish()
        self.report.embedded = self._staging.embedded
        self._hooks.progress("documents", len(sources), len(sources))

    def _take_or_tell(self, one: Incoming | Refused) -> None:
        try:
            if isinstance(one, Refused):
                raise one.error
            self._take(one)
        except BadInput as error:
            self.report.failed.append((one.identity, str(error)))

    def _take(self, one: Incoming) -> None:
        """Stages the document where it is new or changed. Raises BadInput."""
        digest = sha256(one.data)
        lies = lies_at(one.root, one.identity)
        twin = self._known.twin(lies, digest)
        if twin is not None:
            self.report.duplicates.append((one.identity, twin))
            return
        known = self._known.find(lies, one.identity, digest)
        register = self._register(one)
        given, details = self._said(one, known)
        version = version_of(digest, self._extractor, register, details.said())
        place = self._place(one, known, version)
        if known is not None and known.version == version:
            self._unchanged(one, known)
        else:
            document = self._document(one, place, register, details)
            new = self._orders.amended(document)
            original = Original(document, new.applied) if new.applied else None
            self._staging.stage(new.document, self._root(one, known), digest, original)
            (self.report.new if known is None else self.report.changed).append(place.id)
        if self._details:
            self._store.give(place.id, given)
        self._known.taken(lies, digest, place.id)

    def _said(self, one: Incoming, known: Known | None) -> tuple[dict[str, str], Details]:
        """What was given on the command line, now or before; and that with the side file behind it. Raises BadInput."""
        before = self._store.given(known.id) if known else {}
        given = {name: value for name, value in {**before, **self._details}.items() if value}
        beside = read_side_file(*one.side_file) if one.side_file else NOTHING
        return given, Details(**given).over(beside)

    def _document(self, one: Incoming, place: Place, register: Register | None, details: Details) -> Document:
        """Raises UnreadableDocument, also where our own reading fails: one file must not keep the others out."""
        try:
            reading = with_details(read(one.name, one.data), details)
            return build_document(reading, place, self._extractor, register, self._store.identify)
        except UnreadableDocument as error:
            raise UnreadableDocument(one.identity, error.reason) from error
        except RostrumError:
            raise
        except Exception as error:  # BLE001 - logged whole, and raised again as what the report tells
            _log.exception("reading %s failed", place.identity)
            fault = f"Rostrum failed over it ({type(error).__name__}), which is a fault of ours: please report it."
            raise UnreadableDocument(place.identity, fault) from error

    def _register(self, one: Incoming) -> Register | None:
        if one.beside is None:
            return None
        folder = one.beside.path.parent
        if folder not in self._registers:
            self._registers[folder] = find_register(one.beside.path, one.beside.root)
        return self._registers[folder]

    def _place(self, one: Incoming, known: Known | None, version: str) -> Place:
        """A known document keeps its id, and its identity too while it lies where it lay."""
        if known is None:
            return Place(self._store.document_id(one.root, one.identity), one.identity, version)
        return Place(known.id, known.identity if _stays(one, known) else one.identity, version)

    def _root(self, one: Incoming, known: Known | None) -> str:
        return known.root if known is not None and _stays(one, known) else one.root

    def _unchanged(self, one: Incoming, known: Known) -> None:
        if not _stays(one, known):
            self._store.moved(known.id, one.root, one.identity)
        self.report.unchanged.append(known.id)

    def correct(self, corrections: Sequence[Correction], on_hidden: OnHidden) -> None:
        """Where the file was edited, or names people whom only this run brought: the documents before them follow."""
        orders = Orders(self._store, corrections)
        if orders.digest != self._store.corrections_done() or orders.digest != self._orders.digest:
            told = apply_all(self._store, orders, self._staging, on_hidden)
            self.report.corrected += [d for d in told.documents if d not in self.report.corrected]
            self._orders = orders
        else:
            told = orders.outcome(set())
        self.report.corrections = [(c.about, "it names nobody in the record") for c in told.nobody]
        self.report.corrections += [(c.about, "nothing in the record fits it any more") for c in told.idle]
        self.report.corrections += [(c.about, "it fits several places or people") for c in told.unsure]

    def look_for_missing(self, paths: Sequence[Path | str]) -> list[str]:
        """Ids of documents of the folders and archives that were named whose file or member is gone."""
        named = [Path(p).absolute() for p in paths if not is_url(p)]
        below = [s for s in self._store.sources() if any(is_below(s.root, s.identity, p) for p in named)]
        self.report.missing = [s.id for s in below if is_gone(s.root, s.identity)]
        return self.report.missing


def _stays(one: Incoming, known: Known) -> bool:
    return lies_at(known.root, known.identity) == lies_at(one.root, one.identity)


def _with_totals(report: IngestReport, store: RecordStore) -> IngestReport:
    counts = store.view().counts()
    report.utterances, report.statements = counts.utterances, counts.statements
    report.speakers, report.unresolved = counts.speakers, counts.unresolved
    return report
