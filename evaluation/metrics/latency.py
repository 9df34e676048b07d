"""Latency: how long the caller waited for an answer; percentiles are values that were seen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from evaluation.metrics.measure import Measure, Numbers, Parts

if TYPE_CHECKING:
    from evaluation.judging import CaseScore


def _waited(score: CaseScore) -> Parts | None:
    """Seconds of a case that was answered; errors say nothing about how fast answers are."""
    return None if score.error is not None else (score.wall_ms / 1000.0,)


def percentile(table: Numbers, percent: int) -> Numbers:
    """The smallest wait that at least so many per cent of the cases do not exceed."""
    ordered = np.sort(table[..., 0], axis=-1)
    return np.asarray(ordered[..., max(0, -(-percent * ordered.shape[-1] // 100) - 1)])


MEASURES = tuple(
    Measure(
        f"latency_s_p{p}",
        f"Latency p{p}",
        _waited,
        partial(percentile, percent=p),
        higher_is_better=False,
        unit="s",
    )
    for p in (50, 95)
)
