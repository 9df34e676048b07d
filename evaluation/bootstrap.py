"""How far a figure might be from what more cases would give: percentile bootstrap over cases, always the same.

Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from evaluation.metrics.measure import Measure, Numbers

SEED = 20_240_328
RESAMPLES = 1_000
CONFIDENCE = 0.95
_BATCH_NUMBERS = 2_000_000  # of a batch of resamples, for the sake of memory


@dataclass(frozen=True, slots=True)
class Interval:
    low: float
    high: float


def resamples(cases: int, count: int = RESAMPLES, seed: int = SEED) -> Iterator[np.ndarray]:
    """Batches of places of cases, drawn with replacement; shape (some, cases), `count` rows in all.

    The same numbers always give the same draws, so that two systems can be compared case by case.
    """
    draw = np.random.default_rng(seed)
    step = max(1, _BATCH_NUMBERS // max(1, cases))
    for done in range(0, count, step):
        yield draw.integers(0, cases, size=(min(step, count - done), cases), dtype=np.int64)


def interval(measure: Measure, table: Numbers, *, count: int = RESAMPLES, seed: int = SEED) -> Interval | None:
    """The middle 95 % of the figure over resampled cases; None where fewer than two cases define it.

    `table` is that of `measure.table`; cases for which the measure is undefined are left out before drawing.
    """
    defined = table[~np.isnan(table).any(axis=1)]
    if len(defined) < 2:
        return None
    drawn = np.concatenate(
        [np.atleast_1d(measure.figure(defined[places])) for places in resamples(len(defined), count, seed)]
    )
    drawn = drawn[~np.isnan(drawn)]
    if not len(drawn):
        return None
    edge = (1 - CONFIDENCE) / 2
    low, high = np.quantile(drawn, [edge, 1 - edge])
    return Interval(float(low), float(high))
