"""The desk where every front asks: questions, searches, looking into the record. No HTTP and no terminal here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from corpus.errors import BadQuestion, UnknownName
from corpus.names import fold
from corpus.protocols import Filters, Hit, Query
from corpus.records import Document, Person, Statement, Utterance
from service.answers import Answer, Done, Event, Evidence, Turn
from service.contract import (
    Json,
    citation_json,
    claim_json,
    document_json,
    hit_json,
    person_json,
    said_json,
    speaker_json,
    summary_json,
)
from service.store import ServiceStore, StoredConversation

MAX_QUESTION_CHARS = 2_000
POSITION_HITS = 50


class Answers(Protocol):
    """The assistant, as the fronts see it."""

    def answer(self, question: str, *, history: Sequence[Turn] = ..., filters: Filters = ...) -> Answer: ...

    def stream(self, question: str, *, history: Sequence[Turn] = ..., filters: Filters = ...) -> Iterator[Event]: ...


class Searches(Protocol):
    def search(self, query: Query) -> list[Hit]: ...


class Record(Protocol):
    """The read side of the record store; a view is one published generation, see corpus/view.py."""

    def view(self) -> Any: ...


@dataclass(frozen=True, slots=True)
class Wishes:
    """Filters as a reader writes them: ids or unambiguous names; None means no constraint."""

    document: str | None = None
    speaker: str | None = None
    event: str | None = None
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that can be answered: checked, its filters resolved, its history at hand."""

    question: str
    history: tuple[Turn, ...]
    filters: Filters
    conversation: str | None
    brought: tuple[Turn, ...]
    at: float


class Desk:
    def __init__(self, record: Record, assistant: Answers, retriever: Searches, store: ServiceStore) -> None:
        self._record = record
        self._assistant = assistant
        self._retriever = retriever
        self.store = store

    # --- asking

    def prepare(
        self, question: str, wishes: Wishes = Wishes(), *, history: Sequence[Turn] = (), conversation: str | None = None
    ) -> Asked:
        """The question, ready to be answered. Raises BadQuestion, UnknownName, AmbiguousName."""
        at = self.store.now()
        if history and conversation:
            raise BadQuestion("Give a conversation to continue or a history of your own, not both.")
        turns = self.store.conversation(conversation).turns() if conversation else tuple(history)
        return Asked(checked(question), turns, self.filters(wishes), conversation, tuple(history), at)

    def ask(self, asked: Asked) -> Json:
        """The whole answer, stored. Raises CouldNotLook."""
        answer = self._assistant.answer(asked.question, history=asked.history, filters=asked.filters)
        return self._stored(answer, asked)

    def stream(self, asked: Asked) -> Iterator[tuple[str, Json]]:
        """Names and data of the events: `evidence`, a `claim` each, and `done` with the whole answer, stored."""
        for event in self._assistant.stream(asked.question, history=asked.history, filters=asked.filters):
            if isinstance(event, Evidence):
                yield "evidence", {"citations": [citation_json(c) for c in event.citations]}
            elif isinstance(event, Done):
                yield "done", self._stored(event.answer, asked)
            else:
                cited = [citation_json(c) for c in event.citations]
                yield "claim", {"claim": claim_json(event.claim), "citations": cited}

    def _stored(self, answer: Answer, asked: Asked) -> Json:
        return self.store.add_answer(answer, asked_at=asked.at, conversation=asked.conversation, brought=asked.brought)

    # --- searching

    def search(self, query: str, wishes: Wishes = Wishes(), *, limit: int = 10) -> list[Json]:
        """Hits, best first; [] where nothing fits. Raises BadQuestion, UnknownName, AmbiguousName, CouldNotLook."""
        found = self._retriever.search(Query(checked(query), self.filters(wishes), limit))
        return [hit_json(h) for h in found]

    def positions(self, topic: str, wishes: Wishes = Wishes()) -> list[Json]:
        """What was said to a topic by a named person, the most relevant first: speaker, stance, quote and its place."""
        hits = self._retriever.search(Query(checked(topic), self.filters(wishes), POSITION_HITS))
        documents = _Documents(self._record.view())
        found: dict[tuple[str, int], Json] = {}
        for passage in (h.passage for h in hits):
            document = documents[passage.document, passage.version]
            for speaker, what in _said_within(document, passage.start, passage.end):
                said = said_json(document, what)
                found.setdefault((document.id, said["start"]), {"speaker": person_json(speaker), **said})
        return list(found.values())

    def filters(self, wishes: Wishes) -> Filters:
        """The wishes as ids of the record. Raises UnknownName, AmbiguousName."""
        if wishes == Wishes():
            return Filters()
        view = self._record.view()
        return Filters(
            documents=frozenset([view.resolve_document(wishes.document)] if wishes.document else []),
            speakers=frozenset([view.resolve_speaker(wishes.speaker).id] if wishes.speaker else []),
            event=_event(view, wishes.event) if wishes.event else None,
            since=wishes.since,
            until=wishes.until,
        )

    # --- the record

    def documents(self) -> list[Json]:
        """All documents, by date, then id."""
        return [summary_json(d) for d in self._record.view().documents()]

    def document(self, document_id: str, version: str | None = None) -> Json:
        """Raises UnknownName."""
        return document_json(self._record.view().document(document_id, version))

    def speakers(self) -> list[Json]:
        """All speakers, by name."""
        return [speaker_json(s) for s in self._record.view().speakers()]

    def speaker(self, speaker_id: str) -> tuple[Json, list[Json]]:
        """A person with their meetings; and what they said, in the order of the record. Raises UnknownName."""
        view = self._record.view()
        documents = _Documents(view)
        statements = view.statements_of(speaker_id)
        said = [said_json(documents[summary.id, summary.version], what) for summary, what in statements]
        return speaker_json(view.speaker(speaker_id)), said

    def conversation(self, conversation_id: str) -> StoredConversation:
        return self.store.conversation(conversation_id)

    def look(self) -> int:
        """The generation of the record, once model and indexes have answered. Raises CouldNotLook, StoreError."""
        generation = self._record.view().generation
        self._retriever.search(Query("Is anybody there?", limit=1))
        return int(generation)


def checked(question: str) -> str:
    """The question without white space around it, control characters and bytes that are no text. Raises BadQuestion."""
    whole = question.encode("utf-8", "replace").decode()
    plain = "".join(c if c >= " " or c in "\n\t" else " " for c in whole).strip()
    if not any(c.isalnum() for c in plain):
        raise BadQuestion("The question is empty. Ask in a sentence or a few words.")
    if len(plain) > MAX_QUESTION_CHARS:
        raise BadQuestion(
            f"The question has {len(plain):,} characters; at most {MAX_QUESTION_CHARS:,} are read. Please shorten it."
        )
    return plain


class _Documents(dict[tuple[str, str], Document]):
    """Documents of a view by id and version, each read once."""

    def __init__(self, view: Any) -> None:
        super().__init__()
        self._view = view

    def __missing__(self, key: tuple[str, str]) -> Document:
        document: Document = self._view.document(*key)
        self[key] = document
        return document


def _said_within(document: Document, start: int, end: int) -> Iterator[tuple[Person, Statement | Utterance]]:
    """Who is known to have said what in a span of the document, in order; statements first where there are any."""
    for statement in document.statements:
        if start <= statement.start < end and statement.source:
            yield statement.source, statement
    for utterance in document.utterances:
        if utterance.start < end and start < utterance.end and utterance.speaker:
            yield utterance.speaker, utterance


def _event(view: Any, name: str) -> str:
    """The event as the record writes it. Raises UnknownName."""
    events = sorted({d.event for d in view.documents() if d.event and fold(d.event) == fold(name)})
    if not events:
        raise UnknownName("event", name)
    return str(name if name in events else events[0])
