"""Must-mention: the words without which an answer to the case cannot be good."""

from __future__ import annotations

from evaluation.cases import Case
from evaluation.metrics.measure import Measure, average, mean, ratio
from evaluation.shown import Shown


def mentioned(case: Case, answer: Shown) -> list[bool]:
    """For each of the words, whether the text or a quote holds them, in whatever case."""
    said = " ".join([answer.text, *(c.quote for c in answer.citations)]).lower()
    return [wanted.lower() in said for wanted in case.must_mention]


def mentioned_share(case: Case, answer: Shown) -> float | None:
    """None where nothing must be mentioned, or where the case asks to abstain."""
    return None if case.abstain else average(mentioned(case, answer))


MEASURES = (Measure("must_mention", "Must-mention", lambda s: mean(s.must_mention), ratio),)
