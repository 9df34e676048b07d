"""Gathering evidence: search, cut into excerpts, score each against the question. One view of the record throughout."""

from __future__ import annotations

import re
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
class Found:
    """Excerpts of what the search gave, unscored, best passage first. `by_subject` as in Evidence."""

    question: str  # what they are to be scored against
    open: tuple[Excerpt, ...] = ()
    by_subject: tuple[tuple[Excerpt, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """Scored excerpts, best first. `by_subject` holds one list for each subject of the question, in its order."""

    open: tuple[Excerpt, ...] = ()
    by_subject: tuple[tuple[Excerpt, ...], ...] = ()


def look(searcher: Searcher, view: View, reading: QuestionReading, filters: Filters, limits: Thresholds) -> Found:
    """All that may answer the question. Raises CouldNotLook where the record could not be searched."""
    others = frozenset(p.id for m in reading.others for p in m.people)
    limit = limits.passages_for_coverage if reading.subjects else limits.passages
    asked = reading.topic if reading.subjects else reading.question
    everyone = _excerpts(searcher, view, Query(asked, filters, limit, others), filters.speakers)
    by_subject = [_of_people(searcher, view, asked, filters, m.people, limits) for m in reading.subjects]
    return Found(asked, everyone, tuple(by_subject))


def weigh(searcher: Searcher, view: View, found: Found) -> Evidence:
    """Every excerpt scored against the question, all in one go."""
    pools = (found.open, *found.by_subject)
    scores = searcher.relevance(found.question, [candidate(e) for pool in pools for e in pool], view).tolist()
    ranked = [_ranked(pool, scores, sum(map(len, pools[:i]))) for i, pool in enumerate(pools)]
    return Evidence(ranked[0], tuple(ranked[1:]))


def first_shown(found: Found, most: int) -> list[Excerpt]:
    """What a reader may see while the answer is made: of each of the best passages the excerpt with most of the
    question's words, the subjects' own where some are asked for."""
    asked = _words(found.question)
    best: dict[tuple[str, int], Excerpt] = {}
    for e in [*(e for pool in found.by_subject for e in pool), *found.open]:
        key = (e.document.id, e.utterance.number)
        if key not in best or len(asked & _words(e.text)) > len(asked & _words(best[key].text)):
            best[key] = e
    return list(best.values())[:most]


def _of_people(
    searcher: Searcher, view: View, topic: str, filters: Filters, people: Sequence[Person], limits: Thresholds
) -> tuple[Excerpt, ...]:
    """Excerpts of these people alone; a filter on speakers that leaves them out gives none."""
    ids = frozenset(p.id for p in people)
    wanted = ids & filters.speakers if filters.speakers else ids
    if not wanted:
        return ()
    query = Query(topic, replace(filters, speakers=wanted), limits.passages_for_person)
    return _excerpts(searcher, view, query, wanted)


def _excerpts(searcher: Searcher, view: View, query: Query, only: frozenset[str]) -> tuple[Excerpt, ...]:
    """The excerpts of the hits; of `only` these speakers where any are given: a report's passage holds others too."""
    hits = searcher.search(query, view)
    found = excerpts(_documents(view, hits), hits)
    return tuple(e for e in found if not only or any(p.id in only for p in e.sources))


def _ranked(pool: Sequence[Excerpt], scores: Sequence[float], first: int) -> tuple[Excerpt, ...]:
    scored = [replace(e, score=scores[first + i]) for i, e in enumerate(pool)]
    # Of those who share a sentence, whose statement it is comes before who is named as supporting it.
    return tuple(sorted(scored, key=lambda e: (-e.score, (e.cue or "").endswith(" by"))))


def _documents(view: View, hits: Sequence[Hit]) -> dict[tuple[str, str], Document]:
    wanted = dict.fromkeys((h.passage.document, h.passage.version) for h in hits)
    return {(i, version): view.document(i, version) for i, version in wanted}


def _words(text: str) -> set[str]:
    return {w for w in re.findall(r"\w+", text.casefold()) if len(w) > 3}
