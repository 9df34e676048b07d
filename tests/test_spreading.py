"""What is held back among hits, and what is not."""

from __future__ import annotations

import numpy as np

from corpus.records import Passage, Person
from retriever.spreading import several_speakers, without_repeats

ANN, BEN = Person("ann-vale", "Ann Vale"), Person("ben-oram", "Ben Oram")
SAME, OTHER = [1.0, 0.0], [0.0, 1.0]


def _by(*speakers: Person | None) -> list[Passage]:
    return [
        Passage("minutes.txt", "v", i, 0, 4, "levy", None, (s,) if s else (), i)
        for i, s in enumerate(speakers, start=1)
    ]


def test_same_words_by_the_same_speaker_go_last() -> None:
    vectors = np.array([SAME, SAME, OTHER], dtype=np.float32)
    assert without_repeats(_by(ANN, ANN, BEN), vectors, 0.98) == [0, 2, 1]


def test_same_words_by_another_speaker_keep_their_place() -> None:
    vectors = np.array([SAME, SAME, OTHER], dtype=np.float32)
    assert without_repeats(_by(ANN, BEN, BEN), vectors, 0.98) == [0, 1, 2]


def test_third_hit_of_a_speaker_goes_behind_the_others() -> None:
    assert several_speakers(_by(ANN, ANN, ANN, BEN), 2) == [0, 1, 3, 2]


def test_passages_of_nobody_are_not_one_speaker() -> None:
    assert several_speakers(_by(None, None, None, ANN), 1) == [0, 1, 2, 3]


def test_nothing_found_is_nothing_to_spread() -> None:
    assert without_repeats([], np.zeros((0, 2), dtype=np.float32), 0.98) == []
    assert several_speakers([], 2) == []
