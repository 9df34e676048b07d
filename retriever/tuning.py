"""Every constant of the ranking, in one place, each with what it is for. Fitted by `bench/fit_retrieval.py`;
what each one adds is measured in docs/retrieval.md."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tuning:
    """Constants of `retriever.search`. Shares and lifts are on the scale of one passage's own score, [0, 1]."""

    balance: float = 0.15
    """Part of the meaning of whole passages in the fused score; the words have the rest. Late interaction brings the
    meaning in more exactly; what is left to the passage's own vector finds candidates without a common word."""

    late: float = 0.5
    """Part of late interaction in a passage's own score, where token vectors are kept; the fused score has the rest."""

    late_who: float = 0.4
    """The same for questions that ask who said something: they are near the words that were used."""

    late_report: float = 0.7
    """The same for passages of reports: a rapporteur's sentences are short, full and in words of his own."""

    late_candidates: int = 300
    """Passages, best by the fused score, that late interaction looks at; with 150 the figures fall by 0.005."""

    rarity_power: float = 0.5
    """Power of the rarity by which a word of the question counts in late interaction."""

    beside: float = 0.8
    """What a word counts that only the passage beside meets."""

    beside_report: float = 0.65
    """The same in reports, where the sentences beside are somebody else's."""

    sharpness: float = 3.0
    """Power to which a passage's own score is raised before it is shared: one good match outweighs many middling
    ones."""

    sharpness_who: float = 2.0
    """The same for questions that ask who said something."""

    before: tuple[float, ...] = (0.6, 0.4, 0.3, 0.15)
    """Shares lent by the utterances before, nearest first. Greater than `after`: what answers follows what was asked,
    and a question names its topic more often than the reply does."""

    after: tuple[float, ...] = (0.4, 0.2)
    """Shares lent by the utterances after, nearest first."""

    asked: float = 0.5
    """By how much more an utterance that ends in a question lends to the one behind it."""

    report_share: float = 0.0
    """How much of the shares of neighbours counts in reports: their paragraphs answer no question before them."""

    report_level: float = 0.6
    """What a passage of a report scores beside one of a transcript with the same own score, which neighbours lift."""

    who_share: tuple[float, ...] = (0.2, 0.1)
    """`before` and `after` where the question asks who said something: then the speaker's own words count."""

    length: float = 1.0
    """Power of the fullness of an utterance, by which its score is multiplied: turns of a few words ("thank you, the
    floor is yours") match well and say nothing."""

    length_report: float = 0.25
    """The same for reports, whose short paragraphs say as much as long ones."""

    full_chars: int = 600
    """An utterance of this many code points is as full as it need be; below, fullness grows with the logarithm."""

    preferred: float = 0.1
    """Lift of utterances by a speaker whom the question names."""

    document_share: float = 0.2
    """Lift of utterances in the document whose best ones fit best, where several documents are searched."""

    document_best: int = 5
    """How many of a document's utterances speak for it."""

    sure_balance: float = 0.4
    """Part of the meaning in how sure a hit is."""

    full_cosine: float = 0.7
    """A question and a passage that answers it rarely come nearer than this with all-MiniLM-L6-v2."""

    least_cosine: float = 0.15
    """Where no word of the question is known and no passage comes as near as this, nothing is found."""

    repeat_cosine: float = 0.98
    """A passage whose vector is as near as this to that of a better one by the same speakers says it again."""

    each_speaker: int = 2
    """Hits of one speaker that come before those of others, where the question asks for several people."""

    spare: int = 8
    """Hits fetched beyond those asked for, to take the places of what is held back."""

    reranked: int = 50
    """Hits that a cross-encoder reads, where one is set."""

    candidates: int = 2000
    """Passages that the words may bring forward; beyond, the score is next to nothing."""


TUNING = Tuning()
WITHOUT_TOKENS = Tuning(balance=0.4, sharpness=1.5, sharpness_who=1.5)  # meaning then rests on whole passages alone
