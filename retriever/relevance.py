"""How well a sentence answers a question: late interaction over token vectors, each query word weighted by its rarity.

For every word of the query the most similar token of the sentence is found and the similarities are averaged, rare
words counting more (MaxSim: Khattab and Zaharia, ColBERT, SIGIR 2020; here with the tokens of the sentence encoder).
A word may also be answered by what stands around the sentence, at a discount: the sentences beside it, the heading.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from retriever.encoding import Encoded, Tokens
from retriever.late_interaction import Words, token_weights

Floats = npt.NDArray[np.float32]
BESIDE = 0.8  # a word met only in a neighbouring sentence counts this much
HEADING = 0.85  # … or only in the title, date or section
CACHED_TEXTS = 5_000  # about 40 kB each


class TokenEmbedder(Protocol):
    def encode_query(self, text: str) -> Encoded: ...

    def tokens(self, texts: Sequence[str]) -> list[Tokens]: ...


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence to be scored. `beside` are the texts next to it, `heading` the title, date and section over it."""

    text: str
    beside: tuple[str, ...] = ()
    heading: str = ""


class Relevance:
    """Scores candidates against a question. Safe between threads; token vectors of recent texts are remembered."""

    def __init__(self, embedder: TokenEmbedder) -> None:
        self._embedder = embedder
        self._known: OrderedDict[str, Floats] = OrderedDict()
        self._lock = threading.Lock()

    def scores(self, query: str, candidates: Sequence[Candidate], words: Words) -> Floats:
        """One score in [0, 1] a candidate, in their order; all 0 where the query has no word that tells anything."""
        asked = self._embedder.encode_query(query).tokens
        weights = token_weights(query, asked, words)
        if not len(candidates) or weights.sum() <= 0:
            return np.zeros(len(candidates), dtype=np.float32)
        best = self._best_matches(asked.vectors, candidates)
        rows = [self._row(c, best) for c in candidates]
        scores: Floats = np.clip(np.stack(rows) @ (weights / weights.sum()), 0.0, 1.0).astype(np.float32)
        return scores

    def _best_matches(self, asked: Floats, candidates: Sequence[Candidate]) -> Callable[[str], Floats]:
        texts = list(dict.fromkeys(t for c in candidates for t in (c.text, *c.beside, c.heading) if t.strip()))
        vectors = self._vectors(texts)
        best = {
            t: (asked @ v.T).max(axis=1) if len(v) else np.zeros(len(asked), np.float32) for t, v in vectors.items()
        }
        nothing = np.zeros(len(asked), dtype=np.float32)
        return lambda text: best.get(text, nothing)

    @staticmethod
    def _row(candidate: Candidate, best: Callable[[str], Floats]) -> Floats:
        row = best(candidate.text)
        for text in candidate.beside:
            row = np.maximum(row, BESIDE * best(text))
        return np.maximum(row, HEADING * best(candidate.heading)) if candidate.heading else row

    def _vectors(self, texts: Sequence[str]) -> dict[str, Floats]:
        with self._lock:
            known = {t: self._known[t] for t in texts if t in self._known}
        missing = [t for t in texts if t not in known]
        for text, tokens in zip(missing, self._embedder.tokens(missing), strict=True):
            known[text] = tokens.vectors
        with self._lock:
            for text in texts:
                self._known[text] = known[text]
                self._known.move_to_end(text)
            while len(self._known) > CACHED_TEXTS:
                self._known.popitem(last=False)
        return known
