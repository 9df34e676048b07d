"""Gathering evidence: search, cut into excerpts, score each against the question. One view of the record throughout."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from corpus.protocols import Filters, Hit, Query
from corpus.records import Document, Person
from corpus.view import View
from retriever.query import QuestionReading
from retriever.relevance import Candidate, Floats
from service.excerpts import Excerpt, candidate, excerpts
from service.thresholds import Thresholds


class Searcher(Protocol):
    """What the assistant needs of the retriever: ranked passages, and scores of sentences against a question."""

    def view(self) -> View: ...

    def search(self, query: Query, view: View | None = None) -> list[Hit]: ...

    def relevance(self, question: str, candidates: Sequence[Candidate], view: View) -> Floats: ...


@dataclass(frozen=True, slots=True)
class Evidence:
    """Scored excerpts, best first. `by_subject` holds one list for each subject of the question, in its order."""

    open: tuple[Excerpt, ...] = ()
    by_subject: tuple[tuple[Excerpt, ...], ...] = ()


def gather(
    searcher: Searcher, view: View, reading: QuestionReading, filters: Filters, thresholds: Thresholds
) -> Evidence:
    """All that may answer the question. Raises CouldNotLook where the record could not be searched."""
    others = frozenset(p.id for m in reading.others for p in m.people)
    limit = thresholds.passages_for_coverage if reading.subjects else thresholds.passages
    asked = reading.topic if reading.subjects else reading.question
    everyone = _scored(searcher, view, asked, Query(asked, filters, limit, others))
    by_subject = [
        _of_people(searcher, view, reading.topic, filters, mention.people, thresholds) for mention in reading.subjects
    ]
    return Evidence(everyone, tuple(by_subject))


def _of_people(
    searcher: Searcher, view: View, topic: str, filters: Filters, people: Sequence[Person], thresholds: Thresholds
) -> tuple[Excerpt, ...]:
    """Excerpts of these people alone; a filter on speakers that leaves them out gives none."""
    ids = frozenset(p.id for p in people)
    wanted = ids & filters.speakers if filters.speakers else ids
    if not wanted:
        return ()
    query = Query(topic, replace(filters, speakers=wanted), thresholds.passages_for_person)
    found = _scored(searcher, view, topic, query)
    return tuple(e for e in found if any(p.id in wanted for p in e.sources))


def _scored(searcher: Searcher, view: View, question: str, query: Query) -> tuple[Excerpt, ...]:
    hits = searcher.search(query, view)
    found = excerpts(_documents(view, hits), hits)
    scores = searcher.relevance(question, [candidate(e) for e in found], view)
    ranked = [replace(e, score=float(s)) for e, s in zip(found, scores, strict=True)]
    # Of those who share a sentence, whose statement it is comes before who is named as supporting it.
    return tuple(sorted(ranked, key=lambda e: (-e.score, (e.cue or "").endswith(" by"))))


def _documents(view: View, hits: Sequence[Hit]) -> dict[tuple[str, str], Document]:
    wanted = dict.fromkeys((h.passage.document, h.passage.version) for h in hits)
    return {(i, version): view.document(i, version) for i, version in wanted}
