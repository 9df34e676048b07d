"""The retriever over a data folder, as the service wires it, without the service."""

from __future__ import annotations

from pathlib import Path

from corpus.store import RecordStore
from retriever.embedding import SentenceEmbedder
from retriever.search import HybridRetriever


def retriever_over(data: Path) -> HybridRetriever:
    """Raises StoreError where there is no record, CouldNotLook where its indexes or the model cannot be used."""
    return HybridRetriever(RecordStore(data, create=False), SentenceEmbedder())
