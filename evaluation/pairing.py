"""Two systems over the same cases: how far apart they are, and whether that may be chance.

Both work on tables of `Measure.table`, a row a case, the rows of both in one order.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evaluation.bootstrap import CONFIDENCE, RESAMPLES, SEED, Interval, resamples
from evaluation.metrics.measure import Measure, Numbers


@dataclass(frozen=True, slots=True)
class Signs:
    """Over cases for which both figures are defined: on how many the second is better, and on how many worse.

    `p` is how likely so uneven a split would be by chance. `binary`: each case is 0 or 1, in both.
    """

    better: int
    worse: int
    p: float
    binary: bool


def sign_test(better: int, worse: int) -> float:
    """The two-sided p of a fair coin that falls so unevenly; exact, 1 where no case differs.

    Over right and wrong answers it is the exact form of McNemar's test.
    """
    count = better + worse
    ways = tail = 1  # how many ways there are to have k of them, from k = 0 on; and their sum
    for k in range(min(better, worse)):
        ways = ways * (count - k) // (k + 1)
        tail += ways
    return min(1.0, float(2 * tail / 2**count))  # of whole numbers, so that no count is too large


def signs(measure: Measure, one: Numbers, other: Numbers) -> Signs:
    """How the cases fall, each by its own figure."""
    a, b = by_case(measure, one), by_case(measure, other)
    both = ~np.isnan(a) & ~np.isnan(b)
    change = np.round(b[both] - a[both], 12) * (1 if measure.higher_is_better else -1)
    better, worse = int((change > 0).sum()), int((change < 0).sum())
    same_cases = bool((np.isnan(a) == np.isnan(b)).all())
    binary = same_cases and bool(np.isin(np.concatenate([a[both], b[both]]), (0.0, 1.0)).all())
    return Signs(better, worse, sign_test(better, worse), binary)


def by_case(measure: Measure, table: Numbers) -> Numbers:
    """The figure of each case alone; nan where it is undefined. Shape (cases,)."""
    found = np.full(len(table), np.nan)
    defined = ~np.isnan(table).any(axis=1)
    if defined.any():
        found[defined] = measure.figure(table[defined][:, np.newaxis, :])
    return found


def differing(one: Numbers, other: Numbers) -> int:
    """How many cases have other parts in the one than in the other, undefined against defined among them."""
    return int((~np.isclose(one, other, rtol=0, atol=1e-12, equal_nan=True)).any(axis=1).sum())


def paired_interval(
    measure: Measure, one: Numbers, other: Numbers, *, count: int = RESAMPLES, seed: int = SEED
) -> Interval | None:
    """The middle 95 % of the second figure less the first, over the same resampled cases; None from fewer than two.

    A case for which one of them is undefined adds nothing to that one: both figures are those of their runs. (Waits,
    which are not added up, are defined for every answered case.)
    """
    kept = ~(np.isnan(one).any(axis=1) & np.isnan(other).any(axis=1))
    a, b = np.nan_to_num(one[kept]), np.nan_to_num(other[kept])
    if len(a) < 2:
        return None
    drawn = np.concatenate(
        [np.atleast_1d(measure.figure(b[p]) - measure.figure(a[p])) for p in resamples(len(a), count, seed)]
    )
    drawn = drawn[~np.isnan(drawn)]
    if not len(drawn):
        return None
    edge = (1 - CONFIDENCE) / 2
    low, high = np.quantile(drawn, [edge, 1 - edge])
    return Interval(float(low), float(high))
