"""Who gets what: the parts put together by the settings. Heavy imports wait until a part is wanted."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from corpus.errors import StoreError
from service.environment import prepare
from service.settings import Settings, is_loopback
from service.store import ServiceStore

if TYPE_CHECKING:
    from corpus.store import RecordStore
    from ingest.correcting import Outcome
    from ingest.corrections import Correction
    from ingest.pipeline import Hooks
    from ingest.report import IngestReport
    from retriever.dense import DenseIndex
    from retriever.embedding import SentenceEmbedder
    from service.api.app import App
    from service.clearing import Clearing
    from service.desk import Desk
    from service.doctor import Agreement, Parts
    from service.recorded import Recorded

NOTHING_SAID: Mapping[str, str | None] = MappingProxyType({})


def embedder(settings: Settings) -> SentenceEmbedder:
    """Raises ModelUnavailable."""
    prepare()
    from retriever.embedding import SentenceEmbedder

    return SentenceEmbedder(settings.model or None, keeps_tokens=settings.keep_tokens)


def record_store(settings: Settings, *, create: bool = False) -> RecordStore:
    """Raises StoreError, NewerData; where there is no data folder yet, says how to begin one."""
    from corpus.store import RecordStore

    if not create and not settings.data.is_dir():
        raise StoreError(f"There is no data folder {settings.data}. Begin one with `rostrum ingest PATH`.")
    return RecordStore(settings.data, create=create)


def open_record(settings: Settings) -> Recorded:
    """The record alone: no model, no indexes. Raises StoreError."""
    from service.recorded import Recorded

    return Recorded(record_store(settings))


def open_desk(settings: Settings) -> Desk:
    """Everything that answers. Raises CouldNotLook, StoreError."""
    from ingest.passages import index_signature
    from retriever.relevance import Relevance
    from retriever.reranking import CrossEncoderReranker
    from retriever.search import HybridRetriever
    from service.assistant import Assistant
    from service.desk import Desk
    from service.recorded import Recorded
    from service.searcher import RecordSearcher

    record = record_store(settings)
    model = embedder(settings)
    again = CrossEncoderReranker(settings.reranker) if settings.reranker else None
    retriever = HybridRetriever(record, model, signature=index_signature(model), reranker=again)
    searcher = RecordSearcher(record, retriever, Relevance(model))
    return Desk(Recorded(record), Assistant(searcher), searcher, ServiceStore(settings.data))


def doctor_parts(settings: Settings) -> Parts:
    """What the doctor looks at."""
    from service.doctor import Parts

    return Parts(
        settings,
        look_at_model=lambda: embedder(settings).signature,
        look_at_index=lambda: agreement(settings),
        generation=lambda: record_store(settings).generation(),
    )


def agreement(settings: Settings) -> Agreement:
    """How the indexes fit the record. Raises CouldNotLook."""
    from corpus.errors import IndexOutOfDate
    from ingest.passages import index_signature
    from retriever.dense import DenseIndex
    from retriever.lexical import LexicalIndex
    from retriever.opened import VECTORS, WORDS
    from service.doctor import Agreement

    record, model = record_store(settings), embedder(settings)
    view = record.view()
    current = {int(n) for n in view.table.number}
    if not current:
        return Agreement(0)
    if view.index_signature != index_signature(model):
        raise IndexOutOfDate("by another model or another rule")
    vectors = DenseIndex(view.index_folder / VECTORS, model.dimensions)
    try:
        listed, with_vector = vectors.numbers(), _with_vector(vectors, sorted(current))
        with_words = LexicalIndex(view.index_folder / WORDS).numbers()
    finally:
        vectors.close()
    known = set(record.passage_numbers("current", "retired", "staged"))
    return Agreement(
        len(current), len(current - with_vector), len(current - with_words), len((listed | with_words) - known)
    )


def _with_vector(vectors: DenseIndex, numbers: Sequence[int]) -> set[int]:
    """The passages whose vector can be read: an index may list what it has lost."""
    read = (vectors.vectors(numbers[i : i + 5_000]) for i in range(0, len(numbers), 5_000))
    return {n for some in read for n in some}


def ingest(
    settings: Settings,
    paths: Sequence[str],
    hooks: Hooks,
    *,
    prune: bool = False,
    details: Mapping[str, str | None] = NOTHING_SAID,
) -> IngestReport:
    """What became of each document. Stored answers that show a pruned one go with it.

    `paths` may be web addresses; `details` are said of the one document named, "" takes back. Raises BadInput.
    """
    from ingest.attribution.extractor import RuleExtractor
    from ingest.corrections import remove_of_document
    from ingest.fetching import Fetcher, is_url
    from ingest.pipeline import ingest as into_record
    from ingest.side_files import given

    said = given(details)
    named = [p if is_url(p) else Path(p) for p in paths]
    model = embedder(settings)
    with closing(record_store(settings, create=True)) as record:
        answers = _clearing(settings, record)
        identities = {s.id: s.identity for s in record.sources()}
        report = into_record(
            named,
            record,
            model,
            RuleExtractor(),
            details=said,
            prune=prune,
            on_forget=answers.clear_of,
            on_hidden=lambda h: answers.hide(h.documents, h.texts, h.people),
            hooks=hooks,
            fetcher=Fetcher(allow_private=settings.allow_private_urls),
        )
        answers.clear_again()
        for document_id in report.pruned:
            remove_of_document(settings.data, document_id, identities.get(document_id, document_id))
    return report


def reindex(settings: Settings, hooks: Hooks) -> int:
    """How many passages were indexed anew."""
    from ingest.pipeline import reindex as from_record

    with closing(record_store(settings)) as record:
        return from_record(record, embedder(settings), hooks=hooks)


def forget(settings: Settings, document: str, hooks: Hooks) -> tuple[str, int]:
    """The id of the document that was forgotten, and how many stored conversations went with it.

    Raises UnknownName, AmbiguousName.
    """
    from ingest.corrections import remove_of_document
    from ingest.pipeline import forget as from_record

    with closing(record_store(settings)) as record:
        answers = _clearing(settings, record)
        document_id = record.view().resolve_document(document)
        [identity] = [s.identity for s in record.sources() if s.id == document_id]
        from_record(record, document_id, embedder(settings), on_forget=answers.clear_of, hooks=hooks)
        answers.clear_again()
        remove_of_document(settings.data, document_id, identity)
    return document_id, answers.cleared


def correct(
    settings: Settings,
    hooks: Hooks,
    new: Callable[[RecordStore], Sequence[Correction]] = lambda _: (),
    *,
    undo: Sequence[int] = (),
) -> Outcome:
    """What came of keeping new corrections, or taking some back, and applying them all. Raises BadInput, StoreError.

    Stored answers that show what is withheld go with it.
    """
    from ingest.correcting import correct as in_record

    with closing(record_store(settings)) as record:
        answers = _clearing(settings, record)
        return in_record(
            record,
            embedder(settings),
            lambda: new(record),
            undo=undo,
            on_hidden=lambda h: answers.hide(h.documents, h.texts, h.people),
            hooks=hooks,
        )


def corrections(settings: Settings) -> tuple[Correction, ...]:
    """What staff corrected so far, oldest first. Raises BadCorrections, StoreError."""
    from ingest.corrections import load_corrections

    record_store(settings).close()  # says where there is no data folder
    return load_corrections(settings.data)


def review(settings: Settings) -> dict[str, Any]:
    """What waits for a person, as JSON: labels, twins, feedback, corrections. Raises BadCorrections, StoreError."""
    from ingest.correcting import hidden_people, looked_over, merged_ids, settled_labels
    from ingest.corrections import load_corrections
    from service.review import twins as possible_twins
    from service.review import unresolved, wrong_speakers

    with closing(record_store(settings)) as record, closing(ServiceStore(settings.data)) as answers:
        view = record.view()
        told, applied = looked_over(record)
        apart = [frozenset((c.person, c.to)) for c in load_corrections(settings.data) if c.do == "split"]
        reasons = (("nothing fits it any more", told.idle), ("it fits several places or people", told.unsure))
        return {
            "labels": unresolved(view, settled_labels(record)),
            "twins": possible_twins(view, [frozenset(x for x in pair if x) for pair in apart], hidden_people(record)),
            "feedback": wrong_speakers(view, answers.noted("wrong_speaker"), merged_ids(record)),
            "corrections": [
                {"correction": c.about, "reason": reason}
                for reason, found in (*reasons, ("it names nobody in the record", told.nobody))
                for c in found
            ],
            "applied": applied,
        }


def dismiss(settings: Settings, feedback_id: str) -> None:
    """Takes feedback off the list of what waits. Raises UnknownName."""
    with closing(ServiceStore(settings.data)) as answers:
        answers.dismiss(feedback_id)


def _clearing(settings: Settings, record: RecordStore) -> Clearing:
    from service.clearing import Clearing

    return Clearing(record, lambda: ServiceStore(settings.data))


@contextmanager
def taken_address(settings: Settings) -> Iterator[tuple[socket.socket, str]]:
    """A socket bound to the address of the settings, and its link. Raises BadSettings where it cannot be had."""
    from service.api.server import take_address, url_of

    taken = take_address(settings.host, settings.port)
    try:
        yield taken, url_of(taken)
    finally:
        taken.close()


def serve(app: App, taken: socket.socket, settings: Settings) -> None:
    """Answers at the socket until the process is told to stop."""
    from service.api.server import serve as answer

    answer(app, taken, log_level=settings.log_level)


def open_app(settings: Settings) -> App:
    """The HTTP front. The stores are opened now, model and indexes once it runs. Raises StoreError."""
    from service.api.app import Limits, create_app

    record_store(settings, create=True)
    ServiceStore(settings.data).close()
    limits = Limits(settings.workers, settings.waiting, settings.deadline_s, settings.max_body_bytes)
    token = settings.token.get_secret_value() if settings.token else None
    return create_app(lambda: open_desk(settings), limits=limits, hosts=hosts(settings), token=token)


def hosts(settings: Settings) -> frozenset[str] | None:
    """The names by which the service may be called; None for any, where others may reach it and none are named."""
    from service.api.security import LOOPBACK_NAMES

    named = frozenset(settings.allowed_hosts)
    if is_loopback(settings.host):
        return LOOPBACK_NAMES | named | {settings.host.strip("[]").lower()}
    return named | LOOPBACK_NAMES if named else None
