"""Abstention precision, recall and F1: silent where the record is, and only there; also for each kind of silence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, get_args

from evaluation.metrics.measure import Measure, Parts, f1_of_means, ratio
from service.answers import AbstentionKind

if TYPE_CHECKING:
    from evaluation.judging import CaseScore

KINDS: tuple[str, ...] = get_args(AbstentionKind)
ANSWERED = "answered"


def _precision(score: CaseScore) -> Parts | None:
    return (float(score.due), 1.0) if score.abstained else None


def _recall(score: CaseScore) -> Parts | None:
    return (float(score.abstained), 1.0) if score.due and score.abstained is not None else None


def _both(score: CaseScore) -> Parts | None:
    precision, recall = _precision(score), _recall(score)
    return (*(precision or (0.0, 0.0)), *(recall or (0.0, 0.0))) if precision or recall else None


def _kind_precision(kind: str, score: CaseScore) -> Parts | None:
    """Of the abstentions of this kind in cases whose kind is known: due, and of this kind."""
    if score.kind != kind or (score.due and score.expected_kind is None):
        return None
    return float(score.expected_kind == kind), 1.0


def _kind_recall(kind: str, score: CaseScore) -> Parts | None:
    if score.expected_kind != kind or score.abstained is None:
        return None
    return float(score.kind == kind), 1.0


def _of_kind(kind: str) -> tuple[Measure, Measure]:
    shown = kind.replace("_", " ")
    return (
        Measure(f"abstention_precision_{kind}", f"Precision of “{shown}”", lambda s: _kind_precision(kind, s), ratio),
        Measure(f"abstention_recall_{kind}", f"Recall of “{shown}”", lambda s: _kind_recall(kind, s), ratio),
    )


def confusion(scores: Sequence[CaseScore]) -> dict[tuple[str, str], int]:
    """How often each (expected, shown) came about: "answered", a kind of silence, or "unnamed" without a kind."""
    came = (s for s in scores if s.abstained is not None)
    return dict(Counter((_name(s.due, s.expected_kind), _name(bool(s.abstained), s.kind)) for s in came))


def _name(silent: bool, kind: str | None) -> str:
    return (kind or "unnamed") if silent else ANSWERED


MEASURES = (
    Measure("abstention_precision", "Abstention precision", _precision, ratio),
    Measure("abstention_recall", "Abstention recall", _recall, ratio),
    Measure("abstention_f1", "Abstention F1", _both, f1_of_means),
    *(measure for kind in KINDS for measure in _of_kind(kind)),
)
