"""The measuring of retrieval itself, by hand."""

from __future__ import annotations

import math

import pytest

from bench.asking import percentile
from bench.baseline_langchain import Transcript
from bench.qmsum import Case, Figures, first_speaker_is_right, measure, ndcg, utterances
from corpus.protocols import Hit, Query
from corpus.records import Passage, Person

ADA, BO = Person("ada", "Ms. Ada Quill (Harbour Board)"), Person("bo", "Bo Marsh")


def _hit(document: str, utterance: int, *speakers: Person) -> Hit:
    return Hit(Passage(document, "v", utterance, 0, 1, "x", speakers=speakers), 0.5, 1)


def test_ndcg_counts_grades_by_place() -> None:
    grades = {("a", 1): 2, ("a", 2): 1}
    ideal = 2 + 1 / math.log2(3)
    assert ndcg([("a", 1), ("a", 2)], grades) == pytest.approx(1)
    assert ndcg([("a", 9), ("a", 1)], grades) == pytest.approx(2 / math.log2(3) / ideal)
    assert ndcg([("b", 1)] * 10 + [("a", 1)], grades) == 0


def test_utterance_counts_once() -> None:
    assert utterances([_hit("a", 3), _hit("a", 1), _hit("a", 3)]) == [("a", 3), ("a", 1)]


def test_first_speaker_must_be_expected_and_of_the_right_document() -> None:
    case = Case("1", "Who?", "a", {}, frozenset({"ada quill"}))
    assert first_speaker_is_right([_hit("a", 1), _hit("a", 2, ADA)], case)
    assert not first_speaker_is_right([_hit("b", 2, ADA)], case)
    assert not first_speaker_is_right([_hit("a", 2, BO), _hit("a", 2, ADA)], case)
    assert not first_speaker_is_right([], case)


def test_scoped_questions_carry_their_document() -> None:
    asked: list[Query] = []

    def search(query: Query) -> list[Hit]:
        asked.append(query)
        return [_hit("a", 1, ADA)] if query.filters.documents else []

    case = Case("1", "Who?", "a", {("a", 1): 2}, frozenset({"ada quill"}))
    assert measure(search, [case], [case]) == Figures(scoped=1.0, unscoped=0.0, who=0.0)
    assert [set(q.filters.documents) for q in asked] == [{"a"}, set(), set()]


def test_chunk_counts_as_the_utterances_it_touches() -> None:
    transcript = Transcript("a", "A: one\nB: two\nC: six\n", [0, 7, 14], ["A", "B", "C"])
    assert list(transcript.touched(0, 7)) == [0]
    assert list(transcript.touched(5, 3)) == [0, 1]
    assert list(transcript.touched(8, 13)) == [1, 2]


def test_percentile_is_a_value_that_was_seen() -> None:
    assert percentile([4, 1, 3, 2], 0.5) == 2
    assert percentile([4, 1, 3, 2], 0.95) == 4
