"""Roll recall: of those whom a list must name, how many are named."""

from __future__ import annotations

from evaluation.cases import Case
from evaluation.metrics.measure import Measure, average, mean, ratio
from evaluation.metrics.speakers import is_shown
from evaluation.naming import folded
from evaluation.shown import Shown


def roll_recall(case: Case, answer: Shown) -> float | None:
    """Share of the expected people whom a claim or the text names; None where the case asks for no list."""
    if case.type != "list" or case.abstain:
        return None
    text = folded(answer.text.replace("(", " "))
    return average([is_shown(name, answer) or folded(name) in text for name in case.speakers])


MEASURES = (Measure("roll_recall", "Roll recall", lambda s: mean(s.roll_recall), ratio),)
