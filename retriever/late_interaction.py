"""Late interaction over the passages that a first look found: for each word of the question its best match.

MaxSim (Khattab and Zaharia, ColBERT, SIGIR 2020) with the token vectors of the same encoder. A word of the question
counts by its rarity; a word may also be met by the passage beside, at a discount.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from retriever.encoding import Floats, Tokens
from retriever.token_index import Integers
from retriever.token_rows import Rows, similarities, word_at

MAX_RARITY = 8.0  # a word that the record has never seen must not decide alone


class Words(Protocol):
    def terms(self, text: str) -> list[str]: ...

    def rarity(self, term: str) -> float: ...


@dataclass(frozen=True, slots=True)
class KeptTokens:
    """The token rows of all passages of a view, mapped; `first` and `count` say which are those of a passage."""

    data: Rows
    first: Integers
    count: Integers

    def of(self, passages: Integers) -> Rows:
        """The rows of these passages, one behind the other."""
        count = self.count[passages]
        # 0, 1, 2 … within each passage, then from its first row on.
        inside = np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)
        return np.take(np.asarray(self.data), np.repeat(self.first[passages], count) + inside)


@dataclass(frozen=True, slots=True)
class Late:
    """A question's side of it: the rarity of the word that each of its tokens is part of, and for passages in ascending
    order the greatest cosine with each of these tokens, shape (passages, tokens)."""

    rarity: Floats
    matches: Callable[[Integers], Floats]


def asking(text: str, asked: Tokens, kept: KeptTokens, words: Words) -> Late:
    """The side of this question over these passages."""
    rarity = token_weights(text, asked, words)
    telling = rarity > 0
    vectors = asked.vectors[telling]
    return Late(rarity[telling], lambda rows: best_matches(kept.of(rows), kept.count[rows], vectors))


def late_scores(late: Late, passages: Integers, document: Integers, beside: Floats, power: float) -> Floats:
    """A score in [0, 1] for each of `passages`, which ascend; all 0 where no word of the question tells.

    `beside` is, for each, what a word counts that only the passage next to it meets: one that is among `passages` too,
    in the same `document`. `power` is that of the rarity by which words count.
    """
    weights = np.where(late.rarity > 0, late.rarity**power, 0)
    if weights.sum() <= 0 or not len(passages):
        return np.zeros(len(passages), dtype=np.float32)
    best = late.matches(passages)
    lent = best.copy()
    same = (np.diff(passages) == 1) & (np.diff(document) == 0)
    lent[1:][same] = np.maximum(lent[1:][same], beside[1:][same, None] * best[:-1][same])
    lent[:-1][same] = np.maximum(lent[:-1][same], beside[:-1][same, None] * best[1:][same])
    return np.asarray(np.clip(lent @ (weights / weights.sum()), 0, 1), dtype=np.float32)


def best_matches(rows: Rows, counts: Integers, asked: Floats) -> Floats:
    """For each text and asked token the greatest cosine; shape (len(counts), len(asked)); 0 for a text without rows."""
    best = np.zeros((len(counts), len(asked)), dtype=np.float32)
    filled = counts > 0
    if filled.any():
        starts = np.cumsum(counts[filled]) - counts[filled]
        best[filled] = np.maximum.reduceat(similarities(rows, asked), starts, axis=0)
    return best


def token_weights(text: str, tokens: Tokens, words: Words) -> Floats:
    """The rarity of the word that each token of a question is part of; 0 for punctuation."""
    return np.array([_rarity(word_at(text, *span), words) for span in tokens.spans], dtype=np.float32)


def _rarity(word: str, words: Words) -> float:
    terms = words.terms(word)
    return min(MAX_RARITY, max(words.rarity(t) for t in terms)) if terms else 0.0
