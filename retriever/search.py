"""Question to ranked passages: meaning and words fused, shares between neighbours, speakers and documents preferred."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from corpus.errors import CorruptIndex
from corpus.protocols import Filters, Hit, Query
from corpus.records import Passage
from retriever.encoding import with_tokens
from retriever.fusion import Mask, Scores, confidence
from retriever.late_interaction import Late, asking
from retriever.opened import Opened, OpenIndexes, SearchedView
from retriever.query import asks_several
from retriever.ranking import Asked, Integers, near, order, own_scores, utterance_scores
from retriever.reranking import Reranker
from retriever.scaffold import asks_who, topic_of
from retriever.spreading import several_speakers, without_repeats
from retriever.tuning import TUNING, WITHOUT_TOKENS, Tuning


class QueryEmbedder(Protocol):
    @property
    def dimensions(self) -> int: ...

    def embed_query(self, text: str) -> npt.NDArray[np.float32]: ...


class Record(Protocol):
    def view(self) -> SearchedView: ...


class HybridRetriever:
    """Implements corpus.protocols.Retriever over the record's current view, or over one that the caller holds.

    `signature` is what the index must carry; None leaves it unchecked.
    """

    def __init__(
        self,
        record: Record,
        embedder: QueryEmbedder,
        *,
        signature: str | None = None,
        tuning: Tuning | None = None,
        reranker: Reranker | None = None,
    ) -> None:
        self._record = record
        self._embedder = embedder
        self._reranker = reranker
        self._encoder = with_tokens(embedder)
        self._tuning = tuning or (TUNING if self._encoder else WITHOUT_TOKENS)
        self._indexes = OpenIndexes(signature, embedder.dimensions, tokens=self._encoder is not None)

    def search(self, query: Query, view: SearchedView | None = None) -> list[Hit]:
        """At most `query.limit` hits, best first, all of one view of the record; [] where nothing fits.

        Each utterance comes once, by its best passage; its other passages follow after all utterances that fit.
        Scores are in [0, 1] and fall with the rank. People named in the text are preferred where `query.prefer` is
        empty. Raises CouldNotLook where an index cannot be searched.
        """
        asked = view or self._record.view()
        # An empty record has no index yet, and nothing to find.
        if query.limit < 1 or not query.text.strip() or not len(asked.table.number):
            return []
        opened = self.opened(asked)
        inside = self.inside(opened, query.filters)
        if not inside.any():
            return []
        return self._ranked(opened, query, inside)

    def opened(self, view: SearchedView | None = None) -> Opened:
        """The indexes of the view; of its successor where `forget` or `reindex` has replaced their folder meanwhile."""
        asked = view or self._record.view()
        try:
            return self._indexes.of(asked)
        except CorruptIndex:
            newer = self._record.view()
            if newer.index_folder == asked.index_folder:
                raise
            return self._indexes.of(newer)

    def scores(self, opened: Opened, query: Query, around: Mask) -> tuple[Scores, Scores]:
        """(cosine, BM25) of every passage `around`; 0 elsewhere."""
        rows = np.flatnonzero(around)
        dense = _cosines(opened, self._embedder.embed_query(query.text), rows)
        return dense, _words(opened, topic_of(query.text), rows, self._tuning.candidates)

    def late(self, opened: Opened, text: str) -> Late | None:
        """The question's side of late interaction; None where no tokens are kept."""
        if opened.tokens is None or self._encoder is None:
            return None
        return asking(text, self._encoder.encode_query(text).tokens, opened.tokens, opened.words)

    def inside(self, opened: Opened, filters: Filters) -> Mask:
        """Which passages may be found."""
        view = opened.view
        inside = np.ones(len(view.table.number), dtype=np.bool_)
        if filters.documents or filters.event or filters.since or filters.until:
            allowed = {d.id for d in view.documents() if _fits(d.id, d.date, d.event, filters)}
            inside &= np.array([d in allowed for d in view.table.documents], dtype=np.bool_)[view.table.document]
        if filters.speakers:
            inside &= view.table.spoken_by(filters.speakers)
        return inside

    def named(self, opened: Opened, query: Query) -> Mask:
        """Passages by the speakers to prefer: those of the query, else those whom its text names."""
        named = query.prefer or opened.people.named_in(query.text)
        if not named:
            return np.zeros(len(opened.vectors), dtype=np.bool_)
        return opened.view.table.spoken_by(named)

    def _ranked(self, opened: Opened, query: Query, inside: Mask) -> list[Hit]:
        tuning, layout = self._tuning, opened.layout
        reach = max(len(tuning.before), len(tuning.after))
        around = inside if inside.all() else near(inside, layout, reach)
        dense, words = self.scores(opened, query, around)
        # Judged over the neighbours as well: a reply need not repeat a word of its question.
        best_cosine, best_words = float(dense[around].max()), float(words[around].max())
        if best_words <= 0 and best_cosine < tuning.least_cosine:
            return []
        asked = Asked(inside, around, self.named(opened, query), asks_who(query.text))
        own = own_scores(dense, words, layout, asked, tuning, self.late(opened, query.text))
        scores = utterance_scores(own, layout, asked, tuning)
        rows, passages = self._spread(opened, query, order(scores, own, inside, layout, self._fetched(query)))
        most = opened.words.most(topic_of(query.text))
        sure = confidence(best_cosine, best_words, most, tuning.sure_balance, tuning.full_cosine)
        # The best hit gets how sure the indexes are of it, the others their share of that.
        relative = scores[layout.group[rows]] / max(float(scores.max()), 1e-9)
        return _hits(passages, relative * sure)

    def _fetched(self, query: Query) -> int:
        """How many rows are looked at for the hits of a query."""
        least = self._tuning.reranked if self._reranker else 0
        return max(query.limit + self._tuning.spare, least)

    def _reranked(self, question: str, rows: Integers, texts: Sequence[str]) -> Integers:
        """The first rows in the order of the reranker, where there is one; the others behind them as they were."""
        first = self._tuning.reranked
        if self._reranker is None or not len(rows):
            return rows
        order = np.argsort(-self._reranker.scores(question, texts[:first]), kind="stable")
        return np.concatenate([rows[:first][order], rows[first:]])

    def _spread(self, opened: Opened, query: Query, rows: Integers) -> tuple[Integers, list[Passage]]:
        """At most `query.limit` of these rows: repeats, and too much of one speaker where several are asked for, last.

        Passages that were forgotten since the view was taken are left out.
        """
        known = {p.number: p for p in opened.view.passages([int(n) for n in opened.view.table.number[rows]])}
        rows = np.array([r for r in rows if int(opened.view.table.number[r]) in known], dtype=np.int64)
        rows = self._reranked(query.text, rows, [known[int(n)].text for n in opened.view.table.number[rows]])
        passages = [known[int(n)] for n in opened.view.table.number[rows]]
        places = without_repeats(passages, opened.vectors[rows], self._tuning.repeat_cosine)
        if asks_several(query.text):
            kept = several_speakers([passages[i] for i in places], self._tuning.each_speaker)
            places = [places[i] for i in kept]
        places = places[: query.limit]
        return rows[places], [passages[i] for i in places]


def _fits(document: str, date: str | None, event: str | None, filters: Filters) -> bool:
    if filters.documents and document not in filters.documents:
        return False
    if filters.event and event != filters.event:
        return False
    # A date is as precise as the document says: "2024-03" fits from "2024-03-15" on, as some of its days do.
    if filters.since and (not date or date < filters.since[: len(date)]):
        return False
    return not (filters.until and (not date or date[: len(filters.until)] > filters.until))


def _cosines(opened: Opened, vector: npt.NDArray[np.float32], rows: Integers) -> Scores:
    """The cosine of every passage in `rows`; 0 elsewhere."""
    if len(rows) == len(opened.vectors):
        return np.asarray(opened.vectors @ vector, dtype=np.float32)
    cosines = np.zeros(len(opened.vectors), dtype=np.float32)
    cosines[rows] = opened.vectors[rows] @ vector
    return cosines


def _words(opened: Opened, topic: str, rows: Integers, candidates: int) -> Scores:
    """BM25 of the best `candidates` passages in `rows`; 0 elsewhere."""
    scores = np.zeros(len(opened.vectors), dtype=np.float32)
    numbers = opened.view.table.number
    only = None if len(rows) == len(numbers) else numbers[rows].tolist()
    # The index may still hold passages of versions that are no longer current: asking for so many more refills them.
    stale = max(0, opened.words.count() - len(numbers)) if only is None else 0
    for number, score in opened.words.best(topic, candidates + stale, numbers=only):
        row = opened.row_of.get(number)
        if row is not None:
            scores[row] = score
    return scores


def _hits(passages: Sequence[Passage], scores: Scores) -> list[Hit]:
    """Hits in the order of `passages`; scores never rise, so that they may be compared with ranks."""
    falling = np.minimum.accumulate(np.clip(scores, 0, 1)) if len(scores) else scores
    pairs = zip(passages, falling, strict=True)
    return [Hit(passage, float(score), rank) for rank, (passage, score) in enumerate(pairs, start=1)]
