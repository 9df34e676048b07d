"""The order of passages from two scores each, over a small layout."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from retriever.late_interaction import Late
from retriever.ranking import Asked, Layout, near, order, own_scores, utterance_scores
from retriever.tuning import Tuning

# Utterances: 0 (two passages), 1, 2 of document 0; 3 of document 1.
LAYOUT = Layout(
    group=np.array([0, 0, 1, 2, 3]),
    starts=np.array([0, 2, 3, 4]),
    document=np.array([0, 0, 0, 1]),
    chars=np.array([900, 900, 900, 900]),
    asks=np.array([False, False, False, False]),
    told=np.array([False, False, False, False]),
)
PLAIN = Tuning(
    balance=0.5,
    sharpness=1,
    sharpness_who=1,
    before=(),
    after=(),
    who_share=(),
    asked=0,
    length=0,
    preferred=0,
    document_share=0,
)
ALL = np.ones(5, dtype=np.bool_)
NONE = ~ALL


def _mask(*rows: int) -> np.ndarray:
    return np.isin(np.arange(5), rows)


def _scores(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float32)


def _order(dense: np.ndarray, words: np.ndarray, asked: Asked, tuning: Tuning, limit: int = 9) -> list[int]:
    own = own_scores(dense, words, LAYOUT, asked, tuning)
    scores = utterance_scores(own, LAYOUT, asked, tuning)
    return order(scores, own, asked.inside, LAYOUT, limit).tolist()


def test_each_utterance_once_by_its_best_passage_then_other_parts() -> None:
    ranked = _order(_scores(0.5, 1, 0.2, 0.1, 0), _scores(0, 0, 0, 0, 0), Asked(ALL, ALL, NONE), PLAIN)
    assert ranked == [1, 2, 3, 4, 0]


def test_limit_counts_passages() -> None:
    assert _order(_scores(5, 4, 3, 2, 1), _scores(0, 0, 0, 0, 0), Asked(ALL, ALL, NONE), PLAIN, limit=2) == [0, 2]


def test_only_what_is_inside() -> None:
    inside = _mask(1, 4)
    assert _order(_scores(5, 1, 3, 2, 4), _scores(0, 0, 0, 0, 0), Asked(inside, inside, NONE), PLAIN) == [4, 1]


def test_near_reaches_over_neighbours_of_the_same_document() -> None:
    assert near(_mask(2), LAYOUT, 1).tolist() == [True, True, True, True, False]
    assert near(_mask(4), LAYOUT, 3).tolist() == [False, False, False, False, True]
    assert near(_mask(3), LAYOUT, 0).tolist() == [False, False, False, True, False]


def test_named_speakers_are_lifted_but_not_in_who_questions() -> None:
    dense, words, tuning = _scores(1, 0, 0.9, 0, 0), _scores(0, 0, 0, 0, 0), replace(PLAIN, preferred=0.2)
    assert _order(dense, words, Asked(ALL, ALL, _mask(2)), tuning)[0] == 2
    assert _order(dense, words, Asked(ALL, ALL, _mask(2), who=True), tuning)[0] == 0


def test_short_turns_are_held_back() -> None:
    layout = replace(LAYOUT, chars=np.array([20, 900, 900, 900]))
    dense = _scores(1, 1, 0.9, 0, 0)
    scores = utterance_scores(dense, layout, Asked(ALL, ALL, NONE), replace(PLAIN, length=1))
    assert scores.argmax() == 1


def test_document_whose_best_fit_best_is_lifted() -> None:
    dense, tuning = _scores(0.8, 0, 0.8, 0.8, 0.82), replace(PLAIN, document_share=0.3, document_best=3)
    assert _order(dense, _scores(0, 0, 0, 0, 0), Asked(ALL, ALL, NONE), tuning)[-2] == 4


@pytest.mark.parametrize("who", [False, True])
def test_scores_are_between_0_and_1(who: bool) -> None:
    rng = np.random.default_rng(1)
    for _ in range(50):
        dense, words = rng.random(5).astype(np.float32), rng.random(5).astype(np.float32)
        asked = Asked(ALL, ALL, _mask(0), who=who)
        late = Late(np.ones(3, np.float32), lambda rows: rng.random((len(rows), 3)).astype(np.float32))
        own = own_scores(dense, words, LAYOUT, asked, Tuning(), late)
        scores = utterance_scores(own, LAYOUT, asked, Tuning())
        assert scores.min() >= 0
        assert scores.max() <= 1


def test_paragraphs_of_a_report_take_nothing_from_their_neighbours() -> None:
    tuning, scores = replace(PLAIN, before=(0.5,), after=(0.5,)), _scores(1, 0, 0, 0, 0)
    asked = Asked(ALL, ALL, NONE)
    shared = utterance_scores(scores, LAYOUT, asked, tuning)
    alone = utterance_scores(scores, replace(LAYOUT, told=np.ones(4, dtype=np.bool_)), asked, tuning)
    assert shared[1] > 0
    assert alone[1] == 0


def test_late_interaction_decides_between_passages_that_look_alike_at_first() -> None:
    late = Late(np.ones(1, np.float32), lambda rows: (rows == 3).astype(np.float32)[:, None])
    flat = _scores(0.2, 0.5, 0.5, 0.5, 0.5)
    own = own_scores(flat, _scores(0, 0, 0, 0, 0), LAYOUT, Asked(ALL, ALL, NONE), replace(PLAIN, late=0.5), late)
    assert own.argmax() == 3
