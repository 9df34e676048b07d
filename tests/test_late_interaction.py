"""MaxSim by hand over three short texts."""

from __future__ import annotations

import numpy as np
import pytest

from retriever.encoding import Tokens
from retriever.late_interaction import KeptTokens, Late, asking, best_matches, late_scores
from retriever.token_rows import row_type

X, Y = [1.0, 0.0], [0.0, 1.0]


def _kept(*texts: list[list[float]]) -> KeptTokens:
    vectors = [v for text in texts for v in text]
    data = np.zeros(len(vectors), dtype=row_type(2))
    data["scale"] = 1 / 127
    data["vector"] = np.array(vectors).reshape(-1, 2) * 127
    count = np.array([len(t) for t in texts])
    return KeptTokens(data, np.cumsum(count) - count, count)


class _Words:
    def __init__(self, **rarity: float) -> None:
        self._rarity = rarity

    def terms(self, text: str) -> list[str]:
        return [text] if text in self._rarity else []

    def rarity(self, term: str) -> float:
        return self._rarity[term]


def _asked(text: str, *vectors: list[float]) -> Tokens:
    spans, at = [], 0
    for word in text.split():
        spans.append((at, at + len(word)))
        at += len(word) + 1
    return Tokens(tuple(spans), np.array(vectors, dtype=np.float32))


def _scores(late: Late, beside: float = 0.0, power: float = 1.0, document: tuple[int, ...] = (0, 0, 0)) -> list[float]:
    rows = np.arange(3)
    found = late_scores(late, rows, np.array(document), np.full(3, beside, np.float32), power)
    return [round(float(s), 3) for s in found]


def test_best_match_of_each_word_weighted_by_rarity() -> None:
    kept = _kept([X], [X, Y], [Y])
    late = asking("levy ferry", _asked("levy ferry", X, Y), kept, _Words(levy=3.0, ferry=1.0))
    assert _scores(late) == [0.75, 1.0, 0.25]
    assert _scores(late, power=0.0) == [0.5, 1.0, 0.5]


def test_word_met_beside_counts_less_and_only_in_the_same_document() -> None:
    kept = _kept([X], [Y], [Y])
    late = asking("levy ferry", _asked("levy ferry", X, Y), kept, _Words(levy=1.0, ferry=1.0))
    assert _scores(late, beside=0.8) == [0.9, 0.9, 0.5]
    assert _scores(late, beside=0.8, document=(0, 1, 1)) == [0.5, 0.5, 0.5]


def test_only_passages_that_follow_each_other_stand_beside() -> None:
    kept = _kept([X], [Y], [Y])
    late = asking("levy ferry", _asked("levy ferry", X, Y), kept, _Words(levy=1.0, ferry=1.0))
    found = late_scores(late, np.array([0, 2]), np.array([0, 0]), np.full(2, 0.8, np.float32), 1.0)
    assert found == pytest.approx([0.5, 0.5])


def test_question_without_a_telling_word_scores_nothing() -> None:
    late = asking("- -", _asked("- -", X, Y), _kept([X], [Y], [Y]), _Words())
    assert _scores(late) == [0, 0, 0]


def test_text_without_rows_matches_nothing() -> None:
    assert best_matches(_kept([X]).data, np.array([0, 1]), np.array([X], np.float32)).tolist() == [[0], [1]]
    assert best_matches(_kept().data, np.array([0]), np.array([X], np.float32)).tolist() == [[0]]
