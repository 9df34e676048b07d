"""The record and its retriever behind the one interface that the assistant searches through."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.protocols import Hit, Query
from corpus.store import RecordStore
from corpus.view import View
from retriever.relevance import Candidate, Floats, Relevance
from retriever.search import HybridRetriever


class RecordSearcher:
    """Implements service.evidence.Searcher over one data folder."""

    def __init__(self, record: RecordStore, retriever: HybridRetriever, relevance: Relevance) -> None:
        self._record = record
        self._retriever = retriever
        self._relevance = relevance

    def view(self) -> View:
        return self._record.view()

    def search(self, query: Query, view: View | None = None) -> list[Hit]:
        return self._retriever.search(query, view)

    def relevance(self, question: str, candidates: Sequence[Candidate], view: View) -> Floats:
        """One score a candidate, words weighed by their rarity among the passages of this view."""
        return self._relevance.scores(question, candidates, self._retriever.opened(view).words)
