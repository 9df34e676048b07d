"""Every constant of answering, in one place, with the reason for its value."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Scores are those of `retriever.relevance`, in [0, 1]: the rarity-weighted share of the question that is met."""

    answers: float = 0.38  # the best excerpt must reach this, or the record is held to be silent
    answers_for_person: float = 0.37  # … where only one person's words are looked at
    beside_best: float = 0.985  # a second person is named beside the best only where they are all but equal
    beside_best_plural: float = 0.86  # … where the question asks for several, or for all that one person said
    spoken_share: float = 0.75  # who-questions: below this share of the best narration, nobody is held to have said it
    fact_part: float = 0.6  # the second half of "when and where" may be this much weaker than the first
    touching: float = 0.8  # share of the best score from which a speaker counts as touching the topic
    max_people: int = 6  # of a who-answer
    max_claims: int = 3  # for one person
    max_words: int = 240  # of an answer's text
    max_items: int = 6  # of a list that a sentence leads into
    passages: int = 10  # looked at for an open question; 24 gave the same right answers on three sets
    passages_for_person: int = 6
    passages_for_coverage: int = 3  # looked at for who else touches the topic of a question about one person


THRESHOLDS = Thresholds()
