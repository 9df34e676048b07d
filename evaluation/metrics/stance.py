"""Stance F1: whether the answer shows people for or against as they were; the mean of the F1 of each stance."""

from __future__ import annotations

import numpy as np

from evaluation.cases import Case, Quote
from evaluation.metrics.measure import Measure, Numbers, Parts
from evaluation.naming import covers, same_person
from evaluation.shown import Shown, ShownClaim

STANCES = ("favour", "against", "neither")
Pairs = tuple[tuple[str, str | None], ...]


def stances(case: Case, answer: Shown) -> Pairs:
    """For each speaker whose stance the case gives: the stance expected, and the one shown; None where nobody is.

    The one shown is that of their claim that cites the first of the expected quotes that they are shown with, else of
    their first claim.
    """
    return tuple((stance, _shown(name, case, answer)) for name, stance in case.stances)


def _shown(name: str, case: Case, answer: Shown) -> str | None:
    own = [c for c in answer.claims if any(same_person(name, n) for n in c.names)]
    citing = (c for e in case.evidence for c in own if _cites(c, e, answer))
    best = next(citing, own[0] if own else None)
    return best.stance if best else None


def _cites(claim: ShownClaim, expected: Quote, answer: Shown) -> bool:
    cited = (c for c in answer.citations if c.number in claim.numbers)
    return any(c.document == expected.document and covers(expected.quote, c.quote) for c in cited)


def counts(pairs: Pairs) -> Parts | None:
    """For each stance: twice the hits, then hits, misses and false ones as the F1 counts them; None without pairs."""
    if not pairs:
        return None
    found: list[float] = []
    for stance in STANCES:
        hits = sum(want == got == stance for want, got in pairs)
        others = sum((want == stance) != (got == stance) for want, got in pairs)
        found += [2.0 * hits, 2.0 * hits + others]
    return tuple(found)


def macro_f1(table: Numbers) -> Numbers:
    """Mean of the F1 of those stances that were expected or shown at all."""
    sums = table.sum(axis=-2)
    above, below = sums[..., 0::2], sums[..., 1::2]
    there = below > 0
    f1 = np.where(there, above / np.where(there, below, 1.0), 0.0)
    found = there.sum(axis=-1)
    return np.where(found > 0, f1.sum(axis=-1) / np.maximum(found, 1), np.nan)


MEASURES = (Measure("stance_f1", "Stance F1", lambda s: counts(s.stances), macro_f1),)
