"""A small record, an assistant and a retriever without model or indexes, for tests of the fronts."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corpus.errors import AmbiguousName, UnknownName
from corpus.names import fold
from corpus.protocols import Filters, Hit, Query
from corpus.records import Document, Passage, Person, Statement, Utterance
from service.answers import Answer, Citation, Claim, ClaimReady, Coverage, Done, Event, Evidence, Turn
from service.desk import Desk
from service.recorded import Recorded
from service.store import ServiceStore

ADA = Person("ada-moor", "Ada Moor", "Harbour Board")
BEN = Person("ben-moor", "Ben Moor")
CYD = Person("cyd-vale", "Cyd Vale")

TALK = "Ada: The lamps must burn all night.\nCyd: I would rather see the stars."
REPORT = "Ada Moor stressed that the pier needs paint."


def talk() -> Document:
    return Document(
        id="harbour talk.md",
        identity="harbour talk.md",
        version="v1",
        title="Harbour talk",
        kind="transcript",
        text=TALK,
        date="2031-05-02",
        event="Harbour days",
        utterances=(
            Utterance(0, 5, 35, "Ada", ADA, "Lamps"),
            Utterance(1, 41, len(TALK), "Cyd", CYD, "Lamps"),
        ),
    )


def report() -> Document:
    said = Statement(0, 0, len(REPORT), (18, len(REPORT) - 1), "Ada Moor", "stressed", ADA, stance="favour")
    return Document(
        id="pier.txt",
        identity="pier.txt",
        version="v7",
        title="Pier report",
        kind="report",
        text=REPORT,
        date="2031-06",
        utterances=(Utterance(0, 0, len(REPORT)),),
        statements=(said,),
    )


@dataclass(frozen=True)
class Speaker:
    person: Person
    documents: tuple[Document, ...]


@dataclass
class FakeView:
    held: tuple[Document, ...] = field(default_factory=lambda: (talk(), report()))
    generation: int = 3

    def documents(self) -> list[Document]:
        return sorted(self.held, key=lambda d: (d.date or "", d.id))

    def document(self, document_id: str, version: str | None = None) -> Document:
        for one in self.held:
            if one.id == document_id and version in (None, one.version):
                return one
        raise UnknownName("document", document_id)

    def speakers(self) -> list[Speaker]:
        return [self.speaker(p.id) for p in (ADA, BEN, CYD)]

    def speaker(self, speaker_id: str) -> Speaker:
        for person in (ADA, BEN, CYD):
            if person.id == speaker_id:
                return Speaker(person, tuple(d for d in self.documents() if self._said(d, person)))
        raise UnknownName("speaker", speaker_id)

    def statements_of(self, speaker_id: str) -> list[tuple[Document, Statement | Utterance]]:
        person = self.speaker(speaker_id).person
        return [(d, what) for d in self.documents() for what in self._said(d, person)]

    def _said(self, document: Document, person: Person) -> list[Statement | Utterance]:
        spoken: list[Statement | Utterance] = [u for u in document.utterances if u.speaker == person]
        return spoken + [s for s in document.statements if s.source == person]

    def resolve_document(self, name: str) -> str:
        for one in self.held:
            if fold(name) in (fold(one.id), fold(one.title)):
                return one.id
        raise UnknownName("document", name)

    def resolve_speaker(self, name: str) -> Person:
        if name == "Moor":
            raise AmbiguousName("speaker", name, (ADA, BEN))
        for person in (ADA, BEN, CYD):
            if name in (person.id, person.name):
                return person
        raise UnknownName("speaker", name)


class FakeRecord:
    def __init__(self) -> None:
        self.now = FakeView()

    def view(self) -> FakeView:
        return self.now


def lamps(question: str) -> Answer:
    """Ada's words on lamps, cited."""
    said = Citation("k1", "harbour talk.md", "v1", "Harbour talk", 0, TALK[5:35], 5, 35, "00", speaker=ADA, number=1)
    text = "Ada Moor said: “The lamps must burn all night.” [1]"
    claim = Claim(text, ("k1",), ADA, cue="said", stance="favour", attribution="own_words", citations=(1,))
    return Answer(question, question, text, (claim,), (said,), coverage=Coverage(1, 2, (CYD,)))


@dataclass
class FakeAssistant:
    """Answers every question with Ada's words, after `before` was called; `asked` holds what it was asked."""

    before: Callable[[], None] = lambda: None
    asked: list[tuple[str, tuple[Turn, ...], Filters]] = field(default_factory=list)

    def answer(self, question: str, *, history: Sequence[Turn] = (), filters: Filters | None = None) -> Answer:
        self.asked.append((question, tuple(history), filters or Filters()))
        self.before()
        return lamps(question)

    def stream(self, question: str, *, history: Sequence[Turn] = (), filters: Filters | None = None) -> Iterator[Event]:
        whole = lamps(question)
        yield Evidence(tuple(_unnumbered(c) for c in whole.citations))
        answer = self.answer(question, history=history, filters=filters)
        yield ClaimReady(answer.claims[0], answer.citations)
        yield Done(answer)


def _unnumbered(citation: Citation) -> Citation:
    return Citation(
        citation.key,
        citation.document,
        citation.version,
        citation.title,
        citation.utterance,
        citation.quote,
        citation.start,
        citation.end,
        citation.text_sha256,
    )


@dataclass
class FakeRetriever:
    """Finds the first utterance of the talk and the report for every query; `failure` is raised instead."""

    failure: Exception | None = None
    queries: list[Query] = field(default_factory=list)

    def search(self, query: Query, view: object = None) -> list[Hit]:
        self.queries.append(query)
        if self.failure:
            raise self.failure
        lamp = Passage("harbour talk.md", "v1", 0, 5, 35, TALK[5:35], "Lamps", (ADA,), 1)
        pier = Passage("pier.txt", "v7", 0, 0, len(REPORT), REPORT, None, (ADA,), 2)
        return [Hit(lamp, 0.9, 1), Hit(pier, 0.4, 2)][: query.limit]


def desk(folder: Path, **parts: object) -> Desk:
    """A desk over the fakes; any part can be given instead."""
    defaults: dict[str, object] = {
        "record": Recorded(FakeRecord()),
        "assistant": FakeAssistant(),
        "retriever": FakeRetriever(),
        "store": ServiceStore(folder),
    }
    return Desk(**{**defaults, **parts})  # type: ignore[arg-type]


class Held:
    """Something that work waits for until the test lets it go on; never longer than five seconds."""

    def __init__(self) -> None:
        self.begun = threading.Event()
        self._let = threading.Event()

    def wait(self) -> None:
        self.begun.set()
        self._let.wait(5)

    def let_go(self) -> None:
        self._let.set()
