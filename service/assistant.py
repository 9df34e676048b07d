"""The assistant: from a question to a verified answer, whole or as it is made."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from corpus.errors import BadQuestion
from corpus.protocols import Filters
from corpus.records import Document
from corpus.view import View
from retriever.namebook import NameBook
from retriever.query import QuestionReading, read_question
from service.abstention import related, silence, unclear
from service.answers import Abstention, Answer, Citation, Claim, ClaimReady, Coverage, Done, Event, Turn
from service.answers import Evidence as EvidenceShown
from service.citations import citation_of, numbered, rendered
from service.composers.extractive import Draft, ExtractiveComposer
from service.conversation import stand_alone
from service.evidence import Evidence, Searcher, first_shown, look, weigh
from service.excerpts import Excerpt
from service.thresholds import THRESHOLDS, Thresholds
from service.verification import verify

MAX_QUESTION_CHARS = 2_000
SHOWN_EVIDENCE = 6
ANYTHING = Filters()


class Assistant:
    """Answers questions from one record. Safe between threads; every question keeps one view."""

    def __init__(self, searcher: Searcher, thresholds: Thresholds = THRESHOLDS) -> None:
        self._searcher = searcher
        self._limits = thresholds
        self._composer = ExtractiveComposer(thresholds)
        self._names: tuple[int, NameBook] | None = None

    def answer(self, question: str, *, history: Sequence[Turn] = (), filters: Filters = ANYTHING) -> Answer:
        """The whole answer. Raises BadQuestion for an empty or overlong question, CouldNotLook where looking failed."""
        for event in self.stream(question, history=history, filters=filters):
            if isinstance(event, Done):
                return event.answer
        raise AssertionError("a stream ends with Done")

    def stream(self, question: str, *, history: Sequence[Turn] = (), filters: Filters = ANYTHING) -> Iterator[Event]:
        """Evidence first, then each verified claim with its final numbers, then the whole answer."""
        clock = _Clock()
        asked = checked(question)
        view = self._searcher.view()
        names = self._name_book(view)
        standalone = stand_alone(asked, history, names)
        reading = read_question(standalone, names)
        found = look(self._searcher, view, reading, filters, self._limits)
        clock.lap("retrieve")
        yield EvidenceShown(tuple(citation_of(e) for e in first_shown(found, SHOWN_EVIDENCE)))
        evidence = weigh(self._searcher, view, found)
        draft = self._compose(reading, evidence, view)
        claims, citations = _verified(draft)
        clock.lap("compose")
        yield from _ready(claims, citations)
        answer = self._finished(asked, reading, evidence, draft, claims, citations)
        yield Done(replace(answer, timings_ms=clock.laps()))

    def _compose(self, reading: QuestionReading, evidence: Evidence, view: View) -> Draft:
        if reading.unknown or unclear(reading):
            return Draft()
        return self._composer.compose(reading, evidence, view)

    def _finished(
        self,
        asked: str,
        reading: QuestionReading,
        evidence: Evidence,
        draft: Draft,
        claims: tuple[Claim, ...],
        citations: tuple[Citation, ...],
    ) -> Answer:
        answer = Answer(asked, reading.question, rendered(claims), claims, citations, composer=self._composer.name)
        if claims:
            return replace(answer, coverage=_coverage(draft, claims), premise_contradicted=draft.premise_contradicted)
        abstention = unclear(reading) or silence(reading)
        offered = related(evidence.by_subject, evidence.open, self._limits.answers)
        return _abstained(answer, abstention, offered)

    def _name_book(self, view: View) -> NameBook:
        """The names of this generation; made anew when the record has moved."""
        known = self._names
        if known is None or known[0] != view.generation:
            known = (view.generation, NameBook(view.roll_entries()))
            self._names = known
        return known[1]


def checked(question: str) -> str:
    """The question as plain text: no outer white space, no control characters, no halves of a surrogate pair.

    Raises BadQuestion where no letter or digit is left, or where it is too long.
    """
    text = question.encode("utf-8", "replace").decode()
    asked = "".join(c if c >= " " or c in "\n\t" else " " for c in text).strip()
    if not any(c.isalnum() for c in asked):
        raise BadQuestion("The question is empty. Ask in a sentence, for example: Who argued for …?")
    if len(asked) > MAX_QUESTION_CHARS:
        raise BadQuestion(
            f"The question has {len(asked)} characters; at most {MAX_QUESTION_CHARS} are read. Shorten it."
        )
    return asked


def _verified(draft: Draft) -> tuple[tuple[Claim, ...], tuple[Citation, ...]]:
    citations = {c.key: c for c in map(citation_of, draft.excerpts)}
    documents: dict[tuple[str, str], Document] = {
        (e.document.id, e.document.version): e.document for e in draft.excerpts
    }
    return numbered(verify(draft.claims, citations, documents).claims, citations)


def _coverage(draft: Draft, claims: Sequence[Claim]) -> Coverage:
    """Who is shown, counted once the claims are verified, and who else touches the topic."""
    shown = {p.id for c in claims for p in (c.speaker, c.on_behalf_of) if p}
    others = tuple(p for p in draft.touching if p.id not in shown)
    return Coverage(len(shown), len(shown) + len(others), others)


def _ready(claims: Sequence[Claim], citations: Sequence[Citation]) -> Iterator[ClaimReady]:
    by_number = {c.number: c for c in citations}
    for claim in claims:
        yield ClaimReady(claim, tuple(by_number[n] for n in claim.citations))


def _abstained(answer: Answer, abstention: Abstention, offered: Sequence[Excerpt]) -> Answer:
    return replace(
        answer,
        text=abstention.message,
        claims=(),
        citations=(),
        abstention=abstention,
        related=tuple(citation_of(e) for e in offered),
    )


class _Clock:
    """Milliseconds of each lap and in all."""

    def __init__(self, now: Callable[[], float] = time.perf_counter) -> None:
        self._now = now
        self._start = self._last = now()
        self._laps: list[tuple[str, float]] = []

    def lap(self, name: str) -> None:
        at = self._now()
        self._laps.append((name, round((at - self._last) * 1000, 1)))
        self._last = at

    def laps(self) -> tuple[tuple[str, float], ...]:
        return (*self._laps, ("total", round((self._now() - self._start) * 1000, 1)))
