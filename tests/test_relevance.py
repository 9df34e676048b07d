"""Late interaction: rare words count more, and a word may be answered by what stands around a sentence."""

from collections.abc import Sequence

import numpy as np

from retriever.encoding import Encoded, Tokens
from retriever.relevance import BESIDE, HEADING, Candidate, Relevance


class OneHot:
    """Every distinct word is a direction of its own; the same word is the same vector."""

    def __init__(self) -> None:
        self.words: dict[str, int] = {}
        self.asked: list[str] = []

    def encode_query(self, text: str) -> Encoded:
        self.asked.append(text)
        return Encoded(np.zeros(50, dtype=np.float32), self._one(text))

    def tokens(self, texts: Sequence[str]) -> list[Tokens]:
        self.asked += texts
        return [self._one(t) for t in texts]

    def _one(self, text: str) -> Tokens:
        spans, at = [], 0
        for word in text.split():
            at = text.index(word, at)
            spans.append((at, at + len(word)))
            at += len(word)
        rows = np.zeros((len(spans), 50), dtype=np.float32)
        for i, (a, b) in enumerate(spans):
            rows[i, self.words.setdefault(text[a:b], len(self.words))] = 1
        return Tokens(tuple(spans), rows)


class Rarities:
    def __init__(self, **rarity: float) -> None:
        self._rarity = rarity

    def terms(self, text: str) -> list[str]:
        return [text] if text.isalnum() else []

    def rarity(self, term: str) -> float:
        return self._rarity.get(term, 1.0)


def scores(query: str, *candidates: Candidate, words: Rarities | None = None) -> list[float]:
    found = Relevance(OneHot()).scores(query, candidates, words or Rarities())
    return [round(float(s), 4) for s in found]


def test_score_is_the_share_of_the_question_that_is_met() -> None:
    assert scores("levy tide", Candidate("the levy rises"), Candidate("tide and levy"), Candidate("nothing")) == [
        0.5,
        1,
        0,
    ]


def test_rare_word_counts_more() -> None:
    words = Rarities(levy=3.0, the=1.0)
    assert scores("the levy", Candidate("the"), Candidate("levy"), words=words) == [0.25, 0.75]


def test_word_beside_or_above_counts_less_than_in_the_sentence() -> None:
    beside = Candidate("none", beside=("levy",))
    heading = Candidate("none", heading="levy")
    assert scores("levy", beside, heading, Candidate("levy")) == [round(BESIDE, 4), round(HEADING, 4), 1]


def test_question_of_punctuation_scores_nothing() -> None:
    assert scores("?!", Candidate("levy")) == [0]


def test_text_is_embedded_once() -> None:
    embedder = OneHot()
    relevance = Relevance(embedder)
    for _ in range(2):
        relevance.scores("levy", [Candidate("a levy"), Candidate("a levy")], Rarities())
    assert embedder.asked.count("a levy") == 1
