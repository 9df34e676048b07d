"""What every measure is: numbers per case that are added up, and a figure of the sums; undefined over nothing."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from evaluation.judging import CaseScore

Numbers = npt.NDArray[np.float64]
Parts = tuple[float, ...]
Share = tuple[int, int]  # how many of how many
NONE: Share = (0, 0)


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure over cases.

    `parts` gives the numbers of one case, None where the measure is undefined for it. `figure` gives the measure of an
    array of them, shape (…, cases, parts) to (…): nan where it is undefined.
    """

    name: str
    title: str
    parts: Callable[[CaseScore], Parts | None]
    figure: Callable[[Numbers], Numbers]
    higher_is_better: bool = True
    unit: str = "share"  # or "ms"

    def table(self, scores: Sequence[CaseScore]) -> Numbers:
        """The parts, a row for each case in its order; nan where undefined. Shape (cases, parts)."""
        rows = [self.parts(s) for s in scores]
        width = next((len(r) for r in rows if r is not None), 1)
        undefined = (math.nan,) * width
        return np.array([undefined if r is None else r for r in rows], dtype=np.float64).reshape(len(rows), width)

    def of(self, scores: Sequence[CaseScore]) -> tuple[float | None, int]:
        """The figure, None where it is undefined, and for how many cases it is defined."""
        return self.of_table(self.table(scores))

    def of_table(self, table: Numbers) -> tuple[float | None, int]:
        """The same from a table; rows of nan do not count."""
        defined = table[~np.isnan(table).any(axis=1)]
        if not len(defined):
            return None, 0
        found = float(self.figure(defined))
        return (None if math.isnan(found) else found), len(defined)


def ratio(table: Numbers) -> Numbers:
    """Sum of the first part over the sum of the second."""
    return _divided(table[..., 0].sum(axis=-1), table[..., 1].sum(axis=-1))


def f1_of_means(table: Numbers) -> Numbers:
    """F1 of a precision (parts 0 and 1) and a recall (parts 2 and 3)."""
    sums = table.sum(axis=-2)
    precision, recall = _divided(sums[..., 0], sums[..., 1]), _divided(sums[..., 2], sums[..., 3])
    both = precision + recall
    return np.where(both == 0, 0.0, _divided(2 * precision * recall, both))


def _divided(above: Numbers, below: Numbers) -> Numbers:
    safe = np.where(below == 0, 1.0, below)
    return np.where(below == 0, np.nan, above / safe)


def share(value: Share) -> Parts | None:
    """A case's share as parts of a ratio that pools all of them; None over nothing."""
    return (float(value[0]), float(value[1])) if value[1] else None


def mean(value: float | bool | None) -> Parts | None:
    """A case's own figure as part of a mean over cases; None where the case has none."""
    return None if value is None else (float(value), 1.0)


def precision_and_recall(precision: float | None, recall: float | None) -> Parts | None:
    """Parts of an F1 of two means; a case may have one without the other."""
    if precision is None and recall is None:
        return None
    return (precision or 0.0, float(precision is not None), recall or 0.0, float(recall is not None))


def average(values: Sequence[float | bool]) -> float | None:
    """The mean; None of nothing."""
    return sum(map(float, values)) / len(values) if values else None
