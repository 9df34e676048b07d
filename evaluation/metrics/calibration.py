"""Calibration of abstention: how often there is an answer in the record, by how sure the system was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evaluation.judging import CaseScore

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Cases of about one evidence score: their mean score, and the share of them that has an answer in the record.

    `abstained` is the share in which the system abstained.
    """

    low: float
    high: float
    cases: int
    mean_score: float
    answerable: float
    abstained: float


def curve(scores: Sequence[CaseScore], bins: int = BINS) -> list[Bin]:
    """Bins of equal width over [0, 1], empty ones left out; [] where no answer has an `evidence_score`.

    Without scores, the confusion of evaluation/metrics/abstention.py is all there is to be told.
    """
    came = [s for s in scores if s.evidence_score is not None and s.abstained is not None]
    found = []
    for n in range(bins):
        within = [s for s in came if min(bins - 1, int(max(0.0, s.evidence_score or 0.0) * bins)) == n]
        if within:
            count = len(within)
            found.append(
                Bin(
                    n / bins,
                    (n + 1) / bins,
                    count,
                    sum(s.evidence_score or 0.0 for s in within) / count,
                    sum(not s.due for s in within) / count,
                    sum(bool(s.abstained) for s in within) / count,
                )
            )
    return found


def expected_calibration_error(bins: Sequence[Bin]) -> float | None:
    """Mean distance between score and share of answerable cases, weighted by cases; None of nothing."""
    total = sum(b.cases for b in bins)
    return sum(b.cases * abs(b.mean_score - b.answerable) for b in bins) / total if total else None
