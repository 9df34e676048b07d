"""Values and protocols that two sides share: who ranks passages, who finds statements, who embeds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from corpus.records import Passage, RollEntry, Statement, Utterance


@dataclass(frozen=True, slots=True)
class Filters:
    """Constraints on what may be found. Ids, not names; empty means no constraint; dates ISO and inclusive."""

    documents: frozenset[str] = frozenset()
    speakers: frozenset[str] = frozenset()
    event: str | None = None
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """What is sent to the indexes. `prefer` are ids of speakers whose passages are lifted, not required."""

    text: str
    filters: Filters = Filters()
    limit: int = 10
    prefer: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with its score (greater is better, in [0, 1]) and rank (1 is best) for one query."""

    passage: Passage
    score: float
    rank: int


class Retriever(Protocol):
    def search(self, query: Query) -> list[Hit]:
        """At most `query.limit` hits, best first, all of one view of the record; [] where nothing fits.

        Raises CouldNotLook where an index cannot be searched: an empty list always means that nothing was found.
        """


class StatementExtractor(Protocol):
    """Who said it, in a report. The rules live in `ingest`; a chat model may do it instead."""

    @property
    def version(self) -> str:
        """Changes whenever the same report could give other statements; part of a document's version."""

    def extract(self, text: str, utterances: Sequence[Utterance], roll: Sequence[RollEntry]) -> list[Statement]:
        """Statements in order of position, each inside one utterance; [] where nobody is quoted."""


class Embedder(Protocol):
    @property
    def signature(self) -> str:
        """Hash of what makes the vectors: weights, tokenizer, precision, maximum length."""

    @property
    def dimensions(self) -> int: ...

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """One unit vector a row, in the order of `texts`; shape (len(texts), dimensions)."""
