"""The desk where every front asks: questions, searches, what was stored. No HTTP and no terminal here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from corpus.errors import BadQuestion
from corpus.protocols import Filters, Hit, Query
from corpus.records import Document, Person, Statement, Utterance
from corpus.view import View
from service.answers import Answer, Done, Event, Evidence, Turn
from service.assistant import checked
from service.contract import Json, citation_json, claim_json, hit_json, person_json, said_json
from service.recorded import NO_WISHES, Documents, Recorded, Wishes
from service.store import ServiceStore

POSITION_HITS = 50


class Answers(Protocol):
    """The assistant, as the fronts see it."""

    def answer(self, question: str, *, history: Sequence[Turn] = ..., filters: Filters = ...) -> Answer: ...

    def stream(self, question: str, *, history: Sequence[Turn] = ..., filters: Filters = ...) -> Iterator[Event]: ...


class Searches(Protocol):
    def search(self, query: Query, view: View | None = ...) -> list[Hit]: ...


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
    """`record` to look into, `store` for what was asked before, and the ways to ask anew."""

    def __init__(self, record: Recorded, assistant: Answers, retriever: Searches, store: ServiceStore) -> None:
        self.record = record
        self.store = store
        self._assistant = assistant
        self._retriever = retriever

    def prepare(
        self,
        question: str,
        wishes: Wishes = NO_WISHES,
        *,
        history: Sequence[Turn] = (),
        conversation: str | None = None,
    ) -> Asked:
        """The question, ready to be answered. Raises BadQuestion, UnknownName, AmbiguousName."""
        at = self.store.now()
        if history and conversation:
            raise BadQuestion("Give a conversation to continue or a history of your own, not both.")
        turns = self.store.conversation(conversation).turns() if conversation else tuple(history)
        return Asked(readable(question), turns, self.record.filters(wishes), conversation, tuple(history), at)

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

    def search(self, query: str, wishes: Wishes = NO_WISHES, *, limit: int = 10) -> list[Json]:
        """Hits, best first; [] where nothing fits. Raises BadQuestion, UnknownName, AmbiguousName, CouldNotLook."""
        found = self._retriever.search(Query(readable(query), self.record.filters(wishes), limit))
        return [hit_json(h) for h in found]

    def positions(self, topic: str, wishes: Wishes = NO_WISHES) -> list[Json]:
        """What was said to a topic by a named person, the most relevant first: speaker, stance, quote and its place."""
        view = self.record.view()
        hits = self._retriever.search(Query(readable(topic), self.record.filters(wishes), POSITION_HITS), view)
        documents = Documents(view)
        found: dict[tuple[str, int], Json] = {}
        for passage in (h.passage for h in hits):
            document = documents[passage.document, passage.version]
            for speaker, what in _said_within(document, passage.start, passage.end):
                said = said_json(document, what)
                found.setdefault((document.id, said["start"]), {"speaker": person_json(speaker), **said})
        return list(found.values())

    def look(self) -> int:
        """The generation of the record, once model and indexes have answered. Raises CouldNotLook, StoreError."""
        generation = self.record.view().generation
        self._retriever.search(Query("Is anybody there?", limit=1))
        return generation


def readable(question: str) -> str:
    """The question without control characters and bytes that are no text. Raises BadQuestion: empty, or too long."""
    whole = question.encode("utf-8", "replace").decode()
    return checked("".join(c if c >= " " or c in "\n\t" else " " for c in whole))


def _said_within(document: Document, start: int, end: int) -> Iterator[tuple[Person, Statement | Utterance]]:
    """Who is known to have said what in a span of the document, in order; statements first where there are any."""
    for statement in document.statements:
        if start <= statement.start < end and statement.source:
            yield statement.source, statement
    for utterance in document.utterances:
        if utterance.start < end and start < utterance.end and utterance.speaker:
            yield utterance.speaker, utterance
