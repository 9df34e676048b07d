"""What neighbouring utterances lend, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from retriever.exchanges import best_part, utterance_of_passage, with_neighbours

ONE = np.array([0, 0, 0])


def _scores(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float32)


def test_parts_of_one_utterance_are_one_group() -> None:
    group = utterance_of_passage(np.array([0, 0, 0, 1]), np.array([3, 3, 4, 4]))
    assert group.tolist() == [0, 0, 1, 2]
    assert utterance_of_passage(ONE[:0], ONE[:0]).tolist() == []


def test_utterance_is_as_good_as_its_best_part() -> None:
    assert best_part(_scores(0.1, 0.9, 0.4), np.array([0, 2])).tolist() == pytest.approx([0.9, 0.4])


def test_reply_gets_a_share_of_the_question() -> None:
    shared = with_neighbours(_scores(1, 0, 0), ONE, before=(0.5, 0.25), after=())
    assert (shared * 1.75).tolist() == pytest.approx([1, 0.5, 0.25])


def test_what_comes_after_lends_too() -> None:
    shared = with_neighbours(_scores(0, 0, 1), ONE, before=(), after=(0.5,))
    assert (shared * 1.5).tolist() == pytest.approx([0, 0.5, 1])


def test_other_documents_lend_nothing() -> None:
    shared = with_neighbours(_scores(1, 0, 0), np.array([0, 1, 1]), before=(0.5, 0.25), after=(0.5,))
    assert (shared * 2.25).tolist() == pytest.approx([1, 0, 0])


def test_utterance_that_asks_lends_more_to_the_next() -> None:
    asks = np.array([True, False, False])
    shared = with_neighbours(_scores(1, 1, 0), ONE, before=(0.5,), after=(), asks=asks, asked=0.5)
    assert (shared * 1.75).tolist() == pytest.approx([1, 1.75, 0.5])


def test_no_shares_leave_scores_alone() -> None:
    assert with_neighbours(_scores(0.2, 0.4, 0.1), ONE, (), ()).tolist() == pytest.approx([0.2, 0.4, 0.1])


def test_more_neighbours_than_utterances() -> None:
    assert with_neighbours(_scores(1), ONE[:1], (0.5, 0.5, 0.5), (0.5,)).tolist() == pytest.approx([1 / 3])
