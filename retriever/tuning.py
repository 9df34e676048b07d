"""Every constant of the ranking, in one place, each with what it is for. Fitted by `bench/fit_retrieval.py`;
what each one adds is measured in docs/retrieval.md."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tuning:
    """Constants of `retriever.search`. Shares and lifts are on the scale of one passage's own score, [0, 1]."""

    balance: float = 0.4
    """Part of the meaning in the fused score; the words have the rest. Committee questions, written with the transcript
    at hand, want still less; questions in other words than the record's want more."""

    sharpness: float = 1.5
    """Power to which a fused score is raised before it is shared: one good match outweighs many middling ones."""

    before: tuple[float, ...] = (0.6, 0.4, 0.3, 0.15)
    """Shares lent by the utterances before, nearest first. Greater than `after`: what answers follows what was asked,
    and a question names its topic more often than the reply does."""

    after: tuple[float, ...] = (0.4, 0.2)
    """Shares lent by the utterances after, nearest first."""

    asked: float = 0.5
    """By how much more an utterance that ends in a question lends to the one behind it."""

    who_share: tuple[float, ...] = (0.2, 0.1)
    """`before` and `after` where the question asks who said something: then the speaker's own words count."""

    length: float = 1.0
    """Power of the fullness of an utterance, by which its score is multiplied: turns of a few words ("thank you, the
    floor is yours") match well and say nothing."""

    full_chars: int = 600
    """An utterance of this many code points is as full as it need be; below, fullness grows with the logarithm."""

    preferred: float = 0.1
    """Lift of utterances by a speaker whom the question names."""

    document_share: float = 0.2
    """Lift of utterances in the document whose best ones fit best, where several documents are searched."""

    document_best: int = 5
    """How many of a document's utterances speak for it."""

    full_cosine: float = 0.7
    """A question and a passage that answers it rarely come nearer than this with all-MiniLM-L6-v2."""

    least_cosine: float = 0.15
    """Where no word of the question is known and no passage comes as near as this, nothing is found."""

    candidates: int = 2000
    """Passages that the words may bring forward; beyond, the score is next to nothing."""


TUNING = Tuning()
