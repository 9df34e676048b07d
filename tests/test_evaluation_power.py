"""How many cases a difference takes; the figures are those of docs/evaluation.md."""

from __future__ import annotations

import random
from math import comb
from pathlib import Path

import pytest

from corpus.errors import BadInput
from evaluation.power import cases_needed

DOCS = Path(__file__).parents[1] / "docs" / "evaluation.md"


@pytest.mark.parametrize(("differing", "needed"), [(0.05, 155), (0.10, 312), (0.15, 469), (0.25, 783)])
def test_five_points_take_as_many_cases_as_the_documentation_says(differing: float, needed: int) -> None:
    assert cases_needed(0.05, differing) == needed
    assert f"| {differing:.0%} | {needed} |".replace("%", " %") in DOCS.read_text(encoding="utf-8")


def test_so_many_cases_do_see_the_difference_four_times_in_five() -> None:
    """Simulated: 15 % of the cases differ, 10 % gained and 5 % lost; a sign test at 5 %."""
    draw = random.Random(3)
    cases, seen, times = cases_needed(0.05, 0.15), 0, 400
    for _ in range(times):
        kinds = draw.choices("gl=", weights=(10, 5, 85), k=cases)
        gained, lost = kinds.count("g"), kinds.count("l")
        tail = sum(comb(gained + lost, k) for k in range(max(gained, lost), gained + lost + 1))
        seen += 2 * tail / 2 ** (gained + lost) < 0.05
    assert 0.68 < seen / times < 0.9


@pytest.mark.parametrize(("difference", "differing"), [(0, 0.1), (0.2, 0.1), (0.1, 1.1)])
def test_what_cannot_be_is_refused(difference: float, differing: float) -> None:
    with pytest.raises(BadInput):
        cases_needed(difference, differing)
