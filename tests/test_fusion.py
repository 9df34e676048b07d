"""Two scores on one scale, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from retriever.fusion import confidence, fused, scaled

ALL = np.array([True, True, True])


def _scores(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float32)


def test_scaled_from_least_to_greatest() -> None:
    assert scaled(_scores(2, 4, 3), ALL).tolist() == [0.0, 1.0, 0.5]


def test_scaled_over_what_is_inside_only() -> None:
    assert scaled(_scores(2, 4, 100), np.array([True, True, False])).tolist() == [0.0, 1.0, 0.0]


def test_equal_scores_and_nothing_inside_tell_nothing() -> None:
    assert scaled(_scores(5, 5, 5), ALL).tolist() == [0.0, 0.0, 0.0]
    assert scaled(_scores(1, 2, 3), ~ALL).tolist() == [0.0, 0.0, 0.0]


def test_fused_by_the_balance() -> None:
    both = fused(_scores(0, 1, 0.5), _scores(8, 0, 0), ALL, balance=0.25)
    assert both.tolist() == pytest.approx([0.75, 0.25, 0.125])


def test_meaning_decides_alone_where_no_word_is_known() -> None:
    assert fused(_scores(0, 1, 0.5), _scores(0, 0, 0), ALL, balance=0.25).tolist() == [0.0, 1.0, 0.5]


def test_confidence_is_comparable_between_questions() -> None:
    assert confidence(0.7, 9, 9, 0.5, full_cosine=0.7) == 1.0
    assert confidence(0.35, 0, 9, 0.5, full_cosine=0.7) == pytest.approx(0.25)
    assert confidence(-0.2, 0, 0, 0.5, full_cosine=0.7) == 0.0
